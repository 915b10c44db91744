# SPDX-License-Identifier: GPL-2.0-or-later
# Contacts that stick. MOD-DEF0 high hides a module that works; sfp.c takes it
# for removed. MOD-DEF0 low shows one that is gone: reads fail, until the pin
# is free again. TX_DISABLE high keeps the laser dark, and the far end loses
# us while sfp.c believes that it sends.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "please wait, module slow to respond"  # nobody is there
allow    kernel ~ "failed to read EEPROM"  # the same
allow    kernel ~ "module transmit fault indicated"  # an open line is high

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 5s         expect  guest.link eth0 = up

then             mod_abs cage0 high
+0 .. 1s         expect  kernel ~ "sfp .*: module removed"
+0 .. 2s         expect  guest.link eth0 = down
then             expect  cage0.module = sx
then             mod_abs cage0 auto
+0 .. 5s         expect  guest.link eth0 = up

then             tx_disable cage0 high
+0 .. 10ms       expect  cage0.tx = off
+0 .. 10ms       expect  cage0-partner link.down
+0 .. 2s         expect  guest.link eth0 = down
then             tx_disable cage0 auto
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             mod_abs cage0 low
+0               remove  cage0
+0 .. 2s         expect  guest.link eth0 = down
+0 .. 2s         expect  not kernel ~ "sfp .*: module removed"
then             mod_abs cage0 auto
+0 .. 1s         expect  kernel ~ "sfp .*: module removed"
then             expect  no kernel warning
