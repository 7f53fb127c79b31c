# Models behind servers. Those here are the official ones' requests and answers without a model (tests/stub):
# the score of a text is its length, so the completion that is longer is the better one, every
# log-probability is -0.5, and a token is a byte.
cat >pairs.jsonl <<'X'
{"id": "a", "prompt": "How hot?", "chosen": "About 80 degrees.", "rejected": "Boiling."}
{"id": "b", "prompt": "How long?", "chosen": "Two minutes.", "rejected": "An hour or two, then stir."}
{"id": "c", "prompt": "Which leaf?", "chosen": "A green one, if you ask me.", "rejected": "Any."}
X
printf '{%% for m in messages %%}<{{ m.role }}>{{ m.content }}{%% endfor %%}' >chat.jinja

serve() { # DIALECT [WORD...]: a server of that kind
    rm -f port port.log port.clients
    "$out/tests/stub_server" port "$@" &
    server=$!
    while [ ! -e port ]; do sleep 0.01; done
}
# What comes of asking: the scores as they are in the journal, and what the server was asked.
ask() { # DIALECT [OPTION...]
    dialect=$1
    shift
    echo "- $dialect $*"
    for option in "$@"; do set -- "$@" --model-option "$option"; shift; done
    rm -rf run
    status=0
    assay run --suite pairs:pairs.jsonl --model "http:${before:-}http://127.0.0.1:$(cat port)" --model-option "dialect=$dialect" \
        --output run --no-progress --replicates 100 "$@" >table 2>told || status=$?
    [ "$status" = 0 ] || echo "status $status"
    sed "s/127.0.0.1:$(cat port)/HOST/g; s/after [0-9]* ms/after N ms/" told | grep -v '^run stored' || :
    [ ! -e run/items.jsonl ] || sed -n 's/.*"i":"\([a-z]*\)",\(.*\)}/\1 \2/p' run/items.jsonl | sed 's/,"g":[0-9]*//' | sort
}
stop() {
    kill "$server" 2>/dev/null || :
    wait "$server" 2>/dev/null || :
}
asked() { sort port.log | uniq -c | sed 's/^ *//'; }

serve vllm
ask vllm
asked
sed -n '/"model": {/,/}/p' run/run.json | grep -v '"target"\|"options"' | sed -n '/engine/,/}/p'
ask vllm template=chat.jinja
ask vllm api=pooling input=messages
ask vllm api=pooling input=messages steps=min
ask vllm api=score
ask vllm api=completions reward=sum
ask vllm api=completions reward=sum template=chat.jinja
ask vllm api=completions
ask vllm api=score input=tokens
ask vllm api=chat
stop

serve sglang
ask sglang
ask sglang template=chat.jinja
ask sglang api=rerank
# SGLang refuses a request with a blank text in it: that one has no score, the other one has.
cp pairs.jsonl full.jsonl
echo '{"id": "d", "prompt": "Why not?", "chosen": "No.", "rejected": " "}' >>pairs.jsonl
ask sglang api=rerank
mv full.jsonl pairs.jsonl
ask sglang api=score
ask sglang api=score label_tokens=9,10
ask sglang api=score label_tokens=9,ten
ask sglang api=generate reward=sum template=none
asked
stop

serve tei
ask tei template=none
ask tei input=pair
ask tei api=rerank
ask tei input=pair label=LABEL_7 tries=1
asked
stop

# More completions than one request may have (32): as many requests as it takes.
awk 'BEGIN { printf "{\"id\": \"m\", \"prompt\": \"Count\", \"answers\": ["
    for (i = 1; i <= 70; i++) { s = s "x"; printf "%s\"%s\"", (i > 1 ? ", " : ""), s } print "]}" }' >many.jsonl
