# One link, three ways for it to end: the cable goes, nothing happens, the
# module goes. What all have in common is played once; each ending starts from
# the machine as it was then, with four pings still on their way.
board    ar8031-cages
partner  cage0  kind=peer ip=192.0.2.1

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 generic-1000base-sx
+0 .. 5s         expect  guest.link eth0 = up
then             run     &pings "ping -i 0.2 -c 4 192.0.2.1"
+0 .. 2s         expect  counter cage0.peer_pings >= 2

branch cable-goes
then             pull    cage0
+0 .. 2s         expect  guest.link eth0 = down
+0 .. 5s         expect  guest &pings contains "2 packets received"

branch nothing-happens
+0 .. 5s         expect  guest &pings contains "4 packets received"
then             expect  guest "ping -c 2 192.0.2.1" status 0

branch module-goes
then             remove  cage0
+0 .. 2s         expect  kernel ~ "sfp .*: module removed"
+0 .. 5s         expect  guest.link eth0 = down
+0 .. 5s         expect  guest &pings contains "2 packets received"
