# SPDX-License-Identifier: GPL-2.0-or-later
# A VLAN-aware bridge over both ports. eth0 is a trunk: VLAN 10 tagged, and
# VLAN 1 untagged (its PVID); eth1 is an access port of VLAN 10 that takes
# VLAN 20 tagged as well. Hosts of every kind stand behind both wires, and
# what a port must not see counts as much as what it must.
# cpsw_new is told of the bridge's own VLANs only when they are added after
# its ports, so nothing is left to vlan_default_pvid.
board    evmsk
partner  eth0    kind=hosts host=a1,192.0.2.11 host=a10,192.0.10.11,vlan=10 host=a20,192.0.20.11,vlan=20
partner  eth1    kind=hosts host=b10,192.0.10.12 host=b20,192.0.20.12,vlan=20

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0; done" status 0
then             expect  guest "bridge vlan add dev eth0 vid 1 pvid untagged && bridge vlan add dev eth0 vid 10" status 0
then             expect  guest "bridge vlan add dev eth1 vid 10 pvid untagged && bridge vlan add dev eth1 vid 20" status 0
then             expect  guest "bridge vlan add dev br0 vid 10 self && ip link set br0 up" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "bridge vlan" contains "eth0              1 PVID Egress Untagged\n                  10\neth1              10 PVID Egress Untagged\n                  20\nbr0               10"

# Tagged 10 on the trunk leaves the access port without its tag.
then             send    eth0 frame from=a10 to=broadcast count=3
+0 .. 300ms      expect  eth0 frame way=in src=a10 vlan=10 count=3
+0 .. 300ms      expect  eth1 frame src=a10 vlan=none count=3
+0 .. 300ms      expect  not eth0 frame src=a10

# And back: untagged into the access port, VLAN 10 on the trunk.
then             send    eth1 frame from=b10 to=a10 count=2
+0 .. 300ms      expect  eth0 frame src=b10 dst=a10 vlan=10 count=2
+0 .. 300ms      expect  not eth0 frame src=b10 vlan=none
+0 .. 300ms      expect  not eth1 frame src=b10
then             expect  eth0.a10.unicast = 2
then             expect  eth0.a1.foreign = 0

# A priority tag names no VLAN: the access port's PVID counts.
then             send    eth1 frame from=b10 to=a10 vlan=0 prio=5
+0 .. 300ms      expect  eth0 frame src=b10 vlan=10 count=1

# VLAN 1 has no other member: nobody else hears it.
then             send    eth0 frame from=a1 to=broadcast
+0 .. 300ms      expect  not eth1 frame src=a1
then             send    eth1 frame from=b20 to=broadcast
+0 .. 300ms      expect  not eth0 frame src=b20

# The trunk is not in VLAN 20. The kernel's bridge would drop the frame there;
# the driver leaves the hardware's ingress check off in switch mode
# (cpsw_port_add_switch_def_ale_entries), so it reaches the VLAN's member.
then             send    eth0 frame from=a20 to=broadcast
+0 .. 300ms      expect  eth1 frame src=a20 vlan=20 count=1

# Out of the VLAN, out of hearing.
then             expect  guest "bridge vlan del dev eth1 vid 10" status 0
then             send    eth0 frame from=a10 to=broadcast
+0 .. 300ms      expect  not eth1 frame src=a10

# Without a PVID the kernel's bridge would drop what has no tag. The driver
# writes 0 for the port's VLAN (cpsw_port_vlan_del), and VLAN 0 is everybody's.
then             send    eth1 frame from=b10 to=broadcast
+0 .. 300ms      expect  eth0 frame src=b10 vlan=none count=1
then             send    eth1 frame from=b10 to=broadcast vlan=10
+0 .. 300ms      expect  eth0 frame src=b10 vlan=10 count=1
then             expect  no kernel warning