cat >many.yaml <<'X'
name: many
version: "1"
kind: bestof
title: Many completions
source: none
history: {"1": first description}
data: {files: [{path: many.jsonl}]}
fields: {id: id, prompt: prompt, completions: answers}
overall: micro
ties: loss
X
serve tei
status=0
assay run --suite ./many.yaml --model "http:http://127.0.0.1:$(cat port)" --model-option dialect=tei --model-option api=rerank \
    --output run_many --quiet --no-progress --replicates 100 >table 2>told || status=$?
echo "- many: status $status"
cat told
sed -n 's/.*"v":\[\([^]]*\)\].*/\1/p' run_many/items.jsonl | grep -o '[0-9.]*' |
    awk '{ bad += $1 != NR } END { print NR " scores, " bad + 0 " of them of another completion" }'
asked
stop

serve llama-server
# A score head of safetensors: (1, 3) f32 of 1, 0, 0.
printf '\104\0\0\0\0\0\0\0{"score.weight":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]}}' >head.safetensors
printf '\0\0\200\077\0\0\0\0\0\0\0\0' >>head.safetensors
ask llama-server
ask llama-server head=head.safetensors:score.weight
ask llama-server head=head.safetensors:score.weight template=none
ask llama-server head=head.safetensors:lm_head
ask llama-server api=rerank
asked
echo '1 2 3' >ids
assay doctor --model "http:http://127.0.0.1:$(cat port)" --model-option dialect=llama-server \
    --model-option head=head.safetensors:score.weight --tokens ids
stop

serve openrlhf
ask openrlhf template=none
stop

serve openai
ask openai reward=sum template=chat.jinja
asked
stop

echo "== connections are kept: one for what servers say of themselves, one for the handshake, one for the items"
serve vllm
ask vllm concurrency=1
echo "$(grep -c . port.log) requests, $(grep -c . port.clients) connections"
stop

echo "== scores that are none"
serve vllm sigmoid
ask vllm
ask vllm activation=sigmoid
stop
serve vllm constant
ask vllm
stop
serve tei softmax
ask tei input=pair
stop
serve sglang wrong=nan
ask sglang template=none
stop

echo "== answers of another shape"
for shape in count twice page short; do
    serve tei wrong=$shape
    ask tei api=rerank tries=1
    stop
done

# Of one item alone: it is told, and the others have their scores.
for shape in nan page 500; do
    serve tei wrong=$shape at=stir
    ask tei api=rerank tries=2
    stop
done

echo "== the same failure over and over"
touch broken
serve openrlhf wrong=500 at=How while=broken
for i in 1 2 3 4; do sed "s/\"id\": \"/&$i/; s/How/$i: How/; s/Which/$i: Which/" pairs.jsonl; done >many.jsonl
mv pairs.jsonl few.jsonl
mv many.jsonl pairs.jsonl
ask openrlhf template=none tries=1 same=4 concurrency=1 | grep -v '^[0-9]'
echo "== and gone on with, once it is over: those that failed are asked again, and no other"
rm broken port.log
assay run --resume run --quiet | grep '^coverage'
asked
grep -c '"r":true' run/items.jsonl
grep '"failed_before"' run/run.json
cp run/result.json again.json
ask openrlhf template=none | grep -v '^[0-9]'
cmp again.json run/result.json
echo "== nothing is left to ask"
rm port.log
assay run --resume run --no-progress 2>&1 | grep '^coverage\|^run'
[ ! -e port.log ]
mv few.jsonl pairs.jsonl
stop

echo "== too long: not asked again"
awk 'BEGIN { for (i = 0; i < 200; i++) s = s "x"; printf "{\"id\": \"d\", \"prompt\": \"?\", \"chosen\": \"%s\", \"rejected\": \"y\"}\n", s }' >>pairs.jsonl
for dialect in 'vllm template=none' 'sglang template=none' 'tei input=pair' 'llama-server head=head.safetensors:score.weight' \
    'openai reward=sum template=none'; do
    serve ${dialect%% *} long=180
    ask $dialect
    grep -v ' 200$' port.log
    stop
