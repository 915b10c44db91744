# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced by the benchmarks that talk to a guest's console. Sets work, a folder
# that goes when the benchmark does; start_guest sets guest, to and from. They
# say in top where the repository is.

work=$(mktemp -d)
trap 'stop_guest; rm -rf "$work"' EXIT
guest=

stop_guest()
{
    [ -z "$guest" ] || kill "$guest" 2>/dev/null || true
    [ -z "$guest" ] || wait "$guest" 2>/dev/null || true
    guest=
}

# Starts a guest whose console are the descriptors to and from.
start_guest()
{
    rm -f "$work/in" "$work/out"
    mkfifo "$work/in" "$work/out"
    "$@" <"$work/in" >"$work/out" 2>"$work/err" &
    guest=$!
    exec {to}>"$work/in" {from}<"$work/out"
}

# Reads the console up to a line that begins with $1; prints the rest of it.
await()
{
    local line

    while IFS= read -r -t 120 line <&"$from"; do
        line=${line//$'\r'/}
        if [[ $line == "$1"* ]]; then
            echo "${line#"$1"}"
            return
        fi
    done
    echo "the guest never said '$1'" >&2
    tail -n 3 "$work/err" >&2
    return 1
}

# The echo of a command must not look like its answer.
tell()
{
    printf '%s\n' "$1" >&"$to"
}

# Waits until interfaces have their link.
await_links()
{
    tell "for i in $*; do until [ \"\$(cat /sys/class/net/\$i/carrier)\" = 1 ]; \
do sleep 0.2; done; done; echo; echo LI''NKS"
    await LINKS >/dev/null
}

# Sets zimage, release and initrd for a kernel of Debian's.
find_kernel()
{
    local files

    # shellcheck disable=SC2154
    files=$("$top/tools/setup/kernel" "$1")
    # shellcheck disable=SC2034  # for who sources this
    zimage=$(sed -n 's/^zimage=//p' <<<"$files")
    release=$(sed -n 's/^release=//p' <<<"$files")
    # shellcheck disable=SC2034
    initrd=$("$top/tools/setup/initramfs" "$release")
}
