# What an audit asks where nothing else is said is short: items share a batch, and fast mode is found out by it. Where
# none do, that is told.
"$out/tests/make_gguf" rm.gguf
audit() {
    assay doctor --audit --model gguf:rm.gguf --model-option template=joined "$@" >told 2>why || echo "status $?"
    sed 's/numbers follow from .*/numbers follow from how they are asked/' why
    sed -n '1p; /^no two/p' told
}
audit --quiet
audit --quiet --model-option precision=fast
audit --quiet --suite core --items 3 --model-option precision=fast
audit --quiet --items 1
audit --quiet --items 4 --json >/dev/null
grep beside_others told | tr -d ' '
echo "== of a run"
i=0
while [ $i -lt 3 ]; do
    echo "{\"id\": \"$i\", \"prompt\": \"$(printf '%0200d' $i)\", \"chosen\": \"right\", \"rejected\": \"no\"}"
    i=$((i + 1))
done >pairs.jsonl
assay run --audit --suite pairs:pairs.jsonl --model gguf:rm.gguf --model-option template=joined --no-progress --no-cache \
    --replicates 100 --output run >told 2>why
sed 's/difference [^,]*,/difference D,/' why
