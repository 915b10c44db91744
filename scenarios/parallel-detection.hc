# SPDX-License-Identifier: GPL-2.0-or-later
# A far end that sends idles but no pages: its speed can be heard, its duplex
# cannot, so it is half (IEEE 802.3 28.2.3.1). What the guest does not offer in
# half duplex is not found at all. And a far end that does negotiate, but offers
# half duplex only.
board    boneblack
partner  eth0   kind=peer ip=192.0.2.1
allow    kernel ~ "i2c 0-0050: deferred probe pending"  # Debian's kernels have no tps65217-regulator, built in or as a module, for the supply of the board's EEPROM

@boot            expect  guest "ip address add 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 8s         expect  kernel ~ "eth0: Link is Up - 100Mbps/Full"

then             advertise eth0 10-half 100-half
+500ms .. 8s     expect  kernel ~ "eth0: Link is Up - 100Mbps/Half"
then             expect  guest "ethtool eth0" ~ "Link partner advertised link modes: +10baseT/Half *\n?\s+100baseT/Half"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"

then             negotiate eth0 off
+0               speed   eth0 100 duplex=half
+500ms .. 8s     expect  guest "ethtool eth0" ~ "Link partner advertised auto-negotiation: No"
then             expect  guest "cat /sys/class/net/eth0/speed /sys/class/net/eth0/duplex" = "100\nhalf"
then             expect  eth0-partner link.up mbps=100 full=0
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"

then             speed   eth0 10 duplex=half
+500ms .. 8s     expect  kernel ~ "eth0: Link is Up - 10Mbps/Half"
then             expect  guest "ping -q -c 3 -i 0.2 192.0.2.1" ~ "3 packets received"

# 0xa is 10baseT/Full and 100baseT/Full.
then             expect  guest "ethtool -s eth0 advertise 0xa" status 0
+0 .. 3s         expect  guest.link eth0 = down
+3s              expect  guest.link eth0 = down
then             expect  guest "ethtool -s eth0 advertise 0xf" status 0
+500ms .. 8s     expect  kernel ~ "eth0: Link is Up - 10Mbps/Half"
then             expect  no kernel warning
