# SPDX-License-Identifier: GPL-2.0-or-later
# Who really joins: a host's own kernel says so in IGMPv3 and in MLDv2. The
# switch takes the reports to the bridge and to nobody else, the bridge writes
# the groups into the switch, and what is for them goes where they were asked
# for, past the guest's processor. Hosts are testers: h1 - eth0 = br0 = eth1 -
# h2.
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0 mcast_igmp_version 3 mcast_mld_version 2 mcast_querier 1 mcast_startup_query_interval 100" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged && bridge link set dev $p fastleave on; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip addr add 192.0.2.9/24 dev br0 && ip link set br0 up" status 0
then             expect  guest "for n in 1 2; do ip netns add h$n && ip link set eth$((n + 1)) netns h$n name h$n && ip -n h$n link set h$n up && ip -n h$n addr add 192.0.2.$n/24 dev h$n && ip -n h$n addr add 2001:db8::$n/64 dev h$n nodad; done" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
# The bridge believes its groups once its queries are through (10 s).
then             expect  guest "tc qdisc add dev eth0 clsact && tc filter add dev eth0 ingress protocol all flower skip_hw dst_mac 01:00:5e:01:01:01 action pass" status 0
+0 .. 30s        expect  guest "sleep 12" status 0

# Nobody has joined.
then             run     "ip netns exec h1 ping -c 3 -i 0.1 -W 1 -I h1 239.1.1.1"
+0 .. 500ms      expect  eth0 frame way=in dst=239.1.1.1 count=3
+0 .. 500ms      expect  not eth1 frame dst=239.1.1.1
then             expect  guest "tc -s filter show dev eth0 ingress" contains " 3 pkt"

# h2 joins by IGMPv3, to 224.0.0.22. h1 does not hear of it.
then             run     "ip -n h2 addr add 239.1.1.1/32 dev h2 autojoin"
+0 .. 2s         expect  eth1 frame way=in src=02:00:5e:40:00:02 dst=224.0.0.22
+0 .. 2s         expect  not eth0 frame dst=224.0.0.22 src=02:00:5e:40:00:02
then             expect  guest "bridge -d mdb" ~ "port eth1 grp 239.1.1.1 temp filter_mode exclude.*offload"
then             run     "ip netns exec h1 ping -c 4 -i 0.1 -W 1 -I h1 239.1.1.1"
+0 .. 600ms      expect  eth1 frame dst=239.1.1.1 count=4
+0 .. 600ms      expect  not eth0 frame dst=239.1.1.1
then             expect  guest "tc -s filter show dev eth0 ingress" contains " 3 pkt"

# It leaves.
then             expect  guest "ip -n h2 addr del 239.1.1.1/32 dev h2" status 0
+0 .. 3s         expect  guest "bridge mdb | grep -c 239.1.1.1" = "0"
then             run     "ip netns exec h1 ping -c 2 -i 0.1 -W 1 -I h1 239.1.1.1"
+0 .. 500ms      expect  not eth1 frame dst=239.1.1.1

# The same by MLDv2, to ff02::16.
then             run     "ip -n h2 addr add ff15::101/128 dev h2 autojoin"
+0 .. 2s         expect  eth1 frame way=in dst=33:33:00:00:00:16
+0 .. 2s         expect  not eth0 frame dst=33:33:00:00:00:16 src=02:00:5e:40:00:02
then             expect  guest "bridge -d mdb" ~ "port eth1 grp ff15::101 temp filter_mode exclude.*offload"
then             run     "ip netns exec h1 ping -6 -c 4 -i 0.1 -W 1 -I h1 ff15::101"
+0 .. 600ms      expect  eth1 frame dst=33:33:00:00:01:01 count=4
+0 .. 600ms      expect  not eth0 frame dst=33:33:00:00:01:01
then             expect  guest "ip -n h2 addr del ff15::101/128 dev h2" status 0
+0 .. 3s         expect  guest "bridge mdb | grep -c ff15::101" = "0"
then             run     "ip netns exec h1 ping -6 -c 2 -i 0.1 -W 1 -I h1 ff15::101"
+0 .. 500ms      expect  not eth1 frame dst=33:33:00:00:01:01
then             expect  no kernel warning
