# SPDX-License-Identifier: GPL-2.0-or-later
# The starter kit as it is, with the device tree that the kernel brings: it
# must boot to a shell, find both ports with their AR8031s, and print no
# warning that a real board would not print (docs/hardware/boot-log.md).
board   evmsk
partner eth0    kind=peer ip=192.0.2.1
allow   kernel ~ "Spectre v2: firmware did not set auxiliary control register"  # a boot loader's job
allow   kernel ~ "fck: device ID is greater than 24"  # long names in the tree
allow   kernel ~ "omap_voltage_late_init: Voltage driver support not added"  # not on this SoC
allow   kernel ~ "49000000.dma.* (already present|already exists)"  # ti-edma asks twice
allow   kernel ~ "Failed to create device link \(0x180\) with"  # reserved timers
allow   kernel ~ "cma: Failed to reserve 128 MiB"  # 7.x on a board of 256 MiB

@boot            expect  no kernel warning since power-on
# The boot loader's seed, or else the first who asks would wait for a second.
then             expect  kernel ~ "^random: crng init done"
then             expect  guest "readlink /sys/bus/mdio_bus/devices/4a101000.mdio:00/driver" contains "AR8031"
then             expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest.speed eth0 = 1000
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
