# SPDX-License-Identifier: GPL-2.0-or-later
# Two network cards become a switch and two cards again, while frames come in
# all the time. As cards (dual-MAC) they never pass anything on; as a switch
# they do even before there is a bridge. The mode is a devlink parameter.
board    evmsk
partner  eth0    kind=hosts host=a,192.0.2.11 host=ghost,mac=02:00:00:00:00:99
partner  eth1    kind=hosts host=b,192.0.3.12
allow    kernel ~ "Remove ports from BR before disabling switch mode"  # we try

@boot            expect  guest "devlink dev param show platform/4a100000.switch name switch_mode" contains "cmode runtime value false"
then             expect  guest "ip addr add 192.0.2.9/24 dev eth0 && ip addr add 192.0.3.9/24 dev eth1 && ip link set eth0 up && ip link set eth1 up" status 0
+0 .. 10s        expect  guest.link eth0 = up
+0 .. 10s        expect  guest.link eth1 = up
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.11 && ping -c 2 -i 0.2 -W 1 192.0.3.12" status 0

# Dual-MAC: not a frame crosses, whatever its destination.
then             send    eth0 frame from=ghost to=broadcast count=5
+100ms           send    eth0 frame from=ghost to=b count=5
+100ms           send    eth0 frame from=ghost to=unknown count=5
+100ms           send    eth0 frame from=ghost to=239.1.1.1 count=5
+100ms           send    eth0 frame from=ghost to=broadcast vlan=7 count=5
+0 .. 300ms      expect  not eth1 frame src=ghost
then             expect  eth1.b.foreign = 0

# Into switch mode with frames on the way: 4000 in 400 ms. What comes later
# crosses; both addresses still answer.
then             send    eth0 frame from=ghost to=broadcast count=4000 gap=100us
+100ms           run     &mode "devlink dev param set platform/4a100000.switch name switch_mode value true cmode runtime"
+0 .. 5s         expect  guest &mode status 0
+0 .. 350ms      expect  eth1 frame src=ghost dst=broadcast
then             expect  guest "devlink dev param show platform/4a100000.switch name switch_mode" contains "value true"
then             expect  guest "sleep 0.5" status 0
then             send    eth0 frame from=ghost to=broadcast count=5
+0 .. 300ms      expect  eth1 frame src=ghost count=5
+0 .. 300ms      expect  not eth0 frame src=ghost
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.11 && ping -c 2 -i 0.2 -W 1 192.0.3.12" status 0

# A bridge holds the mode.
then             expect  guest "ip link add br0 type bridge && ip link set eth0 master br0" status 0
then             expect  guest "devlink dev param set platform/4a100000.switch name switch_mode value false cmode runtime" contains "Invalid argument"
# Leaving the bridge disables the port (its STP state), and the driver enables
# it again only with a new link, so the interface goes down and up.
then             expect  guest "ip link del br0 && ip link set eth0 down && ip link set eth0 up" status 0
+500ms .. 8s     expect  guest.link eth0 = up

# And back, again under fire; afterwards all is quiet on the other wire.
then             send    eth0 frame from=ghost to=broadcast count=4000 gap=100us
+100ms           run     &mode2 "devlink dev param set platform/4a100000.switch name switch_mode value false cmode runtime"
+0 .. 5s         expect  guest &mode2 status 0
then             expect  guest "sleep 0.5" status 0
then             send    eth0 frame from=ghost to=broadcast count=5
+0 .. 300ms      expect  not eth1 frame src=ghost
then             expect  guest "ping -c 2 -i 0.2 -W 1 192.0.2.11 && ping -c 2 -i 0.2 -W 1 192.0.3.12" status 0
then             expect  no kernel warning
