# SPDX-License-Identifier: GPL-2.0-or-later
# A 100BASE-FX module behind a VSC8572: Linux sets the medium. That kind of
# fibre does not negotiate, so phylib must be told the speed (guest/README.md).
board    vsc8572-cages
module   fx = 100base-fx
needs    board = vsc8572-cages "an AR8031 cannot, an 88E1512 tells it in module-100base-fx"
partner  cage0  kind=peer ip=192.0.2.1 mode=100base-fx
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 fx
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-100FX"
+0 .. 3s         expect  cage0.media = 100base-fx
then             expect  guest "ethtool -s eth0 autoneg off speed 100 duplex full" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 100
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
