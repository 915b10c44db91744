# SPDX-License-Identifier: GPL-2.0-or-later
# A VSC8584 that encrypts against the kernel's own MACsec: eth0 leaves it to
# the PHY, eth1 in another namespace computes GCM-AES-128 itself.
board    vsc8584-cages
property mac=dual-emac
cmdline  ipv6.disable=1
module   dac = passive-dac-1m
wire     cage0 cage1 dac
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip netns add far && ip link set eth1 netns far" status 0
then             expect  guest "ip link set eth0 up && ip -n far link set eth1 up" status 0
+0 .. 8s         expect  guest.link eth0 = up

then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on" status 0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 on" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip address add 192.0.2.1/24 dev macsec0 && ip link set macsec0 up" status 0
then             expect  guest "ip -n far link add link eth1 macsec1 type macsec encrypt on" status 0
then             expect  guest "ip -n far macsec add macsec1 tx sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 on" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip -n far address add 192.0.2.2/24 dev macsec1 && ip -n far link set macsec1 up" status 0

then             expect  guest "ping -c 5 -i 0.2 -W 1 192.0.2.2" status 0
then             expect  guest "ip netns exec far ping -c 5 -i 0.2 -W 1 -s 1400 192.0.2.1" status 0
then             run     &server "ip netns exec far nc -l -p 5001 -e wc -c"
then             run     &back "nc -l -p 5001 -e wc -c"
+100ms           run     &far "dd if=/dev/zero bs=64k count=16 2>/dev/null | ip netns exec far nc 192.0.2.1 5001"
+0 .. 10s        expect  guest "dd if=/dev/zero bs=64k count=16 2>/dev/null | nc 192.0.2.2 5001" = "1048576"
+0 .. 10s        expect  guest &far = "1048576"

# The engine, and the kernel at the other end: all that came was in order.
then             expect  counter eth0.engine_out_protected >= 300
then             expect  counter eth0.engine_in_ok >= 300
then             expect  eth0.engine_in_not_valid = 0
then             expect  eth0.engine_in_late = 0
then             expect  guest "ip -n far -s macsec show macsec1" ~ "InPktsOK InPktsInvalid InPktsNotValid InPktsNotUsingSA InPktsUnusedSA\n +[1-9]\d+ +0 +0 +0 +0"
then             expect  no kernel warning
