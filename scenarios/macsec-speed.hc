# SPDX-License-Identifier: GPL-2.0-or-later
# What offload is for: TCP between the two ports without MACsec, with the
# kernel's, and with the PHYs'. The processor is the limit here, and it does
# nothing for the PHY's cipher but tag room (a smaller MTU).
board    vsc8584-cages
property mac=dual-emac
cmdline  ipv6.disable=1
module   dac = passive-dac-1m
wire     cage0 cage1 dac
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "promiscuity not disabled as the other interface"  # cpsw, dual EMAC

@boot            expect  guest "ip netns add far && ip link set eth1 netns far" status 0
then             expect  guest "ip link set eth0 up && ip -n far link set eth1 up" status 0
+0 .. 8s         expect  guest.link eth0 = up

then             expect  guest "ip address add 198.51.100.1/24 dev eth0 && ip -n far address add 198.51.100.2/24 dev eth1 && echo 198.51.100.2 > /tmp/peer" status 0
then             run     &server "ip netns exec far iperf3 -s -1"
+300ms           run     &plain "iperf3 -c $(cat /tmp/peer) -n 4M -f m | awk '/receiver/ { print int($7) }' > /tmp/plain"
+0 .. 15s        expect  guest &plain status 0

# The kernel computes at both ends.
then             expect  guest "ip link add link eth0 macsec0 type macsec encrypt on" status 0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 on" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip address add 192.0.2.1/24 dev macsec0 && ip link set macsec0 up" status 0
then             expect  guest "ip -n far link add link eth1 macsec1 type macsec encrypt on" status 0
then             expect  guest "ip -n far macsec add macsec1 tx sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 on" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip -n far address add 192.0.2.2/24 dev macsec1 && ip -n far link set macsec1 up" status 0
then             expect  guest "echo 192.0.2.2 > /tmp/peer" status 0
then             run     &server "ip netns exec far iperf3 -s -1"
+300ms           run     &software "iperf3 -c $(cat /tmp/peer) -n 1M -f m | awk '/receiver/ { print int($7) }' > /tmp/software"
+0 .. 15s        expect  guest &software status 0
then             expect  guest "ip link delete macsec0 && ip -n far link delete macsec1" status 0

# Both PHYs do.
then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on" status 0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 on" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip address add 192.0.2.1/24 dev macsec0 && ip link set macsec0 up" status 0
then             expect  guest "ip -n far link add link eth1 macsec1 type macsec offload phy encrypt on" status 0
then             expect  guest "ip -n far macsec add macsec1 tx sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 on" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip -n far address add 192.0.2.2/24 dev macsec1 && ip -n far link set macsec1 up" status 0
then             run     &server "ip netns exec far iperf3 -s -1"
+300ms           run     &phy "iperf3 -c $(cat /tmp/peer) -n 4M -f m | awk '/receiver/ { print int($7) }' > /tmp/phy"
+0 .. 15s        expect  guest &phy status 0

# Megabits per second: the PHY costs the smaller packets and a layer more in the
# kernel (0.80 on 7.2, 0.92 on 6.12); the kernel's cipher most of what there is.
then             expect  guest "[ $(($(cat /tmp/phy) * 10)) -ge $(($(cat /tmp/plain) * 7)) ]" status 0
then             expect  guest "[ $(cat /tmp/phy) -ge $(($(cat /tmp/software) * 4)) ]" status 0
then             expect  no kernel warning
