# One number of stored runs over time: lines, changes, trend, figure; the same from the index and without it.
for i in 0 1 2 3 4 5 6 7 8 9; do
    echo "{\"id\": \"i$i\", \"subset\": \"s$((i % 2))\", \"chosen\": \"y\", \"rejected\": \"n\"}"
done >ten.jsonl
cat >ten.yaml <<'Y'
name: ten
version: "1"
kind: pairs
title: Ten pairs
data: {files: [{path: ten.jsonl}]}
fields: {id: id, subset: subset, prompt: id, completions: [chosen, rejected]}
sections: [{name: even, subsets: [s0]}, {name: odd, subsets: [s1]}]
Y
# NAME LABEL DAY WRONG...: a run of that day, right but for these items
run() {
    name=$1 label=$2 day=$3
    shift 3
    for i in 0 1 2 3 4 5 6 7 8 9; do
        right=1
        for wrong; do [ "$wrong" != "$i" ] || right=0; done
        echo "{\"id\": \"i$i\", \"scores\": [$right, 0.5]}"
    done >"$label.jsonl"
    assay run --suite ./ten.yaml --model "replay:$label.jsonl" --label "$label" --output "assay-runs/$name" \
        --quiet --replicates 100 --seed 1 >/dev/null
    sed -i "s/\"started\": \"[^\"]*\"/\"started\": \"2026-11-${day}T02:00:00Z\"/" "assay-runs/$name/run.json"
}
masked() { "$@" | sed 's/ \[[^]]*\]/ [.]/g; s/p [0-9.e-]*;/p .;/; s/  */ /g; s/---*/-/'; }
for day in 01 02 03 04 05 06; do run "$day/steady" steady "$day" 3; done
for day in 01 02 03 04; do run "$day/drops" drops "$day" 0; done
for day in 05 06 07; do run "$day/drops" drops "$day" 0 1 2 4 6 8; done
run ckpt-1 ckpt-1 10 1 2 3 4 5 # 5 of 10 right, then 6, 7, 8
run ckpt-2 ckpt-2 11 1 2 3 4
run ckpt-3 ckpt-3 13 1 2 3
run ckpt-4 ckpt-4 13 1 2
echo "--- a line a model: 9 of 10 throughout, and 9 to 4"
masked assay trend --label steady
masked assay trend --label drops
echo "--- a section: of the five of even 0 is wrong, then all"
masked assay trend --label drops --section even --since 2026-11-04
echo "--- checkpoints are one line: 0.1 a run; by day two are one night"
masked assay trend --label 'ckpt-*' --by-run | grep -e ckpt -e trend
masked assay trend --label 'ckpt-*' | grep trend
echo "--- too few"
masked assay trend --label ckpt-1 | tail -n 5
echo "--- other data, and another version of the suite, are apart"
echo '{"id": "i10", "subset": "s0", "chosen": "y", "rejected": "n"}' >>ten.jsonl
run more steady 20 3
masked assay trend --label steady | grep -e ten -e more
echo "--- as JSON, with the index and without"
assay trend --json --no-index >plain
assay history >/dev/null
assay trend --json | cmp - plain
grep -A6 '"changes": \[$' plain
grep -c '"run"' plain
masked assay trend --label drops --format markdown | head -n 6
echo "--- figures"
assay trend --suite ten --label drops --label steady --output page --figures svg >/dev/null
ls page page/figures
cp page/trend-ten.gp first.gp
assay trend --suite ten --label drops --label steady --output page >/dev/null 2>&1
cmp first.gp page/trend-ten.gp
echo "--- what cannot be"
fails() { "$@" && echo "no error" || echo "status $?"; }
fails assay trend --section evn
fails assay trend --section nothing
fails assay trend --figures svg
fails assay trend --label 'x*'
fails assay trend drops
