# SPDX-License-Identifier: GPL-2.0-or-later
# The bench for tests/bench/ports.sh: a direct-attach cable from port to port,
# whose interfaces may live in two network namespaces.
board    ar8031-cages
property mac=dual-emac
property captures=none
module   dac = passive-dac-1m
wire     cage0 cage1 dac
@boot    expect guest.link eth0 = up
