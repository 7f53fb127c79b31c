# When asking over HTTP ends: each request, the whole run and equal failures have a limit. Nothing here waits for
# a limit of its own to be long enough: what stalls does so for ever, and what is counted is counted.
cat >pairs.jsonl <<'X_'
{"id": "a", "prompt": "[plan: stall*] How hot?", "chosen": "About 80 degrees.", "rejected": "Boiling."}
{"id": "b", "prompt": "How long?", "chosen": "Two minutes.", "rejected": "An hour or two, then stir."}
{"id": "c", "prompt": "[plan: mute*] Which leaf?", "chosen": "A green one, if you ask me.", "rejected": "Any."}
{"id": "d", "prompt": "[plan: loris*] Which pot?", "chosen": "One of clay.", "rejected": "A pan, or no pot at all."}
X_
sed 's/plan: [a-z]*/plan: 500/; s/"id": "/&5/' pairs.jsonl >failing.jsonl
"$out/tests/stub_server" port tei chaos &
server=$!
while [ ! -e port ]; do sleep 0.01; done
ask() { # options of the model, as words of the command
    rm -rf run
    status=0
    assay run --model "http:http://127.0.0.1:$(cat port)" --output run --quiet --no-progress --replicates 100 --model-option dialect=tei \
        --model-option api=rerank --model-option backoff=0.001 "$@" >table 2>told || status=$?
    echo "status $status"
    sed 's/127.0.0.1:[0-9]*/HOST/; s/after [0-9]* milliseconds.*/after N milliseconds/' told
    sed -n 's/.*"i":"\([0-9a-z]*\)",\(.*\)}/\1 \2/p' run/items.jsonl | sed 's/,"g":[0-9]*//; s/after [0-9]* milliseconds[^"]*/after N milliseconds/g' | sort
}
echo "== of a request"
ask --suite pairs:pairs.jsonl --model-option timeout=1 --model-option tries=2
echo "== of the run, of two suites"
ask --suite pairs:pairs.jsonl --suite pairs:failing.jsonl --model-option deadline=2 | grep -o '^status.*\|deadline=.*over'
echo "== of equal failures"
ask --suite pairs:failing.jsonl --model-option tries=1 --model-option same=2 --model-option concurrency=1
kill "$server"
wait "$server" 2>/dev/null || :
