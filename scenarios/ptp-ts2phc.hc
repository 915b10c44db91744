# SPDX-License-Identifier: GPL-2.0-or-later
# A pulse a second of timer 5, by Linux' own PWM driver, reaches the switch's
# clock as on silicon (HW2_TS_PUSH), and ts2phc has the clock follow it. It is 20
# ppm too fast until then.
board    evmsk
guest    linuxptp
property pwm-timer=5
needs    kernel < 6.17 "cpts names no flags that it supports for PTP_EXTTS_REQUEST2, and newer kernels refuse all of those (ptp_chardev.c)"

@boot            expect  guest "ip link set eth0 up; modprobe pwm-omap-dmtimer" status 0
then             expect  guest "cd /sys/class/pwm/pwmchip0; echo 0 > export; cd pwm0; echo 1000000000 > period; echo 1000000 > duty_cycle; echo 1 > enable; phc_ctl eth0 set freq 20000" status 0
then             run     &ts2phc "timeout 20 ts2phc -m -q -l 7 -c eth0 -s generic --ts2phc.channel 1"
+15s .. 25s      expect  guest &ts2phc ~ "offset +-?[0-9]{5,} s0 freq +-20000\n"
then             expect  guest &ts2phc ~ "offset +-?[0-9]{1,2} s2 freq +[-+][0-9]\n*\z"
then             expect  no kernel warning
