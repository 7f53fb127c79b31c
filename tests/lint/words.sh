#!/bin/sh
# Fails on functions that core/banned.h forbids, on stubs, and on commented-out work to be done.
# The rule is docs/DESIGN.md, "Language" and "Do not".
set -u
bad=0

complain() {
    if grep -v '^tests/lint/\|^tests/fuzz/corpus/'; then
        echo "^ $1"
        bad=1
    fi
}

files() {
    git ls-files --cached --others --exclude-standard | grep -E "$1"
}

banned='strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atoll|atof|gets|localtime|gmtime|rand|srand|setjmp|longjmp|alloca'
files '^(harness|metrics|suites|adapters|reports|tests)/.*\.[ch]$' |
    xargs grep -nE "(^|[^_[:alnum:]>.\"])($banned) ?\(" /dev/null |
    complain "calls a function that docs/DESIGN.md forbids"

files '\.([ch]|sh|def|md|1|ya?ml|txt)$|^Makefile$' |
    xargs grep -nwE 'TODO|FIXME|XXX|HACK|not implemented|placeholder' /dev/null |
    complain "is a stub, or says it is"

files '(^|/)(utils?|helpers?|misc|common)\.[ch]$' |
    complain "is a drawer for anything: name the file after what it is about"

exit $bad
