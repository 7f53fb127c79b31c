#!/bin/sh
# usage: check.sh FOLDER
# Runs every test against the programs in FOLDER (build/MODE): unit tests, cases, stored fuzz
# inputs, the command line. Ends with `N passed, N failed` over all of them.
set -u
out=$1
log=$(mktemp)
trap 'rm -f "$log" "$log".*' EXIT
passed=0 failed=0
# Limits of time are for what never ends: no test fails because a machine is busy.
export CK_TIMEOUT_MULTIPLIER=20
# A sanitizer takes longer to fork than nearly all tests do; elsewhere each has a process of its own.
case $out in *asan | *tsan) export CK_FORK=no ;; esac

add() {
    passed=$((passed + ${1:-0}))
    failed=$((failed + ${2:-0}))
}

# Runs a program whose last line says `N passed, N failed`, and takes them from there.
count() {
    "$@" >"$log" 2>&1
    status=$?
    last=$(tail -n 1 "$log")
    case $last in
    *" passed, "*" failed"*)
        [ $status -eq 0 ] && echo "$1: $last" || cat "$log"
        add $(echo "$last" | sed 's/\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/')
        ;;
    *)
        cat "$log"
        echo "$1: ended with status $status and without a count"
        add 0 1
        ;;
    esac
}

# Suites run side by side, each in a process of its own; one that runs nothing has failed.
unit() {
    # shellcheck disable=SC2016
    sed -n 's/^UNIT(\(.*\))$/\1/p' tests/unit/units.def | xargs -P "$(nproc)" -I @ \
        sh -c 'CK_RUN_SUITE=@ "$0/tests/unit" >"$1.@" 2>&1' "$out" "$log" || :
    for suite in "$log".*; do
        counts=$(sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' "$suite")
        # shellcheck disable=SC2086
        set -- ${counts:-1 1 0}
        [ "$1" -gt 0 ] || set -- 1 1 0
        if [ $(($2 + $3)) -gt 0 ]; then
            echo "unit tests, ${suite##*.}:"
            cat "$suite"
        fi
        add $(($1 - $2 - $3)) $(($2 + $3))
    done
    echo "$out/tests/unit: $passed passed, $failed failed"
}

replay() {
    for target in "$out"/tests/fuzz_*; do
        [ -x "$target" ] || continue
        name=${target##*/fuzz_}
        if "$target" "tests/fuzz/corpus/$name"/* >"$log" 2>&1; then
            add 1 0
        else
            tail -n 30 "$log"
            echo "fuzz_$name: fails on the last file named above"
            add 0 1
        fi
    done
}

# Without it, and where nothing says that all must run, tests of Parquet say that they are passed over.
tests/deps.sh parquet || :
unit
[ -x "$out/tests/cases" ] && count "$out/tests/cases" tests/golden/metrics.json
[ -x "$out/tests/cases" ] && count "$out/tests/cases" --every "$(pwd)/$out/assay" tests/cases/signals.*.yaml
count "$out/tests/distance" tests/golden/starc.json
replay
# What one thread computes in many types takes minutes there, and the thread sanitizer has nothing to say of it.
names=
case $out in
*tsan)
    names=$(ls tests/golden/*.sh | sed 's|.*/||; s|\.sh$||' |
        grep -vx -e run -e gguf_dtype -e gguf_members -e gguf_order -e gguf_options -e gguf_kinds)
    ;;
esac
# shellcheck disable=SC2086
count tests/golden/run.sh "$out" ${names:+tests/golden $names}
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
