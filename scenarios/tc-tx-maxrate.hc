# SPDX-License-Identifier: GPL-2.0-or-later
# tx_maxrate: a queue of the switch's DMA that is always full sends at its rate,
# which counts preamble and gap (20 octets) with each frame but not the FCS. So
# frames of 1514 come at 3259.5 a second for 40 Mbit/s, and 1629.7 for 20. A
# queue without a rate does not wait: its pings come back at once.
board    evmsk
partner  eth0    kind=hosts host=h1,192.0.2.1
allow    kernel ~ "Upper cpdma ch5 is not rate limited|The channel rate cannot be more than 2Gbps"  # asked for

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip address add 192.0.2.2/24 dev eth0; ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ethtool -L eth0 rx 1 tx 4 && ethtool -l eth0" ~ "TX:\t+4"
then             expect  guest "cd /sys/class/net/eth0/queues; echo 40 >tx-0/tx_maxrate; echo 20 >tx-1/tx_maxrate; echo $(cat tx-*/tx_maxrate)" = "40 20 0 0"
# Rates begin at the first queue, and 2 Gbit/s is too much.
then             expect  guest "echo 10 >/sys/class/net/eth0/queues/tx-3/tx_maxrate" status 1
then             expect  guest "echo 2001 >/sys/class/net/eth0/queues/tx-0/tx_maxrate" status 1
# Everything that is not pktgen goes by the third queue.
then             expect  guest "tc qdisc replace dev eth0 root mqprio num_tc 1 map 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 queues 1@2 hw 0" status 0
then             expect  guest "ping -q -c 1 192.0.2.1" status 0
then             expect  guest "modprobe pktgen; cd /proc/net/pktgen; echo add_device eth0 >kpktgend_0; for w in 'count 0' 'pkt_size 1514' 'dst 192.0.2.1' 'dst_mac 02:00:5e:20:00:01'; do echo $w >eth0; done" status 0

then             expect  guest "cd /proc/net/pktgen; echo queue_map_min 0 >eth0; echo queue_map_max 0 >eth0" status 0
then             run     &first "echo start >/proc/net/pktgen/pgctrl"
+150ms .. 400ms  expect  eth0 frame dst=02:00:5e:20:00:01 count=814..815
+400ms .. 700ms  expect  guest "ping -q -c 10 -i 0.02 192.0.2.1" ~ "10 packets received(?s:.*)= [0-9.]+/0\.[0-9]+/"
then             expect  guest "echo stop >/proc/net/pktgen/pgctrl" status 0
then             expect  guest &first status 0
then             expect  guest "cd /proc/net/pktgen; echo queue_map_max 1 >eth0; echo queue_map_min 1 >eth0" status 0
then             run     &second "echo start >/proc/net/pktgen/pgctrl"
+150ms .. 400ms  expect  eth0 frame dst=02:00:5e:20:00:01 count=407..408
then             expect  guest "echo stop >/proc/net/pktgen/pgctrl" status 0
then             expect  guest &second status 0
# Lifted from the last one backwards, and frames come as fast as they can: more
# than 5000 a second.
then             expect  guest "cd /sys/class/net/eth0/queues; echo 0 >tx-1/tx_maxrate; echo 0 >tx-0/tx_maxrate; echo $(cat tx-*/tx_maxrate)" = "0 0 0 0"
then             expect  guest "echo count 1000 >/proc/net/pktgen/eth0" status 0
then             run     &free "echo start >/proc/net/pktgen/pgctrl"
+0 .. 200ms      expect  eth0 frame dst=02:00:5e:20:00:01 count=1000
+0 .. 2s         expect  guest &free status 0
then             expect  no kernel warning
