# SPDX-License-Identifier: GPL-2.0-or-later
# Two hundred things in ten seconds, over both cages of a VSC8572.
board    vsc8572-cages
module   sx = generic-1000base-sx
partner  cage0  kind=peer ip=192.0.2.1 mode=1000base-x
partner  cage1  kind=peer ip=198.51.100.1 mode=1000base-x
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
# What sfp.c and the PHY drivers say of modules that are pulled, mute, wrong
# or broken.
allow    kernel ~ "^sfp sfp-[01]: .*(transmit fault|indicates fault|slow to respond|failed to read EEPROM|checksum failure|not supported|unsupported|Rewriting fiber module EEPROM|Failed to (rewrite|update)|[Uu]nable to ascertain link mode|Host does not support)"  # it is so
allow    kernel ~ "incompatible SFP module inserted|module may not function if 1000Base-X not supported"  # it is
allow    kernel ~ "^sfp EE: "  # the bytes of an EEPROM whose sum is wrong

@boot            expect  guest "mount -t debugfs debugfs /sys/kernel/debug && ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up && ip address replace 198.51.100.2/24 dev eth1 && ip link set eth1 up" status 0
then             storm   cage0,cage1 events=200 within=10s modules=sx,generic-1000base-lx,finisar-fclf8522,netgear-agm734,oem-sfp-ge-t,generic-1000base-t,oem-sfp-10g-t seed=12

+2s              insert  cage0 sx
+0 .. 10s        expect  guest.link eth0 = up
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-0/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             insert  cage1 sx
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "grep -E '^(Module|Main) state' /sys/kernel/debug/sfp-1/state" = "Module state: present\nMain state: link_up"
then             expect  guest "ping -c 3 -i 0.2 -W 1 198.51.100.1" status 0
then             expect  no kernel warning
