# SPDX-License-Identifier: GPL-2.0-or-later
# A copper link whose far end is reconfigured while it runs: it offers less,
# then half duplex only, stops negotiating (parallel detection finds the
# speed and takes half duplex), tells a remote fault, falls silent, and is at
# last what it was.
board    evmsk
guest    net-tools
partner  eth0   kind=peer ip=192.0.2.1

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.speed eth0 = 1000

then             advertise eth0 100-full pause
+0 .. 8s         expect  guest.speed eth0 = 100
then             expect  guest "cat /sys/class/net/eth0/duplex" = "full"
then             expect  guest "ethtool eth0" ~ "Link partner advertised link modes: +100baseT/Full"

then             advertise eth0 10-half
+0 .. 8s         expect  guest.speed eth0 = 10
then             expect  guest "cat /sys/class/net/eth0/duplex" = "half"

then             speed   eth0 100
+0 .. 8s         expect  guest.speed eth0 = 100
then             negotiate eth0 off
+0 .. 8s         expect  guest "cat /sys/class/net/eth0/duplex" = "half"
then             expect  guest.speed eth0 = 100
then             expect  guest "ethtool eth0" ~ "Link partner advertised auto-negotiation: No|Link partner advertised link modes: +Not reported"

then             silence eth0 on
+0 .. 3s         expect  guest.link eth0 = down
then             silence eth0 off
+0               negotiate eth0 on
+0               advertise eth0 all
+0 .. 8s         expect  guest.speed eth0 = 1000
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

# The fault is bit 13 of the page that register 5 holds; the driver's own
# reading has cleared it in BMSR, where it latches.
then             expect  guest "mii-tool -vv eth0" ~ "^ *([0-9a-f]{4} ){5}4de1"
then             remote_fault eth0 on
+0 .. 8s         expect  guest "mii-tool -vv eth0" ~ "^ *([0-9a-f]{4} ){5}6de1"
then             remote_fault eth0 off
+0 .. 8s         expect  guest "mii-tool -vv eth0" ~ "^ *([0-9a-f]{4} ){5}4de1"
+0 .. 8s         expect  guest.link eth0 = up
then             expect  no kernel warning
