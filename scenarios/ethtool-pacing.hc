# SPDX-License-Identifier: GPL-2.0-or-later
# Rings, channels and interrupt pacing: 1000 frames in 50 ms interrupt nearly
# one by one; paced to 500 us, about a hundred times, and nothing is lost.
board    evmsk
partner  eth0    kind=hosts host=h1,192.0.2.1

@boot            expect  guest "ip address add 192.0.2.2/24 dev eth0; ip link set eth0 up" status 0
+0 .. 5s         expect  guest.link eth0 = up
then             expect  guest "ethtool -g eth0" ~ "Current hardware settings:\nRX:\t+128"
then             expect  guest "ethtool -G eth0 rx 40 && ethtool -g eth0" ~ "Current hardware settings:\nRX:\t+40\n(.*\n){2}TX:\t+216"
then             expect  guest "ping -q -c 3 -i 0.1 192.0.2.1" status 0
then             expect  guest "ethtool -L eth0 rx 3 tx 4 && ethtool -l eth0" ~ "Current hardware settings:\nRX:\t+3\nTX:\t+4"
then             expect  guest "ping -q -c 3 -i 0.1 192.0.2.1" status 0
then             expect  guest "ethtool -L eth0 rx 1 tx 1; ethtool -G eth0 rx 128" status 0
then             expect  guest "ethtool -c eth0" contains "rx-usecs: 0"

then             expect  guest "awk '/switch/ { n += $2 } END { print n }' /proc/interrupts >/tmp/irqs" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=500 count=1000 gap=50us
+100ms .. 1s     expect  guest "awk -v was=$(cat /tmp/irqs) '/switch/ { n += $2 } END { print (n - was >= 900) }' /proc/interrupts" = "1"

then             expect  guest "ethtool -C eth0 rx-usecs 500; ethtool -c eth0" contains "rx-usecs: 500"
then             expect  guest "awk '/switch/ { n += $2 } END { print n }' /proc/interrupts >/tmp/irqs; cat /sys/class/net/eth0/statistics/rx_packets >/tmp/rx" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=500 count=1000 gap=50us
+100ms .. 1s     expect  guest "awk -v was=$(cat /tmp/irqs) '/switch/ { n += $2 } END { print (n - was) }' /proc/interrupts" ~ "^(9[0-9]|1[01][0-9])$"
then             expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx)))" = "1000"
then             expect  guest "ethtool -C eth0 rx-usecs 0; ethtool -c eth0" contains "rx-usecs: 0"
then             expect  guest "ping -q -c 3 -i 0.1 192.0.2.1" status 0
then             expect  no kernel warning
