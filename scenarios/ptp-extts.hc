# SPDX-License-Identifier: GPL-2.0-or-later
# Pulses at the inputs of the switch's clock. A hand at an input shows that
# nothing comes unasked, and that the distance is right. On silicon they are the
# outputs of the timers 4 to 7: Linux' own PWM driver makes one a second of
# timer 5.
board    evmsk
guest    linuxptp       # not used: so it starts from the machine of ptp-ts2phc
property pwm-timer=5

@boot            expect  guest "ip link set eth0 up; modprobe pwm-omap-dmtimer" status 0
then             expect  guest "cat /sys/class/ptp/ptp0/n_external_timestamps" = "4"
then             expect  guest "cd /sys/class/ptp/ptp0; echo 0 1 > extts_enable; cat fifo" = ""
# Nobody has asked for input 2.
then             pulse   eth0 hw2
+50ms            expect  guest "cat /sys/class/ptp/ptp0/fifo" = ""
then             pulse   eth0 hw1
+0 .. 100ms      expect  guest "cat /sys/class/ptp/ptp0/fifo" ~ "^0 [0-9]+ [0-9]+$"
then             pulse   eth0 hw1
+500ms           pulse   eth0 hw1
# 500 ms, in units of the clock's 4 ns.
+50ms            expect  guest "cd /sys/class/ptp/ptp0; set -- $(cat fifo) $(cat fifo); echo $((($5 - $2) * 1000000000 + $6 - $3))" = "500000000"
then             expect  guest "echo 0 0 > /sys/class/ptp/ptp0/extts_enable" status 0

# A pulse a second of the timer, rising at its overflow.
then             expect  guest "cd /sys/class/pwm/pwmchip0; echo 0 > export; cd pwm0; echo 1000000000 > period; echo 1000000 > duty_cycle; echo 1 > enable; echo 1 1 > /sys/class/ptp/ptp0/extts_enable" status 0
+3s              expect  guest "cd /sys/class/ptp/ptp0; set -- $(cat fifo) $(cat fifo); echo $1 $((($5 - $2) * 1000000000 + $6 - $3))" = "1 1000000000"
then             expect  no kernel warning
