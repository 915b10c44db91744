#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: saved.sh HOTCAGE KERNEL SCENARIO BRANCH JOB OUT
# A machine that is saved in the middle of a scenario goes on, there and when
# it is restored, as if nobody had stopped it: the same bytes in the log, on
# the console and in every capture. A live bench comes back, too.
set -eu
hotcage=$1 kernel=$2 scenario=$3 branch=$4 job=$5 out=$6
rm -rf "$out"
mkdir -p "$out/cache"
shared=${HOTCAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hotcage}
for entry in "$shared"/*; do
    case "$entry" in
    */snapshots | */saved) ;;
    *) ln -s "$entry" "$out/cache/" ;;
    esac
done
HOTCAGE_CACHE="$out/cache"
export HOTCAGE_CACHE
child=
trap '[ -z "$child" ] || kill $child 2> /dev/null || true' EXIT

# What a command says comes through a pipe; it ends when the command does.
mkfifo "$out/said"
wait_line() {
    while IFS= read -r line <&4; do
        if echo "$line" | grep -q "$1"; then
            return
        fi
    done
    echo "it ended before it said: $1"
    exit 1
}

"$hotcage" run "$scenario" --branch "$branch" --cold --kernel "$kernel" \
    --out "$out/whole" > "$out/whole.said"
# A tenth of a second after the job has begun.
stop_at=$(awk -v job="$job" '$5 == job { print int($1 * 1000) + 100 "ms" }' \
    "$out/whole.said")

"$hotcage" run "$scenario" --branch "$branch" --kernel "$kernel" \
    --stop-at "$stop_at" --out "$out/stopped" 2> "$out/said" &
child=$!
exec 4< "$out/said"
wait_line "stands still"
"$hotcage" snapshot save --run "$out/stopped" middle
"$hotcage" ctl --run "$out/stopped" cont
wait $child
"$hotcage" snapshot restore middle --out "$out/rest"
grep '"deterministic" : true' "$out/rest/result.json"

for file in events.log console.log; do
    cmp "$out/whole/$file" "$out/stopped/$file"
    tail -c "$(stat -c %s "$out/rest/$file")" "$out/whole/$file" |
        cmp - "$out/rest/$file"
done
# Something was left to happen, and something had happened before.
[ -s "$out/rest/events.log" ]
[ "$(wc -l < "$out/rest/events.log")" -lt "$(wc -l < "$out/whole/events.log")" ]
packets=0
for capture in "$out"/whole/*.pcap; do
    name=$(basename "$capture")
    cmp "$capture" "$out/stopped/$name"
    # Behind the header of the file (pcap-savefile(5)).
    tail -c +25 "$out/rest/$name" > "$out/packets"
    tail -c "$(stat -c %s "$out/packets")" "$capture" | cmp - "$out/packets"
    packets=$((packets + $(stat -c %s "$out/packets")))
done
[ $packets -gt 0 ]

mkfifo "$out/in"
exec 3<> "$out/in"

# A live bench: what was plugged into it is there when it comes back.
"$hotcage" shell --kernel "$kernel" --out "$out/shell" <&3 > "$out/said" &
child=$!
exec 4< "$out/said"
wait_line "Enter 'help'"
"$hotcage" ctl --run "$out/shell" insert cage0 generic-1000base-sx
wait_line "sfp sfp-0: module "
"$hotcage" ctl --run "$out/shell" status | grep state=ready
"$hotcage" snapshot save --run "$out/shell" live
"$hotcage" ctl --run "$out/shell" quit
wait $child
"$hotcage" snapshot restore live --out "$out/again" <&3 > "$out/said" &
child=$!
exec 4< "$out/said"
echo "echo it is back" >&3
wait_line "it is back"
"$hotcage" ctl --run "$out/again" status | grep "module=generic-1000base-sx"
"$hotcage" ctl --run "$out/again" remove cage0
wait_line "sfp sfp-0: module removed"
"$hotcage" ctl --run "$out/again" status | grep module=none
"$hotcage" ctl --run "$out/again" quit
wait $child
[ "$("$hotcage" snapshot list | wc -l)" -eq 2 ]
