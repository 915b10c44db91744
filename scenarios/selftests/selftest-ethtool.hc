# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own ethtool.sh, as it is, on a patch cable between the two ports:
# both ends forced, what one end offers, what both agree on.
board    evmsk
wire     eth0 eth1
guest    bash jq netsniff-ng coreutils ethtool/trixie iproute2/trixie
file     kernel:tools/testing/selftests/net as /selftests/net
file     kernel:tools/testing/selftests/drivers/net/hw as /selftests/drivers/net/hw
file     kernel:include/uapi/linux/ethtool.h as /usr/include/linux/ethtool.h
file     selftest as /usr/bin/selftest

@boot            run     &test "selftest drivers/net/hw/ethtool.sh eth0 eth1"
+0 .. 600s       expect  guest &test contains "9 ok, 1 fail, 0 xfail, 0 skip; status 1"
then             expect  guest &test ~ "^OK force speed 10 on both ends$"
then             expect  guest &test ~ "^OK force speed 1000 on both ends$"
then             expect  guest &test ~ "^OK force speed 100 vs. autoneg$"
then             expect  guest &test ~ "^OK advertise 0x2c vs. 0x20$"
then             expect  guest &test ~ "^OK check highest speed$"
then             expect  guest &test ~ "^OK advertise different speeds autoneg on$"
# Just after `autoneg on` the PHY has no duplex, and phylib takes no forced
# speed without one (phy_ethtool_ksettings_set).
then             expect  guest &test ~ "^FAIL force of different speeds autoneg off: error in configuration. eth0 speed 10 autoneg off$"
