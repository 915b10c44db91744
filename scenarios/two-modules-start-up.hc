# SPDX-License-Identifier: GPL-2.0-or-later
# Two modules go in at the same moment, and the story forks while both start
# up. They are ready at the same nanosecond, and the one that went in first is
# the first, whether the machine was kept at the fork or not.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0   kind=peer ip=192.0.2.1
partner  cage1   kind=peer ip=198.51.100.1

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0; ip link set eth0 up; ip link set eth1 up" status 0
then             insert  cage1 sx
then             insert  cage0 sx

branch both-come-up
+0 .. 200ms      expect  cage0 module.ready
+0 .. 5s         expect  guest.link eth0 = up
+0 .. 5s         expect  guest.link eth1 = up
then             expect  guest "ping -c 2 192.0.2.1" status 0

branch one-goes
then             remove  cage1
+0 .. 200ms      expect  cage0 module.ready
+0 .. 5s         expect  guest.link eth0 = up
+1s              expect  guest.link eth1 = down
