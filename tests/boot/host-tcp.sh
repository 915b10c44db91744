#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: host-tcp.sh HOTCAGE KERNEL SCENARIO OUT
# TCP from the guest to a server on this host; the result must say that the
# host had its hand in it.
set -eu
if ! command -v iperf3 > /dev/null; then
    echo "skipped: iperf3 is not installed (tools/check installs it)"
    exit 77
fi
rm -rf "$4"
# The boot takes far longer than the server's start.
iperf3 -s -1 > "$4.server" 2>&1 &
server=$!
trap 'kill $server 2> /dev/null || true' EXIT
"$1" run "$3" --kernel "$2" --out "$4" > "$4.said" || { cat "$4.said"; exit 1; }
cat "$4.said"
grep -q '"deterministic" : false' "$4/result.json"
grep "another run may differ: a partner" "$4.said"
wait $server
grep receiver "$4.server"
