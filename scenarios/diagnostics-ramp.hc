# SPDX-License-Identifier: GPL-2.0-or-later
# A module that gets hot: from 38 to 108 degrees in seven seconds, past the
# warning at 90 and the alarm at 100. hwmon and ethtool must show the value,
# the warning, then the alarm. Then its supply sags, its laser ages and the
# far end's light fades to -30 dBm, below the alarm at -27 and the loss of
# signal at -25.
board    ar8031-cages
module   sx = generic-1000base-sx  los_assert=-25dBm los_deassert=-20dBm
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 5s         expect  guest.link eth0 = up
then             run     "cd /sys/class/hwmon && ln -s $PWD/$(grep -l sfp */name | cut -d / -f 1) /tmp/sfp"
then             expect  guest "cd /tmp/sfp && cat temp1_input temp1_max_alarm temp1_crit_alarm" = "38000\n0\n0"

then             diag    cage0 temp 108C within=7s
+1s .. 2s        expect  cage0.temp_mdegc > 48000
+1s .. 2s        expect  cage0.temp_mdegc < 59000
+5300ms .. 6s    expect  guest "cd /tmp/sfp && cat temp1_max_alarm temp1_crit_alarm" = "1\n0"
+7s .. 8s        expect  guest "cd /tmp/sfp && cat temp1_input temp1_max_alarm temp1_crit_alarm" = "108000\n1\n1"
+7s .. 8s        expect  guest "ethtool -m eth0" ~ "Module temperature high alarm +: On"

then             diag    cage0 vcc 2.9V
+0               diag    cage0 bias 60mA
+0               diag    cage0 tx_power -10dBm
+0               diag    cage0 rx_power -30dBm
then             expect  guest "cd /tmp/sfp && cat in0_input in0_lcrit_alarm curr1_input power1_input power2_input power2_lcrit_alarm" = "2900\n1\n60\n100\n1\n1"
then             expect  guest "ethtool -m eth0" ~ "Receiver signal average optical power +: 0.0010 mW / -30.00 dBm"
# Too little for the detector, until there is enough again.
+0 .. 1s         expect  cage0.los = on
then             diag    cage0 rx_power -22dBm
+500ms .. 1s     expect  cage0.los = on
then             diag    cage0 rx_power -19dBm
+0 .. 1s         expect  cage0.los = off
# Without the far end's light there is nothing to measure at all.
then             silence cage0 on
+0 .. 2s         expect  guest "cat /tmp/sfp/power2_input" = "0"
then             silence cage0 off
+0 .. 5s         expect  guest.link eth0 = up
then             expect  no kernel warning
