# SPDX-License-Identifier: GPL-2.0-or-later
# The switch's clock as linuxptp's phc_ctl sees it: it is there when a port is
# up, it can be set, it runs as fast as the guest's own clock, for many turns of
# its 32 bits (17 s each), and 100 ppm more are 1 ms in 10 s.
board    evmsk
guest    linuxptp
property pwm-timer=5    # not used: so it starts from the machine of ptp-ts2phc

@boot            expect  guest "ip link set eth0 up" status 0
then             expect  guest "phc_ctl eth0 set 1000.0 get" ~ "clock time is 1000\.00"
then             run     &same "phc_ctl eth0 set wait 10 cmp"
+0 .. 12s        expect  guest &same ~ "offset from CLOCK_REALTIME is -?[0-9]{1,5}ns"
then             run     &long "phc_ctl eth0 set wait 300 cmp"
+0 .. 302s       expect  guest &long ~ "offset from CLOCK_REALTIME is -?[0-9]{1,5}ns"
then             run     &faster "phc_ctl eth0 set freq 100000 wait 10 cmp"
+0 .. 12s        expect  guest &faster ~ "offset from CLOCK_REALTIME is -100[0-9]{4}ns"
then             expect  no kernel warning
