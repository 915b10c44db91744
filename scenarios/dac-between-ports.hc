# SPDX-License-Identifier: GPL-2.0-or-later
# A passive copper cable joins the two cages. The ports live in two network
# namespaces, so that frames must take the cable. It is pulled out while TCP
# runs over it and put back: the link returns and TCP survives.
# The ports of cpsw_new may not leave their namespace, those of cpsw may.
board    ar8031-cages
property mac=dual-emac
module   dac = passive-dac-1m
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
wire     cage0 cage1 dac

@boot            expect  guest "ip netns add far && ip link set eth1 netns far" status 0
then             expect  guest "ip address replace 192.0.2.1/24 dev eth0 && ip link set eth0 up" status 0
then             expect  guest "ip -n far address replace 192.0.2.2/24 dev eth1 && ip -n far link set eth1 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.2" status 0

then             run     &server "ip netns exec far nc -l -p 5001 -e wc -c"
+100ms           expect  guest "dd if=/dev/zero bs=64k count=32 2>/dev/null | nc 192.0.2.2 5001" = "2097152"
# What one end sends the other hears.
then             expect  cage1.medium = passes
then             expect  cage0.tx_frames > 1000
then             expect  cage1.rx_frames > 1000

then             run     &server "ip netns exec far nc -l -p 5001 -e wc -c"
+100ms           run     &stream "for n in $(seq 25); do head -c 80000 /dev/zero; sleep 0.2; done | nc 192.0.2.2 5001"
+1s              remove  cage0
+0 .. 1500ms     expect  guest.link eth0 = down
then             insert  cage0 dac
+0 .. 5s         expect  guest.link eth0 = up
+0 .. 20s        expect  guest &stream = "2000000"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.2" status 0
then             expect  no kernel warning
