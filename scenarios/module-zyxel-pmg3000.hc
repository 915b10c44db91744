# SPDX-License-Identifier: GPL-2.0-or-later
# A stick that hides A2h behind an address change: Linux warns and never looks
# there.
board    ar8031-cages
module   gpon = zyxel-pmg3000
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module address swap to access page 0xA2 is not supported"  # that is the point

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 gpon
+0 .. 3s         expect  kernel ~ "sfp .*: module ZYXEL +PMG3000-D20B"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  kernel ~ "module address swap to access page 0xA2 is not supported"
then             expect  not cage0 eeprom.read addr=0x51
then             expect  no kernel warning
