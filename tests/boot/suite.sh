#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: suite.sh HOTCAGE KERNEL OUT PATTERN [BOARD]
# Runs the scenarios that a pattern names, two at a time, on their own boards
# or all on one.
set -eu
rm -rf "$3"
"$1" test "$4" --kernel "$2" --board "${5:-own}" --jobs 2 \
    --out "$3"
