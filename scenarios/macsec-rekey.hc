# SPDX-License-Identifier: GPL-2.0-or-later
# New keys under traffic. What the PHY receives is rekeyed without losing a
# frame: SA 1 is installed ahead of time, and the sender moves to it. For what
# it sends mscc has no such way: it writes the number of the SA that Linux
# encodes with now into the record, not that of the SA that is added, and its
# rules match the same frames, so the first one wins.
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

# No ARP, so that packet numbers count pings.
then             expect  guest "ip neighbour add 192.0.2.2 dev macsec0 lladdr 02:00:5e:10:00:02" status 0
then             expect  guest "ip -n far neighbour add 192.0.2.1 dev macsec1 lladdr 02:00:5e:10:00:01" status 0

# Towards the PHY: kernel's MACsec sends, at 500 pings per second.
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 sa 1 pn 1 on key 04 ffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f" status 0
then             expect  guest "ip -n far macsec add macsec1 tx sa 1 pn 1 on key 04 ffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f" status 0
then             run     &ping "ip netns exec far ping -c 500 -i 0.002 -W 1 192.0.2.1"
+300ms           run     "ip -n far link set macsec1 type macsec encodingsa 1"
+0 .. 8s         expect  guest &ping contains "500 packets received"
then             expect  counter eth0.engine_in_ok >= 500
then             expect  guest "ip -n far -s macsec show macsec1" ~ "1: PN [3-9]\d\d, state on, key 04"
then             expect  guest "ip macsec set macsec0 rx sci 02005e1000020001 sa 0 off" status 0
then             expect  guest "ip macsec del macsec0 rx sci 02005e1000020001 sa 0" status 0
then             expect  eth0.engine_rx_sas = 1
then             expect  guest "ip netns exec far ping -c 5 -i 0.1 -W 1 192.0.2.1" status 0

# From the PHY: a second SA can be added, and changes nothing ...
then             expect  guest "ip -n far macsec add macsec1 rx sci 02005e1000010001 sa 1 pn 1 on key 03 f0e0d0c0b0a090807060504030201000" status 0
then             expect  guest "ip macsec add macsec0 tx sa 1 pn 1 on key 03 f0e0d0c0b0a090807060504030201000" status 0
then             expect  eth0.engine_tx_sas = 2
then             expect  guest "ping -c 5 -i 0.1 -W 1 192.0.2.2" status 0
# ... and to encode with it takes every SA out of the PHY (upd_secy is del_secy
# and add_secy); Linux still shows them, and cannot change them any more.
then             expect  guest "ip link set macsec0 type macsec encodingsa 1" status 0
then             expect  eth0.engine_tx_sas = 0
then             expect  eth0.engine_rx_sas = 0
then             expect  guest "ip macsec show macsec0" ~ "1: PN 1, state on, key 03"
then             expect  guest "ip macsec set macsec0 tx sa 1 off" contains "No such file or directory"
then             run     "ping -c 1 -W 1 192.0.2.2"
+0 .. 500ms      expect  eth0-engine frame.drop reason=filtered
then             expect  no kernel warning
