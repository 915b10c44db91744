# SPDX-License-Identifier: GPL-2.0-or-later
# A module that calls itself a QSFP+.
board    ar8031-cages
module   q = wrong-identifier
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module is not supported - phys id 0x0d 0x04"  # it is none

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 q
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +QSFP-1G"
+0 .. 4s         expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
then             expect  cage0.tx = off
then             expect  guest.link eth0 = down
then             expect  kernel ~ "module is not supported - phys id 0x0d 0x04"
then             expect  no kernel warning
