# SPDX-License-Identifier: GPL-2.0-or-later
# MACsec in the PHYs of both jacks of a board, through a patch cable between
# them: at 1000BASE-T, and again at 100BASE-TX after a negotiation. The driver
# lets the keys in the engine stay when only the link changes.
board    vsc8584
property mac=dual-emac
cmdline  ipv6.disable=1
wire     eth0 eth1
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip netns add far && ip link set eth1 netns far" status 0
then             expect  guest "ip link set eth0 up && ip -n far link set eth1 up" status 0
+0 .. 8s         expect  guest.link eth0 = up

# A SecY and an SA for each direction at either end; the SCI is the sender's
# address and port 1.
then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on" status 0
then             expect  eth0-engine macsec.sa_on ingress=1 sa=0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 on" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  eth0.engine_tx_sas = 1
then             expect  eth0.engine_rx_sas = 1
then             expect  guest "ip -n far link add link eth1 macsec1 type macsec offload phy encrypt on" status 0
then             expect  guest "ip -n far macsec add macsec1 tx sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 on" status 0
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip address add 192.0.2.1/24 dev macsec0 && ip link set macsec0 up" status 0
then             expect  guest "ip -n far address add 192.0.2.2/24 dev macsec1 && ip -n far link set macsec1 up" status 0
then             expect  guest "ip macsec show" contains "offload: phy"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.2" status 0
then             expect  guest "ping -c 3 -i 0.2 -W 1 -s 1400 192.0.2.2" status 0

then             expect  counter eth0.engine_out_protected >= 6
then             expect  eth1.engine_in_not_valid = 0

then             run     "ip netns exec far ethtool -s eth1 advertise 0x008"
+0 .. 3s         expect  guest.link eth0 = down
then             expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 100
then             expect  guest "ping -c 3 -i 0.2 -W 1 -s 1400 192.0.2.2" status 0
then             expect  counter eth1.engine_in_ok >= 3
then             expect  eth1.engine_in_late = 0
then             expect  no kernel warning
