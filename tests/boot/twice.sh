#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: twice.sh HOTCAGE KERNEL SCENARIO OUT
# The same scenario gives the same bytes, event log, console and every
# capture: booted, booted and kept, and restored from what was kept.
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
"$1" run "$3" --kernel "$2" --out "$4/kept"
"$1" run "$3" --kernel "$2" --out "$4/restored"
ls "$4"/cache/snapshots/*/machine
for run in booted kept restored; do
    (cd "$4/$run" && sha256sum events.log console.log ./*.pcap) \
        > "$4/$run.sha256"
done
cat "$4/booted.sha256"
[ "$(wc -l < "$4/booted.sha256")" -ge 4 ]
[ -s "$4/booted/events.log" ]
for run in kept restored; do
    if ! diff "$4/booted.sha256" "$4/$run.sha256"; then
        diff "$4/booted/events.log" "$4/$run/events.log" | head -20
        exit 1
    fi
done
