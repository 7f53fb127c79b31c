# How memory grows with the number of items: of ten times as many, each may take what docs/DESIGN.md (Memory)
# says, and an adapter that reaches a model adds nothing to what `length`, which reaches none, takes. No time
# is measured. Both numbers of items fill the window of items under way, so that what is compared is what lasts.
n=20000 an_item=192 of_adapter=32
items() { # COUNT, bytes put into each text
    awk -v n="$1" -v more="$2" 'BEGIN { while (length(tail) < more) tail = tail " and so on"
        for (i = 0; i < n; i++) printf "{\"id\": \"%d\", \"prompt\": \"What is %d times %d%s?\", \"chosen\": \"It is %d%s\", " \
            "\"rejected\": \"Nobody knows, %d%s\"}\n", i, i, i % 7, tail, i * (i % 7), tail, i, tail }'
}
items $n 0 >few.jsonl
items $((10 * n)) 0 >many.jsonl
cc -O2 -o worker_length "$top/docs/examples/worker_length.c" -ljansson -lm
"$out/tests/bench/score_server" port &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
cat >peak.py <<'X'
import os, sys
to = [(os.POSIX_SPAWN_OPEN, 1, "table", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=to), 0)
if status:
    sys.exit("%s: status %d" % (sys.argv[1:], status))
print(usage.ru_maxrss * 1024)
X
peak() { # FILE, words of the model: bytes
    file=$1
    shift
    rm -rf run
    python3 peak.py "$out/assay" run --suite "pairs:$file" --output run --quiet --no-cache --replicates 1000 --model "$@"
}
growth() { # NAME, words of the model: bytes that each item more takes, against what it may
    name=$1
    shift
    few=$(peak few.jsonl "$@")
    many=$(peak many.jsonl "$@")
    each=$(((many - few) / (9 * n)))
    echo "$name: $few bytes, then $many: $each an item" >>measured
    [ "$name" != length ] || plain=$each
    if [ $each -le $an_item ] && [ $each -le $((plain + of_adapter)) ]; then
        echo "$name: within $an_item bytes an item, of which the adapter has none"
    else
        tail -n 1 measured
    fi
}
growth length length
growth worker worker:./worker_length --jobs 2
growth http "http:http://127.0.0.1:$(cat port)" --model-option dialect=vllm --model-option concurrency=64
growth ensemble ensemble --model-option member=length --model-option member=worker:./worker_length
if [ -x "$out/tests/make_gguf" ]; then
    "$out/tests/make_gguf" tiny.gguf width=16 blocks=1 heads=2 kv=1 inner=16
    growth gguf gguf:tiny.gguf --model-option template=none
else
    echo "gguf: within $an_item bytes an item, of which the adapter has none" # libllama is not built in
fi
# Texts are not kept: with 40 times as much of them it is the window that is larger, and that has an end (64 MiB).
items $n 1000 >long.jsonl
long=$(peak long.jsonl worker:./worker_length)
[ "$long" -lt $((128 << 20)) ] && echo "texts stream" || echo "$(wc -c <long.jsonl) bytes of texts: $long"
