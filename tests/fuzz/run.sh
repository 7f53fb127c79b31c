#!/bin/sh
# usage: run.sh FOLDER SECONDS [NAME...]
# Lets libFuzzer work on every target FOLDER/fuzz_NAME for SECONDS each, starting from the
# corpus; what it finds stays in build/fuzz/found. Ends with `N passed, N failed`.
set -eu
folder=$1 seconds=$2
shift 2
[ $# -gt 0 ] || set -- $(cd "$folder" && ls | sed -n 's/^fuzz_//p')
passed=0 failed=0
for name; do
    found=build/fuzz/found/$name
    mkdir -p "$found" "tests/fuzz/corpus/$name"
    echo "fuzz_$name for $seconds s"
    if "$folder/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -max_len=65536 -print_final_stats=1 -artifact_prefix="$found/crash-" "$found" \
        "tests/fuzz/corpus/$name" >"$found.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    grep -E 'DONE|ERROR|SUMMARY|number_of_executed' "$found.log" || :
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
