# A run of a model in this process goes on with an option on which depends whether others count: it is the one named.
cat >pairs.jsonl <<'X'
{"id": "a", "prompt": "How hot?", "chosen": "About 80 degrees.", "rejected": "Boiling."}
{"id": "b", "prompt": "How long?", "chosen": "Two minutes.", "rejected": "An hour or two, then stir."}
{"id": "c", "prompt": "Which leaf?", "chosen": "A green one, if you ask me.", "rejected": "Any."}
X
on() {
    assay run --resume run --no-progress "$@" >table 2>told || echo "status $?"
    cat told
}
"$out/tests/make_gguf" rm.gguf
for precision in "" "--model-option precision=fast"; do
    rm -rf run
    assay run --suite pairs:pairs.jsonl --model gguf:rm.gguf --model-option template=joined $precision --shard 1/2 --output run --quiet
    sed 's/"complete"/"interrupted"/' run/run.json >run.json && mv run.json run/
    on --model-option template=joined $([ "$precision" ] && echo --model-option precision=exact || echo --model-option precision=fast)
done
