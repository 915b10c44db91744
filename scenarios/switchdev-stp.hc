# SPDX-License-Identifier: GPL-2.0-or-later
# Port states. First by hand, which the bridge allows while somebody else does
# the spanning tree (/sbin/bridge-stp says so): a blocked port passes nothing but BPDUs, and
# those to the host alone. Then the kernel's own spanning tree: a root bridge
# is heard on both wires, so one of them must be blocked, for as long as it
# goes on being heard there; when the other cable is pulled, it takes over.
board    evmsk
partner  eth0    kind=hosts host=a,192.0.2.11 host=root,mac=02:00:00:00:00:01
partner  eth1    kind=hosts host=b,192.0.2.12

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_querier 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip addr add 192.0.2.9/24 dev br0 && ip link set br0 up" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "for p in eth0 eth1; do tc qdisc add dev $p clsact && tc filter add dev $p ingress protocol all flower skip_hw dst_mac 01:80:c2:00:00:00 action pass; done" status 0

# Forwarding: frames pass, BPDUs stop at the host.
then             send    eth1 frame from=b to=broadcast count=2
+0 .. 200ms      expect  eth0 frame src=b count=2
then             send    eth1 bpdu from=02:00:00:00:00:01 count=2
+0 .. 200ms      expect  not eth0 frame dst=bpdu
then             expect  guest "tc -s filter show dev eth1 ingress" contains " 2 pkt"

then             expect  guest "printf '#!/bin/sh\n' >/sbin/bridge-stp && chmod 755 /sbin/bridge-stp && ip link set br0 type bridge stp_state 1" status 0
# Blocking: no frame in, none out; BPDUs still reach the host.
then             expect  guest "bridge link set dev eth1 state 4" status 0
then             expect  guest "bridge link show dev eth1" contains "state blocking"
then             send    eth1 frame from=b to=broadcast count=2
+100ms           send    eth0 frame from=a to=broadcast count=2
+0 .. 200ms      expect  not eth0 frame src=b
+0 .. 200ms      expect  not eth1 frame src=a
then             send    eth1 bpdu from=02:00:00:00:00:01 count=2
+0 .. 200ms      expect  not eth0 frame dst=bpdu
then             expect  guest "tc -s filter show dev eth1 ingress" contains " 4 pkt"

# Learning: still nothing passes, but addresses are taken in.
then             expect  guest "bridge link set dev eth1 state 2" status 0
then             send    eth1 frame from=b to=broadcast count=2
+0 .. 200ms      expect  not eth0 frame src=b
# Disabled: deaf for BPDUs as well.
then             expect  guest "bridge link set dev eth1 state 0" status 0
then             send    eth1 bpdu from=02:00:00:00:00:01 count=2
+0 .. 200ms      expect  not eth0 frame dst=bpdu
then             expect  guest "tc -s filter show dev eth1 ingress" contains " 4 pkt"
then             expect  guest "bridge link set dev eth1 state 3" status 0
then             send    eth1 frame from=b to=broadcast
+0 .. 200ms      expect  eth0 frame src=b count=1

# The kernel's spanning tree, with the shortest delays that it takes.
then             expect  guest "ip link set br0 type bridge stp_state 0; rm /sbin/bridge-stp; ip link set br0 type bridge stp_state 1 forward_delay 200 max_age 600 hello_time 100" status 0
then             send    eth0 bpdu from=root count=60 gap=1s
then             send    eth1 bpdu from=root count=60 gap=1s
+0 .. 5s         expect  guest "bridge link show dev eth1" contains "state blocking"
then             send    eth0 frame from=a to=broadcast count=2
+100ms           send    eth1 frame from=b to=broadcast count=2
+0 .. 200ms      expect  not eth1 frame src=a
+0 .. 200ms      expect  not eth0 frame src=b
+0 .. 25s        expect  guest "sleep 15 && bridge link show dev eth1" contains "state blocking"
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.11" status 0
then             send    eth0 frame from=a to=broadcast count=2
+100ms           send    eth1 frame from=b to=broadcast count=2
+0 .. 200ms      expect  not eth1 frame src=a
+0 .. 200ms      expect  not eth0 frame src=b
# Both wires told 15 s of delay: listening, then learning.
then             pull    eth0
+0 .. 40s        expect  kernel ~ "br0: port 2.eth1. entered forwarding state"
then             expect  guest "bridge link show dev eth1" contains "state forwarding"
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.12" status 0
then             expect  no kernel warning
