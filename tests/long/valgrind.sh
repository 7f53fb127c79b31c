# No byte is lost, read before it is written, or used after it is gone, where a run ends well and where it
# is told to end: adapters of every kind under valgrind. What a thread still holds when the process is
# ended at once (stop asked for twice) is reachable, and is no loss. Needs valgrind (make deps installs
# it for check-long).
command -v valgrind >/dev/null || { echo "valgrind is not here" >&2; exit 1; }
for i in 0 1 2 3; do
    echo "{\"id\":\"p$i\",\"prompt\":\"question $i\",\"chosen\":\"right $i\",\"rejected\":\"wrong, wrong $i\"}"
done >pairs.jsonl
check() { # WHAT STATUS [WORD...]: a run ends with a status, and valgrind finds nothing
    what=$1 expected=$2
    shift 2
    rm -rf run
    status=0
    valgrind -q --log-file=found --leak-check=full --errors-for-leak-kinds=definite,possible \
        --error-exitcode=99 "$out/assay" run --output run --quiet "$@" >table 2>told || status=$?
    tell "$what" "$expected"
}
tell() {
    if [ "$status" = "$2" ] && [ ! -s found ]; then
        echo "$1: clean"
    else
        echo "$1: status $status for $2"
        cat told found
    fi
}
check baseline 0 --suite core --suite-option size=1 --model length
check replay 0 --suite pairs:pairs.jsonl --model length --nulls
assay train-linear --suite core --suite-option size=2 --output linear.json 2>&1 >/dev/null
check linear 0 --suite core --suite-option size=1 --model linear:linear.json
cc -o worker_length "$top/docs/examples/worker_length.c" -ljansson -lm
check worker 0 --suite pairs:pairs.jsonl --model worker:./worker_length
check "worker that cannot start" 4 --suite pairs:pairs.jsonl --model worker:./none

"$out/tests/stub_server" port vllm &
server=$!
while [ ! -e port ]; do sleep 0.01; done
check http 0 --suite pairs:pairs.jsonl --model "http:http://127.0.0.1:$(cat port)" --model-option dialect=vllm
check ensemble 0 --suite pairs:pairs.jsonl --model ensemble --model-option member=length \
    --model-option "member=http:http://127.0.0.1:$(cat port)"
kill $server
wait $server 2>/dev/null || :
check "server that is gone" 4 --suite pairs:pairs.jsonl --model "http:http://127.0.0.1:$(cat port)" \
    --model-option dialect=vllm --model-option outage=1

# Told to end, or what is asked ends, in the middle of a run: as soon as some items are in the journal and others are
# asked. A signal of a person's once (what is in flight comes in) or twice (at once), those of schedulers, and the end of
# a worker or a server. What is running when a process leaves at once is reachable; nothing else may be lost.
cat >slow.py <<'X'
# Answers an item, or a request, every 20 ms: as a worker, or as a server whose port it writes to a file.
import http.server, json, os, re, sys, time
def worker():
    sys.stdin.readline()
    print('{"assay":1,"name":"slow","version":"0","gives":"scores","in_flight":2}', flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        time.sleep(0.02)
        said = {"values": [float(len(text)) for text in asked["completions"]]}
        if os.path.exists("end"):
            os.rename("end", "ended")
            os._exit(1)
        print(json.dumps({"id": asked["id"], **said}), flush=True)
class Slow(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(0.02)
        score = sum(map(ord, asked["messages"][-1]["content"])) / 7
        said = {"object": "list", "data": [{"index": 0, "label": "x", "probs": [score], "num_classes": 1}]}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *words):
        pass
if sys.argv[1] == "worker":
    sys.exit(worker())
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
open("slow.port.new", "w").write(str(server.server_address[1]))
os.rename("slow.port.new", "slow.port")
server.serve_forever()
X
for i in $(seq 3000); do
    echo "{\"id\":\"p$i\",\"prompt\":\"question $i\",\"chosen\":\"right $i\",\"rejected\":\"wrong, wrong $i\"}"
done >many.jsonl
serve() {
    rm -f slow.port
    python3 slow.py server 2>server.err &
    server=$!
    while [ ! -e slow.port ]; do sleep 0.05; done
}
lines() { cat run/items.jsonl 2>/dev/null | wc -l; }
broken() { # WHAT STATUS DEED [WORD...]: a command with a status, in the middle of which a deed is done
    what=$1 expected=$2 deed=$3
    shift 3
    rm -rf run
    valgrind -q --log-file=found --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
        --error-exitcode=99 "$out/assay" "$@" --output run --quiet --no-cache >table 2>told &
    run=$!
    while [ "$(lines)" -lt 3 ] && kill -0 $run 2>/dev/null; do sleep 0.05; done
    if kill -0 $run 2>/dev/null; then
        for word in $deed; do
            case $word in
            server) kill -9 $server ;;
            worker) touch end ;;
            *) kill "-$word" $run; sleep 0.3 ;;
            esac
        done
    else
        echo "$what: it ended before anything was done to it"
    fi
    status=0
    wait $run || status=$?
    tell "$what, $deed" "$expected"
}
signals() { # WHAT [WORD...]: each signal
    what=$1
    shift
    broken "$what" 7 INT "$@"
    broken "$what" 130 "INT INT" "$@"
    broken "$what" 7 TERM "$@"
    broken "$what" 7 USR1 "$@"
}
signals worker run --suite pairs:many.jsonl --model "worker:python3 slow.py worker" --jobs 2
serve
signals http run --suite pairs:many.jsonl --model "http:http://127.0.0.1:$(cat slow.port)" --model-option dialect=vllm --model-option concurrency=4
broken http 4 server run --suite pairs:many.jsonl --model "http:http://127.0.0.1:$(cat slow.port)" --model-option dialect=vllm \
    --model-option concurrency=4 --model-option outage=1
wait $server 2>/dev/null || :
broken worker 0 worker run --suite pairs:many.jsonl --limit 400 --model "worker:python3 slow.py worker"
[ -e ended ] && echo "and it was started again"
