#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: reports.sh HOTCAGE
# Finds the kernel's own test tools, and runs reports.py with them.
set -eu
here=$(dirname "$0")
setup=$here/../../tools/setup
release=$("$setup/kernel" 6.12 | sed -n 's/^release=//p')
source=$("$setup/kernel-source" "$release") || {
    echo "1..0 # SKIP no source of $release to take the KTAP parser from"
    exit 0
}
# Debian's own, which has junitparser; another one may come first in PATH.
exec /usr/bin/python3 "$here/reports.py" "$1" "$source/tools/testing/kunit"
