# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own no_forwarding.sh, as it is, with the ports as two cards
# (dual-MAC): h1 (eth2) - eth0 | eth1 - h2 (eth3). Unicast, multicast and
# broadcast, IPv4, IPv6 and neither, untagged and in fourteen VLANs: nothing
# crosses. Its other two parts need two bridges at a time, which cpsw_new
# refuses (cpsw_netdevice_port_link), and filtering at ingress, which it leaves
# off (switchdev-vlan).
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     selftest as /usr/bin/selftest

@boot            run     &test "TESTS=standalone selftest net/forwarding/no_forwarding.sh eth2 eth0 eth3 eth1"
+0 .. 900s       expect  guest &test contains "112 ok, 0 fail, 0 xfail, 0 skip; status 0"
then             expect  guest &test ~ "^OK Standalone switch ports: Broadcast non-IP untagged$"
then             expect  guest &test ~ "^OK Standalone switch ports: Multicast IPv6 VID 1$"
then             expect  guest &test ~ "^OK Standalone switch ports: Unicast IPv4 VID 4094$"
