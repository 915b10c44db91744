# SPDX-License-Identifier: GPL-2.0-or-later
# The same module if it said 1000BASE-T as well: it is taken, and Linux asks
# for its inner PHY through the RollBall bridge until that has booted. Its host
# side is 10GBASE-R, so no link.
board    ar8031-cages
module   t = oem-sfp-10g-t a0.ethernet=1000base-t
needs    board = ar8031-cages "module-oem-sfp-10g-t-bridge-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module may not function if 1000Base-X not supported"  # the driver knows only that it is copper

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-10G-T"
+0 .. 5s         expect  cage0 eeprom.write addr=0x51 off=0x81
+15s .. 16s      expect  guest "test -e /sys/bus/mdio_bus/devices/i2c:sfp-0:11" status 1
+20s .. 40s      expect  guest "test -e /sys/bus/mdio_bus/devices/i2c:sfp-0:11" status 0
then             expect  guest.link eth0 = down
then             expect  no kernel warning
