# SPDX-License-Identifier: GPL-2.0-or-later
# The BeagleBone Black as it is, with the device tree that the kernel brings:
# it must boot to a shell, find its LAN8710A, and print no warning that a real
# board would not print (docs/hardware/boot-log.md).
board   boneblack
partner eth0    kind=peer    # not used: so it starts from the machine of link-rate
allow   kernel ~ "Spectre v2: firmware did not set auxiliary control register"  # a boot loader's job
allow   kernel ~ "fck: device ID is greater than 24"  # long names in the tree
allow   kernel ~ "omap_voltage_late_init: Voltage driver support not added"  # not on this SoC
allow   kernel ~ "49000000.dma.* (already present|already exists)"  # ti-edma asks twice
allow   kernel ~ "Failed to create device link \(0x180\) with"  # reserved timers
allow   kernel ~ "cma: Failed to reserve 128 MiB"  # 7.x on a board of 256 MiB
allow   kernel ~ "at24 2-005.: supply vcc not found, using dummy regulator"  # the tree names none
allow   kernel ~ "tps65217-(pmic|bl): Failed to locate of_node"  # no such nodes in the tree
allow   kernel ~ "platform tps65217-[a-z]+: DMA mask not set"  # 7.x

@boot            expect  no kernel warning since power-on
then             expect  guest "readlink /sys/bus/mdio_bus/devices/4a101000.mdio:00/driver" contains "LAN8710"
