#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tshark.sh HOTCAGE KERNEL SCENARIO OUT PEER
# tshark reads every capture of a run without complaint and finds the ping
# to PEER, with its reply, on each hop that it crosses.
set -eu
if ! command -v tshark > /dev/null; then
    echo "skipped: tshark is not installed (tools/check installs it)"
    exit 77
fi
rm -rf "$4"
"$1" run "$3" --kernel "$2" --out "$4"
for capture in "$4"/*.pcap; do
    complaint=$(tshark -n -r "$capture" 2>&1 > "$capture.txt" |
                grep -v 'Running as user' || true)
    if [ -n "$complaint" ]; then
        echo "$capture: $complaint"
        exit 1
    fi
    malformed=$(tshark -n -r "$capture" -Y _ws.malformed 2> /dev/null)
    if [ -n "$malformed" ]; then
        echo "$capture: $malformed"
        exit 1
    fi
done
count() {
    tshark -n -r "$1" -Y "$2" 2> /dev/null | wc -l
}
for hop in eth0-rgmii cage0-serdes cage0-medium; do
    asked=$(count "$4/$hop.pcap" "icmp.type == 8 && ip.dst == $5")
    told=$(count "$4/$hop.pcap" "icmp.type == 0 && ip.src == $5")
    echo "$hop: $asked echo requests, $told replies"
    [ "$asked" -ge 3 ] && [ "$told" -eq "$asked" ]
done
