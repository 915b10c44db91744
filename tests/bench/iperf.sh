#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tests/bench/iperf.sh [HOTCAGE] [KERNEL] [ROUNDS] [SECONDS]
#
# TCP between guest and host through libslirp, in Mbit/s: our CPSW on evmsk,
# and virtio-net-device on QEMU's -M virt with the same kernel, initramfs and
# host. The two take turns; the table shows the best round of each, because a
# busy host only ever takes speed away.

set -euo pipefail

top=$(realpath "$(dirname "$0")/../..")
hotcage=$(realpath "${1:-$top/build/hotcage}")
kernel=${2:-6.12}
rounds=${3:-3}
seconds=${4:-4}

if ! command -v iperf3 >/dev/null; then
    echo "skipped: iperf3 is not installed (tools/setup/packages --tests)"
    exit 77
fi

# shellcheck source=tests/bench/console.sh
. "$top/tests/bench/console.sh"

# Mbit/s of one direction: the receiver's figure, after two seconds in which
# QEMU translates the guest's code.
measure()
{
    iperf3 -s -1 >"$work/server" 2>&1 &
    tell "iperf3 -f m -c 10.0.2.2 -O 2 -t $seconds $1 | \
sed -n 's/.* \\([0-9.]*\\) Mbits.*receiver.*/SP''EED \\1/p'"
    await "SPEED "
    wait $!
}

run_guest()
{
    start_guest "$@"
    await "Enter 'help'" >/dev/null     # BusyBox' greeting
    tell 'dmesg -n 1; ip link set eth0 up; udhcpc -i eth0 -f -n -q -t 20 -T 1 >/dev/null 2>&1; echo; echo UP''UP'
    await UPUP >/dev/null
    tx=$(measure "")
    rx=$(measure "-R")
    exec {to}>&- {from}<&-
    stop_guest
}

find_kernel "$kernel"
ours=("$hotcage" shell --kernel "$kernel" --timeout 0 --out "$work/run"
      "$top/tests/bench/iperf.hc")
peer=("${HOTCAGE_QEMU:-qemu-system-arm}" -M virt -cpu cortex-a15 -m 512
      -nographic -kernel "$zimage" -initrd "$initrd"
      -append "console=ttyAMA0 quiet hotcage.noagent"
      -netdev user,id=n0 -device virtio-net-device,netdev=n0)

declare -A best=([ours-tx]=0 [ours-rx]=0 [peer-tx]=0 [peer-rx]=0)
note()
{
    echo "round $round: $1 tx $tx rx $rx Mbit/s" >&2
    best[$1-tx]=$(printf '%s\n' "${best[$1-tx]}" "$tx" | sort -g | tail -n 1)
    best[$1-rx]=$(printf '%s\n' "${best[$1-rx]}" "$rx" | sort -g | tail -n 1)
}

for ((round = 1; round <= rounds; round++)); do
    rm -rf "$work/run"
    run_guest "${ours[@]}"
    note ours
    run_guest "${peer[@]}"
    note peer
done

ratio()
{
    awk "BEGIN { printf \"%.2f\", ${best[ours-$1]} / ${best[peer-$1]} }"
}
printf '%-28s %8s %8s\n' "Mbit/s, kernel $release" tx rx
printf '%-28s %8s %8s\n' "hotcage CPSW" "${best[ours-tx]}" "${best[ours-rx]}"
printf '%-28s %8s %8s\n' "virt, virtio-net-device" "${best[peer-tx]}" \
    "${best[peer-rx]}"
printf '%-28s %8s %8s\n' ratio "$(ratio tx)" "$(ratio rx)"
