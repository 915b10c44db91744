# SPDX-License-Identifier: GPL-2.0-or-later
# A story that forks while much is on its way: a host is in the middle of a
# thousand frames, the far end has sealed and forged with its keys, a storm
# has passed over the other cage and somebody else has moved in there. Both
# endings find all of that.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0   kind=hosts host=h1,192.0.2.1 host=h2,192.0.2.3
partner  cage1   kind=none

@boot            expect  guest "ip link set eth0 up; ip link set eth1 up" status 0
then             storm   cage1 events=20 within=2s modules=sx,generic-1000base-t
+100ms           partner cage1 kind=peer ip=198.51.100.1
then             macsec  cage1 sci=02005e2000010001 peer_sci=02005e1000010001 an=0 key=ad7a2bd03eac835a6f620fdcb506b345 pn=100
then             insert  cage0 sx
+0 .. 8s         expect  guest.link eth0 = up
then             insert  cage1 sx
+0 .. 8s         expect  guest.link eth1 = up
then             forge   cage1 none
then             forge   cage1 wrong-key count=3
then             expect  guest "cat /sys/class/net/eth0/statistics/rx_packets > /tmp/rx" status 0
then             send    cage0 frame from=h1 to=02:00:5e:10:00:01 count=1000 gap=1ms
+300ms           expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx) > 100))" = "1"

branch all-of-it-comes
+0 .. 3s         expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx)))" = "1000"
then             forge   cage1 replay
then             expect  counter cage1.macsec_out_flawed = 4
then             expect  cage1.module = sx

branch the-cable-goes
then             pull    cage0
+0 .. 2s         expect  guest.link eth0 = down
then             remove  cage1
+0 .. 2s         expect  guest.link eth1 = down
