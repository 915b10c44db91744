#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: stays-mixed.sh HOTCAGE KERNEL OUT PATTERN...
# Stories of several boards, two at a time: libslirp, endings that fork, keys in
# two MACsec engines, testers that no other story can use. They give the same
# bytes whether a QEMU tells many of them or one.
set -eu
hotcage=$1 kernel=$2 out=$3
shift 3
rm -rf "$out"
"$hotcage" test --jobs 2 --fresh --kernel "$kernel" --out "$out/fresh" "$@"
"$hotcage" test --jobs 2 --kernel "$kernel" --out "$out/stays" \
    --against "$out/fresh" "$@"
[ -z "$(find "$out" -name '*.sock')" ]
