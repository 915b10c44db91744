# SPDX-License-Identifier: GPL-2.0-or-later
# A copper module in a cage behind the VSC8572: the port passes SGMII through,
# and the kernel's topology shows the PHY inside the module below the one on
# the board, gone when the module is. The module's speed goes up and down with
# the far end's.
board    vsc8572-cages
guest    ethtool/sid
module   t = generic-1000base-t
needs    kernel >= 6.12 "it got the topology"
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             expect  guest "ethtool --show-phys eth0 | grep -c '^PHY index'" = "1"

then             insert  cage0 t
+0 .. 1s         expect  cage0.media = sgmii
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "ethtool --show-phys eth0" ~ "(?s)PHY index: 1\nDriver name: Microsemi GE VSC8572 SyncE\nPHY device name: 4a101000.mdio:00\nDownstream SFP bus name: sfp-0\nUpstream type: mac"
then             expect  guest "ethtool --show-phys eth0" ~ "(?s)PHY index: 2\nDriver name: Marvell 88E1111\nPHY device name: i2c:sfp-0:16\nUpstream type: phy\nUpstream PHY index: 1\nUpstream SFP name: sfp-0"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             partner cage0 kind=peer ip=192.0.2.1 speed=10 duplex=full
+0 .. 6s         expect  guest.speed eth0 = 10
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             remove  cage0
+0 .. 3s         expect  guest.link eth0 = down
+0 .. 3s         expect  guest "ethtool --show-phys eth0 | grep -c '^PHY index'" = "1"
then             expect  no kernel warning
