#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: stays.sh HOTCAGE KERNEL OUT SCENARIO...
# A QEMU that plays one story after the other gives the same bytes as one that
# is started for each, and the same registers are used. A story that fails has it
# ended, one that is killed while it waits is not missed, and neither is the
# fault of another story.
set -eu
hotcage=$1 kernel=$2 out=$3
shift 3
rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)
real=${HOTCAGE_QEMU:-$(command -v qemu-system-arm)}
# Each start of a machine leaves a line.
cat > "$out/qemu" << EOF
#!/bin/sh
case "\$*" in *hotcage-am335x*) echo \$\$ > "$out/pid"; echo here I am >&2 ;; esac
case "\$*" in
*-incoming*) echo restored >> "$out/starts" ;;
*hotcage-am335x*) echo booted >> "$out/starts" ;;
esac
exec "$real" "\$@"
EOF
chmod +x "$out/qemu"
HOTCAGE_QEMU=$out/qemu
export HOTCAGE_QEMU
# The same kernel with its memory ends elsewhere: other code at the same places.
sed '/^board/a cmdline mem=160M' "$1" > "$out/elsewhere.hc"
set -- "$@" "$out/elsewhere.hc"
starts() {
    grep -c "$1" "$out/starts" || true
}

"$hotcage" test --jobs 1 --fresh --kernel "$kernel" --out "$out/fresh" \
    --coverage "$out/fresh.use" "$@"
[ $(($(starts booted) + $(starts restored))) -eq $# ]
rm "$out/starts"
"$hotcage" test --jobs 1 --kernel "$kernel" --out "$out/stays" \
    --against "$out/fresh" --coverage "$out/stays.use" "$@"
cmp "$out/fresh.use" "$out/stays.use"
[ "$(starts booted)" -eq 0 ]
[ "$(starts restored)" -eq 1 ]

# The longest story is told after the first one of its machine. Here it fails.
{
    cat "$1"
    echo "then expect guest \"echo it fails\" = \"here\""
    for n in 1 2 3 4 5 6 7 8 9; do
        echo "then expect guest \"echo $n\" = \"$n\""
    done
} > "$out/fails.hc"
rm "$out/starts"
status=0
"$hotcage" test --jobs 1 --kernel "$kernel" --out "$out/fails" \
    "$@" "$out/fails.hc" > "$out/fails.txt" || status=$?
cat "$out/fails.txt"
[ "$status" -eq 1 ]
[ "$(starts restored)" -eq 2 ]
grep -q "^$# held, 1 failed" "$out/fails.txt"

# What hotcage test asks its processes.
mkfifo "$out/ask" "$out/answers"
"$hotcage" run --errands < "$out/ask" > "$out/answers" &
exec 3> "$out/ask" 4< "$out/answers"
tell() {
    printf "'%s' '%s' run --kernel '%s' --out '%s' -- '%s'\\0" "$out/$1.out" \
        "$out/$1.err" "$kernel" "$out/$1" "$2" >&3
    read -r status <&4
    cat "$out/$1.out" "$out/$1.err"
    [ "$status" -eq 0 ]
}
rm "$out/starts"
tell one "$1"
tell two "$1"
[ "$(starts restored)" -eq 1 ]
# Each run has what QEMU said during it, and nobody waits in a run that is told.
grep -q "here I am" "$out/one/qemu.log"
[ ! -s "$out/two/qemu.log" ]
[ -S "$out/two/waiting.sock" ] && [ ! -e "$out/one/waiting.sock" ]
kill -KILL "$(cat "$out/pid")"
tell three "$1"
[ "$(starts restored)" -eq 2 ]
grep -q "here I am" "$out/three/qemu.log"
tell four "$1"
tell five "$1"
[ "$(starts restored)" -eq 2 ]
[ ! -s "$out/five/qemu.log" ]
# It goes with its last run.
exec 3>&-
wait
if kill -0 "$(cat "$out/pid")" 2> /dev/null; then
    exit 1
fi
[ -z "$(find "$out" -name '*.sock')" ]
for run in two three four five; do
    cmp "$out/one/events.log" "$out/$run/events.log"
done
