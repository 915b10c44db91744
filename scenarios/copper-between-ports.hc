# SPDX-License-Identifier: GPL-2.0-or-later
# A patch cable joins the two jacks of a board. Both PHYs negotiate, with each
# other. The ports live in two network namespaces, so that frames must take the
# cable. One end slows down, and the other follows; the cable is pulled out
# while TCP runs over it and put back.
board    vsc8584
property mac=dual-emac
# Not needed: so it starts from the machine of macsec-offload-copper.
cmdline  ipv6.disable=1
wire     eth0 eth1
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip netns add far && ip link set eth1 netns far" status 0
then             expect  guest "ip address replace 192.0.2.1/24 dev eth0 && ip link set eth0 up" status 0
then             expect  guest "ip -n far address replace 192.0.2.2/24 dev eth1 && ip -n far link set eth1 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "ip netns exec far cat /sys/class/net/eth1/speed" = "1000"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.2" status 0

then             run     "ip netns exec far ethtool -s eth1 advertise 0x008"
+0 .. 3s         expect  guest.link eth0 = down
then             expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 100
then             expect  guest "ethtool eth0" ~ "Link partner advertised link modes: +100baseT/Full"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.2" status 0

then             run     &server "ip netns exec far nc -l -p 5001 -e wc -c"
+100ms           run     &stream "for n in $(seq 25); do head -c 80000 /dev/zero; sleep 0.2; done | nc 192.0.2.2 5001"
+1s              pull    eth1
+0 .. 2500ms     expect  guest.link eth0 = down
then             plug    eth1
+0 .. 8s         expect  guest.link eth0 = up
+0 .. 20s        expect  guest &stream = "2000000"
then             expect  eth1.mbps = 100
then             expect  no kernel warning
