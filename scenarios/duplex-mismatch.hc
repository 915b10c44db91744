# SPDX-License-Identifier: GPL-2.0-or-later
# One end full duplex, the other half: who was told the mode and who had to
# find it out (IEEE 802.3 28.2.3.1). A ping gets through; under load the end in
# half duplex has late collisions, and the other one, which does not listen,
# frames with a wrong FCS and fragments.
board    evmsk
partner  eth0   kind=hosts host=h1,192.0.2.1

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1" status 0
then             expect  guest "ip address add 192.0.2.2/24 dev eth0; ip neigh add 192.0.2.1 lladdr 02:00:c0:00:02:01 dev eth0 nud permanent; ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "modprobe pktgen; cd /proc/net/pktgen; echo add_device eth0 > kpktgend_0; for w in 'count 2000' 'delay 150000' 'pkt_size 800' 'dst 192.0.2.1' 'dst_mac 02:00:c0:00:02:01'; do echo $w > eth0; done" status 0

# We are forced to full duplex and say nothing; the far end takes half.
then             run     "ethtool -s eth0 speed 100 duplex full autoneg off"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 100Mbps/Full"
then             expect  eth0-partner link.up mbps=100 full=0
then             expect  guest "ping -q -c 20 -i 0.01 192.0.2.1" ~ "20 packets received"
then             run     &ours "echo start > /proc/net/pktgen/pgctrl"
then             send    eth0 frame from=h1 to=broadcast len=800 count=2000 gap=151us
+250ms .. 3s     expect  guest &ours status 0
then             expect  guest "sleep 1; ethtool -S eth0 | sed -n 's/^ *//;/DMA/d;s/[^A-Za-z0-9:]//g;s/:/=/p' >/tmp/s" status 0
then             expect  counter eth0.late_collisions > 10
then             expect  guest ". /tmp/s; test $RxCRCErrors -gt 10 -a $RxFragments -gt 0" status 0
# To us nothing ever collides, and all that we send arrives.
then             expect  guest ". /tmp/s; echo $Collisions $LateCollisions $DeferredTxFrames" = "0 0 0"
then             expect  eth0.h1.unicast = 2020
then             expect  eth0.fcs_errors = 0
# What did not arrive was given up by the far end, and came as rubbish: frames
# with a wrong FCS, and a few fragments, cut off just after the slot.
then             expect  guest ". /tmp/s; n=$((BroadcastRxFrames + RxCRCErrors)); test $n -gt 1980 -a $n -le 2000" status 0

# Now the far end is forced to full duplex, and we find out its speed.
then             speed   eth0 100 duplex=full
+0               negotiate eth0 off
then             run     "ethtool -s eth0 autoneg on"
+500ms .. 8s     expect  kernel ~ "eth0: Link is Up - 100Mbps/Half"
then             expect  eth0-partner link.up mbps=100 full=1
then             expect  guest "ethtool -S eth0 | sed -n 's/^ *//;/DMA/d;s/[^A-Za-z0-9:]//g;s/:/=/p' >/tmp/t" status 0
then             run     &half "echo start > /proc/net/pktgen/pgctrl"
then             send    eth0 frame from=h1 to=broadcast len=800 count=2000 gap=151us
+250ms .. 3s     expect  guest &half status 0
then             expect  guest "sleep 1; ethtool -S eth0 | sed -n 's/^ *//;/DMA/d;s/[^A-Za-z0-9:]//g;s/:/=/p' >/tmp/s" status 0
then             expect  guest ". /tmp/s; test $LateCollisions -gt 10 -a $Collisions -gt $LateCollisions -a $DeferredTxFrames -gt 0" status 0
then             expect  counter eth0.fcs_errors > 10
then             expect  guest ". /tmp/t; a=$BroadcastRxFrames; . /tmp/s; echo $((BroadcastRxFrames - a)) $ExcessiveCollisions" = "2000 0"
then             expect  no kernel warning
