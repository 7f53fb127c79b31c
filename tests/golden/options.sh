# Options of models made of models, and of servers, that would change nothing are refused with why.
printf '%s\n' '{"id":"p1","prompt":"q1","chosen":"aaaa","rejected":"bb"}' >pairs.jsonl
printf '%s\n' '{"id":"p1","scores":[-1,-2]}' >one.jsonl
try() {
    model=$1 words=
    shift
    for word; do words="$words --model-option $word"; done
    rm -rf run
    assay run --suite pairs:pairs.jsonl --model "$model" $words --quiet --output run 2>told >/dev/null && echo "taken: $*" ||
        { echo "status $?"; sed "s/127.0.0.1:[0-9]*/HOST/" told; }
}
try dpo:replay:one.jsonl beta=0.5
try dpo:replay:one.jsonl reference_option=format=score
try dpo:replay:one.jsonl option=reward=avg
try dpo:replay:one.jsonl reference=replay:one.jsonl beta=0.5
try ensemble member=replay:one.jsonl lambda=2
try ensemble member=replay:one.jsonl ddof=0 combine=worst
try ensemble member=replay:one.jsonl lambda=2 combine=spread
"$out/tests/stub_server" port tei &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
for word in reward=sum steps=min; do try "http:http://127.0.0.1:$(cat port)" dialect=tei template=none $word; done
kill $server
rm port
"$out/tests/stub_server" port openai &
server=$!
while [ ! -e port ]; do sleep 0.01; done
echo 'Which? {{ a }} {{ b }}' >pair.jinja
judge() { try "judge:http:http://127.0.0.1:$(cat port)" prompt=pair.jinja option=dialect=openai "$@"; }
judge top_p=0.9
judge top_k=5
judge meta_option=template=none
judge word=A word=B verdict=rating
