#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: branches.sh HOTCAGE KERNEL SCENARIO OUT
# An ending that starts from the kept machine gives the same bytes as one that
# is played from power-on without a stop, and a second time as well.
set -eu
rm -rf "$4"
mkdir -p "$4/cache"
shared=${HOTCAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hotcage}
for entry in "$shared"/*; do
    case "$entry" in
    */snapshots) ;;
    *) ln -s "$entry" "$4/cache/" ;;
    esac
done
HOTCAGE_CACHE="$4/cache"
export HOTCAGE_CACHE
"$1" run "$3" --kernel "$2" --out "$4/forked"
"$1" run "$3" --kernel "$2" --out "$4/again"
endings=$(sed -n 's/^branch //p' "$3")
[ "$(echo "$endings" | wc -l)" -ge 2 ]
# One machine at @boot and one where the story forks, whatever the endings.
[ "$(find "$4/cache/snapshots" -name story | wc -l)" -eq 1 ]
[ "$(find "$4/cache/snapshots" -name machine | wc -l)" -eq 2 ]
sums() {
    (cd "$1" && sha256sum events.log console.log ./*.pcap)
}
for ending in $endings; do
    "$1" run --cold --branch "$ending" "$3" --kernel "$2" \
        --out "$4/whole/$ending"
    sums "$4/whole/$ending" > "$4/whole.sha256"
    [ "$(wc -l < "$4/whole.sha256")" -ge 4 ]
    for run in forked again; do
        sums "$4/$run/$ending" > "$4/$run.sha256"
        diff "$4/whole.sha256" "$4/$run.sha256"
    done
done
# Different endings are different.
[ "$(sha256sum "$4"/forked/*/events.log | cut -d' ' -f1 | sort -u | wc -l)" \
    -eq "$(echo "$endings" | wc -l)" ]
