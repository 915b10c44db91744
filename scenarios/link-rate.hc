# SPDX-License-Identifier: GPL-2.0-or-later
# A wire takes frames at the rate of its link and no faster. The kernel's
# packet generator sends full frames without a pause: 1538 octets each on the
# wire, with FCS, preamble and gap, so 8127 a second at 100 Mbit/s and 812 at
# 10. What waits fills the switch's queue and then the driver's ring, and
# nothing is lost.
board    boneblack
partner  eth0   kind=peer ip=192.0.2.1

@boot            expect  guest "ip address add 192.0.2.9/24 dev eth0 && ip link set eth0 up" status 0
then             expect  guest "modprobe pktgen; cd /proc/net/pktgen; echo add_device eth0 > kpktgend_0; for w in 'count 8127' 'pkt_size 1514' 'dst 192.0.2.1' 'dst_mac 02:00:5e:20:00:01'; do echo $w > eth0; done" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 100
then             run     &fast "echo start > /proc/net/pktgen/pgctrl"
+900ms .. 1100ms expect  guest &fast status 0
then             expect  guest "set -- $(grep pps /proc/net/pktgen/eth0); test ${1%pps} -ge 8127 -a ${1%pps} -le 8150" status 0

then             expect  guest "ethtool -s eth0 advertise 0x2" status 0
+0 .. 2s         expect  guest.link eth0 = down
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 10
then             expect  guest "echo 'count 812' > /proc/net/pktgen/eth0" status 0
then             run     &slow "echo start > /proc/net/pktgen/pgctrl"
+900ms .. 1200ms expect  guest &slow status 0
# A dozen frames that still wait are sent already for the driver.
then             expect  guest "set -- $(grep pps /proc/net/pktgen/eth0); test ${1%pps} -ge 812 -a ${1%pps} -le 830" status 0
then             expect  eth0.dropped = 0
then             expect  no kernel warning
