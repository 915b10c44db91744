#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: suite.sh HOTCAGE KERNEL OUT BOARD [PATTERN]...
# Runs the scenarios that patterns name, or all, two at a time, on their own
# boards (own) or all on one. Prints TAP. The kernel's own tests
# (scenarios/selftests) spin where others sleep, so they may take longer than usual.
set -eu
hotcage=$1 kernel=$2 out=$3 board=$4
shift 4
rm -rf "$out"
"$hotcage" test --kernel "$kernel" --board "$board" --jobs 2 --format tap \
    --timeout 300 \
    --out "$out" "$@"
