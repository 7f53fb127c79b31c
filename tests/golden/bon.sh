# Best-of-n curves from files, a description and stored runs. Figures of the first file were worked out by
# going through all choices of n samples (with two equal scores, each of them as often).
cat >two.jsonl <<'EOF'
{"id": "a", "category": "x", "proxy": [0.1, 0.9, 0.9, 0.5], "gold": [1, 0, 1, 0], "answers": ["7", "8", "7", "9"]}
{"id": "b", "category": "y", "proxy": [3, 2, 1, 0], "gold": [0, 1, 1, 0], "answers": ["1", "2", "2", null]}
EOF
assay bon two.jsonl --replicates 0 --n all --by section
echo "--"
assay bon two.jsonl --replicates 200 --n 1,4
echo "--"
# A proxy that follows gold at first and then something else: gold turns.
awk 'BEGIN { seed = 7
    for (p = 0; p < 60; p++) {
        proxy = gold = ""
        for (i = 0; i < 64; i++) {
            hack = i % 16 == 3
            seed = (seed * 16807) % 2147483647; quality = seed / 2147483647
            gold = gold (i ? ", " : "") (hack ? 0.2 : quality)
            proxy = proxy (i ? ", " : "") (hack ? 5 + quality : quality)
        }
        printf "{\"proxies\": {\"hacked\": [%s], \"honest\": [%s]}, \"gold\": [%s]}\n", proxy, gold, gold
    } }' >turn.jsonl
assay bon turn.jsonl --replicates 300 --output turn
assay show turn | sed -n 1,7p
ls turn turn/report
# Figures for a paper in the same command: those that assay report makes of the stored run.
assay bon turn.jsonl --replicates 300 --output drawn --figures svg,tikz --size page | tail -n 4
mv drawn/report/figures drawn/direct
assay report --figures svg,tikz --size page drawn | sed 1d
diff -r drawn/direct drawn/report/figures && ls drawn/direct
for bad in "--figures svg" "--output no --figures gif" "--output no --figures svg --size poster"; do
    # shellcheck disable=SC2086
    assay bon absent.jsonl $bad 2>&1 || echo "status $?"
done
echo "--"
# Records that are samples, named on the command line; the same for any number of threads.
printf 'prompt,rm,right,words\n' >flat.csv
for i in 1 2 3 4 5 6; do echo "p$((i % 2)),0.$((i * 7 % 10)),$((i % 3 == 0)),$i"; done >>flat.csv
assay bon flat.csv --group-by prompt --proxy rm --gold right --tokens words --jobs 1 --json >one
assay bon flat.csv --group-by prompt --proxy rm --gold right --tokens words --jobs 3 --json >three
cmp one three && assay bon flat.csv --group-by prompt --proxy rm --gold right --n 1,3 --replicates 0
echo "--"
# Ensembles of proxies, parts by difficulty and length, the first n samples, another axis.
cat >members.jsonl <<'EOF'
{"proxies": {"a": [1, 2, 3, 4], "b": [4, 3, 1, 2]}, "gold": [1, 0, 0, 1], "lengths": [5, 6, 7, 8], "answers": ["x", "y", "y", "x"], "tokens": [9, 9, 8, 8]}
{"proxies": {"a": [0, 9, 3, 4], "b": [1, 1, 1, 5]}, "gold": [0, 0, 0, 1], "lengths": [1, 2, 3, 2], "answers": ["x", "y", "z", "z"], "tokens": [1, 2, 3, 4]}
EOF
assay bon members.jsonl --ensemble mean --ensemble worst --replicates 0 --n 1,4 --by difficulty --quantiles 2
assay bon members.jsonl --proxy rm=proxies.a --rule first-n --replicates 0 --by length --quantiles 2 --axis kl-samples --output axis
cat axis/report/samples-best-of-n.tsv axis/report/samples-gold-by-tokens.tsv
echo "--"
# Best of K as PPE: case ppe_bok.0 of the metrics (mean_sq_gap 0.1965, max and end 0.6667).
grep '"ppe_bok.0"' "$top/tests/golden/metrics.json" |
    sed 's/.*"items":\[\(.*\)\]},"expect".*/\1/; s/},{/}\n{/g; s/"score"/"proxy"/g; s/"correct"/"gold"/g' >bok.jsonl
assay bon bok.jsonl --rule ppe --replicates 0 --n 32 --json | grep -A 5 '"\(loss\|mean_...\)_exact"' | grep '"value": *[0-9]'
assay bon bok.jsonl --rule ppe --orders 1000 --seed 3 --replicates 0 --n 32 | sed -n '5,$p'
assay bon two.jsonl --rule ppe --replicates 0 2>&1 | sed -n '/PPE/,/^$/p'
sed "2s/, 0\]/]/g; 2s/, null\]/]/" two.jsonl >uneven.jsonl
for bad in uneven.jsonl flat.csv\ --group-by\ prompt\ --proxy\ rm\ --gold\ words "members.jsonl --proxy a=proxies.a --gold lengths"; do
    # shellcheck disable=SC2086
    assay bon $bad --rule ppe 2>&1 || echo "status $?"
done
echo "--"
# Stored runs of one suite.
for model in length shortest; do
    echo '{"id": "q", "prompt": "?", "responses": ["a", "bbb", "cc"], "gold": [1, 0, 0]}
{"id": "r", "prompt": "!", "responses": ["aa", "b", "ccc"], "gold": [0, 0, 1]}' >said.jsonl
    assay run --suite samples:said.jsonl --model $model --output $model --quiet >/dev/null
done
assay bon length shortest --replicates 0
echo "--"
# The official shape of Qwen2.5-Math's example.
mkdir -p data/qwen25math_bon
printf '{"idx": %d, "question": "?", "level": "Level %d", "code": ["a", "bb", "c"], "pred": ["1", "2", "2"], "score": [true, false, false], "pred_score": [[0.5], [1.5], [%d]]}\n' \
    1 1 2 2 3 -2 >data/qwen25math_bon/math_cot_100.jsonl
assay bon --suite qwen25math-bon --data-dir data --replicates 0
assay run --suite qwen25math-bon --data-dir data --model replay:data/qwen25math_bon/math_cot_100.jsonl --output qwen --quiet | head -n 8
echo "--"
# What is missing, and what is wrong.
sed 's/0.5\]/null]/' two.jsonl >missing.jsonl
assay bon missing.jsonl --replicates 0 | tail -n 1
assay bon missing.jsonl --replicates 0 --missing lowest --n 4 | tail -n 1
for bad in "" "two.jsonl two.jsonl" "two.jsonl --n 0" "two.jsonl --n 3,2" "two.jsonl --n 9" "two.jsonl --proxy =x" "two.jsonl --ensemble mean" "members.jsonl --ensemble best" "two.jsonl --by length" \
    "two.jsonl --proxy nothing" "flat.csv --group-by prompt" "two.jsonl --suite pairs" "length --proxy rm" "absent.jsonl"; do
    # shellcheck disable=SC2086
    assay bon $bad 2>&1 || echo "status $?"
done
