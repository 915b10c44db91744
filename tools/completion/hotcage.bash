# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completion of hotcage(1). Verbs and modules are asked from hotcage itself.

_hotcage_verbs()
{
    hotcage ctl --list 2>/dev/null | cut -d ' ' -f 1
}

_hotcage_modules()
{
    hotcage modules 2>/dev/null | cut -d ' ' -f 1
}

_hotcage()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local bench="--kernel --modules --dtb --out --paused --timeout --help"
    local words=

    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        words="run shell ctl check modules doctor --help --version"
    else
        case "$before:${COMP_WORDS[1]}" in
        --kernel:* | -k:*) words="6.1 6.12 newest" ;;
        --*:run | --*:shell | -o:*) ;;
        show:modules) words=$(_hotcage_modules) ;;
        *:modules) words="show --help" ;;
        *:run | *:shell) words=$bench ;;
        ctl:ctl) words="$(_hotcage_verbs) --run --list --help" ;;
        insert:ctl | remove:ctl | bounce:ctl | stall:ctl | tx_fault:ctl | \
            los:ctl | flip:ctl) words="cage0 cage1" ;;
        pull:ctl | plug:ctl | loss:ctl | partner:ctl)
            words="cage0 cage1 eth0 eth1" ;;
        cage?:ctl)
            case "${COMP_WORDS[COMP_CWORD - 2]}" in
            insert | bounce) words=$(_hotcage_modules) ;;
            stall) words="on off" ;;
            tx_fault | los) words="high low auto" ;;
            esac ;;
        *:check | *:doctor) words="--help" ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -o default -F _hotcage hotcage
