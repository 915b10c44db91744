# SPDX-License-Identifier: GPL-2.0-or-later
# Multicast goes where it was asked for. The driver floods groups that nobody
# asked for to the host alone, until a port's mcast_flood is set; the bridge
# snoops the joins there and writes each group into the switch.
board    evmsk
partner  eth0    kind=hosts host=a,192.0.2.11
partner  eth1    kind=hosts host=b,192.0.2.12

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_querier 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip addr add 192.0.2.9/24 dev br0 && ip link set br0 up" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "bridge link set dev eth1 fastleave on && tc qdisc add dev eth0 clsact && tc filter add dev eth0 ingress protocol all flower skip_hw dst_mac 01:00:5e:01:01:01 action pass" status 0
then             expect  guest "sleep 0.5" status 0

# Nobody has joined: the host gets it, the other wire does not.
then             send    eth0 frame from=a to=239.1.1.1 count=3
+0 .. 200ms      expect  not eth1 frame dst=239.1.1.1
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 138 bytes 3 pkt"

# b joins: its wire gets it, the host no longer does.
then             send    eth1 igmp-join from=b group=239.1.1.1
+0 .. 200ms      expect  not eth0 frame src=b
+0 .. 2s         expect  guest "bridge mdb" contains "port eth1 grp 239.1.1.1 temp offload vid 1"
then             send    eth0 frame from=a to=239.1.1.1 count=4
+0 .. 200ms      expect  eth1 frame src=a dst=239.1.1.1 count=4
+0 .. 200ms      expect  not eth0 frame src=a
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 138 bytes 3 pkt"
then             send    eth0 frame from=a to=239.2.2.2
+0 .. 200ms      expect  not eth1 frame dst=239.2.2.2

# b leaves.
then             send    eth1 igmp-leave from=b group=239.1.1.1
+0 .. 2s         expect  guest "bridge mdb | grep -c 239.1.1.1" = "0"
then             send    eth0 frame from=a to=239.1.1.1 count=2
+0 .. 200ms      expect  not eth1 frame dst=239.1.1.1
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 230 bytes 5 pkt"

# The host itself joins, and a port by hand: both get it.
then             expect  guest "ip addr add 239.1.1.1/32 dev br0 autojoin && bridge mdb add dev br0 port eth1 grp 239.1.1.1 permanent vid 1" status 0
+0 .. 2s         expect  guest "bridge mdb" contains "port eth1 grp 239.1.1.1 permanent offload vid 1"
then             expect  guest "bridge mdb" contains "port br0 grp 239.1.1.1 temp vid 1"
then             send    eth0 frame from=a to=239.1.1.1 count=2
+0 .. 200ms      expect  eth1 frame src=a dst=239.1.1.1 count=2
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 322 bytes 7 pkt"
then             expect  guest "bridge mdb del dev br0 port eth1 grp 239.1.1.1 permanent vid 1" status 0
then             send    eth0 frame from=a to=239.1.1.1 count=1
+0 .. 200ms      expect  not eth1 frame dst=239.1.1.1

# A port that wants all multicast, and one that wants none again.
then             expect  guest "bridge link set dev eth1 mcast_flood off && bridge link set dev eth1 mcast_flood on" status 0
then             send    eth0 frame from=a to=239.9.9.9 count=2
+0 .. 200ms      expect  eth1 frame dst=239.9.9.9 count=2
then             expect  guest "bridge link set dev eth1 mcast_flood off" status 0
then             send    eth0 frame from=a to=239.9.9.9 count=2
+0 .. 200ms      expect  not eth1 frame dst=239.9.9.9
# What the hardware cannot do is refused.
then             expect  guest "for f in 'flood off' 'bcast_flood off' 'isolated on' 'locked on'; do bridge link set dev eth1 $f 2>/dev/null || echo -n no; done" = "nononono"
then             expect  no kernel warning
