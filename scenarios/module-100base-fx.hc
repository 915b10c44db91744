# SPDX-License-Identifier: GPL-2.0-or-later
# A 100BASE-FX module behind a PHY that can do it: the 88E1512 changes its
# media mode and the link comes at 100 Mbit/s.
board    two-cages
module   fx = 100base-fx
needs    kernel < 7.0 "7.x never sees the fibre link of an 88E1512 behind an SFP cage"
needs    board = two-cages "module-100base-fx-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1 mode=100base-fx
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 fx
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-100FX"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  cage0.media = 100base-fx
then             expect  guest.speed eth0 = 100
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
