# SPDX-License-Identifier: GPL-2.0-or-later
# XDP_TX sends each frame back where it came from, XDP_REDIRECT sends it out of
# the other port: every one of them, and the driver counts each once. The programs
# are too small for a compiler; they are BPF objects, packed with gzip. In the
# assembler's words (clang -target bpf -c, section xdp, a symbol
# with type and size for each):
#   tx: r2 = *(u32 *)(r1 + 4); r1 = *(u32 *)(r1 + 0); r3 = r1; r3 += 14; r0 = 2
#       if r3 > r2 goto 9; r2 = *(u32 *)(r1 + 0); r3 = *(u16 *)(r1 + 4)
#       r4 = *(u32 *)(r1 + 6); r5 = *(u16 *)(r1 + 10); *(u32 *)(r1 + 0) = r4
#       *(u16 *)(r1 + 4) = r5; *(u32 *)(r1 + 6) = r2; *(u16 *)(r1 + 10) = r3
#       r0 = 3; exit          (swaps the addresses; 3 is XDP_TX, 2 XDP_PASS)
#   redirect: r1 = 3; r2 = 0; call 23; exit     (bpf_redirect to interface 3)
board    evmsk
guest    xdp-tools
partner  eth0    kind=hosts host=h1,192.0.2.1
partner  eth1    kind=hosts host=h2,192.0.2.3

@boot            expect  guest "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip address add 192.0.2.2/24 dev eth0; ip link set eth0 up; ip link set eth1 up; mount -t bpf bpf /sys/fs/bpf" status 0
+0 .. 5s         expect  guest.link eth0 = up
+0 .. 5s         expect  guest.link eth1 = up
then             expect  guest "cat /sys/class/net/eth1/ifindex" = "3"
then             expect  guest "echo H4sIAAAAAAACA6t39XFjYmRkgAFGhu8MCB4CCCAJOkBJVqDKRCEWMC9RECK3XxhCszMzMPAB6e1AzATEusqcEHVCEPlMYag+ETYIX5QLTCc7QuSzAyHyyYoQ+WxDiDzIPKDRDFMZ8AOQc4XAKiGgAcYoqWDQK0mtKGGoSClg0CsuKSpJTALSlbkgmnLAB3UfOvgApeWwuBMZsEDF2NDEHXDYx4LG5yKgv4GA/WLQ+EIHB6C0AZI+EOaA8iWgYQcAVZFdzlACAAA= | base64 -d | gunzip >/tmp/tx.o; echo H4sIAAAAAAACA6t39XFjYmRkgAFGhu8MCB4C7EBiO0BJVqDK7UDFzEDediaIXCsQiwPxVAb8gB2IhcA6IUABxtArSa0oYShKTcksSk0uYahIKWDQKy4pKklMAtKVuSCaGkCEgQHJdgSYAKVV0MQZsfBBmA1N3AGHfSxofAEC+hUI2C8DxExY7EmA0gZo7uSA8iWgoQcAgjWvFfgBAAA= | base64 -d | gunzip >/tmp/redirect.o" status 0

then             expect  guest "ip link set dev eth0 xdpdrv obj /tmp/tx.o sec xdp && cat /sys/class/net/eth0/statistics/rx_packets >/tmp/rx" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=700 count=1000 gap=30us
+0 .. 200ms      expect  eth0 frame way=out src=02:00:5e:10:00:01 dst=h1 count=1000
+0 .. 200ms      expect  not eth1 frame way=out
then             expect  eth0.h1.unicast = 1000

then             expect  guest "ip link set dev eth0 xdpdrv off && ip link set dev eth0 xdpdrv obj /tmp/redirect.o sec xdp" status 0
then             send    eth0 frame from=h1 to=02:00:5e:10:00:01 len=700 count=1000 gap=30us
+0 .. 200ms      expect  eth1 frame way=out src=h1 dst=02:00:5e:10:00:01 count=1000
+0 .. 200ms      expect  not eth0 frame way=out
then             expect  guest "echo $(($(cat /sys/class/net/eth0/statistics/rx_packets) - $(cat /tmp/rx)))" = "2000"

then             expect  guest "ip link set dev eth0 xdpdrv off && ping -q -c 3 -i 0.1 192.0.2.1" status 0
then             expect  no kernel warning
