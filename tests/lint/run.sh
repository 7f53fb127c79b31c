#!/bin/sh
# usage: run.sh JOBS LIBRARY STD...
# Every rule of the house that a machine can see, all as errors. LIBRARY is a built libassay.a,
# STD... are the compiler's words that clang-tidy needs. Ends with `N passed, N failed`, one a rule.
set -u
jobs=$1 library=$2
shift 2
here=tests/lint
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0

rule() {
    name=$1
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
    else
        echo "lint: $name"
        cat "$log"
        failed=$((failed + 1))
    fi
}

ours() {
    git ls-files --cached --others --exclude-standard 2>/dev/null | grep -E "$1" | sort
}

headers_and_sources=$(ours '^(harness|metrics|suites|adapters|reports|tests)/.*\.[ch]$')
sources=$(ours '^(harness|metrics|suites|adapters|reports|tests)/.*\.c$')

format() { clang-format --dry-run --Werror $headers_and_sources; }

# The files that include libllama's headers can be read only where these are.
readable() {
    case " $tidy_words " in
    *llama*) printf '%s\n' $sources ;;
    *) grep -L '#include <llama.h>' $sources ;;
    esac
}

# The analyser is given a tenth of the states that it would go through in a function by itself: it
# found the same here, in a tenth of the time.
tidy() {
    # shellcheck disable=SC2016
    readable | xargs -P "$jobs" -n 1 sh -c 'clang-tidy --quiet "$@" -- $tidy_words \
        -Xclang -analyzer-config -Xclang max-nodes=20000 2>/dev/null' tidy
}

check_c() {
    cppcheck --quiet -j "$jobs" --std=c11 --enable=warning,performance,portability \
        --inline-suppr --error-exitcode=1 --suppress=normalCheckLevelMaxBranches \
        -D_POSIX_C_SOURCE=200809L -DASSAY_VERSION='""' -DASSAY_LIBRARIES='""' \
        -DASSAY_SHAREDIR='""' -I. $sources
}

# What the linker sees of the library begins with assay_, but for what it puts around OpenBLAS's memory.
symbols() { ! nm -g --defined-only "$library" | awk 'NF == 3 && $3 !~ /^(__wrap_)?(assay|blas_memory)_/' | grep .; }

rule layers $here/layers.sh
rule format format
rule words $here/words.sh
rule sizes $here/sizes.sh
rule names $here/names.sh
rule suites $here/suites.sh
rule symbols symbols
rule cppcheck check_c
tidy_words="$*"
export tidy_words
rule clang-tidy tidy
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
