# SPDX-License-Identifier: GPL-2.0-or-later
# What ethtool can ask of an AR8031 and set in it: a cable test with and without
# a cable, a magic packet that wakes and another that does not, downshift, and
# speeds.
board   evmsk
partner eth0    kind=peer ip=192.0.2.1

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up

then             expect  guest "ethtool eth0" contains "Supports Wake-on: g"
then             send    eth0 magic from=02:00:00:00:00:01 to=02:00:5e:10:00:01
+0 .. 200ms      expect  not eth0 wol.magic
then             expect  guest "ethtool -s eth0 wol g && ethtool eth0" contains "Wake-on: g"
then             send    eth0 magic from=02:00:00:00:00:01 to=02:00:5e:10:00:02
+0 .. 200ms      expect  not eth0 wol.magic
then             send    eth0 magic from=02:00:00:00:00:01 to=02:00:5e:10:00:01
+0 .. 100ms      expect  eth0 wol.magic
then             expect  guest "ethtool -s eth0 wol d && ethtool eth0" contains "Wake-on: d"

then             expect  guest "ethtool --set-phy-tunable eth0 downshift on count 3 && ethtool --get-phy-tunable eth0 downshift" = "Downshift count: 3"
then             run     "ethtool -s eth0 speed 100 duplex full autoneg on"
+500ms .. 6s     expect  guest.speed eth0 = 100
then             run     "ethtool -s eth0 autoneg on advertise 0x2f"
+500ms .. 6s     expect  guest.speed eth0 = 1000

then             expect  guest "ethtool --cable-test eth0" ~ "(?s)Pair A code OK.*Pair B code OK.*Pair C code OK.*Pair D code OK"
+0 .. 10s        expect  guest.link eth0 = up
then             pull    eth0
+0 .. 3s         expect  guest.link eth0 = down
then             expect  guest "ethtool --cable-test eth0" ~ "(?s)Pair A code Open Circuit.*Pair A, fault length: 0.00m.*Pair D code Open Circuit"
then             plug    eth0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  no kernel warning
