# SPDX-License-Identifier: GPL-2.0-or-later
# A module that is not pushed home: MOD-DEF0 makes contact, the two-wire bus
# does not. sfp.c tries for a second, then says that the module is slow and
# asks every five seconds; pushed home, the module is found at the next try.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "please wait, module slow to respond"  # the bus is open

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0               seat    cage0 halfway
+0 .. 100ms      expect  cage0.state = halfway
+0 .. 2s         expect  cage0 eeprom.nak addr=0x50 reason=no_contact
+0 .. 3s         expect  kernel ~ "sfp .*: please wait, module slow to respond"
+0 .. 3s         expect  not kernel ~ "sfp .*: module MikroTik"

then             seat    cage0 home
+0 .. 6s         expect  kernel ~ "sfp .*: module MikroTik"
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
