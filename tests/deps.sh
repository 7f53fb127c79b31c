#!/bin/sh
# usage: deps.sh build|demo|check|lint|llama|slurm|valgrind|http2|fuse|latex|examples|completion|debian|parquet...
# Installs the Debian packages that the named steps need: only those that are missing, saying
# which. Parquet is DuckDB's library: Debian's where it has one, else the one that the npm package
# @duckdb/node-bindings-* ships, of known digest, as build/deps/libduckdb.so. Knows Debian 12 and 13 and what derives from them; elsewhere it tells what is needed,
# and fails unless everything is already there.
#
# yyjson is in Debian 13. Debian 12 gets the same two packages from there, which need nothing
# but libc6 >= 2.14: through a temporary source derived from the machine's own apt sources,
# touching nothing else of its configuration. Where that does not work, assay builds without
# yyjson and reads JSON Lines through jansson, more slowly.
set -eu

build="gcc libc6-dev make pkgconf libgsl-dev libopenblas-serial-dev libglpk-dev libjansson-dev libarchive-dev libyaml-dev libssl-dev
       libcurl4-openssl-dev libpcre2-dev libutf8proc-dev libsqlite3-dev zlib1g-dev liblzma-dev libzstd-dev libbz2-dev nettle-dev"
demo="gnuplot-nox"
check="check locales openssl gnuplot-nox python3-jinja2"
llama="git cmake g++ make $(command -v npm >/dev/null || echo npm)"
slurm="slurmctld slurmd slurm-client munge python3"
fuse="bindfs"
http2="nghttp2-server python3 openssl"
latex="gnuplot-nox texlive-latex-base texlive-latex-recommended texlive-pictures texlive-science"
browser="chromium gnuplot-nox $(command -v node >/dev/null || echo nodejs) $(command -v npm >/dev/null || echo npm)"
lint="clang-format clang-tidy cppcheck universal-ctags mandoc"

say() { echo "deps: $*" >&2; }

needed= parquet= modules=
for step; do
    case $step in
    build) needed="$needed $build" ;;
    demo) needed="$needed $demo" ;;
    check) needed="$needed $check" ;;
    lint) needed="$needed $lint" ;;
    llama) needed="$needed $llama" ;;
    slurm) needed="$needed $slurm" ;;
    valgrind) needed="$needed valgrind" ;;
    fuse) needed="$needed $fuse" ;;
    http2) needed="$needed $http2" ;;
    latex) needed="$needed $latex" ;;
    examples) needed="$needed openssh-server openssh-client python3" ;;
    debian) needed="$needed dpkg-dev debhelper lintian fakeroot git" ;;
    completion) needed="$needed bash fish zsh" ;;
    browser) needed="$needed $browser" modules=yes ;;
    parquet) parquet=yes ;;
    *) say "no such step: $step"; exit 2 ;;
    esac
done

is_debian() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null &&
        grep -qE '^ID(_LIKE)?=.*debian' /etc/os-release 2>/dev/null
}

elsewhere() {
    if command -v pkg-config >/dev/null && command -v "${CC:-cc}" >/dev/null &&
        pkg-config --exists gsl jansson libarchive yaml-0.1 libcrypto libcurl libpcre2-8 \
            libutf8proc sqlite3; then
        return
    fi
    say "this is not Debian. assay needs what these Debian packages hold:"
    say $needed libyyjson-dev
    exit 1
}

# The ones among $@ that are not installed.
missing() {
    # shellcheck disable=SC2016
    dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
        awk '$2 == "installed" { print $1 }' >"$scratch/installed"
    for package; do
        grep -qx "$package" "$scratch/installed" || echo "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "run this as root: $*"
        exit 1
    fi
}

install() {
    set -- env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
    as_root "$@" >"$scratch/log" 2>&1 && return
    as_root apt-get update >"$scratch/log" 2>&1 && as_root "$@" >"$scratch/log" 2>&1 && return
    cat "$scratch/log" >&2
    return 1
}

# Prints the machine's sources with its suite replaced by trixie: archives of its own only,
# neither updates nor security, one-line and deb822 alike.
trixie_sources() {
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -r "$file" ] && sed -n '/^deb .* bookworm /s/ bookworm / trixie /p' "$file"
    done >"$scratch/parts/trixie.list"
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -r "$file" ] && grep -v '^#' "$file" | awk '
            BEGIN { RS = ""; FS = "\n" }
            {
                keep = 0
                for (i = 1; i <= NF; i++) {
                    if ($i !~ /^Suites:/)
                        continue
                    keep = (" " $i " ") ~ /[ \t]bookworm[ \t]/
                    $i = "Suites: trixie"
                }
                for (i = 1; keep && i <= NF; i++)
                    print $i
                if (keep)
                    print ""
            }'
    done >"$scratch/parts/trixie.sources"
}

