# SPDX-License-Identifier: GPL-2.0-or-later
# The second PHY of the package, which has a clock of its own, with PTP over UDP
# and a master that is slow.
board    vsc8584
guest    linuxptp
allow    kernel ~ "phy-gmii-sel .*unsupported mode: .sgmii"  # the bridge's doing
# 7.2's gpio-omap shifts by 32 when the first GPIO interrupt comes (UBSAN).
allow    kernel ~ "UBSAN: shift-out-of-bounds in .*gpio-omap"  # not ours
partner  eth0  kind=ptp-master transport=l2 sync=125ms drift=20000 offset=3ms  # not used: so it starts from the machine of ptp-phy-vsc8584
partner  eth1  kind=ptp-master transport=udp4 sync=125ms drift=-7000 ip=198.51.100.1

@boot            expect  guest "ip address add 198.51.100.2/24 dev eth1; ip link set eth1 up" status 0
+0 .. 5s         expect  guest.link eth1 = up
then             expect  guest "ethtool -T eth1" contains "PTP Hardware Clock: 1"
then             run     &ptp4l "ptp4l -i eth1 -s -m -4 >/tmp/ptp4l 2>&1"
+6s .. 10s       expect  guest "cat /tmp/ptp4l" contains "UNCALIBRATED to SLAVE"
+24s .. 30s      expect  guest "tail -n 1 /tmp/ptp4l" ~ "rms +[0-9] max +-?[0-9] freq +\+?(69[89][0-9]|70[01][0-9]) .* delay +-?[0-4] "
then             expect  eth1.ptp_delay_reqs >= 50
then             expect  guest "grep -c -i 'fault\|timed out' /tmp/ptp4l" = "0"
then             expect  no kernel warning
