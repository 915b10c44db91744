#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tests/bench/iperf.sh [HOTCAGE] [KERNEL] [ROUNDS] [SECONDS]
#
# TCP between guest and host through libslirp, in Mbit/s: our CPSW on evmsk,
# and virtio-net-device on QEMU's -M virt.

set -euo pipefail

if ! command -v iperf3 >/dev/null; then
    echo "skipped: iperf3 is not installed (tools/setup/packages --tests)"
    exit 77
fi

# shellcheck source=tests/bench/rounds.sh
. "$(dirname "$0")/rounds.sh"

# Mbit/s of one direction: the receiver's figure, after two seconds in which
# QEMU translates the guest's code.
speed()
{
    iperf3 -s -1 >"$work/server" 2>&1 &
    tell "iperf3 -f m -c 10.0.2.2 -O 2 -t $seconds $1 | \
sed -n 's/.* \\([0-9.]*\\) Mbits.*receiver.*/SP''EED \\1/p'"
    await "SPEED "
    wait $!
}

# shellcheck disable=SC2034  # its figures are read by name
measure()
{
    tell 'ip link set eth0 up; udhcpc -i eth0 -f -n -q -t 20 -T 1 >/dev/null 2>&1; echo; echo UP''UP'
    await UPUP >/dev/null
    tx=$(speed "")
    rx=$(speed "-R")
}

figures=(tx rx)
compare iperf.hc -netdev user,id=n0 -device virtio-net-device,netdev=n0
