# SPDX-License-Identifier: GPL-2.0-or-later
# The board that started this: SFP cages behind a VSC8572, read over the PHY's
# own two-wire master. An optical module goes in; sfp.c must read it byte by
# byte, bring the link up at 1000BASE-X, pass frames, find the link again
# after an ifup, which makes mscc set copper, and see it go with the module.
# The guest has guest/module, for what mainline lacks (guest/README.md).
board    vsc8572-cages
module   sx      = generic-1000base-sx
module   late    = generic-1000base-sx ready_after=900ms
partner  cage0   kind=peer ip=192.0.2.1 mode=1000base-x
partner  cage1   kind=peer ip=198.51.100.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  cage0.state = empty
then             expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             expect  guest "ip address replace 198.51.100.2/24 dev eth1 && ip link set eth1 up" status 0
+0 .. 2s         expect  guest.link eth0 = down

# T_SERIAL in drivers/net/phy/sfp.c is 300 ms.
then             insert  cage0 sx
+0 .. 300ms      expect  not cage0 eeprom.read
+300ms .. 350ms  expect  cage0 eeprom.read addr=0x50 off=0x0
+0 .. 500ms      expect  kernel ~ "sfp sfp-0: module MikroTik"
+0 .. 2s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "cat /sys/class/net/eth0/duplex" = "full"
then             expect  guest "ethtool -m eth0" ~ "Vendor PN +: S-85DLC05D"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

# A bus without acknowledge: guest/module takes FF for an absent module, and
# sfp.c tries again. Both cages share one master.
then             insert  cage1 late
+0 .. 3s         expect  kernel ~ "sfp sfp-1: module MikroTik"
+0 .. 4s         expect  guest.link eth1 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 198.51.100.1" status 0
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             run     "ip link set eth0 down && ip link set eth0 up"
+100ms .. 3s     expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             remove  cage0
+0 .. 1500ms     expect  kernel ~ "sfp sfp-0: module removed"
+0 .. 1500ms     expect  guest.link eth0 = down
then             expect  guest.link eth1 = up
then             expect  no kernel warning
