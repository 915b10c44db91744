# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own bridge_vlan_aware.sh, as it is in the source of the kernel
# that boots, but for what is in selftest-bridge-vlan-8021p: h1 (eth2) - eth0 = br0 = eth1 - h2 (eth3).
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     selftest as /usr/bin/selftest

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             run     &test "TESTS='ping_ipv4 ping_ipv6 learning flooding vlan_deletion extern_learn other_tpid' selftest net/forwarding/bridge_vlan_aware.sh eth2 eth0 eth1 eth3"
+0 .. 300s       expect  guest &test contains "; status 1"
then             expect  guest &test ~ "^OK ping$"
then             expect  guest &test ~ "^OK ping6$"
then             expect  guest &test ~ "^OK Unregistered multicast flood$"
then             expect  guest &test ~ "^OK Externally learned FDB entry - ageing & roaming$"
then             expect  guest &test ~ "^OK Reception of VLAN with other TPID as untagged$"
# cpsw_port_attr_br_flags_pre_set refuses `flood off`; what the hardware learns
# it tells nobody; a port without a PVID falls into VLAN 0 (cpsw_port_vlan_del).
then             expect  guest &test ~ "^FAIL FDB learning: Packet reached first host when should not$"
then             expect  guest &test ~ "^FAIL Unknown unicast flood: Packet was not flooded when should$"
# The bridge may or may not have seen h1 otherwise in the last ten seconds.
then             expect  guest &test ~ "^(OK|FAIL) FDB entry in PVID for VLAN-tagged with other TPID"
then             expect  guest &test ~ "^FAIL Reception of VLAN with other TPID as untagged .no PVID.: Packet was forwarded when should not$"
# A table that has been cleared has no VLAN to delete: ALE_CLEAR when the last
# port goes down (cpsw_ale_stop). 6.12 warns of that with a call trace.
then             expect  kernel ~ "failed to delete vlan 1.*-ENOENT"
