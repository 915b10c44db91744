# SPDX-License-Identifier: GPL-2.0-or-later
# MACsec in the PHY, at both ends of a cable: two hosts (network namespaces)
# whose VSC8584 ports encrypt and decrypt while Linux sends and receives plain
# frames. The RGMII side carries IP, the cable carries 802.1AE, all of it.
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

# A SecY and an SA for each direction at either end; the SCI is the sender's
# address and port 1.
then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on" status 0
+0 .. 1s         expect  eth0-engine macsec.sa_on ingress=1 sa=0
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

# TCP, and all of it is counted.
then             run     &server "ip netns exec far nc -l -p 5001 -e wc -c"
+100ms           expect  guest "dd if=/dev/zero bs=64k count=16 2>/dev/null | nc 192.0.2.2 5001" = "1048576"
then             expect  counter eth0.engine_out_protected >= 100
then             expect  counter eth1.engine_in_ok >= 100
then             expect  eth1.engine_in_not_valid = 0
then             expect  eth1.engine_in_late = 0
then             expect  eth0.dropped = 0

# The kernel knows nothing of that: the driver has no statistics operations.
then             expect  guest "ip -s macsec show macsec0" ~ "OutPktsProtected OutPktsEncrypted OutOctetsProtected OutOctetsEncrypted\n +0 +0 +0 +0"

# Past the SecY there is no way out in clear: the driver's rule takes every
# frame that has no SecTAG yet, so what is sent on eth0 itself is protected too.
then             expect  guest "ip address add 198.51.100.1/24 dev eth0; ping -c 1 -W 1 198.51.100.2" status 1
# With the SA switched off nothing leaves at all.
then             run     "ip macsec set macsec0 tx sa 0 off"
+0 .. 1s         expect  eth0-engine macsec.sa_off ingress=0 sa=1
then             run     "ping -c 1 -W 1 192.0.2.2"
+0 .. 1s         expect  eth0-engine frame.drop reason=filtered
then             expect  guest "ip macsec set macsec0 tx sa 0 on" status 0
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.2" status 0
then             expect  no kernel warning
