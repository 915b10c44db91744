# SPDX-License-Identifier: GPL-2.0-or-later
# Key agreement must get through before there is a key: EAPOL frames (type
# 888E) pass the PHY unchanged both ways, by the rule that mscc makes for
# them with the SecY. tc turns pings into EAPOL.
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

then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy" status 0
then             expect  guest "ip -n far link add link eth1 macsec1 type macsec offload phy" status 0
then             expect  guest "ip address add 203.0.113.1/24 dev eth0 && ip neighbour add 203.0.113.2 dev eth0 lladdr 02:00:5e:10:00:02" status 0
then             expect  guest "ip -n far address add 203.0.113.2/24 dev eth1 && ip -n far neighbour add 203.0.113.1 dev eth1 lladdr 02:00:5e:10:00:01" status 0
then             expect  guest "tc qdisc add dev eth0 clsact && tc -n far qdisc add dev eth1 clsact" status 0
then             expect  guest "tc filter add dev eth0 egress protocol ip matchall action skbmod set etype 0x888E" status 0
then             expect  guest "tc -n far filter add dev eth1 egress protocol ip matchall action skbmod set etype 0x888E" status 0
then             expect  guest "tc filter add dev eth0 ingress protocol 0x888E matchall action ok" status 0
then             expect  guest "tc -n far filter add dev eth1 ingress protocol 0x888E matchall action ok" status 0

then             run     "ping -c 5 -i 0.1 -W 1 203.0.113.2"
+0 .. 2s         expect  guest "tc -n far -s filter show dev eth1 ingress" contains "5 pkt"
then             run     "ip netns exec far ping -c 7 -i 0.1 -W 1 203.0.113.1"
+0 .. 2s         expect  guest "tc -s filter show dev eth0 ingress" contains "7 pkt"
then             expect  eth0.engine_out_protected = 0
then             expect  no kernel warning
