# SPDX-License-Identifier: GPL-2.0-or-later
# One byte of one read is wrong. The check code tells, and Linux gives the
# module up until it is plugged in anew; then it is identified (and refused, for
# it is a 10G module).
board    ar8031-cages
module   sr = fiberstore-sfp-10gsr-85
partner  cage0  kind=none
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "EEPROM base structure checksum failure"  # one byte was wrong
allow    kernel ~ "^sfp EE: "  # the driver prints the EEPROM
allow    kernel ~ "incompatible SFP module inserted"  # 7.x, and guest/module; it must say no
allow    kernel ~ "sfp-0: Unable to ascertain link mode"  # 6.12; the same

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 sr
then             flip    cage0 0x50 20 0x6f reads=1
+0 .. 3s         expect  kernel ~ "EEPROM base structure checksum failure"
then             expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
+0 .. 6s         expect  not kernel ~ "sfp .*: module FiberStore"

then             remove  cage0
+200ms           insert  cage0 sr
+0 .. 3s         expect  kernel ~ "sfp .*: module FiberStore +SFP-10GSR-85"
+0 .. 4s         expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
then             expect  cage0.tx = off
then             expect  no kernel warning
