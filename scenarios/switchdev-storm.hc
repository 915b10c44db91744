# SPDX-License-Identifier: GPL-2.0-or-later
# A storm of broadcasts comes in at eth0, 10000 frames per second for 200 ms,
# and then one of multicasts. The switch can limit both by hardware, so many
# frames for each millisecond; tc's police action sets it. What is beyond
# reaches neither the other wire nor the host. Unicast knows no limit.
board    evmsk
partner  eth0    kind=hosts host=a,192.0.2.11
partner  eth1    kind=hosts host=b,192.0.2.12

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip link set br0 up && bridge link set dev eth1 mcast_flood off && bridge link set dev eth1 mcast_flood on" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up

# Without a limit all of it passes.
then             send    eth0 frame from=a to=broadcast count=2000 gap=100us
+0 .. 300ms      expect  eth1 frame src=a count=2000

# 1000 per second are one in each millisecond.
then             expect  guest "tc qdisc add dev eth0 clsact" status 0
then             expect  guest "tc filter add dev eth0 ingress flower skip_sw dst_mac ff:ff:ff:ff:ff:ff action police pkts_rate 1000 pkts_burst 64 conform-exceed drop/ok" status 0
then             expect  guest "tc filter show dev eth0 ingress" contains "in_hw"
then             send    eth0 frame from=a to=broadcast count=2000 gap=100us
+0 .. 300ms      expect  eth1 frame src=a count=200..201
then             send    eth0 frame from=a to=b count=500 gap=100us
+0 .. 300ms      expect  eth1 frame src=a dst=b count=500
then             send    eth0 frame from=a to=239.1.1.1 count=500 gap=100us
+0 .. 300ms      expect  eth1 frame src=a dst=239.1.1.1 count=500

# Multicast has a limit of its own, here two in each millisecond.
then             expect  guest "tc filter add dev eth0 ingress flower skip_sw dst_mac 01:00:00:00:00:00/01:00:00:00:00:00 action police pkts_rate 2000 pkts_burst 64 conform-exceed drop/ok" status 0
then             send    eth0 frame from=a to=239.1.1.1 count=2000 gap=100us
+0 .. 300ms      expect  eth1 frame src=a dst=239.1.1.1 count=400..402

then             expect  guest "tc filter del dev eth0 ingress" status 0
then             send    eth0 frame from=a to=broadcast count=500 gap=100us
+0 .. 300ms      expect  eth1 frame src=a count=500
then             expect  no kernel warning
