# SPDX-License-Identifier: GPL-2.0-or-later
# A module with external calibration holds bare readings; the host applies
# slopes and offsets of A2h 56 to 91. What ethtool and hwmon compute must be
# what is set here, thresholds too. hwmon leaves the received power as it is
# read, and takes a negative offset for 65536 more (sfp.c); ethtool does both,
# but cuts off what is behind the point of its units after each term.
board    ar8031-cages
module   ext = externally-calibrated.ini
module   neg = externally-calibrated.ini  cal_vcc_offset=-1000
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip link set eth0 up" status 0
then             insert  cage0 ext
+0 .. 5s         expect  guest.link eth0 = up
then             run     "cd /sys/class/hwmon && ln -s $PWD/$(grep -l sfp */name | cut -d / -f 1) /tmp/sfp"
then             expect  guest "cd /tmp/sfp && cat temp1_input in0_input curr1_input power1_input" = "38000\n3290\n6\n280"
then             expect  guest "cd /tmp/sfp && cat temp1_crit temp1_max in0_crit curr1_lcrit power1_crit" = "100000\n90000\n3600\n1\n800"
then             expect  guest "ethtool -m eth0" ~ "Module temperature high alarm threshold +: 100.00 degrees C"
then             expect  guest "ethtool -m eth0" ~ "Laser rx power low warning threshold +: 0.0(100|099) mW"

then             diag    cage0 temp 45C
+0               diag    cage0 vcc 3.4V
+0               diag    cage0 bias 7mA
+0               diag    cage0 tx_power 0.3mW
+0               diag    cage0 rx_power 0.2mW
then             expect  guest "cd /tmp/sfp && cat temp1_input in0_input curr1_input power1_input" = "45000\n3400\n7\n300"
then             expect  guest "ethtool -m eth0" ~ "Module temperature +: 45.00 degrees C"
then             expect  guest "ethtool -m eth0" ~ "Module voltage +: 3.4000 V"
then             expect  guest "ethtool -m eth0" ~ "Laser bias current +: 7.000 mA"
then             expect  guest "ethtool -m eth0" ~ "Laser output power +: 0.(3000|2999) mW"
then             expect  guest "ethtool -m eth0" ~ "Receiver signal average optical power +: 0.(2000|199[6-9]) mW"
then             expect  cage0.rx_power_uw = 200

then             diag    cage0 temp 105C within=6s
+6s .. 7s        expect  guest "cd /tmp/sfp && cat temp1_input temp1_max_alarm temp1_crit_alarm" = "105000\n1\n1"

then             remove  cage0
+0 .. 2s         expect  guest.link eth0 = down
+500ms           insert  cage0 neg
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ethtool -m eth0" ~ "Module voltage +: 3.2900 V"
then             expect  guest "cat /sys/class/hwmon/*/in0_input" = "9844"
then             expect  no kernel warning
