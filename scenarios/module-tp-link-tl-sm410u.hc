# SPDX-License-Identifier: GPL-2.0-or-later
# A 2.5G module, and a wrong CC_EXT besides: a gigabit PHY must refuse it.
board    ar8031-cages
module   t = tp-link-tl-sm410u
partner  cage0  kind=none
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "incompatible SFP module inserted"  # 7.x, and guest/module; it must say no
allow    kernel ~ "sfp-0: Unable to ascertain link mode"  # 6.12; the same
allow    kernel ~ "EEPROM extended structure checksum failure"  # it is wrong
allow    kernel ~ "^sfp EE: "  # the driver prints the EEPROM

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module TP-LINK +TL-SM410U"
+0 .. 3s         expect  kernel ~ "incompatible SFP module inserted|Unable to ascertain link mode"
+0 .. 4s         expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
then             expect  guest.link eth0 = down
then             expect  no kernel warning
