# SPDX-License-Identifier: GPL-2.0-or-later
# Four interfaces in one guest, as the kernel's own forwarding selftests want
# them: h1 - eth0 = br0 = eth1 - h2. The hosts are testers, virtio-net cards
# of the guest with a cable to each port (eth2 to eth0, eth3 to eth1), and
# live in network namespaces, so all that they say takes the cables and the
# switch. Nothing of it goes through the kernel's bridge.
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             expect  guest "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0" status 0
then             expect  guest "for p in eth0 eth1; do ip link set $p up && ip link set $p master br0 && bridge vlan add dev $p vid 1 pvid untagged && bridge vlan add dev $p vid 10; done" status 0
then             expect  guest "bridge vlan add dev br0 vid 1 pvid untagged self && ip link set br0 up" status 0
then             expect  guest "for n in 1 2; do ip netns add h$n && ip link set eth$((n + 1)) netns h$n name h$n && ip -n h$n link set h$n up && ip -n h$n addr add 192.0.2.$n/24 dev h$n; done" status 0
then             expect  guest "for n in 1 2; do ip -n h$n link add link h$n name v10 type vlan id 10 && ip -n h$n addr add 192.0.10.$n/24 dev v10 && ip -n h$n link set v10 up; done" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "ip -n h1 link show h1" contains "LOWER_UP"

# Untagged and tagged, through the hardware.
then             run     &ping "ip netns exec h1 ping -c 3 -i 0.2 -W 1 192.0.2.2"
+0 .. 5s         expect  guest &ping status 0
+0 .. 2s         expect  eth1 frame src=02:00:5e:40:00:01 dst=02:00:5e:40:00:02 vlan=none
+0 .. 2s         expect  eth0 frame src=02:00:5e:40:00:02 dst=02:00:5e:40:00:01 vlan=none
then             run     &ping10 "ip netns exec h2 ping -c 3 -i 0.2 -W 1 192.0.10.1"
+0 .. 5s         expect  guest &ping10 status 0
+0 .. 2s         expect  eth0 frame src=02:00:5e:40:00:02 dst=02:00:5e:40:00:01 vlan=10

# TCP, and the kernel's bridge learns next to nothing of it.
then             run     &server "ip netns exec h2 nc -l -p 5001 -e wc -c"
+100ms           expect  guest "dd if=/dev/zero bs=64k count=16 2>/dev/null | ip netns exec h1 nc 192.0.2.2 5001" = "1048576"
then             expect  guest "test $(cat /sys/class/net/br0/statistics/rx_packets) -lt 40 && echo little" = "little"

# Out of VLAN 10 on one port: the tagged way is cut, the other is not.
then             expect  guest "bridge vlan del dev eth1 vid 10" status 0
then             expect  guest "ip netns exec h1 ping -c 2 -i 0.2 -W 1 192.0.10.2" status 1
then             expect  guest "ip netns exec h1 ping -c 2 -i 0.2 -W 1 192.0.2.2" status 0

# A host's cable: its carrier goes and comes, like that of the port.
then             pull    eth1
+0 .. 3s         expect  guest.link eth1 = down
+0 .. 3s         expect  guest "ip -n h2 link show h2" contains "NO-CARRIER"
then             plug    eth1
+0 .. 8s         expect  guest.link eth1 = up
then             expect  guest "sleep 0.5; ip netns exec h1 ping -c 2 -i 0.2 -W 1 192.0.2.2" status 0
then             expect  no kernel warning
