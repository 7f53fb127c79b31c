# Suites that want more of a model than a score, with models of made-up weights whose tokens are bytes:
# hidden states for a probe, a number a step of a solution. What the run is told is what the same model says
# of the same bytes through `assay doctor --tokens`.
"$out/tests/make_gguf" rm.gguf
"$out/tests/make_gguf" prm.gguf labels=2
bytes() { printf '%s' "$1" | od -An -tu1 -v | tr -s ' \n' ' '; }
close() { # two files of numbers, one a line
    paste "$1" "$2" | awk '{ d = $1 - $2; d = d < 0 ? -d : d; most = d > most ? d : most }
        END { print (NR && most < 1e-8 ? "same" : "differ by " most) " on " NR " numbers" }'
}
run() { assay run --data-dir data --quiet --output run --model-option template=joined "$@"; }

for dimension in harmlessness helpfulness correctness coherence complexity verbosity; do
    mkdir -p data/mrmbench/mrm_easy/$dimension
    echo '[{"input": "What is 1? ", "output": "one", "label": 0}, {"input": "Where? ", "output": "here", "label": 1}]' \
        >data/mrmbench/mrm_easy/$dimension/train.json
    echo '[{"input": "What is 2? ", "output": "two", "label": 0}]' >data/mrmbench/mrm_easy/$dimension/test.json
done
run --suite mrmbench:easy --model gguf:rm.gguf | grep -e ^coverage -e ^note
sed -n 's/.*"harmlessness\/train\/1","v":\[\([^]]*\)\].*/\1/p' run/items.jsonl | tr ',' '\n' >told
bytes "Where? here" >tokens
assay doctor --model gguf:rm.gguf --model-option read=state --tokens tokens | tr -d '[]' | tr ',' '\n' >said
close told said

mkdir data/processbench
for subset in gsm8k math olympiadbench omnimath; do
    echo "[{\"id\": \"$subset-0\", \"problem\": \"1+1? \", \"steps\": [\"one \", \"and one \", \"is two\"], \"label\": 1}]" \
        >data/processbench/$subset.json
done
rm -r run
run --suite processbench --model gguf:prm.gguf --model-option steps=piece --model-option join= | grep -e ^coverage
sed -n 's/.*"gsm8k-0","v":\[\([^]]*\)\].*/\1/p' run/items.jsonl | tr ',' '\n' >told
for text in "1+1? one " "1+1? one and one " "1+1? one and one is two"; do
    bytes "$text" >tokens
    assay doctor --model gguf:prm.gguf --tokens tokens | tr -d '[]' |
        awk -F, '{ printf "%.9f\n", 1 / (1 + exp($1 - $2)) }' # softmax, of the second label
done >said
close told said
# What a score head says is no log-probability, so there is no policy whose reward it could be.
echo '{"id":"p","prompt":"q","chosen":"a","rejected":"bb"}' >pairs.jsonl
assay run --suite pairs:pairs.jsonl --model dpo:gguf:rm.gguf --model-option option=template=none --quiet \
    2>&1 || echo "status $?"

# A head of several labels answers a rated item with a number a dimension: by name, or by place.
"$out/tests/make_gguf" five.gguf labels=5
"$out/tests/make_gguf" named.gguf labels=5 named=1
for id in 1 2 3; do
    echo "{\"id\": \"$id\", \"prompt\": \"1+$id? \", \"response\": \"it is\", \"gold\": {\"c\": $id, \"a\": 0}}"
done >two.jsonl
sed 's/}}/, "x": 1, "y": 2, "z": 3}}/' two.jsonl >five.jsonl
bytes "1+2? it is" >tokens
assay doctor --model gguf:five.gguf --tokens tokens | tr -d '[]' | tr ',' '\n' >said
rate() {
    rm -rf run
    run --suite "ratings:$1" --model "gguf:$2" --model-option template=joined >table || { echo "status $?"; return; }
    grep ^coverage table
    sed -n 's/.*"i":"2","v":\[\([^]]*\)\].*/\1/p' run/items.jsonl | tr ',' '\n' >told
}
rate five.jsonl five.gguf
close told said
rate two.jsonl named.gguf
{ sed -n 3p said; sed -n 1p said; } >some
close told some
rate two.jsonl five.gguf
rate five.jsonl named.gguf