done
sed -i '$d' pairs.jsonl

echo "== busy"
serve vllm busy=3
ask vllm
asked
stop

echo "== the key"
serve vllm key=sesame
ask vllm
echo sesame >key
ask vllm key_file=key
grep -r sesame run table told || echo "not told"
echo "wrong-one" >key
ask vllm key_file=key
KEY=sesame
export KEY
ask vllm key_env=KEY
ask vllm key_env=NOTHING
stop
url() { assay run --suite pairs:pairs.jsonl --model "http:$1" --output none --model-option key_env=KEY || echo "status $?"; }
url http://example.org
url http://me:sesame@127.0.0.1
url ftp://127.0.0.1

echo "== before"
assay run --suite pairs:pairs.jsonl --model http:http://127.0.0.1:1 --model-option price_in=10 --dry-run | grep -v '^data'

# Two prompts of 12 bytes and one of 11, two texts each of 10 tokens: 70 bytes are read in 18 tokens, and 60
# are written at most, (18 * 10 + 60 * 30) / 1e6 of whatever it costs.
sed 's/How hot?/How hot, now/; s/How long?/How long now/' pairs.jsonl >longer.jsonl
assay sample --suite pairs:longer.jsonl --model http:http://127.0.0.1:1 --model-option dialect=openai --n 2 --max-tokens 10 \
    --model-option price_in=10 --model-option price_out=30 --dry-run | grep -v '^data'

# Models made of models: two pairs, prompts of 8 bytes, completions of 20 bytes a pair.
cat >two.jsonl <<'X'
{"id": "a", "prompt": "How hot?", "chosen": "12345678901", "rejected": "123456789"}
{"id": "b", "prompt": "How now?", "chosen": "1234567890", "rejected": "1234567890"}
X
printf 'QQQQ {{ a }}' >prompt.jinja # 12 bytes
sed 's/^name: pairs/name: both/; /^overall:/i orders: 2' "$top/suites/pairs.yaml" >both.yaml
nobody=http:http://127.0.0.1:1
before() { assay run --suite pairs:two.jsonl --dry-run "$@" | grep '^tokens\|^cost\|^limit'; }
judge() {
    before --model "judge:$nobody" --model-option prompt=prompt.jinja --model-option option=dialect=openai \
        --model-option option=price_in=10 --model-option option=price_out=30 "$@"
}
echo "- a question is 40 bytes: 2 pairs, both orders, 3 votes are 120 tokens, and as many are written in 10 each; with a suite of both beside it twice, and as it is listed half of that"
judge --model-option votes=3 --model-option max_tokens=10 --model-option temperature=1
judge --model-option votes=3 --model-option max_tokens=10 --model-option temperature=1 --suite ./both.yaml:two.jsonl
judge --model-option votes=3 --model-option max_tokens=10 --model-option temperature=1 --model-option positions=listed
echo "- by words one token is written; of a rating the question is of each completion, 8 + 10 + 12 bytes or so: 120"
judge --model-option word=A --model-option word=B
judge --model-option word=1 --model-option word=2
echo "- votes that are scored are read, 40 bytes each at most, behind their questions: 120 and 240 tokens"
judge --model-option votes=3 --model-option max_tokens=10 --model-option temperature=1 --model-option meta=$nobody \
    --model-option meta_option=price_in=1
echo "- policy and reference, or two members of three, each 72 bytes, or half of it"
before --model "dpo:$nobody" --model-option reference=$nobody --model-option option=dialect=openai --model-option policy_option=price_in=1
before --model ensemble --model-option member=$nobody --model-option member=length --model-option member=$nobody \
    --model-option member_option=3:price_in=1 --limit 1
before --model length --limit 1

echo "== one of two is there"
serve vllm
before=http://127.0.0.1:1,
ask vllm
before=
sed -n '/"served"/p' run/run.json
stop

echo "== nobody there"
echo 1 >port
ask vllm outage=0
