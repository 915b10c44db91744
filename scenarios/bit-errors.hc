# SPDX-License-Identifier: GPL-2.0-or-later
# A dirty connector: every tenth frame arrives damaged. The MAC must count
# each as a CRC error and hand none of them up.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "ethtool -S eth0 | grep -i crc" ~ "CRC Errors: 0"

then             damage  cage0 every=10
then             expect  guest "ping -c 40 -i 0.05 -W 1 192.0.2.1 | grep -c 'bytes from'" ~ "^3[0-9]"
then             expect  cage0-medium frame.damage
then             expect  counter cage0.damaged >= 4
then             expect  guest "ethtool -S eth0 | grep -i crc" ~ "CRC Errors: [3-6]"
then             damage  cage0 every=0
then             expect  guest "ping -c 10 -i 0.05 -W 1 192.0.2.1 | grep -c 'bytes from'" = "10"
then             expect  no kernel warning
