# SPDX-License-Identifier: GPL-2.0-or-later
# Key agreement (IEEE 802.1X, MKA) with a static CAK: wpa_supplicant at both
# ends of the cable agrees on a SAK and makes the SecYs. It leaves MACsec to
# the kernel: release 2.10 cannot ask for offload.
board    vsc8584-cages
guest    wpasupplicant
property mac=dual-emac
cmdline  ipv6.disable=1
module   dac = passive-dac-1m
wire     cage0 cage1 dac
# The SoC has no SGMII; its boot loader has set RGMII, and that stays.
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "promiscuity not disabled as the other interface"  # cpsw, dual EMAC

@boot            expect  guest "ip netns add far && ip link set eth1 netns far" status 0
then             expect  guest "ip link set eth0 up && ip -n far link set eth1 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "printf 'eapol_version=3\nap_scan=0\nnetwork={\nkey_mgmt=NONE\neapol_flags=0\nmacsec_policy=1\nmka_cak=0102030405060708090a0b0c0d0e0f10\nmka_ckn=6162636465666768696a6b6c6d6e6f707172737475767778797a303132333435\nmka_priority=128\n}\n' > /tmp/mka.conf" status 0
then             expect  guest "wpa_supplicant -B -i eth0 -D macsec_linux -c /tmp/mka.conf -f /tmp/near.log" status 0
then             expect  guest "ip netns exec far wpa_supplicant -B -i eth1 -D macsec_linux -c /tmp/mka.conf -f /tmp/far.log" status 0

# Each has made a SecY of its own, and both have installed the same SAK.
+3s .. 20s        expect  guest "ip macsec show macsec0" ~ "RXSC: 02005e1000020001, state on\n +0: PN \d+, state on, key [0-9a-f]{24}01000000"
then             expect  guest "ip -n far macsec show macsec0" ~ "RXSC: 02005e1000010001, state on"
then             expect  guest "a=$(ip macsec show macsec0 | grep -o 'key .*' | sort -u) && [ -n \"$a\" ] && [ \"$a\" = \"$(ip -n far macsec show macsec0 | grep -o 'key .*' | sort -u)\" ]" status 0
then             expect  guest "ip address add 192.0.2.1/24 dev macsec0 && ip -n far address add 192.0.2.2/24 dev macsec0" status 0
then             expect  guest "ping -c 5 -i 0.2 -W 1 192.0.2.2" status 0
then             expect  guest "ip -n far -s macsec show macsec0" ~ "InPktsUnusedSA\n +[1-9]\d* +0 +0 +0 +0"

# As far as mainline goes: a SecY that has SAs cannot move into the PHY
# (macsec_is_configured), and when wpa_supplicant makes it, it has none yet.
then             expect  guest "ip link set macsec0 down && ip macsec offload macsec0 phy" contains "Device or resource busy"
then             expect  no kernel warning
