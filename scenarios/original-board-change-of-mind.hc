# SPDX-License-Identifier: GPL-2.0-or-later
# A change of mind while frames flow: the fibre module behind the VSC8572 is
# pulled and a copper one goes in, and back. Each time the port's medium
# changes with the module (1000BASE-X, SGMII), the link returns, and a ping that
# was started before the first change is answered again. A hand needs half a
# second to change a module; swapped-between-two-readings.hc is quicker.
board    vsc8572-cages
module   sx = generic-1000base-sx
module   t  = generic-1000base-t
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 3s         expect  guest.link eth0 = up
then             expect  cage0.media = 1000base-x
then             run     &ping "ping -c 60 -i 0.2 -W 1 192.0.2.1"

+1s              remove  cage0
+0 .. 3s         expect  guest.link eth0 = down
+500ms           insert  cage0 t
+0 .. 4s         expect  guest.link eth0 = up
then             expect  cage0.media = sgmii
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             remove  cage0
+0 .. 3s         expect  guest.link eth0 = down
+500ms           insert  cage0 sx
+0 .. 4s         expect  guest.link eth0 = up
then             expect  cage0.media = 1000base-x
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
+0 .. 20s        expect  guest &ping ~ "(?s)seq=2 .*seq=5[0-9] .*60 packets transmitted"
then             expect  no kernel warning
