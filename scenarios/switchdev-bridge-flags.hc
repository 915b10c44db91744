# SPDX-License-Identifier: GPL-2.0-or-later
# What a bridge can ask of a port, and what cpsw_new makes of it
# (cpsw_port_attr_br_flags_pre_set): flooding of unicast and broadcast,
# isolation and locking are refused; `learning off` is taken and the hardware
# learns as before; `mcast_flood` works, see switchdev-mdb. And an address that
# the bridge holds by hand on one port does not move to the other.
board    evmsk
partner  eth0    kind=hosts host=a,192.0.2.11
partner  eth1    kind=hosts host=b,192.0.2.12

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_querier 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip link set br0 up" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up

then             expect  guest "for f in 'flood off' 'bcast_flood off' 'isolated on' 'locked on' 'neigh_suppress on'; do bridge link set dev eth0 $f 2>/dev/null && echo yes $f || echo no $f; done" = "no flood off\nno bcast_flood off\nno isolated on\nno locked on\nyes neigh_suppress on"
then             expect  guest "bridge -d link show dev eth0" ~ "flood on .*"

# `learning off`: the bridge learns nothing of a, the hardware does. So what is
# for a goes to its wire alone, and the bridge never hears of it.
then             expect  guest "bridge link set dev eth0 learning off" status 0
then             expect  guest "bridge -d link show dev eth0" contains "learning off"
then             expect  guest "tc qdisc add dev eth1 clsact && tc filter add dev eth1 ingress protocol all flower skip_hw dst_mac 02:00:c0:00:02:0b action pass" status 0
then             send    eth0 frame from=a to=broadcast
+0 .. 200ms      expect  eth1 frame src=a count=1
then             expect  guest "bridge fdb show dev eth0 | grep -c 02:00:c0:00:02:0b" = "0"
then             send    eth1 frame from=b to=a count=3
+0 .. 200ms      expect  eth0 frame src=b dst=a count=3
then             expect  guest "tc -s filter show dev eth1 ingress" contains " 0 pkt"

# By hand, b is at eth1. A frame with b's address that comes in at eth0 does not
# move it: entries of the driver's are not ageable, and NO_SA_UPDATE is set.
then             expect  guest "bridge fdb add 02:00:c0:00:02:0c dev eth1 vlan 1 master static && sleep 0.1" status 0
then             send    eth0 frame from=02:00:c0:00:02:0c to=broadcast
+0 .. 200ms      expect  eth1 frame src=b count=1
then             send    eth0 frame from=a to=b count=2
+0 .. 200ms      expect  eth1 frame src=a dst=b count=2
then             expect  guest "bridge fdb show dev eth1" contains "02:00:c0:00:02:0c vlan 1 offload master br0 static"
then             expect  no kernel warning
