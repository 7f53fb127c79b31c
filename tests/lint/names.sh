#!/bin/sh
# Fails where two sources or two headers have the same base name: messages and debuggers tell
# files by it. Each program has its main.c.
set -u
# Signals and diagnostics are called by the words that users type, which formulas and suites may have, too.
! git ls-files --cached --others --exclude-standard |
    grep -E '^(harness|metrics|suites|adapters|reports|tests)/.*\.[ch]$' |
    grep -vE "^(adapters/signals|reports/diagnostics)/" | sed "s|.*/||" | grep -vx 'main\.c' | sort | uniq -d | sed 's/$/: two files have this name/' | grep .
