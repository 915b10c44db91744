# SPDX-License-Identifier: GPL-2.0-or-later
# What ethtool can ask of a VSC8572 and set in it: statistics that count what
# happened, speed and duplex with and without negotiation, MDI-X, downshift.
# What mscc cannot do it must say: cable tests, self tests, energy detect, and
# Wake-on-LAN, which its get_wol never reports as supported.
board   vsc8572
partner eth0    kind=peer ip=192.0.2.1

@boot            expect  guest "ip address replace 192.0.2.2/24 dev eth0 && ip link set eth0 up" status 0
+0 .. 8s         expect  guest.link eth0 = up

# An ARP reply and three answers come in over copper, nothing over the SerDes.
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0
then             expect  guest "ethtool --phy-statistics eth0" contains "phy_cu_media_crc_good_count: 4"
then             expect  guest "ethtool --phy-statistics eth0" contains "phy_serdes_rx_good_pkt_count: 0"
then             pull    eth0
+0 .. 3s         expect  guest.link eth0 = down
then             run     "ethtool --phy-statistics eth0 | grep link_disconnect >/tmp/before"
then             plug    eth0
+0 .. 8s         expect  guest.link eth0 = up
then             pull    eth0
+0 .. 3s         expect  guest.link eth0 = down
then             plug    eth0
+0 .. 8s         expect  guest.link eth0 = up
then             expect  guest "ethtool --phy-statistics eth0 | grep link_disconnect | cat - /tmp/before | sed 's/.*: //' | tr '\n' ' ' | { read -r now before; echo $((now - before)); }" = "1"

then             run     "ethtool -s eth0 speed 100 duplex half autoneg on"
+500ms .. 6s     expect  guest.speed eth0 = 100
then             expect  guest "cat /sys/class/net/eth0/duplex" = "half"
then             expect  eth0.link = up

then             partner eth0 kind=peer ip=192.0.2.1 an=off speed=10
+0               run     "ethtool -s eth0 speed 10 duplex full autoneg off"
+500ms .. 6s     expect  guest.speed eth0 = 10
then             expect  guest "ping -c 3 -i 0.2 -W 1 192.0.2.1" status 0

then             partner eth0 kind=peer ip=192.0.2.1 an=on speed=1000
+0               run     "ethtool -s eth0 autoneg on advertise 0x3f"
+1s .. 8s        expect  guest.speed eth0 = 1000

then             run     "ethtool -s eth0 mdix on"
+500ms .. 6s     expect  guest "ethtool eth0" contains "MDI-X: on (forced)"
+1s .. 8s        expect  guest.link eth0 = up
then             run     "ethtool -s eth0 mdix auto"
+500ms .. 6s     expect  guest "ethtool eth0" contains "(auto)"

then             expect  guest "ethtool --set-phy-tunable eth0 downshift on count 3 && ethtool --get-phy-tunable eth0 downshift" = "Downshift count: 3"
then             expect  guest "ethtool --set-phy-tunable eth0 downshift off && ethtool --get-phy-tunable eth0 downshift" = "Downshift disabled"
then             expect  guest "ethtool --set-phy-tunable eth0 downshift on count 7" ~ "error|Numerical|range"
then             expect  guest "ethtool --get-phy-tunable eth0 energy-detect-power-down" contains "Invalid argument"
then             expect  guest "ethtool --cable-test eth0" contains "does not support cable testing"
then             expect  guest "ethtool -t eth0" contains "not supported"
then             expect  guest "ethtool -s eth0 wol g" contains "unsupported WoL mode"
