# SPDX-License-Identifier: GPL-2.0-or-later
# The PHY stamps, not the switch (mscc_ptp.c): what comes in has its nanoseconds
# in the header's reserved octets, what goes out leaves its stamp in a FIFO that
# interrupts, and a GPIO latches the clock that the driver reads. ptp4l follows
# a master that is 20 ppm fast to a few nanoseconds; the driver's rate comes in
# steps of 0.4 ppb there, a nanosecond in so many.
board    vsc8584
guest    linuxptp
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
partner  eth0  kind=ptp-master transport=l2 sync=125ms drift=20000 offset=3ms
partner  eth1  kind=ptp-master transport=udp4 sync=125ms drift=-7000 ip=198.51.100.1  # not used: ptp-phy-udp starts from this machine

@boot            expect  guest "ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ethtool -T eth0" ~ "hardware-transmit\n.*hardware-receive(?s:.*)PTP Hardware Clock: 0\n(?s:.*)onestep-sync"
then             expect  guest "cat /sys/class/ptp/ptp0/clock_name" = "VSC85xx timer"
then             expect  guest "phc_ctl eth0 set 1000.0 get" ~ "clock time is 1000\.0"
# 100 ppm more are 1 ms in 10 s; a read takes some 5 ms on the MDIO bus.
then             run     &faster "phc_ctl eth0 freq 0 set; a=$(phc_ctl eth0 cmp | sed 's/.* is //;s/ns//'); phc_ctl eth0 freq 100000; sleep 10; b=$(phc_ctl eth0 cmp | sed 's/.* is //;s/ns//'); echo $(((a - b) / 10000))"
+0 .. 12s        expect  guest &faster ~ "\n(9[89]|10[0-2])\n?$"
then             expect  guest "awk '/mdio:00/ { print $2 }' /proc/interrupts >/tmp/irqs" status 0
then             run     &ptp4l "ptp4l -i eth0 -s -m -2 >/tmp/ptp4l 2>&1"
+6s .. 10s       expect  guest "cat /tmp/ptp4l" contains "UNCALIBRATED to SLAVE"
+24s .. 30s      expect  guest "tail -n 1 /tmp/ptp4l" ~ "rms +[0-9] max +-?[0-9] freq -200[01][0-9] .* delay +-?[0-4] "
then             expect  eth0.ptp_delay_reqs >= 50
then             expect  guest "echo $(($(awk '/mdio:00/ { print $2 }' /proc/interrupts) - $(cat /tmp/irqs) >= 50))" = "1"
then             expect  guest "grep -c -i 'fault\|timed out' /tmp/ptp4l" = "0"
then             expect  no kernel warning
