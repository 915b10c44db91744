# SPDX-License-Identifier: GPL-2.0-or-later
# A Cotsworks part whose bytes 0..2 were never filled in: Linux writes 02 04 07
# and the check code into its EEPROM. 02 is a part that is soldered, so a cage
# refuses it after all; only a node "sff,sff" would take it. The bus belongs to
# the PHY, or is the SoC's i2c-1.
board    ar8031-cages
module   sfbg = cotsworks-sfbg
partner  cage0  kind=none
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "Rewriting fiber module EEPROM with corrected values"  # that is the point
allow    kernel ~ "EEPROM base structure checksum failure \(0x.. != 0x..\)"  # it compares with what it had read
allow    kernel ~ "module is not supported - phys id 0x02 0x04"  # 02 is soldered

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 sfbg
+0 .. 3s         expect  kernel ~ "sfp .*: module COTSWORKS +SFBG53DRAP"
+0 .. 4s         expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
then             expect  cage0.tx = off
then             expect  guest.link eth0 = down
then             expect  kernel ~ "Rewriting fiber module EEPROM with corrected values"
then             expect  cage0 eeprom.write addr=0x50 off=0x0
then             expect  cage0 eeprom.write addr=0x50 off=0x3f
then             expect  guest "modprobe i2c-dev; n=$(ls /sys/bus/mdio_bus/devices/4a101000.mdio:00 | sed -n s/^i2c-//p); i2cget -f -y ${n:-1} 0x50 0x00 b; i2cget -f -y ${n:-1} 0x50 0x02 b" = "0x02\n0x07"
then             expect  no kernel warning
