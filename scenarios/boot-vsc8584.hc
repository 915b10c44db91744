# SPDX-License-Identifier: GPL-2.0-or-later
# A VSC8584 behind RGMII-to-SGMII bridges: mscc must take it, load its patch,
# set its SerDes and its MACsec engine up, and bring a copper link up.
board   vsc8584
partner eth0    kind=peer ip=192.0.2.1
partner eth1    kind=peer ip=198.51.100.1
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow   kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow   kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             expect  guest "ip address replace 198.51.100.2/24 dev eth1 && ip link set eth1 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
+0 .. 8s         expect  guest.link eth1 = up
then             expect  guest "readlink /sys/class/net/eth0/phydev/driver" contains "VSC8584"
then             expect  guest.speed eth0 = 1000
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "ping -c 3 -i 0.2 -W 1 198.51.100.1" status 0

# The PHY's interrupt tells of the cable; nobody polls.
then             expect  guest "cat /proc/interrupts" ~ "27 Level +4a101000.mdio:00, 4a101000.mdio:01"
then             pull    eth0
+0 .. 500ms      expect  guest.link eth0 = down
then             plug    eth0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
