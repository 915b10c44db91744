# SPDX-License-Identifier: GPL-2.0-or-later
# TCP from a stock BeagleBone Black to the host, through libslirp. Start
# `iperf3 -s -1` on the host first. What the host answers, and when, is not
# ours: the result says that it is not deterministic.
board    boneblack
partner  eth0   kind=slirp restrict=no

@boot            expect  guest "ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
+0 .. 20s        expect  guest "udhcpc -i eth0 -f -n -q" status 0
then             run     &client "iperf3 -c 10.0.2.2 -t 2"
+0 .. 30s        expect  guest &client status 0
then             expect  no kernel warning
