#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run-scenario.sh HOTCAGE KERNEL SCENARIO OUT [OPTION]...
# Plays a scenario; its exit status is the test's (77: skipped, with a reason).
set -eu
hotcage=$1 kernel=$2 scenario=$3 out=$4
shift 4
rm -rf "$out"
"$hotcage" run "$scenario" --kernel "$kernel" --out "$out" "$@"
