# SPDX-License-Identifier: GPL-2.0-or-later
# The same in the older driver, cpsw, with two netdevs: a rate for a queue of
# the DMA (3259.5 frames a second at 40 Mbit/s), and a shaped class of the
# second port (20 Mbit/s of 1542 octets: 1621.3).
board    evmsk
property mac=dual-emac
guest    xdp-tools    # not used: so it starts from the machine of xdp-dual-emac
allow    kernel ~ "set FIFO3 bw = 20"  # how the driver says what was asked for
partner  eth0    kind=hosts host=h1,192.0.2.1
partner  eth1    kind=hosts host=h2,198.51.100.1

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip address add 192.0.2.2/24 dev eth0; ip link set eth0 up; ip link set eth1 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
+0 .. 5s         expect  guest.link eth1 = up
then             expect  guest "ethtool -s eth1 advertise 0x8" status 0
+500ms .. 6s     expect  guest.speed eth1 = 100
then             expect  guest "ethtool -L eth0 rx 1 tx 4" status 0
then             expect  guest "cd /sys/class/net/eth0/queues; echo 40 >tx-0/tx_maxrate; echo $(cat tx-*/tx_maxrate)" = "40 0 0 0"
then             expect  guest "modprobe pktgen; cd /proc/net/pktgen; echo add_device eth0 >kpktgend_0; for w in 'count 0' 'pkt_size 1514' 'dst 192.0.2.1' 'dst_mac 02:00:5e:20:00:01' 'queue_map_min 0' 'queue_map_max 0'; do echo $w >eth0; done" status 0
then             run     &rate "echo start >/proc/net/pktgen/pgctrl"
+150ms .. 400ms  expect  eth0 frame dst=02:00:5e:20:00:01 count=814..815
then             expect  guest "echo stop >/proc/net/pktgen/pgctrl" status 0
then             expect  guest &rate status 0
then             expect  guest "echo 0 >/sys/class/net/eth0/queues/tx-0/tx_maxrate" status 0

then             expect  guest "tc qdisc replace dev eth1 handle 100: parent root mqprio num_tc 2 map 1 1 1 0 1 1 1 1 1 1 1 1 1 1 1 1 queues 1@1 1@2 hw 1" status 0
then             expect  guest "tc qdisc add dev eth1 parent 100:2 cbs locredit -1438 hicredit 62 sendslope -959000 idleslope 20000 offload 1" status 0
then             expect  guest "cd /proc/net/pktgen; echo rem_device_all >kpktgend_0; echo add_device eth1 >kpktgend_0; for w in 'count 0' 'pkt_size 1518' 'dst 198.51.100.1' 'dst_mac 02:00:5e:20:00:02' 'vlan_id 100' 'vlan_p 3' 'queue_map_min 1' 'queue_map_max 1'; do echo $w >eth1; done" status 0
then             run     &class "echo start >/proc/net/pktgen/pgctrl"
+150ms .. 650ms  expect  eth1 frame dst=02:00:5e:20:00:02 count=810..811
then             expect  guest "echo stop >/proc/net/pktgen/pgctrl" status 0
then             expect  guest &class status 0
then             expect  no kernel warning
