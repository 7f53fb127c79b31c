# A log filled from a server: the official one's requests and answers without a model (tests/stub), where every
# log-probability is -0.5 and a token is a byte.
rm -f port
"$out/tests/stub_server" port vllm &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
url=http://127.0.0.1:$(cat port)
cat >log.jsonl <<'X'
{"k":"group","id":"a","prompt":"How hot?","responses":[{"id":"0","text":"Hot."},{"id":"1","text":"No","n_tok":3},{"id":"2","n_tok":4,"tok":{"ids":[7,8,9,10]}},{"id":"3","text":""}]}
{"k":"group","id":"b","responses":[{"id":"0","text":"Hot."}]}
X
fill() {
    assay log fill log.jsonl --model-option dialect=vllm --model-option template=none --model-option activation=none "$@" 2>told || echo "status $?"
    sed "s|$url|URL|g" told
}
echo "== its own tokens, and those of the log"
fill --ref "http:$url" --model-option api=completions --output filled.jsonl
cat filled.jsonl
assay log check filled.jsonl
sort port.log | uniq -c | sed 's/^ *//'

echo "== a policy, of which a server tells this alone"
fill --policy "http:$url" --model-option api=completions | sed -n 's/.*"id":"0","text":"Hot.",//; s/},{.*//; 1p'
fill --policy "http:$url" --model-option api=completions --top 2
fill --policy "http:$url" --model-option api=completions --noctx
fill --policy "http:$url"
kill $server
wait $server 2>/dev/null || :
fill --ref "http:$url" --model-option api=completions --model-option tries=1 | sed 's/after [0-9]* ms/after N ms/; s/port [0-9]*/port N/'
