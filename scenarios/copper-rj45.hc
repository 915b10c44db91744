# SPDX-License-Identifier: GPL-2.0-or-later
# A stock BeagleBone Black: no cage, a copper PHY at an RJ45 socket. The link
# comes by autonegotiation, the address by DHCP, a file by TFTP. Nothing
# leaves the host, so two runs are the same.
board    boneblack
partner  eth0   kind=slirp restrict=yes tftp=tftp

@boot            expect  guest "ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 100
then             expect  guest "cat /sys/class/net/eth0/duplex" = "full"
+0 .. 20s        expect  guest "udhcpc -i eth0 -f -n -q" status 0
then             expect  guest "ping -c 3 -i 0.2 -W 1 10.0.2.2" status 0
then             expect  guest "tftp -g -r story.txt -l /tmp/story.txt 10.0.2.2" status 0
then             expect  guest "cat /tmp/story.txt" contains "once upon a time"

then             pull    eth0
+0 .. 2500ms     expect  guest.link eth0 = down
then             plug    eth0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  no kernel warning
