# SPDX-License-Identifier: GPL-2.0-or-later
# Cages behind a VSC8584 whose MAC side is SGMII over bridges: an optical
# module in each, read over the PHY's own two-wire master, and a ping through
# both. The guest has guest/module (guest/README.md).
board    vsc8584-cages
module   sx      = generic-1000base-sx
partner  cage0   kind=peer ip=192.0.2.1 mode=1000base-x
partner  cage1   kind=peer ip=198.51.100.1 mode=1000base-x
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             expect  guest "ip address replace 198.51.100.2/24 dev eth1 && ip link set eth1 up" status 0
+0 .. 2s         expect  guest.link eth0 = down

then             insert  cage0 sx
+0 .. 500ms      expect  kernel ~ "sfp sfp-0: module MikroTik"
+0 .. 2s         expect  guest.link eth0 = up
then             insert  cage1 sx
+0 .. 3s         expect  guest.link eth1 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "ping -c 3 -i 0.2 -W 1 198.51.100.1" status 0

then             remove  cage0
+0 .. 500ms      expect  guest.link eth0 = down
then             expect  guest.link eth1 = up
then             expect  no kernel warning
