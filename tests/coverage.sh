#!/bin/sh
# usage: coverage.sh build/coverage
# Prints the share of statements that the tests ran, by file and folder, from what a run of
# MODE=coverage left; fails where harness/core, metrics or suites are below 90 %.
set -eu
out=$1
top=$(pwd)
for folder in harness/core metrics suites suites/core harness/run harness/cli adapters reports; do
    [ -d "$out/obj/$folder" ] || continue
    (cd "$out/obj/$folder" && ls | grep '\.gcno$' | xargs -r gcov -n -s "$top" -r 2>/dev/null) |
        awk -v top="$top/" -v folder="$folder" '
            /^File/ { gsub(/\047/, ""); file = $2; sub("^" top, "", file) }
            /^Lines executed/ && file ~ /\.c$/ {
                gsub(/[:%]/, " "); print folder, file, $3, $5; file = ""
            }'
done | awk '
    {
        if ($1 == "suites/core")
            $1 = "suites"
        hit = $3 / 100 * $4
        printf "  %-40s %6.2f %% of %5d\n", $2, $3, $4
        lines[$1] += $4; run[$1] += hit
    }
    END {
        print ""
        for (folder in lines) {
            share = 100 * run[folder] / lines[folder]
            low = folder ~ /^(harness\/core|metrics|suites)$/ && share < 90
            bad += low
            printf "%-42s %6.2f %% of %5d%s\n", folder, share, lines[folder], \
                low ? "  BELOW 90 %" : ""
        }
        exit bad > 0
    }'
