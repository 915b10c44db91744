#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tests/bench/ports.sh [HOTCAGE] [KERNEL] [ROUNDS] [SECONDS]
#
# From port to port of one guest, on the host's clock: our CPSW with a
# direct-attach cable from cage to cage, and two virtio-net-devices on a hub of
# QEMU's -M virt with the same kernel, initramfs and host.
#
#   TCP    iperf3 between two network namespaces, Mbit/s
#   sent   frames of 64 octets that pktgen puts on the wire, per second
#   got    how many of them the other port has handed up, per second
#
# One processor does both ends. The two take turns; the table shows the best
# round of each, because a busy host only ever takes speed away.

set -euo pipefail

top=$(realpath "$(dirname "$0")/../..")
hotcage=$(realpath "${1:-$top/build/hotcage}")
kernel=${2:-6.12}
rounds=${3:-3}
seconds=${4:-4}

# shellcheck source=tests/bench/console.sh
. "$top/tests/bench/console.sh"

# pktgen counts itself how fast it was (Documentation/networking/pktgen.rst);
# what arrived is counted over the same time. pkt_size is without FCS.
measure_frames()
{
    tell 'modprobe pktgen; d=/proc/net/pktgen; echo rem_device_all >$d/kpktgend_0; echo add_device eth0 >$d/kpktgend_0'
    tell 'for w in "pkt_size 60" "clone_skb 0" "dst_mac $(cat /sys/class/net/eth1/address)" "dst 198.51.100.2" "count 0"; do echo "$w" >$d/eth0; done'
    tell 'n() { cat /sys/class/net/eth1/statistics/rx_packets; }'
    tell "f() { (sleep $seconds; echo stop >\$d/pgctrl) & a=\$(n); echo start >\$d/pgctrl; b=\$(n); wait; }"
    tell 'f; f; s=$(sed -n "s/.* \([0-9]*\)pps.*/\1/p" $d/eth0); u=$(sed -n "s/.*OK: \([0-9]*\)(.*/\1/p" $d/eth0)'
    tell 'echo; echo FRA''MES $s $(((b - a) * 1000 / (u / 1000)))'
    read -r sent got <<<"$(await "FRAMES ")"
}

# The receiver's figure, after two seconds in which QEMU translates.
measure_tcp()
{
    tell 'ip netns add far; ip link set eth1 netns far; ip addr add 192.0.2.1/24 dev eth0; ip -n far addr add 192.0.2.2/24 dev eth1; ip -n far link set eth1 up'
    await_links eth0
    tell 'ip netns exec far iperf3 -s -1 >/dev/null & until ip netns exec far ss -ltn | grep -q 5201; do sleep 0.2; done'
    tell "iperf3 -f m -c 192.0.2.2 -O 2 -t $seconds | \
sed -n 's/.* \\([0-9.]*\\) Mbits.*receiver.*/SP''EED \\1/p'"
    tcp=$(await "SPEED ")
}

run_guest()
{
    start_guest "$@"
    await "Enter 'help'" >/dev/null     # BusyBox' greeting
    tell 'dmesg -n 1; ip link set eth0 up; ip link set eth1 up'
    await_links eth0 eth1
    measure_frames
    measure_tcp
    exec {to}>&- {from}<&-
    stop_guest
}

find_kernel "$kernel"
ours=("$hotcage" shell --kernel "$kernel" --timeout 0 --out "$work/run"
      "$top/tests/bench/ports.hc")
peer=("${HOTCAGE_QEMU:-qemu-system-arm}" -M virt -cpu cortex-a15 -m 512
      -nographic -kernel "$zimage" -initrd "$initrd"
      -append "console=ttyAMA0 quiet hotcage.noagent"
      -netdev hubport,id=n0,hubid=0 -netdev hubport,id=n1,hubid=0
      -device virtio-net-device,netdev=n0 -device virtio-net-device,netdev=n1)

declare -A best
note()
{
    local what

    echo "round $round: $1 TCP $tcp Mbit/s, sent $sent/s, got $got/s" >&2
    for what in tcp sent got; do
        best[$1-$what]=$(printf '%s\n' "${best[$1-$what]:-0}" "${!what}" |
            sort -g | tail -n 1)
    done
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
printf '%-28s %8s %8s %8s\n' "kernel $release" TCP sent got
printf '%-28s %8s %8s %8s\n' "hotcage CPSW" "${best[ours-tcp]}" \
    "${best[ours-sent]}" "${best[ours-got]}"
printf '%-28s %8s %8s %8s\n' "virt, virtio-net-device" "${best[peer-tcp]}" \
    "${best[peer-sent]}" "${best[peer-got]}"
printf '%-28s %8s %8s %8s\n' ratio "$(ratio tcp)" "$(ratio sent)" \
    "$(ratio got)"
