# SPDX-License-Identifier: GPL-2.0-or-later
# MACsec in the PHY, on mainline's driver, against a partner that speaks
# MACsec and sends what it should not: the engine must count each frame where
# 802.1AE says, let none of them in, and go on with those that are right.
board    vsc8584-cages
property mac=dual-emac
cmdline  ipv6.disable=1
module   sx = generic-1000base-sx
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
partner  cage0  ip=192.0.2.1
macsec   cage0  sci=02005e2000010001 peer_sci=02005e1000010001 an=0 key=ad7a2bd03eac835a6f620fdcb506b345 pn=100 replay=on

@boot            expect  guest "ip link set eth0 up" status 0
# mscc forces the copper medium on every ifup; a module comes after it.
then             insert  cage0 sx
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on replay on window 0" status 0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 00 ad7a2bd03eac835a6f620fdcb506b345" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e2000010001 on && ip macsec add macsec0 rx sci 02005e2000010001 sa 0 pn 1 on key 00 ad7a2bd03eac835a6f620fdcb506b345" status 0

# The engine increments before it sends: the driver's PN 1 leaves as 2.
then             run     &ping "ip address add 192.0.2.2/24 dev macsec0 && ip link set macsec0 up && ping -c 4 -i 0.2 -W 1 192.0.2.1"
+0 .. 3s         expect  cage0-medium macsec sci=02005e1000010001 pn=2..6 an=0 encrypted
+0 .. 3s         expect  cage0-medium macsec sci=02005e2000010001 pn=100..104 an=0 encrypted way=in
+0 .. 3s         expect  eth0-rgmii frame type=0x0800
+0 .. 3s         expect  not eth0-rgmii macsec
+0 .. 3s         expect  not cage0-medium frame type=0x0800
+0 .. 3s         expect  not cage0-medium frame type=0x0806
+0 .. 3s         expect  guest &ping status 0
then             expect  counter cage0.macsec_in_ok = 5
then             expect  counter eth0.engine_in_ok = 5

then             forge   cage0 replay count=2
then             forge   cage0 wrong-key
then             forge   cage0 bad-icv count=3
then             forge   cage0 bad-data
then             forge   cage0 unknown-an
then             forge   cage0 unknown-sci
then             forge   cage0 plain
then             forge   cage0 version
then             forge   cage0 sc-es
then             forge   cage0 sc-scb
then             forge   cage0 c-only
then             forge   cage0 bad-sl
then             forge   cage0 sl-high
then             forge   cage0 pn-zero
then             forge   cage0 short
then             expect  counter eth0.engine_in_ok = 5
then             expect  counter eth0.engine_in_late = 2
then             expect  counter eth0.engine_in_not_valid = 6
then             expect  counter eth0.engine_in_bad_tag = 7
then             expect  not eth0-rgmii frame type=0x88b5 way=in

# EAPOL has an entry of its own, and what is right still gets in.
then             forge   cage0 mka
+0 .. 100ms      expect  eth0-rgmii frame type=0x888e way=in
then             forge   cage0 none count=3 len=1000
+0 .. 100ms      expect  eth0-rgmii frame type=0x88b5 way=in count=3
then             expect  counter eth0.engine_in_ok = 8
then             expect  guest "ping -c 3 -i 0.2 -W 1 -s 1400 192.0.2.1" status 0
then             expect  counter cage0.macsec_in_not_valid = 0
then             expect  no kernel warning
