# SPDX-License-Identifier: GPL-2.0-or-later
# Every figure of ethtool -S that frames can move, against what was sent. The
# switch counts all of its three ports together (SPRUH73 14.3.2.20): a frame
# from the wire to the host is received at the wire's port and transmitted at
# the host's. Sizes on the wire have 4 bytes of FCS more than len=.
board    evmsk
partner  eth0    kind=hosts host=h1,192.0.2.1

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1" status 0
then             expect  guest "ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
# Nobody has said anything yet.
then             expect  guest "ethtool -S eth0 | sed '/DMA chan/d' | grep -c ': [1-9]'" = "0"

then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=60 count=10
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=100 count=20
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=200 count=30
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=400 count=40
+50ms            send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=1000 count=50
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=1514 count=60
then             send    eth0 frame from=h1 to=broadcast len=60 count=7
# A group that nobody has joined ends in the switch.
+50ms            send    eth0 frame from=h1 to=239.1.1.1 len=60 count=5
# Longer than 1522 bytes is too long.
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=1600 count=3
+100ms .. 2s     expect  guest "cat /sys/class/net/eth0/statistics/rx_packets" = "217"
then             expect  guest "ethtool -S eth0 | sed -n 's/^ *//;/DMA chan/d;/: [1-9]/p'" = "Good Rx Frames: 222\nBroadcast Rx Frames: 7\nMulticast Rx Frames: 5\nOversize Rx Frames: 3\nRx Octets: 167048\nGood Tx Frames: 217\nBroadcast Tx Frames: 7\nTx Octets: 166728\nRx + Tx 64 Octet Frames: 39\nRx + Tx 65-127 Octet Frames: 40\nRx + Tx 128-255 Octet Frames: 60\nRx + Tx 256-511 Octet Frames: 80\nRx + Tx 512-1023 Octet Frames: 100\nRx + Tx 1024-Up Octet Frames: 120\nNet Octets: 338588"

# Ten pings of 1004 bytes there, ten back: each is received and transmitted.
then             expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip neigh replace 192.0.2.1 lladdr 02:00:c0:00:02:01 dev eth0 nud permanent" status 0
then             expect  guest "ping -q -c 10 -i 0.01 -s 958 192.0.2.1" contains "10 packets received"
then             expect  guest "ethtool -S eth0" ~ "Good Rx Frames: 242"
then             expect  guest "ethtool -S eth0" ~ "Good Tx Frames: 237"
then             expect  guest "ethtool -S eth0" ~ "Rx Octets: 187128"
then             expect  guest "ethtool -S eth0" ~ "Tx Octets: 186808"
then             expect  guest "ethtool -S eth0" ~ "512-1023 Octet Frames: 140"
then             expect  guest "ethtool -S eth0" ~ "Tx DMA chan 0: good_dequeue: 10"
then             expect  guest "ethtool -S eth0" ~ "Rx DMA chan 0: good_dequeue: 227"
then             expect  no kernel warning
