# SPDX-License-Identifier: GPL-2.0-or-later
# Beyond mainline: two SecYs on one port, told apart by their VLANs, which a
# register script programs (Linux' driver refuses a second one). Each VLAN has
# its own SC and key, a third VLAN has none and must not get out.
board    vsc8584-cages
property mac=dual-emac
cmdline  ipv6.disable=1
module   sx = generic-1000base-sx
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
partner  cage0  kind=hosts host=a,192.0.10.1,vlan=10 host=b,192.0.20.1,vlan=20 host=c,192.0.30.1,vlan=30
macsec   cage0  sci=02005e2000010001 an=0 key=ad7a2bd03eac835a6f620fdcb506b345
macsec   cage0  an=1 key=e3c08a8f06c6e3ad95a70557b23f7548

@boot            expect  guest "ip link set eth0 up; for v in 10 20 30; do ip link add link eth0 name v$v type vlan id $v && ip address add 192.0.$v.2/24 dev v$v && ip link set v$v up; done" status 0
# mscc forces the copper medium on every ifup; a module comes after it.
then             insert  cage0 sx
+0 .. 8s         expect  guest.link eth0 = up

# Ingress: entry 1 takes the partner's SCI and AN 0, and validates strictly.
then             csr     eth0 ingress 0x1014 0x00080200 0x205e0002 0x01000100 0x00800000
then             csr     eth0 ingress 0x1c01 0x0012008a
then             csr     eth0 ingress 0x20 0xd24be06f 17 0xd02b7aad 0x5a83ac3e 0xdc0f626f 0x45b306b5 0x803da273 0xd5e21d12 0x3f2550a8 0x0e1243cf 1 0 0x205e0002 0x01000100
then             csr     eth0 ingress 0x1808 0x2
# Egress: entry 1 is for VLAN 10 (AN 0, SC …0001), entry 2 for VLAN 20 (AN 1,
# SC …0002); what matches none is dropped.
then             csr     eth0 egress 0x1013 0x000a0000 0x00080101
then             csr     eth0 egress 0x1017 0x00042000
then             csr     eth0 egress 0x1c01 0x8007008b
then             csr     eth0 egress 0x20 0x924be066 1 0xd02b7aad 0x5a83ac3e 0xdc0f626f 0x45b306b5 0x803da273 0xd5e21d12 0x3f2550a8 0x0e1243cf 0 0x105e0002 0x01000100
then             csr     eth0 egress 0x1023 0x00140000 0x00080101
then             csr     eth0 egress 0x1027 0x00042000
then             csr     eth0 egress 0x1c02 0x8007008b
then             csr     eth0 egress 0x40 0x964be066 2 0x8f8ac0e3 0xade3c606 0x5705a795 0x48753fb2 0x8f1670a0 0x09c5565d 0x760bdefb 0x0487635c 0 0x105e0002 0x02000100
then             csr     eth0 egress 0x1e51 0x81818181
then             csr     eth0 egress 0x1808 0x6

then             run     &ping "ping -c 3 -i 0.1 -W 1 192.0.10.1 && ping -c 3 -i 0.1 -W 1 192.0.20.1"
+0 .. 3s         expect  cage0-medium macsec sci=02005e1000010001 pn=1..4 an=0 encrypted
+0 .. 3s         expect  cage0-medium macsec sci=02005e1000010002 pn=1..4 an=1 encrypted
+0 .. 3s         expect  not cage0-medium frame type=0x0800
+0 .. 3s         expect  guest &ping status 0
then             expect  counter cage0.macsec_in_ok = 8
then             expect  cage0.a.pings = 3
then             expect  cage0.b.pings = 3
then             run     &none "ping -c 1 -W 1 192.0.30.1"
+0 .. 3s         expect  guest &none status 1
then             expect  counter cage0.macsec_in_ok = 8
then             expect  counter cage0.macsec_in_no_tag = 0
then             expect  no kernel warning
