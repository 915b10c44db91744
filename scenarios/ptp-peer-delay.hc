# SPDX-License-Identifier: GPL-2.0-or-later
# The peer delay mechanism: the slave asks its neighbour for the length of the
# cable, which has none. The stamps of Pdelay_Req and Pdelay_Resp are good to a
# tick of the counter, 4 ns.
board    evmsk
guest    linuxptp
# At power-on the far ends of ptp-two-masters, so that both start from one machine.
partner  eth0  kind=ptp-master transport=udp4 steps=1 sync=125ms announce=500ms priority=100 drift=10000 ip=192.0.2.1
partner  eth1  kind=ptp-master transport=udp4 steps=1 sync=125ms announce=500ms priority=120 drift=-10000 ip=198.51.100.1

@boot            partner eth1  kind=ptp-master transport=l2 sync=125ms domain=24 drift=-3000
then             expect  guest "ip link set eth1 up" status 0
+0 .. 5s         expect  guest.link eth1 = up
then             run     &ptp4l "ptp4l -i eth1 -s -m -2 -P --domainNumber 24 >/tmp/ptp4l 2>&1"
+6s .. 10s       expect  guest "cat /tmp/ptp4l" contains "UNCALIBRATED to SLAVE"
+18s .. 22s      expect  guest "tail -n 1 /tmp/ptp4l" ~ "rms +[0-9]{1,2} max +-?[0-9]{1,2} freq +\+?3000 .* delay +-?[0-4] "
then             expect  eth1.ptp_pdelay_reqs >= 10
then             expect  eth1.ptp_delay_reqs = 0
then             expect  no kernel warning
