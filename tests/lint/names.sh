#!/bin/sh
# Fails where two sources or two headers have the same base name: objects, messages and
# debuggers tell files by it.
set -u
! git ls-files --cached --others --exclude-standard |
    grep -E '^(harness|metrics|suites|adapters|reports|tests)/.*\.[ch]$' |
    sed 's|.*/||' | sort | uniq -d | sed 's/$/: two files have this name/' | grep .
