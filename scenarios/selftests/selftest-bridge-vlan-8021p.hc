# SPDX-License-Identifier: GPL-2.0-or-later
# The last two checks of the kernel's own bridge_vlan_aware.sh, as it is: tags
# that name no VLAN, and ports that take no frame without one. The latter
# cpsw_new has not: a port without a PVID falls into VLAN 0, which is
# everybody's (cpsw_port_vlan_del). The former holds here, but not behind the
# others of that script: they take one port out of VLAN 1 and put it in again,
# and ALE_CLEAR at the first `up` has thrown the other one out (cpsw_ale_start).
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester
needs    kernel >= 7.0 "the script of older kernels has no such checks"
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     selftest as /usr/bin/selftest

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             run     &test "TESTS='8021p drop_untagged' selftest net/forwarding/bridge_vlan_aware.sh eth2 eth0 eth1 eth3"
+0 .. 300s       expect  guest &test contains "1 ok, 1 fail, 0 xfail, 0 skip; status 1"
then             expect  guest &test ~ "^OK Reception of 802.1p-tagged traffic$"
then             expect  guest &test ~ "^FAIL Dropping of untagged and 802.1p-tagged traffic with no PVID$"
