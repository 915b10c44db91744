# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Sourced, with its arguments, by the benchmarks that let our CPSW and QEMU's
# -M virt take turns, with the same kernel, initramfs and host:
#
#   ... [HOTCAGE] [KERNEL] [ROUNDS] [SECONDS]
#
# Who sources this names its figures, gives measure(), which leaves each of
# them in the variable of that name once the guest's shell listens, and calls
# compare. The table shows the best round of each, because a busy host only
# ever takes speed away.

top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
hotcage=$(realpath "${1:-$top/build/hotcage}")
kernel=${2:-6.12}
rounds=${3:-3}
# shellcheck disable=SC2034  # for who sources this
seconds=${4:-4}

# shellcheck source=tests/bench/console.sh
. "$top/tests/bench/console.sh"

declare -A best
declare -a figures

# run_round ours|peer COMMAND...
run_round()
{
    local who=$1 figure

    shift
    rm -rf "$work/run"
    start_guest "$@"
    await "Enter 'help'" >/dev/null     # BusyBox' greeting
    tell 'dmesg -n 1'
    measure
    exec {to}>&- {from}<&-
    stop_guest
    for figure in "${figures[@]}"; do
        echo "round $round: $who $figure ${!figure}" >&2
        best[$who-$figure]=$(printf '%s\n' "${best[$who-$figure]:-0}" \
            "${!figure}" | sort -g | tail -n 1)
    done
}

row()
{
    printf '%-28s' "$1"
    shift
    printf ' %9s' "$@"
    printf '\n'
}

# row_of ours|peer NAME
row_of()
{
    local figure cells=()

    for figure in "${figures[@]}"; do
        cells+=("${best[$1-$figure]}")
    done
    row "$2" "${cells[@]}"
}

ratios()
{
    local figure cells=()

    for figure in "${figures[@]}"; do
        cells+=("$(awk "BEGIN { printf \"%.2f\",
            ${best[ours-$figure]} / ${best[peer-$figure]} }")")
    done
    row ratio "${cells[@]}"
}

# compare SCENARIO PEER'S-NETWORK-OPTION...: plays all rounds, prints the table.
compare()
{
    local scenario=$1 ours peer

    shift
    find_kernel "$kernel"
    ours=("$hotcage" shell --kernel "$kernel" --timeout 0 --out "$work/run"
          "$top/tests/bench/$scenario")
    peer=("${HOTCAGE_QEMU:-qemu-system-arm}" -M virt -cpu cortex-a15 -m 512
          -nographic -kernel "$zimage" -initrd "$initrd"
          -append "console=ttyAMA0 quiet hotcage.noagent" "$@")
    for ((round = 1; round <= rounds; round++)); do
        run_round ours "${ours[@]}"
        run_round peer "${peer[@]}"
    done
    row "kernel $release" "${figures[@]}"
    row_of ours "hotcage CPSW"
    row_of peer "virt, virtio-net-device"
    ratios
}
