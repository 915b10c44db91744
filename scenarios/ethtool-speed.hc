# SPDX-License-Identifier: GPL-2.0-or-later
# Every speed and duplex that the switch and a gigabit PHY have, negotiated and
# forced, each with traffic; the MAC has no gigabit half duplex. And what ethtool
# says of stamps (-T) and features (-k).
board    evmsk
partner  eth0    kind=peer ip=192.0.2.1

@boot            expect  guest "ip address add 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "ethtool eth0" ~ "Supported link modes: +10baseT/Half 10baseT/Full\n\s+100baseT/Half 100baseT/Full\n\s+1000baseT/Full\n"
then             expect  guest "ethtool -T eth0" ~ "hardware-transmit\n(?s:.*)hardware-receive\n(?s:.*)PTP Hardware Clock: 0\n(?s:.*)Modes:\n\toff\n\ton\nHardware Receive Filter Modes:\n\tnone\n(?s:.*)ptpv2-event"
then             expect  guest "ethtool -k eth0" ~ "rx-vlan-filter: on"

then             run     "ethtool -s eth0 speed 10 duplex half autoneg on"
+500ms .. 6s     expect  guest.speed eth0 = 10
then             expect  guest "cat /sys/class/net/eth0/duplex" = "half"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"
then             run     "ethtool -s eth0 speed 10 duplex full autoneg on"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 10Mbps/Full"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"
then             run     "ethtool -s eth0 speed 100 duplex half autoneg on"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 100Mbps/Half"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"
# Forced: the far end hears 100 Mbit/s, but not how, and takes half duplex.
then             run     "ethtool -s eth0 speed 100 duplex full autoneg off"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 100Mbps/Full"
then             expect  eth0-partner link.up mbps=100 full=0
then             expect  guest "ethtool eth0" ~ "Auto-negotiation: off"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"
then             run     "ethtool -s eth0 speed 10 duplex half autoneg off"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 10Mbps/Half"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"
then             run     "ethtool -s eth0 autoneg on advertise 0x2f"
+500ms .. 6s     expect  kernel ~ "eth0: Link is Up - 1Gbps/Full"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"
then             expect  no kernel warning
