# SPDX-License-Identifier: GPL-2.0-or-later
# ethtool -m must give the very bytes that `hotcage modules export` writes: all
# of A0h, and A2h up to where it measures. The sums are those of
#   hotcage modules export generic-1000base-sx | head -c 352 | md5sum
#   hotcage modules export passive-dac-1m | md5sum
# The same on an SoC's bus and, with --board vsc8572-cages, on a PHY's.
board    ar8031-cages
module   sx  = generic-1000base-sx
module   dac = passive-dac-1m
partner  cage0  kind=none
partner  cage1  kind=none
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip link set eth0 up && ip link set eth1 up" status 0
then             insert  cage0 sx
then             insert  cage1 dac
+0 .. 3s         expect  kernel ~ "sfp .*: module MikroTik"
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-DAC-1M"
then             expect  guest "ethtool -m eth0 raw on | wc -c" = "512"
then             expect  guest "ethtool -m eth0 raw on | head -c 352 | md5sum" contains "4fe54a365a60e3740e8f62a61dd98e98"
then             expect  guest "ethtool -m eth1 raw on | md5sum" contains "aa3adfae939f17fa1520ef3decd84446"
then             expect  guest "ethtool -m eth0" ~ "(?s)Identifier +: 0x03 .SFP.*Connector +: 0x07 .LC.*Transceiver type +: Ethernet: 1000BASE-SX.*BR.? Nominal +: 1300MBd.*Vendor name +: MikroTik.*Vendor PN +: S-85DLC05D"
then             expect  guest "ethtool -m eth1" ~ "(?s)Connector +: 0x21 .Copper pigtail.*(?i)passive.*Length .Copper.*: 1m"
then             expect  no kernel warning
