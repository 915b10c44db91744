# SPDX-License-Identifier: GPL-2.0-or-later
# Parts of the kernel's own bridge_mld.sh, as it is: sources with MLDv2. All
# that was asked for comes; the address table knows groups and no sources, so
# the others come as well.
board    evmsk
partner  eth0    kind=tester
partner  eth1    kind=tester
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     selftest as /usr/bin/selftest

@boot            expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime" status 0
then             run     &test "TESTS='mldv2include_test mldv2inc_allow_test' selftest net/forwarding/bridge_mld.sh eth2 eth0 eth1 eth3"
+0 .. 300s       expect  guest &test contains "0 ok, 2 fail, 0 xfail, 0 skip; status 1"
then             expect  guest &test ~ "^FAIL MLDv2 report ff02::cc is_include: Forwarded traffic for blocked S,G .2001:db8:1::100, ff02::cc.$"
then             expect  guest &test ~ "^FAIL MLDv2 report ff02::cc include -> allow: Forwarded traffic for blocked S,G .2001:db8:1::100, ff02::cc.$"
