# SPDX-License-Identifier: GPL-2.0-or-later
# A GPON stick that claims 3200 MBd, for which Linux has a quirk of 2500BASE-X:
# nothing for a gigabit PHY. It survives being read in blocks.
board    ar8031-cages
module   gpon = alcatel-3fe46541aa
needs    board = ar8031-cages "module-alcatel-3fe46541aa-phy tells it for cages behind a VSC8572"
partner  cage0  kind=none
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "incompatible SFP module inserted"  # 7.x, and guest/module; it must say no
allow    kernel ~ "sfp-0: Unable to ascertain link mode"  # 6.12; the same

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 gpon
+0 .. 3s         expect  kernel ~ "sfp .*: module ALCATELLUCENT +3FE46541AA"
+0 .. 3s         expect  kernel ~ "incompatible SFP module inserted|Unable to ascertain link mode"
+0 .. 4s         expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
then             expect  cage0.tx = off
then             expect  guest.link eth0 = down
then             expect  not cage0 eeprom.nak
then             expect  guest "ethtool -m eth0" status 0
then             expect  no kernel warning
