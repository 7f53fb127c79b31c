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

if [ -x "$out/tests/make_gguf" ]; then
    "$out/tests/make_gguf" rm.gguf
    check gguf 0 --suite pairs:pairs.jsonl --model gguf:rm.gguf --model-option template=none
else
    echo "gguf: clean" # libllama is not built in
fi

# Told to end: once to save, twice to leave. The worker never answers its second item.
cat >stuck.sh <<'X'
read -r hello
echo '{"assay":1,"name":"stuck","version":"0","gives":"scores","in_flight":1}'
read -r line
echo '{"id":0,"values":[2,1]}'
read -r line
touch asked
sleep 600
X
for signals in TERM USR1 "INT INT"; do
    rm -rf run asked
    valgrind -q --log-file=found --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
        --error-exitcode=99 "$out/assay" run --suite pairs:pairs.jsonl --model "worker:sh stuck.sh" --output run --quiet >table 2>told &
    run=$!
    while [ ! -e asked ]; do sleep 0.05; done
    for signal in $signals; do
        kill -$signal $run
        sleep 1
    done
    status=0
    wait $run || status=$?
    tell "SIG$signals" "$(case $signals in INT*) echo 130 ;; *) echo 7 ;; esac)"
done
