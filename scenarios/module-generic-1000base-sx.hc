# SPDX-License-Identifier: GPL-2.0-or-later
# A well-behaved 1000BASE-SX module: link, frames, and its diagnostics both in
# hwmon and by ethtool.
board    ar8031-cages
module   sx = generic-1000base-sx
needs    board = ar8031-cages "module-generic-1000base-sx-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 sx
+0 .. 3s         expect  kernel ~ "sfp .*: module MikroTik"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "cat /sys/class/hwmon/hwmon*/temp1_input | grep -c ^38" = "1"
then             expect  guest "ethtool -m eth0" ~ "Module temperature +: 38.00 degrees C"
then             expect  no kernel warning
