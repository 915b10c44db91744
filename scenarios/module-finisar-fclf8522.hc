# SPDX-License-Identifier: GPL-2.0-or-later
# A copper module whose 88E1111 is strapped for 1000BASE-X, as its host is: a
# gigabit works, and Linux finds the PHY. 100 Mbit/s does not, for nobody has
# told that PHY to speak SGMII.
board    ar8031-cages
module   t = finisar-fclf8522
needs    board = ar8031-cages "module-finisar-fclf8522-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module may not function if 1000Base-X not supported"  # the driver knows only that it is copper

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module FINISAR CORP. +FCLF8522P2BTL"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  cage0 eeprom.read addr=0x56
then             expect  guest "cat /sys/bus/mdio_bus/devices/i2c:sfp-0:16/phy_id" ~ "^0x01410cc"

then             partner cage0 kind=peer ip=192.0.2.1 speed=100
+0 .. 4s         expect  cage0 an.fail
+0 .. 5s         expect  guest.link eth0 = down

then             partner cage0 kind=peer ip=192.0.2.1
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
