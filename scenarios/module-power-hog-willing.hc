# SPDX-License-Identifier: GPL-2.0-or-later
# A module for 1.5 W in a cage that gives 2 W: sfp.c reads what the cage gives
# from the device tree, selects the higher level in A2h 118 and waits 300 ms
# before it takes the module for present.
board    ar8031-cages
property cage-power=2000
module   hot = power-hog
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
then             insert  cage0 hot
+0 .. 100ms      expect  cage0.power_level = 1
+0 .. 3s         expect  kernel ~ "sfp .*: module OEM +SFP-ZX-HOT"
+0 .. 3s         expect  cage0 eeprom.write addr=0x51 off=0x76
+0 .. 3s         expect  cage0 module.power level=2
+0 .. 5s         expect  kernel ~ "Module switched to 1.5W power level"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  cage0.power_level = 2
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
