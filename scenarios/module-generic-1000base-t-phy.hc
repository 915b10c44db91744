# SPDX-License-Identifier: GPL-2.0-or-later
# A copper module strapped for SGMII behind a VSC8572, which passes SGMII
# through: all three speeds, read off the SGMII word. Its PHY is found over the
# two-wire master, by byte accesses on 7.x.
board    vsc8572-cages
module   t = generic-1000base-t
needs    board = vsc8572-cages "an 88E1512 tells it in module-generic-1000base-t"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-T-SGMII"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  cage0.media = sgmii
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  cage0 eeprom.read addr=0x56
then             expect  guest "cat /sys/bus/mdio_bus/devices/i2c:sfp-0:16/phy_id" ~ "^0x01410cc"

then             partner cage0 kind=peer ip=192.0.2.1 speed=100
+0 .. 6s         expect  guest.speed eth0 = 100
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             partner cage0 kind=peer ip=192.0.2.1 speed=10
+0 .. 6s         expect  guest.speed eth0 = 10
then             expect  guest "cat /sys/class/net/eth0/duplex" = "full"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
