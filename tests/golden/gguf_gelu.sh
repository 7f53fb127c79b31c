# GELU in f32, as the library is built here (tests/deps_llama.sh): the numbers of a model of that family do not
# follow from what is asked together, by no bit.
"$out/tests/make_gguf" gemma.gguf gemma=1 width=128 inner=512
i=0
while [ $i -lt 20 ]; do
    echo "{\"id\": \"$i\", \"prompt\": \"How much is $i and $((i * i))?\", \"chosen\": \"It is $((i + i * i)).\", \"rejected\": \"Nobody knows, I think.\"}"
    i=$((i + 1))
done >pairs.jsonl
assay doctor --audit --suite pairs:pairs.jsonl --model gguf:gemma.gguf --model-option template=joined \
    --audit-tolerance 0 --json >told || echo "status $?"
grep -e '"flips"' -e '"passed"' told
