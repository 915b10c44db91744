#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh GUEST BOARD.dtb pages|all
# Boots a guest without a kernel and passes on what it prints, TAP. QEMU's own
# way (all) is the witness for ours (pages): it must pass the same tests.
set -eu
if ! command -v qemu-system-arm > /dev/null; then
    echo "1..0 # SKIP there is no qemu-system-arm; install it with" \
        "tools/setup/packages"
    exit 0
fi
LD_PRELOAD=$HOTCAGE_PLUGIN exec qemu-system-arm -nodefaults -display none \
    -M "hotcage-am335x,board=boneblack,tlb=$3" -m 64 -dtb "$2" -kernel "$1" \
    -chardev stdio,id=console,signal=off -serial chardev:console \
    -icount shift=1,sleep=off -no-reboot < /dev/null
