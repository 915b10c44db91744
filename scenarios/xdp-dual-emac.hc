# SPDX-License-Identifier: GPL-2.0-or-later
# xdp-filter in the older driver, cpsw, with two netdevs: what it passes arrives,
# what it drops the driver counts and the stack never sees.
board    evmsk
property mac=dual-emac
guest    xdp-tools
partner  eth0    kind=hosts host=h1,192.0.2.1
partner  eth1    kind=hosts host=h2,192.0.2.3

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip address add 192.0.2.2/24 dev eth0; ip link set eth0 up; ip link set eth1 up; mount -t bpf bpf /sys/fs/bpf" status 0
+0 .. 5s         expect  guest.link eth0 = up
+0 .. 5s         expect  guest.link eth1 = up
then             expect  guest "xdp-filter load -m native -p allow -f ethernet eth0" status 0
then             expect  guest "ip link show eth0" contains "prog/xdp"
then             expect  guest "cat /sys/class/net/eth0/statistics/rx_packets >/tmp/rx" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 count=100 gap=30us
+100ms .. 1s     expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx)))" = "100"
then             expect  guest "ping -q -c 3 -i 0.1 192.0.2.1" status 0

then             expect  guest "xdp-filter ether 02:00:c0:00:02:01 -m src" status 0
then             expect  guest "cat /sys/class/net/eth0/statistics/rx_packets >/tmp/rx; ethtool -S eth0 | sed -n 's/.*Rx DMA chan 0: good_dequeue: //p' >/tmp/dma; sed -n 's/MemAvailable: *//p' /proc/meminfo | sed 's/ kB//' >/tmp/mem" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=1514 count=2000 gap=30us
+200ms .. 1s     expect  guest "echo $(($(ethtool -S eth0 | sed -n 's/.*Rx DMA chan 0: good_dequeue: //p') - $(cat /tmp/dma)))" = "2000"
then             expect  guest "xdp-filter status" ~ "XDP_DROP +2000 pkts"
then             expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx)))" = "2000"
then             expect  guest "now=$(sed -n 's/MemAvailable: *//p' /proc/meminfo | sed 's/ kB//'); echo $(($(cat /tmp/mem) - now < 1000))" = "1"
then             expect  guest "ping -q -c 1 -W 1 192.0.2.1" status 1
then             expect  guest "xdp-filter ether -r 02:00:c0:00:02:01 -m src && ping -q -c 3 -i 0.1 192.0.2.1" status 0
then             expect  guest "xdp-filter unload eth0 && ping -q -c 3 -i 0.1 192.0.2.1" status 0
then             expect  no kernel warning
