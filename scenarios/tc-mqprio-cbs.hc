# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own example for this MAC (networking/.../ti/cpsw.rst) on one
# port: priority 3 is class A in queue 0 of the DMA and FIFO 3 of the port,
# priority 2 class B, the rest class C. A shaper gives a FIFO a part of the line
# in whole percents: 20 of 100 Mbit/s are 1621.3 frames a second of 1542 octets
# (a full one, its tag, FCS, preamble and gap).
board    evmsk
partner  eth0    kind=hosts host=h1,192.0.2.1 host=v1,192.0.100.1,vlan=100
allow    kernel ~ "set FIFO. bw|Last tc2 can't be rate limited|Upper FIFO3 is not shaped"  # how the driver says what was asked for

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip address add 192.0.2.2/24 dev eth0; ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ethtool -s eth0 advertise 0x8" status 0
+500ms .. 6s     expect  guest.speed eth0 = 100
then             expect  guest "ethtool -L eth0 rx 1 tx 4" status 0
then             expect  guest "tc qdisc replace dev eth0 handle 100: parent root mqprio num_tc 3 map 2 2 1 0 2 2 2 2 2 2 2 2 2 2 2 2 queues 1@0 1@1 1@2 hw 1" status 0
then             expect  guest "ip link add link eth0 name eth0.100 type vlan id 100 && ip link set eth0.100 type vlan egress 0:0 1:1 2:2 3:3 && ip address add 192.0.100.2/24 dev eth0.100 && ip link set eth0.100 up && ping -q -c 1 192.0.100.1" status 0
# The last class cannot be shaped; class A comes first.
then             expect  guest "tc qdisc add dev eth0 parent 100:3 cbs locredit -1438 hicredit 62 sendslope -959000 idleslope 20000 offload 1" status 2
then             expect  guest "tc qdisc add dev eth0 parent 100:2 cbs locredit -1468 hicredit 65 sendslope -979000 idleslope 10000 offload 1" status 2
then             expect  guest "tc qdisc add dev eth0 parent 100:1 cbs locredit -1438 hicredit 62 sendslope -959000 idleslope 20000 offload 1" status 0
then             expect  guest "tc qdisc add dev eth0 parent 100:2 cbs locredit -1468 hicredit 65 sendslope -979000 idleslope 10000 offload 1" status 0

then             expect  guest "modprobe pktgen; cd /proc/net/pktgen; echo add_device eth0 >kpktgend_0; for w in 'count 0' 'pkt_size 1518' 'dst 192.0.100.1' 'dst_mac 02:00:5e:20:00:01' 'vlan_id 100' 'vlan_p 3'; do echo $w >eth0; done" status 0
then             expect  guest "cd /proc/net/pktgen; echo queue_map_min 0 >eth0; echo queue_map_max 0 >eth0" status 0
then             run     &a "echo start >/proc/net/pktgen/pgctrl"
+150ms .. 650ms  expect  eth0 frame dst=02:00:5e:20:00:01 vlan=100 count=810..811
then             expect  guest "echo stop >/proc/net/pktgen/pgctrl" status 0
then             expect  guest &a status 0

# As the example has it, with a rate for the DMA's queue a little below the
# shaper's, so that class A never fills the port: 19 Mbit/s of 1538 octets are
# 1544.2 frames, and class C goes on.
then             expect  guest "echo 19 >/sys/class/net/eth0/queues/tx-0/tx_maxrate" status 0
then             run     &b "echo start >/proc/net/pktgen/pgctrl"
+150ms .. 650ms  expect  eth0 frame dst=02:00:5e:20:00:01 vlan=100 count=771..773
+650ms .. 1s     expect  guest "ping -q -c 10 -i 0.02 192.0.100.1" ~ "10 packets received(?s:.*)= [0-9.]+/0\.[0-9]+/"
then             expect  guest "echo stop >/proc/net/pktgen/pgctrl" status 0
then             expect  guest &b status 0
then             expect  guest "echo 0 >/sys/class/net/eth0/queues/tx-0/tx_maxrate && tc qdisc del dev eth0 parent 100:2 && tc qdisc del dev eth0 parent 100:1" status 0

# Class C fills the line, 8106.3 frames a second, and the FIFO. A ping of the
# same class waits for five or more of 123 us each, one whose tag has priority
# 3 for one or two.
then             expect  guest "cd /proc/net/pktgen; echo queue_map_max 3 >eth0; echo queue_map_min 3 >eth0; echo vlan_p 0 >eth0" status 0
then             run     &c "echo start >/proc/net/pktgen/pgctrl"
+150ms .. 400ms  expect  eth0 frame dst=02:00:5e:20:00:01 vlan=100 count=2025..2027
+400ms .. 800ms  expect  guest "ping -q -c 10 -i 0.02 192.0.100.1" ~ "10 packets received(?s:.*)= [0-9.]+/(0\.[5-9]|1)[0-9.]*/"
+800ms .. 1200ms expect  guest "ip link set eth0.100 type vlan egress 0:3; ping -q -c 10 -i 0.02 192.0.100.1" ~ "10 packets received(?s:.*)= 0\.[0-2][0-9]+/0\.[0-4][0-9]+/"
then             expect  guest "echo stop >/proc/net/pktgen/pgctrl" status 0
then             expect  guest &c status 0
then             expect  no kernel warning
