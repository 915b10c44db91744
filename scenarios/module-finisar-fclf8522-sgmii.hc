# SPDX-License-Identifier: GPL-2.0-or-later
# The same module behind a PHY that Linux sets to SGMII. The two sides of its
# SerDes do not understand each other, for its inner PHY is never attached and
# so never set up (phy_device.c, phy_sfp_connect_phy). By hand, SGMII and a
# reset (registers 27 and 0) make it work, at 100 Mbit/s too.
board    two-cages
module   t = finisar-fclf8522
needs    kernel < 7.0 "7.x never sees the serial link of an 88E1512 behind an SFP cage"
needs    board = two-cages "module-finisar-fclf8522-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module FINISAR CORP. +FCLF8522P2BTL"
+0 .. 3s         expect  cage0 mode.mismatch ours=1000base-x theirs=sgmii
then             expect  guest.link eth0 = down

then             expect  guest "modprobe i2c-dev; i2cset -f -y 1 0x56 0x1b 0x80 0x04 i && i2cset -f -y 1 0x56 0x00 0x91 0x40 i" status 0
+0 .. 6s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             partner cage0 kind=peer ip=192.0.2.1 speed=100
+0 .. 6s         expect  guest.speed eth0 = 100
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