apt_trixie() {
    apt-get -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$scratch/parts" \
        -o Dir::State::lists="$scratch/lists" -o Dir::Cache="$scratch/cache" \
        -o APT::Default-Release= "$@"
}

yyjson_from_trixie() {
    mkdir -p "$scratch/parts" "$scratch/lists/partial" "$scratch/cache/archives/partial"
    trixie_sources
    chmod -R a+rX "$scratch"
    (cd "$scratch" && apt_trixie update && apt_trixie download libyyjson0 libyyjson-dev &&
        as_root dpkg -i "$scratch"/libyyjson*.deb) >"$scratch/log" 2>&1
}

install_yyjson() {
    [ -z "$(missing libyyjson-dev)" ] && return
    say "installing: libyyjson-dev"
    if [ -n "$(apt-cache madison libyyjson-dev 2>/dev/null)" ]; then
        install libyyjson-dev && return
    elif grep -q '^VERSION_CODENAME=bookworm' /etc/os-release && yyjson_from_trixie; then
        return
    fi
    say "yyjson is not to be had: JSON Lines will be read through jansson, more slowly"
}

# DuckDB as npm has it: version and digest of the library, by machine.
duckdb_version=1.5.6-r.1
case $(uname -s)-$(uname -m) in
Linux-x86_64)
    duckdb_machine=linux-x64
    duckdb_sha256=3f4962cdd266eab2b479a5b5a4a6d063d279b2954ae814ed00385d553b747633 ;;
Linux-aarch64)
    duckdb_machine=linux-arm64
    duckdb_sha256=23686593dba4ec22c6e581bb1c843b3964e84c4bc4d0063d8b4daddd2e20e30a ;;
*) duckdb_machine= duckdb_sha256= ;;
esac

duckdb_is_whole() {
    [ -r "$1" ] && echo "$duckdb_sha256  $1" | sha256sum --check --status
}

duckdb_from_npm() {
    package=@duckdb/node-bindings-$duckdb_machine@$duckdb_version
    [ -n "$duckdb_machine" ] || { say "npm has no DuckDB for this machine"; return 1; }
    command -v npm >/dev/null || { say "npm is not here to get $package"; return 1; }
    say "installing: $package as build/deps/libduckdb.so"
    (cd "$scratch" && npm pack --silent "$package" >"$scratch/log" 2>&1 &&
        tar -xzf ./*duckdb*.tgz package/libduckdb.so) || { cat "$scratch/log" >&2; return 1; }
    duckdb_is_whole "$scratch/package/libduckdb.so" ||
        { say "$package holds another library than it did"; return 1; }
    mkdir -p build/deps && cp "$scratch/package/libduckdb.so" "build/deps/libduckdb.so.$$" &&
        mv "build/deps/libduckdb.so.$$" build/deps/libduckdb.so
}

install_duckdb() {
    duckdb_is_whole build/deps/libduckdb.so && return
    if is_debian && [ -n "$(apt-cache madison libduckdb-dev 2>/dev/null)" ]; then
        [ -z "$(missing libduckdb-dev)" ] && return
        say "installing: libduckdb-dev"
        install libduckdb-dev && return
    fi
    duckdb_from_npm && return
    say "without DuckDB's library Parquet files cannot be read"
    return 1
}

# What drives a browser and looks for what hinders people, from the npm registry.
install_modules() {
    into=build/deps/browser versions="puppeteer-core@24.43.1 axe-core@4.14.1"
    [ "$(cat $into/versions 2>/dev/null)" = "$versions" ] && return
    say "installing: $versions into $into"
    mkdir -p $into
    # shellcheck disable=SC2086
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix $into $versions >"$scratch/log" 2>&1 ||
        { cat "$scratch/log" >&2; say "npm could not install them"; return 1; }
    echo "$versions" >$into/versions
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -n "$needed" ]; then
    if is_debian; then
        # shellcheck disable=SC2086
        absent=$(missing $needed)
        if [ -n "$absent" ]; then
            say "installing:" $absent
            install $absent || { say "apt-get could not install them"; exit 1; }
        fi
        case " $* " in
        *" build "*) install_yyjson ;;
        esac
    else
        elsewhere
    fi
fi
[ -z "$parquet" ] || install_duckdb
[ -z "$modules" ] || install_modules
