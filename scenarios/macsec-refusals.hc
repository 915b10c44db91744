# SPDX-License-Identifier: GPL-2.0-or-later
# What mscc and the kernel refuse when MACsec is left to the PHY, and how: the
# codes of drivers/net/phy/mscc/mscc_macsec.c and drivers/net/macsec.c.
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

# EOPNOTSUPP: not in the MAC.
then             expect  guest "ip link add link eth0 macsec0 type macsec offload mac" contains "Operation not supported"
then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy encrypt on" status 0
then             expect  guest "ip macsec add macsec0 tx sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 on" status 0
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020001 sa 0 pn 1 on key 02 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff" status 0
then             expect  guest "ip address add 192.0.2.1/24 dev macsec0 && ip link set macsec0 up" status 0

# EEXIST: one SecY per port (vsc8584_macsec_add_secy).
then             expect  guest "ip link add link eth0 macsec9 type macsec port 2 offload phy" contains "File exists"
# EINVAL: no packet number is changed (vsc8584_macsec_upd_txsa, _upd_rxsa).
then             expect  guest "ip macsec set macsec0 tx sa 0 pn 100 on" contains "Invalid argument"
then             expect  guest "ip macsec set macsec0 rx sci 02005e1000020001 sa 0 pn 100 on" contains "Invalid argument"
# EOPNOTSUPP: no channel is changed (vsc8584_macsec_upd_rxsc).
then             expect  guest "ip macsec set macsec0 rx sci 02005e1000020001 off" contains "Operation not supported"
# EBUSY: offload cannot be given up while it runs, nor with rules
# (macsec_update_offload); an SA cannot be deleted while it is on.
then             expect  guest "ip macsec offload macsec0 off" contains "Device or resource busy"
then             expect  guest "ip link set macsec0 down" status 0
then             expect  guest "ip macsec offload macsec0 off" contains "Device or resource busy"
then             expect  guest "ip macsec del macsec0 tx sa 0" contains "Device or resource busy"
# EINVAL: the cipher of a SecY stays.
then             expect  guest "ip link set macsec0 type macsec cipher gcm-aes-256" contains "Invalid argument"

# ENOMEM: 16 match entries a direction, of which one is for EAPOL and one for
# the SA from above; the seventeenth finds no room. That one is
# off, as the interface is.
then             expect  guest "for p in 2 3 4 5; do ip macsec add macsec0 rx sci 02005e100002000$p on || exit; done" status 0
then             expect  guest "for p in 2 3 4; do for s in 0 1 2 3; do ip macsec add macsec0 rx sci 02005e100002000$p sa $s pn 1 on key 0$p 000102030405060708090a0b0c0d0e0f || exit; done; done" status 0
then             expect  guest "for s in 0 1; do ip macsec add macsec0 rx sci 02005e1000020005 sa $s pn 1 on key 05 000102030405060708090a0b0c0d0e0f || exit; done" status 0
then             expect  eth0.engine_rx_sas = 14
then             expect  guest "ip macsec add macsec0 rx sci 02005e1000020005 sa 2 pn 1 on key 05 000102030405060708090a0b0c0d0e0f" contains "Cannot allocate memory"

# The PHY belongs to the interface only while that is up.
then             expect  guest "ip link delete macsec0 && ip link set eth0 down" status 0
then             expect  guest "ip link add link eth0 macsec0 type macsec offload phy" contains "Operation not supported"
then             expect  no kernel warning
