# SPDX-License-Identifier: GPL-2.0-or-later
# Four hosts at a switch of two ports: on each cable a repeater with two
# testers, each in a network namespace of its own. All talk to all. Neighbours
# hear each other over the repeater; the switch hears them, too, and must keep
# to itself what is for a host on the cable that it came from.
#
#   ha (eth2) ═╦═ eth0 = bridge = eth1 ═╦═ hb (eth3)
#   hc (eth4) ═╝                        ╚═ hd (eth5)
board    evmsk
partner  eth0    kind=tester count=2
partner  eth1    kind=tester count=2

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "sysctl -w net.ipv6.conf.default.disable_ipv6=1 && ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_querier 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip link set br0 up" status 0
then             expect  guest "n=1; for h in ha hb hc hd; do ip netns add $h && ip -n $h link set lo up && ip link set eth$((n + 1)) netns $h name $h && ip -n $h addr add 192.0.2.$n/24 dev $h && ip -n $h link set $h up; n=$((n + 1)); done" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "cat /sys/class/net/eth0/carrier; for h in ha hb hc hd; do ip netns exec $h cat /sys/class/net/$h/carrier; done" = "1\n1\n1\n1\n1"

# All to all, both ways.
then             expect  guest "for h in ha hb hc hd; do for n in 1 2 3 4; do ip netns exec $h ping -c 1 -W 1 192.0.2.$n >/dev/null || echo $h $n; done; done" = ""

# Neighbours: five requests and five answers enter the switch, none leaves it.
then             run     &near "ip netns exec ha ping -q -c 5 -i 0.1 -W 1 192.0.2.3"
+0 .. 2s         expect  guest &near status 0
+0 .. 2s         expect  eth0 frame way=in src=02:00:5e:40:00:01 dst=02:00:5e:40:00:03 count=5
+0 .. 2s         expect  eth0 frame way=in src=02:00:5e:40:00:03 dst=02:00:5e:40:00:01 count=5
+0 .. 2s         expect  not eth0 frame src=02:00:5e:40:00:01
+0 .. 2s         expect  not eth0 frame src=02:00:5e:40:00:03
+0 .. 2s         expect  not eth1 frame src=02:00:5e:40:00:01
+0 .. 2s         expect  not eth1 frame src=02:00:5e:40:00:03

# Across: in at one port, out at the other, once.
then             run     &far "ip netns exec hc ping -q -c 5 -i 0.1 -W 1 192.0.2.4"
+0 .. 2s         expect  guest &far status 0
+0 .. 2s         expect  eth0 frame way=in src=02:00:5e:40:00:03 dst=02:00:5e:40:00:04 count=5
+0 .. 2s         expect  eth1 frame src=02:00:5e:40:00:03 dst=02:00:5e:40:00:04 count=5
+0 .. 2s         expect  eth0 frame src=02:00:5e:40:00:04 dst=02:00:5e:40:00:03 count=5
+0 .. 2s         expect  not eth0 frame src=02:00:5e:40:00:03

# A third on the cable hears what is for his neighbour, and does not take it:
# hb, who has no filter, counts while ha pings hd.
then             expect  guest "ip netns exec hb tc qdisc add dev hb clsact && ip netns exec hb tc filter add dev hb ingress protocol all flower dst_mac 02:00:5e:40:00:04 action pass" status 0
then             expect  guest "ip netns exec ha ping -q -c 3 -i 0.1 -W 1 192.0.2.4" status 0
then             expect  guest "ip netns exec hb tc -s filter show dev hb ingress" contains " 3 pkt"

# A pair each way at the same time.
then             run     &one "ip netns exec hb nc -l -p 5001 -e wc -c"
then             run     &two "ip netns exec hc nc -l -p 5001 -e wc -c"
+100ms           run     &ab "dd if=/dev/zero bs=64k count=16 2>/dev/null | ip netns exec ha nc 192.0.2.2 5001"
+0ms             run     &dc "dd if=/dev/zero bs=64k count=16 2>/dev/null | ip netns exec hd nc 192.0.2.3 5001"
+0 .. 20s        expect  guest &ab = "1048576"
+0 .. 20s        expect  guest &dc = "1048576"

# One cable, two carriers.
then             pull    eth1
+0 .. 3s         expect  guest "for h in hb hd; do ip netns exec $h cat /sys/class/net/$h/carrier; done" = "0\n0"
then             expect  guest "ip netns exec ha ping -c 1 -W 1 192.0.2.3" status 0
then             plug    eth1
+0 .. 8s         expect  guest.link eth1 = up
then             expect  guest "sleep 0.5; ip netns exec ha ping -c 1 -W 1 192.0.2.2 && ip netns exec ha ping -c 1 -W 1 192.0.2.4" status 0
then             expect  no kernel warning
