# SPDX-License-Identifier: GPL-2.0-or-later
# Parts of the kernel's own bridge_igmp.sh, as it is: joins and leaves with
# IGMPv2 and sources with IGMPv3. The address table knows groups and no sources,
# so a group that was asked for comes from all of them; and in VLAN 0, where the
# script's ports end up (selftest-bridge-vlan-8021p), a group that nobody asked
# for goes everywhere (cpsw_init_host_port_switch). switchdev-mdb-joins shows
# what does hold.
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     selftest as /usr/bin/selftest

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             run     &test "TESTS='v2reportleave_test v3include_test v3inc_allow_test' selftest net/forwarding/bridge_igmp.sh eth2 eth0 eth1 eth3"
+0 .. 300s       expect  guest &test contains "1 ok, 3 fail, 0 xfail, 0 skip; status 1"
then             expect  guest &test ~ "^OK IGMPv2 report 239.10.10.10$"
then             expect  guest &test ~ "^FAIL IGMPv2 leave 239.10.10.10: Traffic to 239.10.10.10 was forwarded without mdb entry$"
then             expect  guest &test ~ "^FAIL IGMPv3 report 239.10.10.10 is_include: Forwarded traffic for blocked S,G .192.0.2.100, 239.10.10.10.$"
then             expect  guest &test ~ "^FAIL IGMPv3 report 239.10.10.10 include -> allow: Forwarded traffic for blocked S,G .192.0.2.100, 239.10.10.10.$"
