#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: macsec-witness.sh HOTCAGE KERNEL SCENARIO OUT HOP [macsec-check.py's]
# Plays a scenario; then tools that know nothing of hotcage look at what was
# on the hop: tshark finds nothing malformed, macsec-check.py opens the frames.
set -eu
here=$(dirname "$0")
if ! /usr/bin/python3 -c 'import scapy, cryptography' 2> /dev/null; then
    echo "skipped: python3-scapy or python3-cryptography is not installed" \
         "(tools/check installs them)"
    exit 77
fi
hotcage=$1 kernel=$2 scenario=$3 out=$4 hop=$5
shift 5
# Frames with a flaw on purpose: tshark need not take their tags.
flawed=$(echo "$*" | sed -n 's/.*--invalid \([0-9]*\).*/\1/p')
rm -rf "$out"
"$hotcage" run "$scenario" --kernel "$kernel" --out "$out"
if command -v tshark > /dev/null; then
    sealed=$(tshark -n -r "$out/$hop.pcap" -Y 'eth.type == 0x88e5' \
        2> /dev/null | wc -l)
    read=$(tshark -n -r "$out/$hop.pcap" -Y 'macsec.PN && !_ws.malformed' \
        2> /dev/null | wc -l)
    echo "$hop: tshark dissects $read of $sealed MACsec frames"
    [ "$sealed" -gt 0 ] && [ $((sealed - read)) -le "${flawed:-0}" ]
fi
/usr/bin/python3 -B "$here/macsec-check.py" "$out/$hop.pcap" "$@"
