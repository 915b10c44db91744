#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tests/bugs/run.sh BUG
#
# Does the stock of scenarios find a bug, and does the verdict point at it?
# tests/bugs/BUG.bug says which line of a kernel driver to change; the driver
# is built so against Debian's headers, takes the place of the kernel's own
# module, and the scenario must fail with a message that fits. The same
# scenario holds on the driver as it is: the boot tests see to that.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tools/setup/lib.sh
. "$here/../../tools/setup/lib.sh"
hotcage=${HOTCAGE:-$top_dir/build/hotcage}

# What the .bug file sets.
module= files= main= edit= scenario= message=
# shellcheck source=/dev/null
. "$here/$1.bug"

release=$(release_of 6.12)
source=$("$setup_dir/kernel-source" "$release") || {
    echo "skipped: no source of $release"
    exit 77
}
modules=$(cache_dir)/kernel/6.12/modules
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# modpost for a foreign architecture has another size of an of_device_id than
# the target: the module gets the aliases of the kernel's own one as they are.
keep_aliases()
{
    local alias own

    own=$(find "$modules/" -name "$module.ko*" -print -quit)
    sed -i 's/^MODULE_DEVICE_TABLE(of,.*//' "$work"/module/*.c
    modinfo -F alias "$own" | sed -n '/^of:/p' | while read -r alias; do
        echo "MODULE_ALIAS(\"$alias\");"
    done >>"$work/module/$main"
}

# The edit must hit, or the test would be one of the driver as it is.
plant()
{
    sed "$edit" "$work/module/$main" >"$work/edited"
    [ "$(diff "$work/module/$main" "$work/edited" | grep -c '^>')" = 1 ] ||
        [ "$(diff "$work/module/$main" "$work/edited" | grep -c '^<')" = 1 ] ||
        die "the edit of $1.bug does not change one line of $main"
    diff "$work/module/$main" "$work/edited" || true
    mv "$work/edited" "$work/module/$main"
}

PATH=$PATH:/usr/sbin
mkdir "$work/module"
for file in $files; do
    cp -r "$source/$file" "$work/module/"
done
plant "$1"
keep_aliases
objects=$(cd "$work/module" && ls ./*.c | sed 's,^\./,,; s/\.c$/.o/' |
    tr '\n' ' ')
if [ "$objects" = "$module.o " ]; then
    echo "obj-m := $module.o"
else
    echo "obj-m := $module.o"
    echo "$module-y := $objects"
fi >"$work/module/Makefile"
ko=$("$setup_dir/guest-module" --source "$work/module" "$release")

status=0
"$hotcage" run --cold --kernel 6.12 --module "$ko" --out "$work/run" \
    "$top_dir/scenarios/$scenario.hc" >"$work/out" 2>&1 || status=$?
cat "$work/out"
if [ "$status" != 1 ]; then
    echo "the verdict was to be 1 (failed), and is $status"
    exit 1
fi
if ! grep -qE "$message" "$work/out"; then
    echo "the message does not say: $message"
    exit 1
fi
echo "found"
