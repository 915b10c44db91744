# SPDX-License-Identifier: GPL-2.0-or-later
# A fibre pair of which one strand breaks. Without the strand that we hear, we
# see LOS; the far end still has our light, but no acknowledge any more.
# Without the one that we send on, we see light and no LOS; clause 37 tells us
# all the same, for the far end's pages carry no acknowledge. With clause 37
# switched off at both ends nobody tells, and frames vanish.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             cut     cage0 rx
+0 .. 1ms        expect  cage0 los.set level=1
+0 .. 1ms        expect  cage0-partner link.down
+0 .. 2s         expect  guest.link eth0 = down
then             mend    cage0
+0 .. 1ms        expect  cage0 los.set level=0
+0 .. 5s         expect  guest.link eth0 = up

then             cut     cage0 tx
+0 .. 1s         expect  not cage0 los.set
+0 .. 2s         expect  guest.link eth0 = down
+0 .. 1ms        expect  cage0-partner link.down
then             mend    cage0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

# Clause 37 off: light is all that counts.
then             run     "ethtool -s eth0 autoneg off speed 1000 duplex full"
+0               negotiate cage0 off
+500ms .. 5s     expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             cut     cage0 tx
+0 .. 3s         expect  guest "ping -c 1 -W 1 192.0.2.1" status 1
then             expect  guest.link eth0 = up
then             expect  cage0-serdes frame.drop
then             mend    cage0
+0 .. 3s         expect  guest "ping -c 1 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
