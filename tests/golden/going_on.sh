# A run goes on with other options where they change no answer, and with its servers at another address; what
# is another now is written down, and what could change an answer is refused with what it is.
cat >pairs.jsonl <<'X'
{"id": "a", "prompt": "How hot?", "chosen": "About 80 degrees.", "rejected": "Boiling."}
{"id": "b", "prompt": "How long?", "chosen": "Two minutes.", "rejected": "An hour or two, then stir."}
{"id": "c", "prompt": "Which leaf?", "chosen": "A green one, if you ask me.", "rejected": "Any."}
X
serve() { # PORTFILE: a server that fails at one item while the file `bad` is there
    "$out/tests/stub_server" "$1" tei wrong=500 at=leaf while=bad &
    servers="${servers-} $!"
    while [ ! -e "$1" ]; do sleep 0.01; done
}
tell() { sed "s/127.0.0.1:$(cat one)/ONE/g; s/127.0.0.1:$(cat two)/TWO/g"; }
on() {
    assay run --resume run --no-progress "$@" >table 2>told || echo "status $?"
    tell <told
}
changes() { sed -n '/"changes"/,/^  \]/p' run/run.json | grep -v '"at"' | tr -d ' \n' | tell && echo; }
serve one
serve two
trap 'kill $servers 2>/dev/null || :' EXIT
first="--suite pairs:pairs.jsonl --model http:http://127.0.0.1:$(cat one) --model-option dialect=tei --model-option api=rerank
    --model-option tries=1 --no-progress --replicates 100"
assay run $first --output whole >table
: >bad
assay run $first --model-option backoff=0.001 --output run >table 2>told || echo "status $?"
tell <told
echo "== what could change an answer"
on --model-option api=predict
on --model-option max_words=1
on --model "worker:sh worker.sh"
on --seed 5
on --model-option reward=sum
echo "== how it is asked"
on --model-option timeout=7 --model-option tries=2 --model-option concurrency=3 --model-option deadline=60
changes
on
changes
echo "== where"
rm bad
on --model "http:http://127.0.0.1:$(cat two)" --model-option timeout=8
changes
sed 's/127.0.0.1:[0-9]*/HOST/g' run/result.json >run.json
sed 's/127.0.0.1:[0-9]*/HOST/g' whole/result.json | cmp - run.json
echo "== shards that were asked otherwise"
for i in 1 2; do
    assay run $first --model-option timeout=$i --shard $i/2 --output shard$i --quiet
done
assay merge shard1 shard2 --output merged --quiet >table
cmp merged/result.json whole/result.json
echo "== a model within another: a judge of a worker"
cat >worker.sh <<'X'
read -r hello
echo '{"assay":1,"gives":"texts"}'
while read -r line; do
    id=${line#\{\"id\":}
    case $line in *leaf*) [ ! -e bad ] || exit 1 ;; esac
    echo "{\"id\":${id%%,*},\"texts\":[\"[[A]]\"]}"
done
X
echo 'Which? {{ prompt }} {{ a }} {{ b }}' >pair.jinja
: >bad
rm -r run
assay run --suite pairs:pairs.jsonl --model "judge:worker:sh worker.sh" --model-option prompt=pair.jinja --model-option votes=1 \
    --model-option option=timeout=60 --output run --no-progress >table 2>told || echo "status $?"
cat told
rm bad
on --model-option option=timeout=50 --model-option option=restarts=3 --model-option votes=2 --model-option temperature=1
on --model-option option=timeout=50 --model-option option=restarts=3
changes
