# The folder of kept answers: where it is, what is told of it, and that models that do not say what they
# depend on have nothing there.
echo '{"id": "a", "prompt": "p", "chosen": "long", "rejected": "no"}' >pairs.jsonl
export ASSAY_CACHE=kept
assay cache stat
assay run --quiet --suite pairs:pairs.jsonl --model length --output first | head -1
assay cache why first
assay run --quiet --suite pairs:pairs.jsonl --model length --no-cache --output second | head -1
assay cache why second
assay cache prune --size 1M
ASSAY_CACHE_SIZE=2G assay cache stat
for words in look "why" "why first second" "stat first" "prune --size much" "why nowhere"; do
    status=0
    # shellcheck disable=SC2086
    assay cache $words 2>&1 | head -1 || status=$?
done

# Models that are vouched for: a second run asks nothing and has the same bytes; whatever is changed is
# asked again, and told.
for i in 1 2 3 4 5; do
    echo "{\"id\": \"$i\", \"prompt\": \"p$i\", \"chosen\": \"long $i\", \"rejected\": \"no\"}"
done >pairs.jsonl
cat >worker.sh <<'END_OF_WORKER'
read -r hello
echo "{\"assay\":1,\"name\":\"sh\",\"version\":\"0\",\"revision\":\"$revision\",\"gives\":\"${gives:-scores}\",\"in_flight\":1}"
while read -r line; do
    id=${line#\{\"id\":}
    echo asked >>asked
    case $line in *'"wanted":1'*) values=1 ;; *) values=2,1 ;; esac
    if [ "${gives-}" = texts ]; then values='"[[A]]"'; fi
    echo "{\"id\":${id%%,*},\"${gives:-values}\":[$values]}"
done
END_OF_WORKER
export revision=0123456789ab
# What a run and the one before it differ in; the count of what was asked.
ask() { # MODEL [OPTION...]
    model=$1
    shift
    rm -rf run asked
    : >asked
    assay run --suite pairs:pairs.jsonl --model "$model" --quiet --output run "$@" >/dev/null || { echo "status $?"; return; }
    echo "asked $(wc -l <asked); $(assay cache why run)"
}
echo "== a worker"
ask 'worker:sh worker.sh'
mv run/result.json first.json
ask 'worker:sh worker.sh' --jobs 3 --model-option timeout=60 --model-option restarts=1
cmp run/result.json first.json
ask 'worker:sh worker.sh' --no-cache
cmp run/result.json first.json
ask 'worker:sh worker.sh' --seed 7
revision=ba9876543210 ask 'worker:sh worker.sh'
revision=sha256:0123456789ab ask 'worker:sh worker.sh'
ask 'worker:sh ./worker.sh'
revision= ask 'worker:sh worker.sh'
revision=main ask 'worker:sh worker.sh' 2>&1
echo '{"id": "6", "prompt": "p6", "chosen": "long 6", "rejected": "no"}' >>pairs.jsonl
ask 'worker:sh worker.sh'

echo "== keys are told apart by what they are of, and by all in which they differ"
export ASSAY_CACHE=apart
ask 'worker:sh worker.sh' >/dev/null
assay cache stat | sed -E 's/^[0-9a-f]{12}/KEY/'
revision=ba9876543210 ask 'worker:sh worker.sh' >/dev/null
ask 'worker:sh worker.sh' --max-length 64 >/dev/null
ask ensemble --model-option 'member=worker:sh worker.sh' >/dev/null
assay cache stat | sed -E 's/^[0-9a-f]{12}/KEY/' | sed ':a;N;$!ba;s/\n    / | /g' | sort
assay cache prune --size 1
ls apart
export ASSAY_CACHE=kept
echo "== an ensemble: nothing where one member is not known, and the member's own field"
ask ensemble --model-option 'member=worker:sh worker.sh' --model-option 'member=worker:sh ./worker.sh'
ask ensemble --model-option 'member=worker:sh worker.sh' --model-option 'member=worker:sh ./worker.sh' \
    --model-option member_option=2:restarts=3
ask ensemble --model-option 'member=worker:sh worker.sh' --model-option 'member=worker:exec sh ./worker.sh'
ask ensemble --model-option 'member=worker:sh worker.sh' --model-option 'member=worker:sh ./worker.sh' \
    --model-option combine=worst
ask ensemble --model-option 'member=worker:sh worker.sh' --model-option member=length

echo "== the seed counts where a member draws by it, and nowhere else"
ask ensemble --model-option 'member=worker:sh worker.sh' --seed 7
printf '{%% for m in messages %%}{{ m.content }}{%% endfor %%}' >chat.jinja
"$out/tests/stub_server" port vllm &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
vouched() { # what is asked of the server, handshakes beside
    : >port.log
    rm -rf run
    assay run --suite pairs:pairs.jsonl --quiet --output run "$@" >/dev/null || echo "status $?"
    echo "$(grep -c "POST /v1/completions\|POST /classify" port.log) questions; $(assay cache why run)"
}
url=http:http://127.0.0.1:$(cat port)
dpo() {
    vouched --model "dpo:$url" --model-option reference=$url --model-option option=api=completions --model-option option=template=chat.jinja \
        --model-option option=revision=0123456789ab "$@"
}
dpo
dpo --seed 7
dpo --seed 8 --model-option beta=2
members() {
    vouched --model ensemble --model-option member=$url --model-option member_option=1:revision=0123456789ab "$@"
}
members | head -n 1
members --seed 7
kill $server
rm port port.log chat.jinja

echo "== a judge"
export gives=texts
echo '{{ prompt }} {{ a }} {{ b }}' >prompt
judge() { ask 'judge:worker:sh worker.sh' --model-option prompt=prompt "$@"; }
judge
cp prompt copy
judge --model-option prompt=copy
echo 'Better? {{ a }} {{ b }}' >prompt
judge
judge --model-option temperature=1
echo "- an order that is drawn follows from the seed, both orders from none"
judge --seed 7
judge --model-option positions=drawn
judge --model-option positions=drawn
judge --model-option positions=drawn --seed 7
unset gives

echo "== a server: by its own word alone, and vouched for"
"$out/tests/stub_server" port vllm &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
printf '{%% for m in messages %%}<{{ m.role }}>{{ m.content }}{%% endfor %%}' >chat.jinja
# The six questions of the handshake are asked every time.
serve() { : >port.log; ask "http:http://127.0.0.1:$(cat port)" "$@"; grep -c classify port.log || :; }
serve
serve --model-option revision=main 2>&1
serve --model-option revision=0123456789abcdef
mv run/result.json first.json
serve --model-option revision=0123456789abcdef --model-option concurrency=2 --model-option timeout=60
cmp run/result.json first.json
serve --model-option revision=0123456789abcdee
serve --model-option revision=0123456789abcdef --model-option template=chat.jinja
printf '{%% for m in messages %%}[{{ m.role }}]{{ m.content }}{%% endfor %%}' >chat.jinja
serve --model-option revision=0123456789abcdef --model-option template=chat.jinja
grep -A 3 '"files"' run/run.json | grep -o '"path": .*'
