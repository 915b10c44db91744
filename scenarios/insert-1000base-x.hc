# SPDX-License-Identifier: GPL-2.0-or-later
# Two optical modules, one after the other, go into a cage of a running
# board. sfp.c must identify each, bring the link up at 1000BASE-X, pass
# frames, and see it go when the module goes.
board    two-cages
module   finisar = finisar-ftlf8519
module   sx      = generic-1000base-sx
# Since the PHY core knows ports, it takes FIBRE out of what a PHY with only
# an SFP port supports (drivers/net/phy/phy_device.c, phy_setup_ports), and
# marvell_read_status looks at the fibre page only if that bit is there.
needs    kernel < 7.0 "7.x never sees the fibre link of an 88E1512 behind an SFP cage"
partner  cage0   kind=peer ip=192.0.2.1 mode=1000base-x

@boot            expect  cage0.state = empty
then             expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 2s         expect  guest.link eth0 = down

then             insert  cage0 finisar
+0 .. 3s         expect  kernel ~ "sfp .*: module FINISAR"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "cat /sys/class/net/eth0/duplex" = "full"
then             expect  guest "ethtool -m eth0" ~ "Vendor name +: FINISAR"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

# phylib looks at a PHY without an interrupt once a second (PHY_STATE_TIME in
# drivers/net/phy/phy.c).
then             remove  cage0
+0 .. 1500ms     expect  guest.link eth0 = down
+0 .. 1500ms     expect  kernel ~ "sfp .*: module removed"

then             insert  cage0 sx
+0 .. 3s         expect  kernel ~ "sfp .*: module "
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             remove  cage0
+0 .. 1500ms     expect  guest.link eth0 = down
then             expect  no kernel warning
