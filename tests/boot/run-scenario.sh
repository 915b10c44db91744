#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run-scenario.sh HOTCAGE KERNEL SCENARIO OUT [BOARD]
# Plays a scenario; its exit status is the test's (77: skipped, with a reason).
set -eu
rm -rf "$4"
"$1" run "$3" --kernel "$2" --out "$4" ${5:+--board "$5"}
