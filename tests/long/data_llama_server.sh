# A real llama-server, of the sources and options that libllama was built with (make deps-llama-server): its
# numbers are those of the same model in this process, and it may be killed in the middle of a run.
server_program=${ASSAY_LLAMA_SERVER-$top/build/deps/llama/bin/llama-server}
models=$ASSAY_DATA/../golden/models
server=
finish() { [ ! "$server" ] || kill -9 "$server" 2>/dev/null || :; }
trap finish EXIT
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
serve() { # words of the server's; what it says is added to server.log
    "$server_program" --host 127.0.0.1 --port "$port" -t 1 -ctk f32 -ctv f32 -fa off "$@" >>server.log 2>&1 &
    server=$!
    looks=0
    until python3 -c "import urllib.request as r; r.urlopen('$url/health')" 2>/dev/null; do
        looks=$((looks + 1))
        [ $looks -lt 600 ] || { echo "it does not start" >&2; tail -n 20 server.log >&2; exit 1; }
        sleep 0.1
    done
}
stop() { # SIGNAL
    kill "-$1" "$server"
    wait "$server" 2>/dev/null || :
    server=
}
within() { # of two files of numbers, a line each
    paste "$1" "$2" | tr -d '[]' | awk '{ d = $1 - $2; d = d < 0 ? -d : d; if (!(d <= most)) most = d }
        END { print (most < 1e-5 ? "within 1e-5" : "differs by " most) " on " NR " lines" }'
}
# Scores as they are in a journal, a line each.
scores() { sed -n 's/.*"i":"\([0-9]*\)",.*"v":\[\(.*\)\].*/\1 \2/p' "$1/items.jsonl" | sort -n | cut -d' ' -f2 | tr ',' '\n'; }
assay_() { assay "$@" --quiet --no-progress --no-cache --replicates 100 >table; }

awk 'BEGIN { for (i = 0; i < 1500; i++) { s = ""; for (k = 0; k <= i % 9; k++) s = s " word" (i * 7 + k * 13) % 97
    printf "{\"id\": \"%d\", \"prompt\": \"What of%s?\", \"chosen\": \"It is%s %d, I think.\", \"rejected\": \"No,%s.\"}\n", i, s, s, i * i, s } }' >pairs.jsonl
head -n 60 pairs.jsonl >few.jsonl

# A decoder: the last hidden state from there, the head here.
head=$models/llama-rm-hf/model.safetensors:score.weight
set -- --model-option dialect=llama-server --model-option "head=$head"
rm_words="-m $models/llama-rm.f32.gguf --embedding --pooling last -c 8192 -b 2048 -ub 2048"
serve $rm_words
assay doctor --model "http:$url" "$@" --tokens "$models/rm-tokens.txt" >got
assay doctor --model "gguf:$models/llama-rm.f32.gguf" --tokens "$models/rm-tokens.txt" >expected
echo "llama-rm, ids: $(within got expected)"
assay_ run --suite pairs:few.jsonl --model "http:$url" "$@" --model-option template=none --output few
assay_ run --suite pairs:few.jsonl --model "gguf:$models/llama-rm.f32.gguf" --model-option template=none --output few-here
scores few >got
scores few-here >expected
echo "llama-rm, texts: $(within got expected)"

# Killed three times: nothing is lost, and asked again is at most what was in flight.
: >server.log
assay_ run --suite pairs:pairs.jsonl --model "http:$url" "$@" --model-option template=none --model-option concurrency=8 --output killed 2>told &
run=$!
for lines in 200 600 1000; do
    until [ "$(cat killed/items.jsonl 2>/dev/null | wc -l)" -gt $lines ] || ! kill -0 $run 2>/dev/null; do sleep 0.02; done
    kill -0 $run 2>/dev/null && echo "killed after more than $lines items"
    stop KILL
    serve $rm_words
done
wait $run || { echo "status $?"; cat told; }
stop TERM
asked=$(grep -c 'processing task' server.log)
echo "$(scores killed | grep -c .) scores; asked: $(awk -v n="$asked" 'BEGIN { print (n <= 3000 + 6 + 3 * 8 ? "those, the handshake, and what was in flight" : n " times") }')"
assay_ run --suite pairs:pairs.jsonl --model "gguf:$models/llama-rm.f32.gguf" --model-option template=none --output here
scores killed >got
scores here >expected
echo "llama-rm, killed: $(within got expected)"

# An encoder. The server knows token types of 0 alone, so it is held against ids, whose types are that; and one
# slot, since in a batch of several the last bits differ.
serve -m "$models/bert-ce.f32.gguf" --rerank -c 2048 -b 2048 -ub 2048 -np 1
assay_ run --suite pairs:few.jsonl --model "http:$url" --model-option dialect=llama-server --model-option api=rerank \
    --model-option activation=none --output ranked
python3 - "$url" <<'PYTHON' >ids
import json, sys, urllib.request
def ids(text):
    body = json.dumps({"content": text}).encode()
    asked = urllib.request.Request(sys.argv[1] + "/tokenize", body, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(asked))["tokens"]
for line in open("few.jsonl"):
    item = json.loads(line)
    for text in item["chosen"], item["rejected"]:
        print(*[2], *ids(item["prompt"]), 3, *ids(text), 3)
PYTHON
stop TERM
assay doctor --model "gguf:$models/bert-ce.f32.gguf" --tokens ids >expected
scores ranked >got
echo "bert-ce: $(within got expected)"
