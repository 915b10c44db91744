# SPDX-License-Identifier: GPL-2.0-or-later
# The EEPROM of an RTL8672: one byte of a read, then zeros. The two-wire master
# of a PHY reads single bytes anyway, so nobody notices.
board    vsc8572-cages
module   xpon = one-byte-eeprom
needs    board = vsc8572-cages "reads of several bytes: module-one-byte-eeprom"
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 xpon
+0 .. 3s         expect  kernel ~ "sfp .*: module ODI +DFP-34X-2C2"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  not kernel ~ "Detected broken RTL8672"
then             expect  no kernel warning
