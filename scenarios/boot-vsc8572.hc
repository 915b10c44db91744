# SPDX-License-Identifier: GPL-2.0-or-later
# A VSC8572 on the two ports: mscc must take it, load its patch over MDIO and
# bring a copper link up.
board   vsc8572
partner eth0    kind=peer ip=192.0.2.1

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "readlink /sys/class/net/eth0/phydev/driver" contains "VSC8572"
then             expect  guest.speed eth0 = 1000
then             expect  guest "ethtool -T eth0" contains "onestep-sync"  # its own clock, not the MAC's
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
