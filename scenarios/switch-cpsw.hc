# SPDX-License-Identifier: GPL-2.0-or-later
# The older driver runs the MAC as a plain switch: one netdev, two wires. The
# host reaches a peer on either of them, and learns nothing of which.
board    evmsk
property mac=switch
allow    kernel ~ "could not add device link to .* err -17"  # one netdev, two PHYs
partner  eth0    kind=peer ip=192.0.2.1 mac=02:00:00:00:00:01
partner  eth1    kind=peer ip=192.0.2.2 mac=02:00:00:00:00:02

@boot            expect  guest "ip address replace 192.0.2.9/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
+0 .. 8s         expect  eth1.link = up
then             expect  guest "sleep 1; ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.2" status 0
then             expect  eth0.peer_pings = 3
then             expect  eth1.peer_pings = 3
then             expect  no kernel warning
