# SPDX-License-Identifier: GPL-2.0-or-later
# Beyond mainline: two egress SAs are installed ahead of time, by a register
# script, and the guest knows nothing of MACsec. When the packet numbers of
# the first are used up, the engine goes on with the second, from 1.
board    vsc8584-cages
property mac=dual-emac
property macsec=auto_next_sa
cmdline  ipv6.disable=1
module   sx = generic-1000base-sx
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
partner  cage0  ip=192.0.2.1
macsec   cage0  sci=02005e2000010001 an=0 key=ad7a2bd03eac835a6f620fdcb506b345
macsec   cage0  an=1 key=e3c08a8f06c6e3ad95a70557b23f7548

@boot            expect  guest "ip address add 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
# mscc forces the copper medium on every ifup; a module comes after it.
then             insert  cage0 sx
+0 .. 8s         expect  guest.link eth0 = up

# Ingress: entry 1 takes the partner's SCI and AN 0, and validates strictly.
then             csr     eth0 ingress 0x1014 0x00080200 0x205e0002 0x01000100 0x00800000
then             csr     eth0 ingress 0x1c01 0x0012008a
then             csr     eth0 ingress 0x20 0xd24be06f 17 0xd02b7aad 0x5a83ac3e 0xdc0f626f 0x45b306b5 0x803da273 0xd5e21d12 0x3f2550a8 0x0e1243cf 1 0 0x205e0002 0x01000100
then             csr     eth0 ingress 0x1808 0x2
# Egress: entries 1 (AN 0, three numbers left) and 2 (AN 1, another key) both
# take every plain frame; the lower one wins.
then             csr     eth0 egress 0x1014 0x00080100
then             csr     eth0 egress 0x1c01 0x8007008b
then             csr     eth0 egress 0x20 0x924be066 1 0xd02b7aad 0x5a83ac3e 0xdc0f626f 0x45b306b5 0x803da273 0xd5e21d12 0x3f2550a8 0x0e1243cf 0xfffffffc 0x105e0002 0x01000100
then             csr     eth0 egress 0x1024 0x00080100
then             csr     eth0 egress 0x1c02 0x8007008b
then             csr     eth0 egress 0x40 0x964be066 2 0x8f8ac0e3 0xade3c606 0x5705a795 0x48753fb2 0x8f1670a0 0x09c5565d 0x760bdefb 0x0487635c 500 0x105e0002 0x01000100
# The roll-over interrupt is masked: mscc looks for its SecY there, and without
# one it follows a null pointer (vsc8584_handle_macsec_interrupt).
then             csr     eth0 egress 0x3e02 0
then             csr     eth0 egress 0x1808 0x6

then             run     &ping "ping -c 8 -i 0.1 -W 1 192.0.2.1"
+0 .. 3s         expect  cage0-medium macsec an=0 pn=0xfffffffd..0xffffffff encrypted
+0 .. 3s         expect  cage0-medium macsec an=1 pn=1..6 encrypted
+0 .. 3s         expect  eth0-engine macsec.next_sa from=1 to=2
+0 .. 3s         expect  not cage0-medium frame type=0x0800
+0 .. 3s         expect  guest &ping contains "8 packets received, 0% packet loss"
then             expect  counter cage0.macsec_in_ok = 9
then             expect  counter cage0.macsec_in_not_valid = 0
then             expect  no kernel warning
