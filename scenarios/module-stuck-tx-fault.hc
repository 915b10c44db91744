# SPDX-License-Identifier: GPL-2.0-or-later
# The same behind a name that Linux does not know: four pulses of TX_DISABLE,
# and at the fifth fault the module is switched off.
board    ar8031-cages
module   t = stuck-tx-fault
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "module may not function if 1000Base-X not supported"  # the driver knows only that it is copper
allow    kernel ~ "module transmit fault indicated"  # it is stuck
allow    kernel ~ "module persistently indicates fault"  # so it is

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 t
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-GB-T"
+0 .. 3s         expect  kernel ~ "sfp .*: module transmit fault indicated"
+0 .. 12s        expect  kernel ~ "sfp .*: module persistently indicates fault, disabling"
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: tx_disable"
then             expect  counter cage0.tx_frames = 0
then             expect  no kernel warning
