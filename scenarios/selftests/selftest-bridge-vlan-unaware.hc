# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own bridge_vlan_unaware.sh, as it is in the source of the kernel
# that boots: h1 (eth2) - eth0 = br0 = eth1 - h2 (eth3).
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     selftest as /usr/bin/selftest

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             run     &test "selftest net/forwarding/bridge_vlan_unaware.sh eth2 eth0 eth1 eth3"
+0 .. 300s       expect  guest &test contains "; status 1"
then             expect  guest &test ~ "^OK ping$"
then             expect  guest &test ~ "^OK ping6$"
then             expect  guest &test ~ "^OK Unregistered multicast flood$"
# cpsw_port_attr_br_flags_pre_set refuses `flood off`, so what must not be
# flooded is; and what the hardware learns meanwhile it tells nobody, so the
# next check finds an address that is known.
then             expect  guest &test ~ "^FAIL FDB learning: Packet reached first host when should not$"
then             expect  guest &test ~ "^FAIL Unknown unicast flood: Packet was not flooded when should$"
# A table that has been cleared has no VLAN to delete: ALE_CLEAR when the last
# port goes down (cpsw_ale_stop). 6.12 warns of that with a call trace.
then             expect  kernel ~ "failed to delete vlan 1.*-ENOENT"
