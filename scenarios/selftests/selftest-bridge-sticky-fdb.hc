# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own bridge_sticky_fdb.sh, as it is in the source of the kernel
# that boots: h1 (eth2) - eth0 = br0 = eth1 - h2 (eth3).
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     selftest as /usr/bin/selftest

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             run     &test "selftest net/forwarding/bridge_sticky_fdb.sh eth2 eth0 eth1 eth3"
+0 .. 100s       expect  guest &test contains "1 ok, 0 fail, 0 xfail, 0 skip; status 0"
then             expect  guest &test ~ "^OK Sticky fdb entry$"
