# SPDX-License-Identifier: GPL-2.0-or-later
# A copper module whose PHY is at 0x53. Linux asks at 0x56, is told nothing 25
# times, and goes on without a PHY.
board    ar8031-cages
module   t = netgear-agm734
needs    board = ar8031-cages "module-netgear-agm734-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module may not function if 1000Base-X not supported"  # the driver knows only that it is copper

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module NETGEAR +AGM734"
+0 .. 4s         expect  kernel ~ "sfp .*: no PHY detected"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  not cage0 eeprom.read addr=0x53
then             expect  no kernel warning
