# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own MACsec on eth0 against a partner that speaks MACsec: they
# must understand each other, each forged frame must be counted where 802.1AE
# says, and a change of keys under traffic must lose nothing.
board    ar8031-cages
module   sx = generic-1000base-sx
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
partner  cage0  ip=192.0.2.1
macsec   cage0  sci=02005e2000010001 peer_sci=02005e1000010001 an=0 key=ad7a2bd03eac835a6f620fdcb506b345 pn=100 replay=on

@boot            expect  guest "sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ip link add link eth0 macsec0 type macsec port 1 cipher gcm-aes-128 encrypt on replay on window 0" status 0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 00 ad7a2bd03eac835a6f620fdcb506b345" status 0
then             expect  guest "ip macsec add macsec0 rx port 1 address 02:00:5e:20:00:01 && ip macsec add macsec0 rx port 1 address 02:00:5e:20:00:01 sa 0 pn 1 on key 00 ad7a2bd03eac835a6f620fdcb506b345" status 0

# What the guest sends has its PN from the first on, and all of it is secret.
then             run     &ping "ip address add 192.0.2.2/24 dev macsec0 && ip link set macsec0 up && ping -c 4 -i 0.2 -W 1 192.0.2.1"
+0 .. 3s         expect  cage0-medium macsec sci=02005e1000010001 pn=1..5 an=0 encrypted
+0 .. 3s         expect  cage0-medium macsec sci=02005e2000010001 pn=100..104 an=0 encrypted way=in
+0 .. 3s         expect  eth0-rgmii macsec pn=5
+0 .. 3s         expect  not cage0-medium frame type=0x0800
+0 .. 3s         expect  not cage0-medium frame type=0x0806
+0 .. 3s         expect  guest &ping status 0
then             expect  counter cage0.macsec_in_ok = 5
then             expect  counter cage0.macsec_out_encrypted = 5
then             expect  counter cage0.peer_pings = 4

# Frames that must not get in. Each is counted once on the other side: octets
# validated, decrypted, packets unchecked, delayed, ok, invalid, late, not
# valid, not using an SA, unused.
then             forge   cage0 replay count=2
then             forge   cage0 wrong-key
then             forge   cage0 bad-icv count=3
then             forge   cage0 bad-data
then             forge   cage0 unknown-an
then             expect  guest "ip -s macsec show macsec0 | grep -A1 InOctetsValidated | tail -n 1 | xargs" ~ "^0 \d+ 0 0 5 0 2 5 1 0$"
# Untagged out and in, too long, no tag, bad tag, unknown SCI, no SCI, overrun.
then             forge   cage0 plain
then             forge   cage0 version
then             forge   cage0 sc-es
then             forge   cage0 sc-scb
then             forge   cage0 sl-high
then             forge   cage0 pn-zero
then             forge   cage0 short
then             forge   cage0 unknown-sci
then             forge   cage0 e-only
then             expect  guest "ip -s macsec show macsec0 | grep -A1 OutPktsUntagged | tail -n 1 | xargs" = "0 0 0 1 6 0 1 0"
then             forge   cage0 mka
then             expect  cage0-medium frame type=0x888e way=in
then             forge   cage0 none count=3 len=1000
then             expect  guest "ip -s macsec show macsec0 | grep -A1 InOctetsValidated | tail -n 1 | xargs" ~ "^0 \d+ 0 0 8 0 2 5 1 0$"
then             expect  guest "cat /sys/class/net/macsec0/statistics/rx_packets" = "8"

# The next key: both ends can receive it before one of them sends.
then             run     &more "ping -c 20 -i 0.05 -W 1 192.0.2.1"
+200ms           macsec  cage0 an=1 key=e3c08a8f06c6e3ad95a70557b23f7548
then             expect  guest "K=e3c08a8f06c6e3ad95a70557b23f7548; ip macsec add macsec0 rx port 1 address 02:00:5e:20:00:01 sa 1 pn 1 on key 01 $K && ip macsec add macsec0 tx sa 1 pn 1 on key 01 $K && ip link set macsec0 type macsec encodingsa 1" status 0
then             macsec  cage0 encodingsa=1
+0 .. 3s         expect  cage0-medium macsec sci=02005e1000010001 pn=1..3 an=1 encrypted
+0 .. 3s         expect  cage0-medium macsec sci=02005e2000010001 pn=1..3 an=1 encrypted way=in
+0 .. 3s         expect  guest &more contains "20 packets transmitted, 20 packets received, 0% packet loss"
then             expect  counter cage0.macsec_in_not_valid = 0
then             expect  counter cage0.macsec_in_late = 0
then             expect  counter cage0.macsec_out_flawed = 18

# Without the old key nobody listens to it any more.
then             expect  guest "ip macsec set macsec0 rx port 1 address 02:00:5e:20:00:01 sa 0 off && ip macsec del macsec0 rx port 1 address 02:00:5e:20:00:01 sa 0" status 0
then             macsec  cage0 encodingsa=0
then             forge   cage0 none
then             expect  guest "ip -s macsec show macsec0 | grep -A1 InOctetsValidated | tail -n 1 | xargs" ~ "^0 \d+ 0 0 \d+ 0 2 5 2 0$"
then             expect  no kernel warning
