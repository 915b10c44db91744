#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: twice.sh HOTCAGE KERNEL SCENARIO OUT
# The same scenario two times gives the same bytes: the event log, the
# console and every capture.
set -eu
rm -rf "$4"
mkdir -p "$4"
"$1" run "$3" --kernel "$2" --out "$4/one"
"$1" run "$3" --kernel "$2" --out "$4/two"
sums() {
    (cd "$1" && sha256sum events.log console.log ./*.pcap)
}
sums "$4/one" > "$4/one.sha256"
sums "$4/two" > "$4/two.sha256"
cat "$4/one.sha256"
[ "$(wc -l < "$4/one.sha256")" -ge 4 ]
[ -s "$4/one/events.log" ]
if ! diff "$4/one.sha256" "$4/two.sha256"; then
    diff "$4/one/events.log" "$4/two/events.log" | head -20
    exit 1
fi
