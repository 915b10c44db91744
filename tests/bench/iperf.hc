# SPDX-License-Identifier: GPL-2.0-or-later
# The bench for tests/bench/iperf.sh: gigabit copper to the host.
board    evmsk
partner  eth0   kind=slirp restrict=no
property captures=none
@boot    expect guest.link eth0 = up
