# SPDX-License-Identifier: GPL-2.0-or-later
# Strings that end in NULs instead of blanks: the quirk for a stuck TX_FAULT
# matches all the same.
board    ar8031-cages
module   t = nul-padded
needs    kernel >= 6.4 "the quirk came then"
needs    board = ar8031-cages "module-nul-padded-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module may not function if 1000Base-X not supported"  # the driver knows only that it is copper

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  not kernel ~ "transmit fault"
then             expect  no kernel warning
