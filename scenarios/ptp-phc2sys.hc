# SPDX-License-Identifier: GPL-2.0-or-later
# The guest's own clock follows the switch's, which follows a master that is
# 20 ppm fast: in the end the guest shows the master's time.
board    boneblack
guest    linuxptp
partner  eth0  kind=ptp-master transport=l2 sync=125ms drift=20000 offset=3ms
allow    kernel ~ "debugfs: .*already (exists|present)"  # ptp_open (ptp_chardev.c) names a folder by a hashed pointer, and two early readers of ptp0 get the same
allow    kernel ~ "i2c 0-0050: deferred probe pending"  # Debian's kernels have no tps65217-regulator, built in or as a module, for the supply of the board's EEPROM

@boot            expect  guest "ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             run     &ptp4l "ptp4l -i eth0 -s -m -2 >/tmp/ptp4l 2>&1"
then             run     &phc2sys "phc2sys -s eth0 -w -m -R 8 >/tmp/phc2sys 2>&1"
+25s .. 30s      expect  guest "tail -n 1 /tmp/phc2sys" ~ "offset +-?[0-9]{1,3} s2 freq "
then             expect  guest "phc_ctl eth0 cmp" ~ "is -?370000[0-9]+ns"
then             expect  no kernel warning
