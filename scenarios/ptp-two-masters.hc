# SPDX-License-Identifier: GPL-2.0-or-later
# A master on each port, over UDP and in one step. The better one leads; when
# its cable is pulled, the other one takes over, and both ports stamp.
board    evmsk
guest    linuxptp
partner  eth0  kind=ptp-master transport=udp4 steps=1 sync=125ms announce=500ms priority=100 drift=10000 ip=192.0.2.1
partner  eth1  kind=ptp-master transport=udp4 steps=1 sync=125ms announce=500ms priority=120 drift=-10000 ip=198.51.100.1

@boot            expect  guest "ip address add 192.0.2.2/24 dev eth0; ip address add 198.51.100.2/24 dev eth1; ip link set eth0 up; ip link set eth1 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
+0 .. 5s         expect  guest.link eth1 = up
then             run     &ptp4l "ptp4l -i eth0 -i eth1 -s -m -4 >/tmp/ptp4l 2>&1"
+6s .. 10s       expect  guest "cat /tmp/ptp4l" contains "port 1: UNCALIBRATED to SLAVE"
+15s .. 18s      expect  guest "tail -n 1 /tmp/ptp4l" ~ "rms +[0-9]{1,2} max +-?[0-9]{1,2} freq -1000[0-9] "
then             pull    eth0
+0 .. 8s         expect  guest "cat /tmp/ptp4l" contains "port 2: UNCALIBRATED to SLAVE"
+18s .. 24s      expect  guest "tail -n 1 /tmp/ptp4l" ~ "rms +[0-9]{1,2} max +-?[0-9]{1,2} freq +\+?(9999|1000[0-9]) "
then             expect  eth1.ptp_delay_reqs >= 50
then             expect  no kernel warning
