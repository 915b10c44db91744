# SPDX-License-Identifier: GPL-2.0-or-later
# The same behind an 88E1512. Its driver does not take out what the PHY cannot
# do before it asks for the best coding (marvell.c, m88e1510_sfp_insert), gets
# 2500BASE-X and refuses.
board    two-cages
module   dual = lantech-8330-262d-e
needs    kernel < 7.0 "since then the PHY core leaves only what the PHY can do"
needs    board = two-cages "it is the driver of the 88E1512 that refuses"
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "Incompatible SFP module inserted"  # 2.5G

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 dual
+0 .. 3s         expect  kernel ~ "sfp .*: module Lantech +8330-262D-E"
+0 .. 4s         expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
then             expect  cage0.tx = off
then             expect  guest.link eth0 = down
then             expect  no kernel warning
