# SPDX-License-Identifier: GPL-2.0-or-later
# A frame crosses the switch once. The hardware floods a broadcast to the
# other wire and to the host, marks it as forwarded already, and the kernel's
# bridge leaves it at that. With ale_bypass all goes to the host, and the
# bridge does the work, once as well; with one port alone in the bridge
# nothing crosses twice either. eth1's counters tell who sent it.
board    evmsk
partner  eth0    kind=hosts host=a,192.0.2.11
partner  eth1    kind=hosts host=b,192.0.2.12

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_querier 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip addr add 192.0.2.9/24 dev br0 && ip link set br0 up" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "sleep 3; tc qdisc add dev eth1 clsact && tc filter add dev eth1 egress protocol all flower skip_hw src_mac 02:00:c0:00:02:0b action pass" status 0
then             expect  guest "tc qdisc add dev eth0 clsact && tc filter add dev eth0 ingress protocol all flower skip_hw src_mac 02:00:c0:00:02:0b action pass" status 0

# By hardware.
then             send    eth0 frame from=a to=broadcast count=10
+0 .. 300ms      expect  eth1 frame src=a count=10
+0 .. 300ms      expect  not eth0 frame src=a
then             expect  guest "tc -s filter show dev eth0 ingress" contains " 10 pkt"
then             expect  guest "tc -s filter show dev eth1 egress" contains " 0 pkt"

# By the kernel.
then             expect  guest "devlink dev param set platform/4a100000.switch name ale_bypass value true cmode runtime" status 0
then             expect  guest "devlink dev param show platform/4a100000.switch name ale_bypass" contains "value true"
then             send    eth0 frame from=a to=broadcast count=10
+0 .. 300ms      expect  eth1 frame src=a count=10
+0 .. 300ms      expect  not eth0 frame src=a
then             expect  guest "tc -s filter show dev eth1 egress" contains " 10 pkt"
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.11 && ping -c 2 -i 0.2 -W 1 192.0.2.12" status 0

# By hardware again.
then             expect  guest "devlink dev param set platform/4a100000.switch name ale_bypass value false cmode runtime" status 0
then             send    eth0 frame from=a to=broadcast count=10
+0 .. 300ms      expect  eth1 frame src=a count=10
then             expect  guest "tc -s filter show dev eth1 egress" contains " 10 pkt"
then             expect  no kernel warning
