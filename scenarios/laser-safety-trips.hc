# SPDX-License-Identifier: GPL-2.0-or-later
# The laser safety of a module trips: dark, with TX_FAULT high until somebody
# pulses TX_DISABLE, which sfp.c does after a second. Then TX_DISABLE is stuck
# low, so that the pulse never arrives: after the fifth try sfp.c gives up.
board    ar8031-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module transmit fault indicated"  # it was asked for
allow    kernel ~ "module persistently indicates fault, disabling"  # the same

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 5s         expect  guest.link eth0 = up

then             trip    cage0
+0 .. 10ms       expect  cage0 tx_fault.set level=1
+0 .. 10ms       expect  cage0.tx = off
+0 .. 500ms      expect  kernel ~ "sfp .*: module transmit fault indicated"
+0 .. 1500ms     expect  guest.link eth0 = down
+900ms .. 1500ms expect  cage0 tx_disable.set level=1
+900ms .. 1500ms expect  cage0 tx_fault.set level=0
+0 .. 3s         expect  kernel ~ "sfp .*: module transmit fault recovered"
then             expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             tx_disable cage0 low
+0               trip    cage0
+0 .. 15s        expect  kernel ~ "sfp .*: module persistently indicates fault, disabling"
then             expect  cage0.tx_fault = on
then             expect  guest "grep -E '^Main state' /sys/kernel/debug/sfp-0/state" = "Main state: tx_disable"
then             expect  no kernel warning
