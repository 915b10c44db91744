#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tests/bench/ports.sh [HOTCAGE] [KERNEL] [ROUNDS] [SECONDS]
#
# From port to port of one guest, on the host's clock: our CPSW with a
# direct-attach cable from cage to cage, and two virtio-net-devices on a hub of
# QEMU's -M virt.
#
#   TCP    iperf3 between two network namespaces, Mbit/s
#   sent   frames of 64 octets that pktgen puts on the wire, per second
#   got    how many of them the other port has handed up, per second
#
# One processor does both ends.

# shellcheck disable=SC2016,SC2034  # the guest's variables; figures by name
set -euo pipefail

# shellcheck source=tests/bench/rounds.sh
. "$(dirname "$0")/rounds.sh"

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
    tell 'ip netns exec far iperf3 -s -1 --forceflush | while read -r line; do case $line in Server*) echo; echo LISTEN""ING;; esac; done &'
    await LISTENING >/dev/null
    tell "iperf3 -f m -c 192.0.2.2 -O 2 -t $seconds | \
sed -n 's/.* \\([0-9.]*\\) Mbits.*receiver.*/SP''EED \\1/p'"
    TCP=$(await "SPEED ")
}

measure()
{
    tell 'ip link set eth0 up; ip link set eth1 up'
    await_links eth0 eth1
    measure_frames
    measure_tcp
}

figures=(TCP sent got)
compare ports.hc \
    -netdev hubport,id=n0,hubid=0 -netdev hubport,id=n1,hubid=0 \
    -device virtio-net-device,netdev=n0 -device virtio-net-device,netdev=n1
