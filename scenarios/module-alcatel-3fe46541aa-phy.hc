# SPDX-License-Identifier: GPL-2.0-or-later
# A GPON stick that one single byte read from A2h locks up, on a bus that has no
# other reads. It is refused anyway (2500BASE-X); asked for its diagnostics (by
# hwmon before 7.0, by ethtool since), it answers no more. The master reads FF
# and cannot tell.
board    vsc8572-cages
module   gpon = alcatel-3fe46541aa
needs    board = vsc8572-cages "it survives blocks: module-alcatel-3fe46541aa"
partner  cage0  kind=none
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "incompatible SFP module inserted"  # it must say no
allow    kernel ~ "sfp-0: Unable to ascertain link mode"  # 6.12; the same

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 gpon
+0 .. 3s         expect  kernel ~ "sfp .*: module ALCATELLUCENT +3FE46541AA"
+0 .. 3s         expect  kernel ~ "incompatible SFP module inserted"
+0 .. 4s         expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
then             expect  cage0.tx = off
then             expect  guest.link eth0 = down
then             run     "ethtool -m eth0; ethtool -m eth0"
+0 .. 2s         expect  cage0 eeprom.nak addr=0x50 reason=stalled
then             expect  no kernel warning
