#!/bin/sh
# Fails where a file is longer than 600 lines or a function than 60; with --table it also says
# how long functions are over the tree: median, nine in ten, longest. By universal-ctags.
set -eu
list=$(git ls-files --cached --others --exclude-standard |
    grep -E '^(harness|metrics|suites|adapters|reports|tests)/.*\.[ch]$')

bad=0
if wc -l $list | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, at most 600" }' | grep .; then
    bad=1
fi
ctags -x --c-kinds=f --_xformat='%{end} %n %{input} %N' $list |
    awk '{ print $1 - $2 + 1, $3 ":" $2 ": " $4 }' | sort -n >"${TMPDIR:-/tmp}/sizes.$$"
trap 'rm -f "${TMPDIR:-/tmp}/sizes.$$"' EXIT
if awk '$1 > 60 { n = $1; $1 = ""; print $0 ": " n " lines, at most 60" }' \
    "${TMPDIR:-/tmp}/sizes.$$" | grep .; then
    bad=1
fi
if [ "${1-}" = --table ]; then
    awk '{ n[NR] = $1; name = $0 }
         END { print NR " functions: median " n[int((NR + 1) / 2)] " lines, nine in ten within " \
               n[int(NR * 0.9 + 0.5)] ", longest " name }' "${TMPDIR:-/tmp}/sizes.$$"
fi
exit $bad
