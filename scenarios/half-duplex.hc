# SPDX-License-Identifier: GPL-2.0-or-later
# Half duplex on a wire that both ends want. Alone, the guest has no collision;
# against a far end that sends as well, it waits, collides and backs off, and
# every frame arrives (IEEE 802.3 4.2.3.2). With flow control a switch that has no room jams what
# comes in, and nothing overruns.
board    boneblack
partner  eth0   kind=hosts host=h1,192.0.2.1
allow    kernel ~ "i2c 0-0050: deferred probe pending"  # Debian's kernels have no tps65217-regulator, built in or as a module, for the supply of the board's EEPROM

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1" status 0
then             expect  guest "ip address add 192.0.2.2/24 dev eth0; ip neigh add 192.0.2.1 lladdr 02:00:c0:00:02:01 dev eth0 nud permanent; ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             run     "ethtool -s eth0 speed 100 duplex half autoneg on"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 100Mbps/Half"
then             expect  eth0.duplex = half
then             expect  eth0-partner link.up mbps=100 full=0

# One question, one answer: they never meet.
then             expect  guest "ping -q -c 20 -i 0.01 192.0.2.1" ~ "20 packets received"
then             expect  guest "ethtool -S eth0 | sed -n 's/^ *//;/[Cc]ollision.*: [1-9]/p'" = ""
then             expect  eth0.collisions = 0

# 3000 frames out and 3000 in, each side at a third of what the wire takes.
then             expect  guest "modprobe pktgen; cd /proc/net/pktgen; echo add_device eth0 > kpktgend_0; for w in 'count 3000' 'delay 80000' 'pkt_size 300' 'dst 192.0.2.1' 'dst_mac 02:00:c0:00:02:01'; do echo $w > eth0; done" status 0
then             run     &both "echo start > /proc/net/pktgen/pgctrl"
then             send    eth0 frame from=h1 to=broadcast len=300 count=3000 gap=81us
+250ms .. 5s     expect  guest &both status 0
+0 .. 3s         expect  guest "sleep 1; ethtool -S eth0 | sed -n 's/^ *//;/DMA/d;s/[^A-Za-z0-9:]//g;s/:/=/p' >/tmp/s" status 0
# They met in every way, and every frame arrived.
then             expect  guest ". /tmp/s; test $DeferredTxFrames -gt 0 -a $SingleCollisionTxFrames -gt 0 -a $MultipleCollisionTxFrames -gt 0" status 0
then             expect  guest ". /tmp/s; echo $ExcessiveCollisions $LateCollisions $CarrierSenseErrors $TxUnderrun" = "0 0 0 0"
then             expect  eth0.h1.unicast = 3020
then             expect  guest ". /tmp/s; echo $BroadcastRxFrames $RxStartofFrameOverruns" = "3000 0"
# A collision has two ends: what it leaves of a frame is a fragment at the
# other one. 4 octets of it at least, because a preamble goes out whole, and
# some more of those that began first.
then             expect  guest ". /tmp/s; echo $((Collisions - RxFragments))" = "0"
then             expect  guest ". /tmp/s; n=$((NetOctets - RxOctets - TxOctets)); test $n -ge $((4 * RxFragments)) -a $n -le $((16 * RxFragments))" status 0
then             expect  counter eth0.collisions > 0
then             expect  counter eth0.fragments > 0
then             expect  counter eth0.deferred > 0
then             expect  eth0.late_collisions = 0
then             expect  eth0.fcs_errors = 0

# 150000 frames a second are too many for a host that takes an interrupt every
# 2 ms and has 16 buffers; with flow control the switch jams them, and the
# far end tries again.
then             expect  guest "ethtool -G eth0 rx 16; ethtool -C eth0 rx-usecs 2000" status 0
then             expect  guest "ethtool -S eth0 | sed -n 's/.*Start of Frame Overruns: //p'" = "0"
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 count=600 gap=7us
+100ms .. 1s     expect  guest "test $(ethtool -S eth0 | sed -n 's/.*Start of Frame Overruns: //p') -gt 100" status 0
then             run     "ethtool -A eth0 rx on tx on"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 100Mbps/Half"
then             expect  guest "ethtool -S eth0 >/tmp/before; grep Overruns /tmp/before >/tmp/overruns; cat /sys/class/net/eth0/statistics/rx_packets >/tmp/rx" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 count=600 gap=7us
+200ms .. 2s     expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx)))" = "600"
then             expect  guest "test $(($(ethtool -S eth0 | sed -n 's/^ *Collisions: //p') - $(sed -n 's/^ *Collisions: //p' /tmp/before))) -gt 20" status 0
then             expect  eth0.excessive_collisions = 0
then             expect  guest "ethtool -S eth0 | grep Overruns | cmp - /tmp/overruns" status 0
then             expect  guest "ethtool -S eth0" ~ "Pause Tx Frames: 0\n"
then             expect  no kernel warning
