# SPDX-License-Identifier: GPL-2.0-or-later
# A master over Ethernet whose clock runs 20 ppm fast. ptp4l finds the rate to
# the ppb and stays within 100 ns; when the master changes its mind to 5 ppm
# slow, it follows. phc_ctl is the second witness: the switch's clock gains on
# the guest's own what ptp4l says.
board    boneblack
guest    linuxptp
partner  eth0  kind=ptp-master transport=l2 sync=125ms drift=20000 offset=3ms
allow    kernel ~ "i2c 0-0050: deferred probe pending"  # Debian's kernels have no tps65217-regulator, built in or as a module, for the supply of the board's EEPROM
allow    kernel ~ "debugfs: .*already (exists|present)"  # ptp_open (ptp_chardev.c) names a folder by a hashed pointer, and two early readers of ptp0 get the same

@boot            expect  guest "ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             run     &ptp4l "ptp4l -i eth0 -s -m -2 >/tmp/ptp4l 2>&1"
+6s .. 10s       expect  guest "cat /tmp/ptp4l" contains "UNCALIBRATED to SLAVE"
+18s .. 28s      expect  guest "tail -n 1 /tmp/ptp4l" ~ "rms +[0-9]{1,2} max +-?[0-9]{1,2} freq -20000 "
then             expect  eth0.ptp_delay_reqs >= 50
then             run     &rate "a=$(phc_ctl eth0 cmp | sed 's/.* is //;s/ns//'); sleep 10; b=$(phc_ctl eth0 cmp | sed 's/.* is //;s/ns//'); echo $(( (a - b) / 100 ))"
+0 .. 12s        expect  guest &rate ~ "^200[0-9]$"
then             partner eth0  kind=ptp-master transport=l2 sync=125ms drift=-5000 offset=3ms
+12s .. 20s      expect  guest "tail -n 1 /tmp/ptp4l" ~ "rms +[0-9]{1,2} max +-?[0-9]{1,2} freq +\+?5000 "
then             expect  guest "grep -c -i 'fault\|timed out' /tmp/ptp4l" = "0"
then             expect  no kernel warning
