# SPDX-License-Identifier: GPL-2.0-or-later
# A copper module strapped for 1000BASE-X behind a PHY that Linux sets to
# SGMII: no link, for the inner PHY is never attached and so never set up. By
# hand, SGMII and a reset (registers 27 and 0), a byte at a time as the master
# wants it, make it work.
board    vsc8572-cages
module   t = finisar-fclf8522
needs    board = vsc8572-cages "an AR8031 speaks 1000BASE-X: module-finisar-fclf8522"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module FINISAR CORP. +FCLF8522P2BTL"
+0 .. 3s         expect  cage0 mode.mismatch ours=1000base-x theirs=sgmii
then             expect  guest "cat /sys/bus/mdio_bus/devices/i2c:sfp-0:16/phy_id" ~ "^0x01410cc"
then             expect  guest.link eth0 = down

then             expect  guest "modprobe i2c-dev; n=$(ls /sys/bus/mdio_bus/devices/4a101000.mdio:00 | sed -n s/^i2c-//p); set -e; for w in '0x1b 0x80' '0x1b 0x04' '0x00 0x91' '0x00 0x40'; do i2cset -f -y $n 0x56 $w b; done" status 0
+0 .. 6s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
