# What was done to texts is told when a suite is scored, not only written down: cut, begun twice, without an end. Shards
# are added up.
"$out/tests/make_gguf" rm.gguf
"$out/tests/make_gguf" policy.gguf labels=0
i=0
while [ $i -lt 6 ]; do
    echo "{\"id\": \"$i\", \"prompt\": \"q\", \"chosen\": \"$(printf "%0$((4 * i + 1))d" 0)\", \"rejected\": \"no\"}"
    i=$((i + 1))
done >pairs.jsonl
printf '<s>{%% for m in messages %%}{{ m.content }}{%% endfor %%}' >begun.jinja
run() {
    rm -rf run
    assay run --suite pairs:pairs.jsonl --model gguf:rm.gguf --no-progress --no-cache --replicates 100 --output run "$@" >told || echo "status $?"
}
texts() { sed -n '/"texts": {/,/}/p' "$1/run.json" | tr -d ' \n' && echo; }
echo "== a beginning, one token of the prompt, and 1, 5, 9, 13, 17, 21 or 2 of completions: of limit 12 three are cut"
run --model-option template=joined --max-length 12 --model-option truncate=left
texts run
run --model-option template=joined --max-length 12 --model-option truncate=right --quiet
texts run
echo "== an end of text, and a beginning too many"
run --model-option template=joined --model-option eos=add
run --model-option template=begun.jinja --model-option bos=add --model-option eos=add
echo "== models within others"
rm -rf run
assay run --suite pairs:pairs.jsonl --model dpo:gguf:policy.gguf --model-option reference=gguf:policy.gguf \
    --model-option option=template=joined \
    --model-option reference_option=template=joined --no-progress --no-cache --replicates 100 --output run >told || echo "status $?"
echo "== in parts"
for i in 1 2 3; do
    assay run --suite pairs:pairs.jsonl --model gguf:rm.gguf --model-option template=joined --max-length 12 --no-cache \
        --model-option truncate=left --quiet --shard $i/3 --output part$i
done
assay merge part1 part2 part3 --output merged --no-progress >told
texts merged
grep '"architecture"' merged/run.json | tr -d ' '
