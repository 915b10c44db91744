# SPDX-License-Identifier: GPL-2.0-or-later
# A well-behaved 1000BASE-SX module on a bus of single bytes. ethtool shows its
# diagnostics. hwmon does so only where the kernel has not been told that a
# 16-bit value may come out torn (before 7.0, see guest/README.md).
board    vsc8572-cages
module   sx = generic-1000base-sx
needs    board = vsc8572-cages "hwmon is another one on an SoC's bus: module-generic-1000base-sx"
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0

then             insert  cage0 sx
+0 .. 3s         expect  kernel ~ "sfp .*: module MikroTik"
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "ethtool -m eth0" ~ "Module temperature +: 38.00 degrees C"
then             expect  guest "t=$(cat /sys/class/hwmon/hwmon*/temp1_input 2>/dev/null); case $(uname -r) in 6.*) test ${t%???} = 38;; *) test -z \"$t\";; esac" status 0
then             expect  no kernel warning
