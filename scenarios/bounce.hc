# SPDX-License-Identifier: GPL-2.0-or-later
# A hand that shakes: the contacts toggle ten times in 50 ms before the module
# sits. Then comes a module whose check code is wrong, which the driver must
# refuse, and at last a good one, which must work as if nothing had been.
board    ar8031-cages
module   sx  = generic-1000base-sx
module   bad = bad-checksum
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
allow    kernel ~ "EEPROM base structure checksum failure"  # it is wrong
allow    kernel ~ "^sfp EE: "  # the driver prints the bad EEPROM

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             bounce  cage0 sx edges=10 within=50ms
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             remove  cage0
+0 .. 1500ms     expect  guest.link eth0 = down

then             insert  cage0 bad
+0 .. 2s         expect  kernel ~ "EEPROM base structure checksum failure"
+0 .. 3s         expect  not kernel ~ "sfp .*: module \?"
then             expect  guest.link eth0 = down
then             remove  cage0

+500ms           insert  cage0 sx
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
