# SPDX-License-Identifier: GPL-2.0-or-later
# Who is where: the switch learns, forgets, and is told. An unknown address is
# flooded to the other wire and to the host, a known one goes to its port and
# nowhere else. tc counts what the host sees of each.
# The driver tells the bridge nothing of what the hardware learns, and ages
# it itself: cpsw_ale_timer looks every 10 s and takes what it finds unused
# for the second time.
board    evmsk
partner  eth0    kind=hosts host=a,192.0.2.11
partner  eth1    kind=hosts host=b,192.0.2.12 host=c,192.0.2.13

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_querier 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip addr add 192.0.2.9/24 dev br0 && ip link set br0 up" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "for p in eth0 eth1; do tc qdisc add dev $p clsact; done" status 0
then             expect  guest "tc filter add dev eth0 ingress protocol all flower skip_hw dst_mac 02:00:c0:00:02:0c action pass" status 0
then             expect  guest "tc filter add dev eth1 ingress protocol all flower skip_hw dst_mac 02:00:c0:00:02:0b action pass" status 0

# Nobody knows b: the other wire and the host get it.
then             send    eth0 frame from=a to=b count=3
+0 .. 200ms      expect  eth1 frame src=a dst=b vlan=none count=3
+0 .. 200ms      expect  not eth0 frame src=a
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 138 bytes 3 pkt"
then             expect  guest "bridge fdb show dev eth0" contains "02:00:c0:00:02:0b vlan 1 master br0"

# But a is known since: the answer goes to its wire alone.
then             send    eth1 frame from=b to=a count=4
+0 .. 200ms      expect  eth0 frame src=b dst=a count=4
+0 .. 200ms      expect  not eth1 frame src=b
then             expect  guest "tc -s filter show dev eth1 ingress" contains "Sent 0 bytes 0 pkt"

# And b is known now, by hardware alone: the host saw nothing of its frame.
then             send    eth0 frame from=a to=b count=2
+0 .. 200ms      expect  eth1 frame src=a dst=b count=2
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 138 bytes 3 pkt"
then             expect  guest "bridge fdb show dev eth1 | grep -c 02:00:c0:00:02:0c" = "0"

# Told by hand: c has never said a word, and is not flooded.
then             expect  guest "bridge fdb add 02:00:c0:00:02:0d dev eth1 vlan 1 master static" status 0
then             expect  guest "bridge fdb show dev eth1" contains "02:00:c0:00:02:0d vlan 1 offload master br0 static"
then             expect  guest "tc filter add dev eth0 ingress protocol all flower skip_hw dst_mac 02:00:c0:00:02:0d action pass && sleep 0.1" status 0
then             send    eth0 frame from=a to=c count=2
+0 .. 200ms      expect  eth1 frame dst=c count=2
then             expect  guest "tc -s filter show dev eth0 ingress | grep -c 'Sent 0 bytes'" = "1"
then             expect  guest "bridge fdb del 02:00:c0:00:02:0d dev eth1 vlan 1 master && sleep 0.1" status 0
then             send    eth0 frame from=a to=c count=2
+0 .. 200ms      expect  eth1 frame dst=c count=2
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 92 bytes 2 pkt"

# Told that a is on the other wire: what is for it stays where it came from.
then             expect  guest "bridge fdb add 02:00:c0:00:02:0e dev eth0 vlan 1 master static && sleep 0.1" status 0
then             send    eth0 frame from=a to=02:00:c0:00:02:0e count=2
+0 .. 200ms      expect  not eth1 frame dst=02:00:c0:00:02:0e
+0 .. 200ms      expect  not eth0 frame dst=02:00:c0:00:02:0e

# Flushing the bridge does not reach the hardware.
then             expect  guest "ip link set br0 type bridge fdb_flush" status 0
then             send    eth0 frame from=a to=b
+0 .. 200ms      expect  eth1 frame dst=b count=1
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 138 bytes 3 pkt"

# Age does. What was told by hand stays.
+0 .. 30s        expect  guest "sleep 22" status 0
then             send    eth0 frame from=a to=b
+0 .. 200ms      expect  eth1 frame dst=b count=1
then             expect  guest "tc -s filter show dev eth0 ingress" contains "Sent 184 bytes 4 pkt"
then             send    eth1 frame from=b to=02:00:c0:00:02:0e
+0 .. 200ms      expect  eth0 frame dst=02:00:c0:00:02:0e count=1
then             expect  no kernel warning
