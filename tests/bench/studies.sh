#!/bin/sh
# usage: studies.sh FOLDER [SETS [RUNS]]
# Holds the intervals and the alarms of docs/METRICS.md against what they say, over simulated data:
#   95 % intervals of the peak cover it in 93 to 97 % of 2,000 sets, seeds as units, at either noise, also where
#   seeds differ by more than the noise of points; points as units the same where points are independent; two peaks that are
#   one are told apart in at most 6 % of pairs;
#   turnover is detected in at most 2.5 % of curves that do not turn, and its set holds the highest point in
#   at least 93 %; onset alarms in 3.5 to 7 % of runs with independent noise and in at most 12 % with
#   dependent noise, where 5 % are stated, and in at least 95 % of those that turn.
# Ends with `N passed, N failed`; takes five minutes of one core.
set -eu
out=$1 sets=${2:-2000} runs=${3:-1000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$out/tests/bench/fit_coverage" "$sets" >"$scratch/coverage"
"$out/tests/bench/turn_alarms" "$runs" >"$scratch/alarms"
cat "$scratch/coverage" "$scratch/alarms" | awk '
function after(word,   at, rest) {
    at = index($0, " " word " ")
    rest = substr($0, at + length(word) + 2)
    return at ? rest + 0 : -1
}
function hold(what, value, lo, hi) {
    good = value >= lo && value <= hi
    passed += good
    failed += !good
    printf "%s: %g, from %g to %g%s\n", what, value, lo, hi, good ? "" : "  OUTSIDE"
}
{ print }
$2 == "noise" && $6 == "d*" {
    name = $1 " noise " $3 " slope " $5
    hold("d* " name ", seeds as units", after("wild"), 93, 97)
    hold("peaks told apart, " name, after("moved"), 0, 6)
    if ($5 == 0 && $3 < 1)
        hold("d* " name ", points as units", after("points"), 93, 97)
}
$1 == "turnover" && $2 != "hump" {
    hold("turnover of " $2 " curves", after("turnover"), 0, 2.5)
    hold("highest point of " $2 " curves in the set", after("placed"), 93, 100)
    hold("turnover of " $2 " curves, five seeds", after("seeds"), 0, 2.5)
}
$1 == "onset" {
    name = "onset in " $2 " steps, rho " $5 ", " $6
    if ($7 == "stops")
        hold(name ", gold stops", after("detected"), 95, 100)
    else if ($6 == "dependent")
        hold(name ", gold follows", after("detected"), 0, 12)
    else if ($5 == 0)
        hold(name ", gold follows", after("detected"), 3.5, 7)
}
END {
    print passed + 0 " passed, " failed + 0 " failed"
    exit failed > 0
}'
