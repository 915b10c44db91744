# SPDX-License-Identifier: GPL-2.0-or-later
# Modules that are mute for longer than the 300 ms of SFF-8472. 900 ms: Linux
# asks every 100 ms. 20 s: it says so and asks every 5 s. 90 s: it gives up at
# 56 s, and then the module may say what it likes.
board    ar8031-cages
module   late = late-1000base-sx
module   slow = late-1000base-sx ready_after=20s
module   lazy = late-1000base-sx ready_after=90s
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
allow    kernel ~ "please wait, module slow to respond"  # it is
allow    kernel ~ "failed to read EEPROM"  # it is mute

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 late
+0 .. 800ms      expect  cage0 eeprom.nak reason=not_ready
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             remove  cage0

+1500ms          insert  cage0 slow
+0 .. 3s         expect  kernel ~ "please wait, module slow to respond"
+19s .. 28s      expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             remove  cage0

+1500ms          insert  cage0 lazy
+50s .. 60s      expect  kernel ~ "failed to read EEPROM"
+58s .. 62s      expect  guest "grep ^Module.state /sys/kernel/debug/sfp-0/state" = "Module state: error"
+62s .. 95s      expect  not kernel ~ "sfp .*: module MikroTik"
then             expect  guest.link eth0 = down
then             expect  no kernel warning
