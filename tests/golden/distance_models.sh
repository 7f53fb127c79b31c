# Stored runs as reward functions. Two prompts, of two and three completions: a = (0, 4 | 0, 1, 2),
# b = (3, 1 | 5, 5, 6), gold = (0, 1 | 0, 0, 1). Range_J(a) = (4 + 2) / 2 = 3, of b (2 + 1) / 2 = 1.5, of gold 1. Units: a (0, 4/3 |
# 0, 1/3, 2/3), b (2, 2/3 | 10/3, 10/3, 4), gold as it is. d_J(a, b) = (8/3 + 1/3) / 2 = 1.5; of a and gold (1/3 + 2/3) / 2 = 0.5
# (differences 0, 1/3 | 0, 1/3, -1/3); of b and gold (7/3 + 1/3) / 2 = 4/3. Picks: b is wrong about the first prompt.
items() {
    echo '{"id": "p", "prompt": "p?", "completions": ["x", "y"], "gold": [0, 1], "section": "short"}'
    echo '{"id": "q", "prompt": "q?", "completions": ["x", "y", "z"], "gold": [0, 0, 1], "section": "long"}'
    echo '{"id": "r", "prompt": "r?", "completions": ["x", "y"], "gold": [0, 1], "section": "long"}'
}
scores() {
    printf '{"id": "p", "scores": [%s]}\n{"id": "q", "scores": [%s]}\n' "$2" "$3"
    [ $# -lt 4 ] || printf '{"id": "r", "scores": [%s]}\n' "$4"
}
run() { assay run --suite samples:items.jsonl --model "replay:$1.jsonl" --label "$1" --output "$1" --quiet --replicates 100 >/dev/null; }
items >items.jsonl
scores a '0, 4' '0, 1, 2' >a.jsonl
scores b '3, 1' '5, 5, 6' '1, 2' >b.jsonl
scores even '1, 1' '2, 2, 2' '3, 3' >even.jsonl
run a || :
run b
run even
distance() { assay distance --replicates 0 "$@"; }
distance a b
echo "--- two models alone, in words; a positive factor and offsets of prompts change nothing"
scores c '1006, 1002' '10, 10, 12' '0, 0' >c.jsonl
run c
distance --no-gold b a
distance --no-gold c a
echo "--- a section, Markdown; a model that scores everything alike"
distance --section short --format markdown b a
distance --section long --metric epic b even
echo "--- sections that weigh the same: p 1/2, q and r 1/4. Range_J(b) = 3/2, d_J = 7/3 / 2 + 1/3 / 4 + 1/3 / 4 = 4/3; else 4/3 and 1"
distance --weigh sections b | sed -n 4p
distance b | sed -n 4p
echo "--- a prompt that nobody labelled is left out, but not where the labels are; without any label there is no gold"
sed '2s/, "gold": [^,]*\(, .\)*\]//' items.jsonl >some.jsonl
sed 's/, "gold": \[[^]]*\]//' items.jsonl >none.jsonl
for labels in some none; do
    for model in b c; do
        assay run --suite "samples:$labels.jsonl" --model "replay:$model.jsonl" --label "$model" --output "$labels-$model" --quiet --replicates 100 >/dev/null 2>&1 || :
    done
done
head -n 2 some.jsonl
distance some-b some-c | sed -n '1p; /^left/p'
distance --no-gold some-b some-c | sed -n '1p; /^left/p'
distance none-b none-c | sed -n '1p; /^left/p'
echo "--- JSON; any number of threads"
distance --json --metric l2 --normalise none --weigh sections --jobs 1 b c >one
distance --json --metric l2 --normalise none --weigh sections --jobs 3 b c >three
cmp one three && grep -c . one && sed -n '/"gold"/,/"d_J"/p' one | grep -v width
echo "--- intervals over resampled prompts, the same for any number of threads"
assay distance --json --jobs 1 --seed 7 b c even >one
assay distance --json --jobs 3 --seed 7 b c even >three
cmp one three
numbers() { sed 's/[0-9][0-9.]*/#/g; s/-\{3,\}/---/; s/  */ /g'; }
assay distance --replicates 200 --level 0.9 b c even | numbers
echo "--- stored: matrices beside it, its page begins with them; shown as other runs are"
distance --output out a b >/dev/null
ls out out/report
cat out/report/samples-tree-of-models.tsv
sed -n '/"sources"/,/\]/p' out/run.json | grep path
sed -n 's/.*>\(assay distance [^<]*\)<.*/\1/p' out/report/index.html
grep -q "$(sha256sum b/items.jsonl | cut -d ' ' -f 1)" out/run.json
grep -v '^#' out/report/samples-distances.tsv | cut -f 1-4
assay show out | sed -n '1,/^measure/p'
grep -c '"worst_case_regret"' out/distance.json out/result.json
distance --output both --no-gold a b >/dev/null
ls both/report
echo "--- what is refused"
for bad in "a" "--no-gold a" "absent a" "--section none a b" "items.jsonl" "--figures svg a b" "--suite other a b" "--starc all a b" "--solver sparse a b"; do
    # shellcheck disable=SC2086
    assay distance $bad 2>&1 >/dev/null | head -n 1
done
