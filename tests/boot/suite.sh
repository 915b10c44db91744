#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: suite.sh HOTCAGE KERNEL OUT BOARD [PATTERN]...
# Runs the scenarios that patterns name, or all, two at a time, on their own
# boards (own) or all on one. Prints TAP.
set -eu
hotcage=$1 kernel=$2 out=$3 board=$4
shift 4
rm -rf "$out"
"$hotcage" test --kernel "$kernel" --board "$board" --jobs 2 --format tap \
    --out "$out" "$@"
