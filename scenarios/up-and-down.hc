# SPDX-License-Identifier: GPL-2.0-or-later
# Interfaces go down and come up again, one beside the other: what open() took,
# stop() must give back.
board   evmsk
partner eth0    kind=peer ip=192.0.2.1
partner eth1    kind=peer ip=198.51.100.1

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip address replace 198.51.100.2/24 dev eth1 && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "ip link set eth0 down" status 0
then             expect  guest "ip link set eth1 up && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
+0 .. 8s         expect  guest.link eth1 = up
then             expect  guest "ip link set eth0 down" status 0
then             expect  guest "ping -c 2 -i 0.2 -W 1 198.51.100.1" status 0
then             expect  guest "ip link set eth1 down && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
