# SPDX-License-Identifier: GPL-2.0-or-later
# A module comes back while sfp.c reads the contacts of the cage one by one,
# after it has seen that MOD-DEF0 is high and before it has read the others.
# Each of these readings takes the expander's interrupt away, and the pin of the
# SoC looks at levels: nothing tells the driver of the module, however long it
# sits there. The next edge of any line does, here a TX_FAULT of 10 ms.
# TX_DISABLE let go is what the readings follow; `auto` only marks the moment.
board    vsc8572-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip link set eth0 up" status 0
then             insert  cage0 sx
+0 .. 3s         expect  guest.link eth0 = up
then             remove  cage0
+0 .. 1s         expect  cage0 tx_disable.set level=1
then             tx_disable cage0 auto
+600us           insert  cage0 sx
+0 .. 3s         expect  guest.link eth0 = down
+8s .. 9s        expect  guest.link eth0 = down
+8s .. 9s        expect  guest "dmesg | grep -c 'sfp-0: module MikroTik'" = "1"
then             tx_fault cage0 high
+10ms            tx_fault cage0 auto
+0 .. 4s         expect  guest.link eth0 = up
then             expect  no kernel warning
