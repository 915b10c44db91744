# SPDX-License-Identifier: GPL-2.0-or-later
# TX_FAULT goes high once while the link is up: a second later Linux pulses
# TX_DISABLE, and 300 ms after that the module is back.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module transmit fault indicated"  # it was asked for

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 sx
+0 .. 3s         expect  kernel ~ "sfp .*: module MikroTik"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             tx_fault cage0 high
+0 .. 500ms      expect  kernel ~ "sfp .*: module transmit fault indicated"
+500ms           tx_fault cage0 auto
+0 .. 3s         expect  kernel ~ "sfp .*: module transmit fault recovered"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
