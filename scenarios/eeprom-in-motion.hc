# SPDX-License-Identifier: GPL-2.0-or-later
# An EEPROM that does not keep still. The first reads are refused, so sfp.c
# retries. The vendor's name changes in memory while the module is in: the
# kernel keeps what it read, ethtool -m shows the new one. A byte that reads
# wrong from the second read on spoils the check code for who looks again.
# At last the module's controller hangs: it answers, and nothing moves.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0               nak     cage0 reads=3
+0 .. 2s         expect  cage0 eeprom.nak addr=0x50 reason=stalled
+0 .. 3s         expect  kernel ~ "sfp .*: module MikroTik"
+0 .. 5s         expect  guest.link eth0 = up

# "ACME" over the first letters of the vendor, A0h 20..23.
then             patch   cage0 0x50 20 0x41 0x43 0x4d 0x45
then             expect  guest "ethtool -m eth0" ~ "Vendor name +: ACMEoTik"
# And back, when byte 20 is read for the second time from now.
then             patch   cage0 0x50 20 0x4d 0x69 0x6b 0x72 on_read=2
then             expect  guest "ethtool -m eth0 | grep name; ethtool -m eth0 | grep name" ~ "ACMEoTik(.|\n)*MikroTik"

# LC (07h) becomes an RJ45 (22h) at the third read of A0h 2.
then             flip    cage0 0x50 2 0x22 reads=1 on_read=3
then             expect  guest "for i in 1 2 3 4; do ethtool -m eth0 | grep -c RJ45; done" = "0\n0\n1\n0"

then             freeze  cage0 on
+0               diag    cage0 temp 60C
then             expect  guest "cat /sys/class/hwmon/hwmon*/temp1_input" contains "38000"
then             freeze  cage0 off
then             expect  guest "cat /sys/class/hwmon/hwmon*/temp1_input" contains "60000"
then             expect  no kernel warning
