# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What every setup script shares: messages, the cache folder, and an apt that
# is ours alone. Nothing here ever writes below /etc/apt.

setup_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034  # read by the scripts that source this file
top_dir=$(cd "$setup_dir/../.." && pwd)

# Progress goes to stderr, so that stdout holds results only.
say()
{
    printf 'hotcage: %s\n' "$*" >&2
}

# Status 2: we could not do it, as opposed to "it was tried and it failed".
die()
{
    say "$*"
    exit 2
}

# Prints the first comment block of a script after its SPDX line.
usage_of()
{
    sed -n '3,/^[^#]/{ /^#/!q; s/^# \{0,1\}//; p; }' "$1"
}

cache_dir()
{
    local dir

    if [ -n "${HOTCAGE_CACHE:-}" ]; then
        dir=$HOTCAGE_CACHE
    elif [ -n "${XDG_CACHE_HOME:-}" ]; then
        dir=$XDG_CACHE_HOME/hotcage
    else
        dir=${HOME:?no HOME and no HOTCAGE_CACHE}/.cache/hotcage
    fi
    mkdir -p "$dir" || die "cannot create the cache folder $dir"
    (cd "$dir" && pwd)
}

have_tool()
{
    command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]
}

need_tools()
{
    local tool

    for tool in "$@"; do
        have_tool "$tool" ||
            die "'$tool' is missing; run tools/setup/packages first"
    done
}

# One setup at a time per cache: two would fetch the same file twice. One that
# only looks is done before anybody needs to hear of it.
lock_cache()
{
    exec 9>"$(cache_dir)/.lock"
    flock -w 10 9 || {
        say "another setup is at work, waiting for it"
        flock 9
    }
}

# A folder that vanishes with the script. It lies in the cache, so that a
# finished result can be renamed into its place.
make_work_dir()
{
    work_dir=$(mktemp -d "$(cache_dir)/tmp.XXXXXX") || exit 2
    trap 'rm -rf "$work_dir"' EXIT
}

megabytes()
{
    echo "$((($1 + 999999) / 1000000)) MB"
}

# --- The host's Debian ------------------------------------------------------

host_codename()
{
    local id codename

    # shellcheck source=/dev/null
    id=$(. /etc/os-release && echo "${ID:-}")
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    case "$id:$codename" in
    debian:bookworm | debian:trixie) echo "$codename" ;;
    *) die "this is ${id:-unknown} ${codename:-}; the setup knows Debian 12" \
           "and 13 only (docs: install the tools by hand)" ;;
    esac
}

# The sources that apt itself reads from the user's configuration, whichever
# format they are written in: "uri|suite|component|origin" per line.
apt_sources()
{
    # shellcheck disable=SC2016  # apt's variables, not ours
    apt-get indextargets --format \
        '$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)' 'Created-By: Packages'
}

# Third parties use suites named "bookworm", too: an entry is Debian's when
# its signed Release file says so, or before the first update its path does.
debian_uri()
{
    local codename=$1 path=$2

    apt_sources 2>/dev/null | awk -F'|' -v name="$codename" -v path="$path" '
        $3 != "main" || $1 ~ /^cdrom:/ { next }
        path == "debian" && $2 ~ /security/ { next }
        path != "debian" && $2 !~ /security/ { next }
        $2 !~ "^(" name "|(old)?stable)([-/].*)?$" { next }
        $4 == "Debian" || $1 ~ "/" path "/?$" { print $1; exit }'
}

mirror_uri()
{
    local codename uri

    codename=$(host_codename) || exit 2
    uri=${HOTCAGE_MIRROR:-$(debian_uri "$codename" debian)}
    [ -n "$uri" ] ||
        die "no Debian mirror in apt's sources; add one for $codename main," \
            "or set HOTCAGE_MIRROR=<uri>"
    echo "${uri%/}"
}

# Empty when the user has no security source: then we do without.
security_uri()
{
    local codename uri

    [ -z "${HOTCAGE_MIRROR:-}" ] || return 0
    codename=$(host_codename) || exit 2
    uri=$(debian_uri "$codename" debian-security)
    echo "${uri%/}"
}

# Where a series is at home. 6.1 and 6.12 are the kernels of Debian 12 and 13.
suites_of()
{
    case "$1" in
    6.1) echo bookworm bookworm-security ;;
    6.12) echo trixie trixie-security ;;
    newest) echo sid ;;
    *) echo sid trixie-backports ;;
    esac
}

