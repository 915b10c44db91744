# SPDX-License-Identifier: GPL-2.0-or-later
# The module is in the cage before anybody looks: the PHY's driver meets a cage
# that has a module already.
board    ar8031-cages
needs    kernel < 7.0 "7.x refuses it: phy_sfp_probe() has the module inserted before it makes the port that takes it"
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
insert   cage0  generic-1000base-sx

@boot            expect  cage0.state = ready
then             expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
