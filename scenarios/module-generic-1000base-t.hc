# SPDX-License-Identifier: GPL-2.0-or-later
# A copper module that is strapped for SGMII works at all three speeds without
# being told; the PHY on the board reads the speed off the SGMII word.
board    two-cages
module   t = generic-1000base-t
needs    kernel < 7.0 "7.x never sees the serial link of an 88E1512 behind an SFP cage"
needs    board = two-cages "module-generic-1000base-t-phy tells it for cages behind a VSC8572"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-T-SGMII"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  cage0.media = sgmii
then             expect  cage0.phy = 88e1111
then             expect  cage0.phy_link = up
then             expect  cage0.phy_mbps = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             speed   cage0 100
+0 .. 6s         expect  guest.speed eth0 = 100
then             expect  cage0.phy_mbps = 100
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             speed   cage0 10 duplex=half
+0 .. 6s         expect  guest.speed eth0 = 10
then             expect  cage0.phy_duplex = half
then             expect  guest "cat /sys/class/net/eth0/duplex" = "half"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
