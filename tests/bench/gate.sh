#!/bin/sh
# usage: gate.sh FOLDER [NIGHTS]
# How often is a gate missed though nothing changed? Simulates nights (2,000; fixed seeds): two runs of one model on 400
# pairs in three sections, two pairs a prompt, which are right together more often than apart. Every night is run, stored
# and gated by the program itself.
#   false alarms of a gate at which nothing may be lost, overall and in three sections: at most its alpha of 5 %
#   of a gate that allows 1.5 points: at most that, too; how many nights it leaves undecided is told
#   a drop of 10 points: how often either gate finds it is told
# Limits are those shares and three standard errors of so many nights. Ends with `N passed, N failed`; takes 10 minutes.
set -eu
assay=$1/assay
nights=${2:-2000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
assay=$(realpath "$assay")
cd "$scratch"
pairs=400

awk -v n=$pairs 'BEGIN {
    for (i = 0; i < n; i++)
        printf "{\"id\": \"%d\", \"subset\": \"s%d\", \"prompt\": \"p%d\", \"chosen\": \"y\", \"rejected\": \"n%d\"}\n",
               i, int(i / 2) % 3, int(i / 2), i
}' >s.jsonl
printf 'defaults: {tier: critical, max_drop: 0}\nsuites: {pairs: {sections: {s0: {}, s1: {}, s2: {}}}}\n' >none.yaml

# scores SEED DROP: a prompt has a chance of its own, 0.5 to 1, less DROP; its pairs share their luck half of the time
scores() {
    awk -v n=$pairs -v seed="$1" -v drop="$2" 'BEGIN {
        srand(7)
        for (p = 0; p < n / 2; p++) chance[p] = 0.5 + 0.5 * rand() - drop
        srand(seed)
        for (i = 0; i < n; i++) {
            if (i % 2 == 0) { luck = rand(); own = luck } else own = rand() < 0.5 ? luck : rand()
            printf "{\"id\": \"%d\", \"scores\": [%d, 0.5]}\n", i, own < chance[int(i / 2)]
        }
    }'
}
# night NAME SEED DROP: one run
night() {
    scores "$2" "$3" >"$1.jsonl"
    rm -rf "$1"
    "$assay" run --suite pairs:s.jsonl --model "replay:$1.jsonl" --label "$1" --output "$1" --quiet --replicates 100 >told
}
# judge COUNTS POLICY...: adds what the gate came to
judge() {
    counts=$1
    shift
    if "$assay" gate --replicates 1000 --format line "$@" old new >told 2>&1; then echo passed; else
        sed -n '1s/^assay gate \([a-z]*\):.*/\1/p' told; fi >>"$counts"
}
for night in $(seq "$nights"); do
    night old "$((2 * night))" 0
    night new "$((2 * night + 1))" 0
    judge none --policy none.yaml
    judge some
    if [ "$night" -le "$((nights / 10))" ]; then
        night new "$((2 * night + 1))" 0.1
        judge fall_none --policy none.yaml
        judge fall_some
    fi
done
share() { awk -v word="$2" '$0 == word { k++ } END { printf "%.2f", 100 * k / NR }' "$1"; }
passed=0 failed=0
most=$(awk -v n="$nights" 'BEGIN { printf "%.2f", 100 * (0.05 + 3 * sqrt(0.05 * 0.95 / n)) }')
for gate in none some; do
    alarms=$(share $gate missed)
    if awk -v a="$alarms" -v m="$most" 'BEGIN { exit !(a <= m) }'; then word=ok passed=$((passed + 1)); else
        word=FAILED failed=$((failed + 1)); fi
    echo "$word: $gate: missed on $alarms % of $nights nights without a change (at most $most), undecided on $(share $gate undecided) %"
    echo "    a drop of 10 points is found on $(share fall_$gate missed) % of $((nights / 10)) nights"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
