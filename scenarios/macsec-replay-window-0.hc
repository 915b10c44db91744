# SPDX-License-Identifier: GPL-2.0-or-later
# Replay protection in the PHY with no window: each packet number must be higher than the last
# (IEEE 802.1AE 10.6.2). The kernel's MACsec at the other
# end is told to count from an earlier number.
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

then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on replay on window 0" status 0
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

# Numbers 1 to 100 arrive; 101 is expected next.
then             expect  guest "ip netns exec far ping -c 100 -i 0.01 -W 1 192.0.2.1" contains "100 packets received"
then             expect  eth0.engine_in_ok = 100

# 100 is late: dropped by the engine, and Linux never sees it.
then             expect  guest "ip -n far macsec set macsec1 tx sa 0 pn 100 on" status 0
then             run     "ip netns exec far ping -c 1 -W 1 192.0.2.1"
+0 .. 500ms      expect  eth0-engine frame.drop reason=replayed
then             expect  eth0.engine_in_late = 1
then             expect  eth0.engine_in_ok = 100

# 101 is not.
then             expect  guest "ip -n far macsec set macsec1 tx sa 0 pn 101 on" status 0
then             expect  guest "ip netns exec far ping -c 1 -W 1 192.0.2.1" status 0
then             expect  eth0.engine_in_late = 1
then             expect  eth0.engine_in_ok = 101
then             expect  no kernel warning
