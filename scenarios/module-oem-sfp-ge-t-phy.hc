# SPDX-License-Identifier: GPL-2.0-or-later
# A copper module that holds TX_FAULT high for ever. Linux knows it by name and
# ignores that contact, so the link comes, by SGMII.
board    vsc8572-cages
module   t = oem-sfp-ge-t phy_mode=sgmii
needs    kernel >= 6.4 "the quirk came then"
needs    board = vsc8572-cages "an AR8031 wants other straps: module-oem-sfp-ge-t"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  cage0.tx_fault = on
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  not kernel ~ "transmit fault"
then             expect  no kernel warning
