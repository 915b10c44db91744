#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: busy.sh HOTCAGE KERNEL SCENARIO OUT
# The same bytes, event log, console and every capture, whether the host is
# left in peace or all its processors are kept busy by something else.
set -eu
if ! command -v stress-ng > /dev/null; then
    echo "skipped: stress-ng is not installed (tools/setup/packages --tests)"
    exit 77
fi
rm -rf "$4"
mkdir -p "$4"
"$1" run --cold "$3" --kernel "$2" --out "$4/quiet"
stress-ng --quiet --cpu 0 --timeout 900 &
load=$!
trap 'kill $load 2> /dev/null || true' EXIT
# It may take many times as long.
"$1" run --cold --timeout 0 "$3" --kernel "$2" --out "$4/busy"
# The load was there to the end.
kill -0 $load
sums() {
    (cd "$1" && sha256sum events.log console.log ./*.pcap)
}
sums "$4/quiet" > "$4/quiet.sha256"
sums "$4/busy" > "$4/busy.sha256"
cat "$4/quiet.sha256"
[ "$(wc -l < "$4/quiet.sha256")" -ge 4 ]
if ! diff "$4/quiet.sha256" "$4/busy.sha256"; then
    diff "$4/quiet/events.log" "$4/busy/events.log" | head -20
    exit 1
fi
