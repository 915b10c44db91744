# SPDX-License-Identifier: GPL-2.0-or-later
# A module that says 1000BASE-T and has a RollBall bridge, on a bus of single
# bytes: Linux knows no way through it there, says so and gives up.
board    vsc8572-cages
module   t = oem-sfp-10g-t a0.ethernet=1000base-t
needs    kernel >= 7.0 "until then guest/module must claim blocks, and the bridge is found"
needs    board = vsc8572-cages "blocks reach the bridge: module-oem-sfp-10g-t-bridge"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-10G-T"
+0 .. 4s         expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: fail"
then             expect  not cage0 eeprom.write addr=0x51
then             expect  guest "test -e /sys/bus/mdio_bus/devices/i2c:sfp-0:11" status 1
then             expect  guest.link eth0 = down
then             expect  no kernel warning
