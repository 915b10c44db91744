# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own local_termination.sh, as it is, with eth0 as a card of its
# own (dual-MAC): h1 (eth2) - eth0. What does it take for itself? The macvlan
# that the test puts on it makes it promiscuous, because cpsw_new filters no
# second address (no IFF_UNICAST_FLT), and with that it takes all groups, too
# (cpsw_ndo_set_rx_mode): hence the two that are expected to fail.
board    evmsk
partner  eth0    kind=tester
guest    bash jq netsniff-ng tcpdump iputils-ping iputils-arping procps dc coreutils socat
guest    iproute2/trixie ethtool/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     mreceive as /usr/bin/mreceive
file     msend as /usr/bin/msend
file     selftest as /usr/bin/selftest

@boot            run     &test "TESTS=standalone selftest net/forwarding/local_termination.sh eth2 eth0"
+0 .. 300s       expect  guest &test contains " 0 fail, 2 xfail, 0 skip; status 0"
then             expect  guest &test ~ "^OK eth0: Unicast IPv4 to primary MAC address$"
then             expect  guest &test ~ "^OK eth0: Unicast IPv4 to macvlan MAC address$"
then             expect  guest &test ~ "^OK eth0: Unicast IPv4 to unknown MAC address, promisc$"
then             expect  guest &test ~ "^OK eth0: Multicast IPv4 to joined group$"
then             expect  guest &test ~ "^OK eth0: Multicast IPv4 to unknown group, promisc$"
then             expect  guest &test ~ "^OK eth0: Multicast IPv4 to unknown group, allmulti$"
then             expect  guest &test ~ "^OK eth0: Multicast IPv6 to joined group$"
then             expect  guest &test ~ "^OK eth0: Multicast IPv6 to unknown group, allmulti$"
then             expect  guest &test ~ "^OK eth0: 1588v2 over L2 transport, Sync$"
then             expect  guest &test ~ "^OK eth0: 1588v2 over L2 transport, Peer Delay Request$"
then             expect  guest &test ~ "^OK eth0: 1588v2 over IPv4, Sync$"
then             expect  guest &test ~ "^OK eth0: 1588v2 over IPv6, Sync$"
then             expect  guest &test ~ "^XFAIL eth0: Multicast IPv4 to unknown group: reception succeeded, but should have failed$"
then             expect  guest &test ~ "^XFAIL eth0: Multicast IPv6 to unknown group: reception succeeded, but should have failed$"
