# SPDX-License-Identifier: GPL-2.0-or-later
# Flow control both ways. Without it 600 frames at 1 us overrun the host port;
# with it the switch asks for pauses, the far end obeys, and all arrive. And a
# pause that the far end asks for, 65535 * 512 bit times (33.6 ms at 1000
# Mbit/s), keeps a ping waiting, but not without flow control.
board    evmsk
partner  eth0    kind=hosts host=h1,192.0.2.1

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1" status 0
then             expect  guest "ip address add 192.0.2.2/24 dev eth0; ip neigh add 192.0.2.1 lladdr 02:00:c0:00:02:01 dev eth0 nud permanent; ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ethtool -a eth0" ~ "RX:\t+off\nTX:\t+off"
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 count=600 gap=1us
+100ms .. 1s     expect  guest "ethtool -S eth0" ~ "Good Rx Frames: 600\n"
then             expect  guest "ethtool -S eth0" ~ "Pause Tx Frames: 0\n"
# What came in either overran or arrived.
then             expect  guest "n=$(ethtool -S eth0 | sed -n 's/.*Start of Frame Overruns: //p'); echo $((n > 100)) $((n + $(cat /sys/class/net/eth0/statistics/rx_packets)))" = "1 600"
then             send    eth0 pause from=h1
then             expect  guest "ping -q -c 1 192.0.2.1" ~ "= 0\.[0-9]+/"
then             expect  guest "ethtool -S eth0" ~ "Pause Rx Frames: 0\n"

then             run     "ethtool -A eth0 rx on tx on"
+0 .. 5s         expect  kernel ~ "eth0: Link is Up - 1Gbps/Full - flow control rx/tx"
then             expect  guest "ethtool -a eth0" ~ "RX:\t+on\nTX:\t+on"
then             expect  guest "ethtool -S eth0 | sed -n 's/.*Start of Frame Overruns: //p' >/tmp/overruns; cat /sys/class/net/eth0/statistics/rx_packets >/tmp/rx" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 count=600 gap=1us
+100ms .. 1s     expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx)))" = "600"
then             expect  guest "ethtool -S eth0 | sed -n 's/.*Start of Frame Overruns: //p' | cmp - /tmp/overruns" status 0
then             expect  guest "ethtool -S eth0" ~ "Pause Tx Frames: [1-9]"
then             send    eth0 pause from=h1
then             expect  guest "ping -q -c 1 192.0.2.1" ~ "= [23][0-9]\.[0-9]+/"
then             expect  guest "ethtool -S eth0" ~ "Pause Rx Frames: 1\n"
then             expect  no kernel warning
