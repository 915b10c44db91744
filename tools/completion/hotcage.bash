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

_hotcage_snapshots()
{
    hotcage snapshot list 2>/dev/null | cut -d ' ' -f 1
}

_hotcage_scenarios()
{
    hotcage test --list 2>/dev/null
}

_hotcage()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local bench="--kernel --build --module --board --modules --dtb --out --paused --stop-at --timeout
        --cold --zimage --cache-size --help"
    local suite="--kernel --build --module --board --modules --dtb --jobs --out --against --timeout
        --cold --fresh --format --junit --json --tap --coverage --list --plan --help"
    local boards="two-cages ar8031-cages vsc8572-cages vsc8584-cages evmsk
        boneblack vsc8572 vsc8584"
    local words=

    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        words="run test shell ctl snapshot check verbs modules bisect-run kconfig coverage doctor --help --version"
    else
        case "$before:${COMP_WORDS[1]}" in
        --kernel:* | -k:*) words="6.1 6.12 newest" ;;
        --board:test | -b:test) words="own $boards" ;;
        --board:* | -b:*) words=$boards ;;
        --format:test | -f:test) words="matrix tap ktap junit json" ;;
        --paused:* | --twice:* | --cold:run | --cold:shell | --zimage:*) words=$bench ;;
        --cold:test) words=$suite ;;
        save:snapshot) ;;
        restore:snapshot | delete:snapshot) words=$(_hotcage_snapshots) ;;
        snapshot:snapshot) words="save restore delete list --help" ;;
        --out:snapshot | --run:snapshot | -o:snapshot | -r:snapshot | --timeout:snapshot) ;;
        *:snapshot) words="--run --out --shell --timeout --help" ;;
        --*:run | --*:shell | --*:test | --*:bisect-run | --check:kconfig | -o:*) ;;
        show:modules | export:modules) words=$(_hotcage_modules) ;;
        import:modules | --name:modules | -n:modules | --out:modules) ;;
        *:verbs) words="$(hotcage verbs 2>/dev/null | sed -n 's/^  \([a-z_]*\) .*/\1/p') --help" ;;
        modules:modules) words="show import export --help" ;;
        *:modules) words="--out --name --help" ;;
        *:run) words="$bench --seed --branch --coverage --twice $(_hotcage_scenarios)" ;;
        *:shell) words=$bench ;;
        *:bisect-run)
            words="--build --module --out --timeout --help
                $(_hotcage_scenarios)" ;;
        *:test) words="$suite $(_hotcage_scenarios)" ;;
        *:kconfig) words="--check --help $(_hotcage_scenarios)" ;;
        ctl:ctl) words="$(_hotcage_verbs) --run --list --help" ;;
        insert:ctl | remove:ctl | bounce:ctl | stall:ctl | tx_fault:ctl | \
            los:ctl | flip:ctl | mod_abs:ctl | tx_disable:ctl | seat:ctl | \
            trip:ctl | nak:ctl | patch:ctl | freeze:ctl | diag:ctl)
            words="cage0 cage1" ;;
        pull:ctl | plug:ctl | loss:ctl | partner:ctl | cut:ctl | \
            mend:ctl | damage:ctl | speed:ctl | advertise:ctl | \
            negotiate:ctl | remote_fault:ctl | silence:ctl | send:ctl | csr:ctl | pulse:ctl | \
            macsec:ctl | forge:ctl)
            words="cage0 cage1 eth0 eth1" ;;
        cage?:ctl | eth?:ctl)
            case "${COMP_WORDS[COMP_CWORD - 2]}" in
            insert | bounce) words=$(_hotcage_modules) ;;
            stall | freeze | negotiate | remote_fault | silence)
                words="on off" ;;
            tx_fault | los | mod_abs | tx_disable) words="high low auto" ;;
            seat) words="halfway home" ;;
            cut) words="tx rx" ;;
            speed) words="10 100 1000" ;;
            diag) words="temp vcc bias tx_power rx_power" ;;
            advertise) words="10-half 10-full 100-half 100-full 1000-half
                1000-full pause asym-pause all" ;;
            forge)
                words="none replay wrong-key bad-icv bad-data plain
                    unknown-sci unknown-an version sc-es sc-scb c-only
                    e-only bad-sl sl-high pn-zero short mka" ;;
            esac ;;
        *:check) words="--help $(_hotcage_scenarios)" ;;
        *:coverage) words="--json --all --help" ;;
        *:doctor) words="--help" ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -o default -F _hotcage hotcage
