#!/bin/sh
# usage: run.sh [bookworm|trixie [COMMAND...]]
# Proves the README's two commands on a pristine Debian: makes a root file system with nothing
# but make and ca-certificates, copies the checkout in (what git would), runs `make demo` and
# `make check` there, and says how long each took. As root; not part of CI.
#
# Without a suite both are tried. FRESH_KEEP=yes keeps the root file system and says where.
# Packages come from the machine's own mirror, with its certificates and settings of apt.
set -eu

[ $# -gt 0 ] || { "$0" bookworm && exec "$0" trixie; }
suite=$1
shift
[ $# -gt 0 ] || set -- "make demo" "make check"
[ "$(id -u)" -eq 0 ] || { echo "fresh: run this as root" >&2; exit 2; }
command -v debootstrap >/dev/null || apt-get install -y debootstrap

mirror() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources \
        2>/dev/null | sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\) .*/\2/p' |
        grep -E '/debian/?$' | head -n 1
}

root=$(mktemp -d)
leave() {
    umount "$root/proc" "$root/dev" 2>/dev/null || :
    if [ -n "${FRESH_KEEP-}" ]; then
        echo "fresh: kept $root"
    else
        rm -rf --one-file-system "$root"
    fi
}
trap leave EXIT
trap 'exit 130' INT TERM

echo "fresh: $suite from $(mirror)"
debootstrap --include=make,ca-certificates "$suite" "$root" "$(mirror)" >"$root.log" 2>&1 ||
    { tail -n 20 "$root.log"; exit 1; }
rm -f "$root.log"
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/etc/ssl/certs" "$root/assay"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/hosts "$root/etc/hosts"
for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*proxy*; do
    [ -e "$file" ] && cp "$file" "$root/etc/apt/apt.conf.d/"
done
git ls-files -z --cached --others --exclude-standard | tar -c --null -T - | tar -x -C "$root/assay"

for command; do
    start=$(date +%s)
    if env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
        ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
        chroot "$root" sh -c "cd /assay && $command"; then
        echo "fresh: $suite: $command: $(($(date +%s) - start)) s"
    else
        echo "fresh: $suite: $command: FAILED after $(($(date +%s) - start)) s"
        exit 1
    fi
done
