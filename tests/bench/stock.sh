#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: stock.sh [HOTCAGE] [ROUNDS] [PATTERN...]
# What a suite from kept machines costs when one QEMU tells many stories and when
# each run has its own (--fresh), in turns: the best of so many rounds (2), in
# seconds on the wall and of the processors. Without patterns: the modules.
set -eu
hotcage=${1:-build/hotcage} rounds=${2:-2}
if [ $# -gt 2 ]; then shift 2; else set -- 'module-*'; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The processors' seconds, ours and our children's: proc(5), stat, 14 to 17.
used() {
    awk -v hz="$(getconf CLK_TCK)" '{ print ($16 + $17) / hz }' /proc/$$/stat
}

play() {
    "$hotcage" test --out "$work/run" --format json "$@" > "$work/json" \
        2> "$work/err" || { cat "$work/err" >&2; exit 1; }
}

play "$@"       # boots what is not kept
round=1
while [ "$round" -le "$rounds" ]; do
    for way in stays fresh; do
        before=$(used)
        start=$(date +%s.%N)
        if [ "$way" = fresh ]; then play --fresh "$@"; else play "$@"; fi
        end=$(date +%s.%N)
        echo "$way $start $end $before $(used)" >> "$work/times"
    done
    round=$((round + 1))
done
awk '{
    wall = $3 - $2; cpu = $5 - $4
    if (!($1 in least) || wall < least[$1]) { least[$1] = wall; took[$1] = cpu }
} END {
    printf "%-8s %8s %8s\n", "", "wall s", "CPU s"
    printf "%-8s %8.1f %8.1f\n", "stays", least["stays"], took["stays"]
    printf "%-8s %8.1f %8.1f\n", "--fresh", least["fresh"], took["fresh"]
    printf "%-8s %8.2f %8.2f\n", "ratio", least["stays"] / least["fresh"],
           took["stays"] / took["fresh"]
}' "$work/times"
