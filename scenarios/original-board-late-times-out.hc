# SPDX-License-Identifier: GPL-2.0-or-later
# The other answer to what a VSC8572's two-wire master does when nobody
# acknowledges: it stays busy for 25 ms instead of reading FF at once. The
# guest's module then tells of a time-out, sfp.c tries again, and a module that
# is mute for 900 ms comes up all the same.
board    vsc8572-cages
property vsc-guess=absent-times-out
module   late = generic-1000base-sx ready_after=900ms
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 late
+300ms .. 400ms  expect  vsc twi.nak addr=0x50
+0 .. 3s         expect  kernel ~ "sfp sfp-0: module MikroTik"
+0 .. 4s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
