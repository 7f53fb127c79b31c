# A budget of tokens that servers count: a run whose budget is spent stops asking, keeps what was answered, and goes
# on with a larger one; what all attempts took is in run.json. The stub counts a token a byte, and nothing written; each
# attempt first asks it 362 tokens of known answers.
for i in a b c d e f g h; do
    echo "{\"id\": \"$i\", \"prompt\": \"How hot is $i?\", \"chosen\": \"About 80 degrees.\", \"rejected\": \"Boiling.\"}"
done >pairs.jsonl
"$out/tests/stub_server" port openai &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
ask() {
    assay run --no-progress --replicates 100 "$@" >table 2>told || echo "status $?"
    sed "s/127.0.0.1:$(cat port)/HOST/g" told
}
usage() { sed -n '/"usage"/,/}/p' run/run.json | tr -d ' \n' && echo; }
set -- --suite pairs:pairs.jsonl --model "http:http://127.0.0.1:$(cat port)" --model-option dialect=openai --model-option template=none \
    --model-option concurrency=1 --model-option price_in=10 --model-option reward=sum
ask "$@" --output whole
ask "$@" --output run --budget-tokens 500
usage
wc -l <run/items.jsonl
echo "== nothing is left of it, and nobody is asked"
ask --resume run --budget-tokens 500
wc -l <run/items.jsonl
ask --resume run --budget-tokens 1000
usage
ask --resume run
usage
cmp run/result.json whole/result.json
echo "== a whole run within its budget, and models that count nothing"
ask "$@" --output enough --budget-tokens 1000000
ask --suite pairs:pairs.jsonl --model length --output none --budget-tokens 5
ask --suite pairs:pairs.jsonl --model length --output none --budget-tokens 5 --shard 1/2
[ ! -e none ]
ask --suite pairs:pairs.jsonl --model length --output plain
sed 's/"complete"/"interrupted"/' plain/run.json >run.json && mv run.json plain/
ask --resume plain --budget-tokens 5
ask "$@" --output part --budget-tokens 1000000 --shard 1/2
ask "$@" --output tight --budget-tokens 50
ask "$@" --dry-run --budget-tokens 100
cat table | grep tokens
