# SPDX-License-Identifier: GPL-2.0-or-later
# A SecY in the PHY against a neighbour without MACsec. With `validate strict`
# nothing plain gets in or out, not even before there is an SA; with `validate
# disabled` mscc lets both through.
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

then             expect  guest "ip address add 192.0.2.1/24 dev eth0" status 0
then             expect  guest "ip -n far address add 192.0.2.2/24 dev eth1" status 0
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.2" status 0

then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy validate strict" status 0
then             run     "ip netns exec far ping -c 1 -W 1 192.0.2.1"
+0 .. 500ms      expect  eth0-engine frame.drop reason=filtered
then             run     "ping -c 1 -W 1 192.0.2.2"
+0 .. 500ms      expect  eth0-engine frame.drop reason=filtered
then             expect  guest "ip link delete macsec0" status 0
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.2" status 0

then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy validate disabled" status 0
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.2" status 0

# What the neighbour protects with a key that nobody here knows stays out.
then             expect  guest "ip link delete macsec0" status 0
then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on" status 0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 on" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip address add 192.0.2.1/24 dev macsec0 && ip link set macsec0 up" status 0
then             expect  guest "ip -n far address flush dev eth1" status 0
then             expect  guest "ip -n far link add link eth1 macsec1 type macsec encrypt on" status 0
then             expect  guest "ip -n far macsec add macsec1 tx sa 0 pn 1 on key 02 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 on" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip -n far address add 192.0.2.2/24 dev macsec1 && ip -n far link set macsec1 up" status 0

then             run     "ip netns exec far ping -c 1 -W 1 192.0.2.1"
+0 .. 500ms      expect  eth0-engine frame.drop reason=bad_icv
then             expect  counter eth0.engine_in_not_valid >= 1
then             expect  eth0.engine_in_ok = 0
then             expect  no kernel warning
