#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: twice.sh HOTCAGE KERNEL SCENARIO OUT [OTHER SCENARIO]
# The same scenario gives the same bytes, event log, console and every
# capture: booted, booted and kept, restored from what was kept, and booted on
# a CPU whose TLB QEMU empties and whose clock it moves its own way. With OTHER
# it is that one which is booted and kept; its far ends are others.
set -eu
rm -rf "$4"
mkdir -p "$4/cache"
# A cache of its own, so that nothing is kept yet; the downloads are shared.
shared=${HOTCAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hotcage}
for entry in "$shared"/*; do
    case "$entry" in
    */snapshots) ;;
    *) ln -s "$entry" "$4/cache/" ;;
    esac
done
HOTCAGE_CACHE="$4/cache"
export HOTCAGE_CACHE
"$1" run --cold "$3" --kernel "$2" --out "$4/booted"
"$1" run "${5:-$3}" --kernel "$2" --out "$4/kept"
"$1" run "$3" --kernel "$2" --out "$4/restored"
# One machine served both.
[ "$(find "$4/cache/snapshots" -name machine | wc -l)" -eq 1 ]
if [ $# -lt 5 ]; then
    runs="kept restored tlb"
    sed '/^board/a property tlb=all\nproperty idle=main-loop' "$3" \
        > "$4/tlb.hc"
    "$1" run --cold "$4/tlb.hc" --kernel "$2" --out "$4/tlb"
else
    runs=restored
fi
for run in booted $runs; do
    (cd "$4/$run" && sha256sum events.log console.log ./*.pcap) \
        > "$4/$run.sha256"
done
cat "$4/booted.sha256"
[ "$(wc -l < "$4/booted.sha256")" -ge 4 ]
[ -s "$4/booted/events.log" ]
for run in $runs; do
    if ! diff "$4/booted.sha256" "$4/$run.sha256"; then
        diff "$4/booted/events.log" "$4/$run/events.log" | head -20
        exit 1
    fi
done