# The series under which tools/setup/kernel knows a release.
series_of()
{
    local link kernels

    kernels=$(cache_dir)/kernel
    for link in "$kernels"/*; do
        if [ -L "$link" ] && [ "$(readlink "$link")" = "$1" ]; then
            basename "$link"
            return
        fi
    done
    die "no kernel $1 in $kernels; run tools/setup/kernel first"
}

# --- An apt of our own ------------------------------------------------------

# Restricts a source to Debian's own keys where they are installed.
signed_by()
{
    local keys

    for keys in /usr/share/keyrings/debian-archive-keyring.gpg \
                /usr/share/keyrings/debian-archive-keyring.pgp; do
        if [ -e "$keys" ]; then
            echo " signed-by=$keys"
            return
        fi
    done
}

# One line per suite. Only the index itself: Contents, AppStream data and
# translations are what makes updates slow.
write_sources()
{
    local type=$1 arch=$2 suite uri mirror security target=Packages
    shift 2

    mirror=$(mirror_uri) || exit 2
    security=$(security_uri)
    [ "$type" = deb ] || target=Sources
    for suite in "$@"; do
        uri=$mirror
        case "$suite" in
        *-security) uri=$security ;;
        esac
        [ -n "$uri" ] || continue
        echo "$type [arch=$arch target=$target$(signed_by)] $uri $suite main"
    done
}

# private_apt NAME TYPE ARCH SUITE...: makes $CACHE/apt/NAME and fetches its
# lists. Proxies and passwords come from the user's own configuration, because
# -c is read after it.
private_apt()
{
    local name=$1 type=$2 arch=$3 dir target=Packages
    shift 3

    dir=$(cache_dir)/apt/$name
    mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
    : >"$dir/status"
    [ "$type" = deb ] || target=Sources
    write_sources "$type" "$arch" "$@" >"$dir/sources.list" || exit 2
    cat >"$dir/apt.conf" <<CONF
#clear APT::Architectures;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
// The cache folder may be one that the user _apt cannot enter.
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$dir";
Dir::State::lists "$dir/lists";
Dir::State::status "$dir/status";
Dir::Cache "$dir/cache";
Dir::Cache::archives "$dir/cache/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
CONF
    say "fetching package lists: $*"
    # One suite may be in the middle of a mirror's update; the others will do.
    private_get "$name" -q -q update >"$dir/update.log" 2>&1 || true
    # A mirror that lags behind still serves what Debian has signed.
    if grep -q 'Release file .* is expired' "$dir/update.log"; then
        say "the mirror lags behind, its lists are out of date; using them"
        private_get "$name" -q -q -o Acquire::Check-Valid-Until=false update \
            >"$dir/update.log" 2>&1 || true
    fi
    ! grep -q '^[EW]:' "$dir/update.log" ||
        say "some lists could not be fetched, see $dir/update.log"
    ls "$dir"/lists/*"_$target"* >/dev/null 2>&1 ||
        die "cannot fetch the lists of $* from $(mirror_uri);" \
            "this step needs the network"
}

private_get()
{
    local name=$1
    shift

    apt-get -c "$(cache_dir)/apt/$name/apt.conf" "$@"
}

private_cache()
{
    local name=$1
    shift

    apt-cache -c "$(cache_dir)/apt/$name/apt.conf" "$@"
}

# private_download NAME DIR PACKAGE...: the .debs into DIR, with a line each.
# apt checks them against the signed index and names them when complete.
private_download()
{
    local name=$1 dir=$2 package uri file size
    shift 2

    for package in "$@"; do
        read -r uri file size _ < <(
            private_get "$name" -q download --print-uris "$package")
        [ -n "$uri" ] || die "the archive has no package $package"
        say "fetching ${file//%3a/:} ($(megabytes "$size"))"
        (cd "$dir" && private_get "$name" -q -q download "$package" >&2) ||
            die "fetching $package failed; this step needs the network"
    done
}

# --- Archives ---------------------------------------------------------------

# A name made of the contents of files, or of a file's name when it is only
# going to be there.
hash_of()
{
    local file

    for file in "$@"; do
        if [ -e "$file" ] && [ "$(stat -L -c %s "$file")" -lt 4000000 ]; then
            cat "$file"
        else
            basename "$file"
        fi
    done | sha256sum | cut -c -16
}

# pack_cpio DIR FILE: the same tree gives the same bytes, whoever packs it.
pack_cpio()
{
    find "$1" -exec touch -h -d @0 {} +
    (cd "$1" && find . -mindepth 1 -printf '%P\0' | LC_ALL=C sort -z |
        cpio --quiet --null --create --format=newc --reproducible \
            --owner=+0:+0) >"$2"
}

# --- For tools/demo and tools/check -----------------------------------------

build_all()
{
    tools/setup/qemu-source >/dev/null
    # coredata.dat is what makes a folder a configured one.
    if [ ! -e build/meson-private/coredata.dat ]; then
        meson setup build ${CI:+-Dwerror=true} >&2
    elif pkg-config --exists check &&
         [[ $(meson introspect --tests build) != *'hotcage:unit"'* ]]; then
        # Configured before the packages for the tests were there. (With
        # grep -q at its end a pipe fails when meson has more to say.)
        meson setup --reconfigure build >&2
    fi
    ninja -C build >&2
}

# release_of SERIES: uname -r of the kernel, fetched when it is not there.
release_of()
{
    "$setup_dir/kernel" "$1" | sed -n 's/^release=//p'
}

# prepare_guest SERIES: the kernel and its initramfs, into the cache.
prepare_guest()
{
    local release

    release=$(release_of "$1")
    [ -n "$release" ] || exit 2
    tools/setup/initramfs "$release" >/dev/null
}
