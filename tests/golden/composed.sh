# Models made of models: ensembles and implicit rewards, from stored scores and baselines.
cat >pairs.jsonl <<'END'
{"id":"p1","prompt":"q1","chosen":"aaaa","rejected":"bb"}
{"id":"p2","prompt":"q2","chosen":"a","rejected":"bbb"}
{"id":"p3","prompt":"q3","chosen":"cc","rejected":"dddd"}
END
cat >one.jsonl <<'END'
{"id":"p1","scores":[1,0]}
{"id":"p2","scores":[3,2]}
{"id":"p3","scores":[0,3]}
END
cat >two.jsonl <<'END'
{"id":"p1","scores":[5,9]}
{"id":"p2","scores":[8,6]}
{"id":"p3","scores":[6,5]}
END
run() {
    rm -rf run
    assay run --suite pairs:pairs.jsonl --quiet --output run "$@" >told || { echo "status $?"; return; }
    grep -e '^coverage' told
    tail -n +2 run/items.jsonl
}
members='--model-option member=replay:one.jsonl --model-option member=replay:two.jsonl'
# mean: (1 + 5) / 2 = 3 and (0 + 9) / 2 = 4.5; worst: 1 and 0; variance, lambda 0.5 over n: 3 - 4 / 2 = 1 and
# 4.5 - 20.25 / 2 = -5.625; over n - 1: 3 - 8 / 2 and 4.5 - 40.5 / 2; spread: 3 - 2 / 2 and 4.5 - 4.5 / 2.
for combine in mean worst variance spread; do
    echo "== $combine"
    run --model ensemble $members --model-option combine=$combine
done
run --model ensemble $members --model-option combine=variance --model-option ddof=1
echo "== standardised: one has mean 1.5 and sd sqrt(9.5 / 6), two 6.5 and 1.5; -0.39736 and -1 make -0.69868"
run --model ensemble $members --model-option standardise=true
echo "== given: (1 - 1) / 2 = 0 and (4 - 2) / 1 = 2 make 1"
run --model ensemble --model-option member=replay:one.jsonl --model-option member=length \
    --model-option standardise=true --model-option spread=1:1:2 --model-option spread=2:2:1
echo "== what to give: one has mean 1.5 and sd sqrt(9.5 / 6) = 1.2583057, two 6.5 and 1.5; of a run by itself, and as replay knows it"
for name in one two; do
    assay run --suite pairs:pairs.jsonl --model replay:$name.jsonl --quiet --output alone.$name >told
    assay show alone.$name --scores
done
given=$(assay show alone.one --scores | sed 's/.*spread=N//')
run --model ensemble $members --model-option standardise=true --model-option "spread=1$given"
echo "== against a reference: 0.5 (1 - 5) = -2 and 0.5 (0 - 9) = -4.5"
run --model dpo:replay:one.jsonl --model-option reference=replay:two.jsonl --model-option beta=0.5
echo "== reference-free"
run --model dpo:replay:one.jsonl
echo "== of a worker, whose numbers are what it says: 0.5 (-2 - 1) = -1.5 and 0.5 (-6 - 0) = -3"
cat >says.sh <<'END_OF_WORKER'
read -r hello
echo '{"assay":1,"gives":"scores"}'
while read -r line; do
    id=${line#*'"id":'}
    echo "{\"id\":${id%%,*},\"values\":[-2,-6]}"
done
END_OF_WORKER
run --model 'dpo:worker:sh says.sh' --model-option reference=replay:one.jsonl --model-option beta=0.5
echo "== a member that lacks an item"
head -n 2 two.jsonl >short.jsonl
run --model ensemble --model-option member=replay:one.jsonl --model-option member=replay:short.jsonl
echo "== the same bytes for any number of jobs"
for jobs in 1 8; do
    assay run --suite pairs:pairs.jsonl --model ensemble $members --jobs $jobs --quiet --output jobs$jobs >/dev/null
done
cmp jobs1/result.json jobs8/result.json
echo "== mistakes"
run --model ensemble
run --model ensemble --model-option member=lenght
run --model ensemble --model-option member=replay
run --model ensemble --model-option member=replay:nowhere.jsonl
run --model ensemble --model-option member=length --model-option standardise=true
run --model ensemble --model-option member=length --model-option standardise=true --model-option spread=2:1:1
run --model ensemble --model-option member=length --model-option spread=1:1:1
run --model ensemble --model-option member=length --model-option member_option=1:nonsense=2
run --model dpo:length
run --model dpo:replay:one.jsonl --model-option reference=replay:two.jsonl --model-option form=norm
echo "== members begin once, however many stretches there are: three connections, for what the server is, its handshake and the items; one process"
i=0
while [ $i -lt 600 ]; do
    echo "{\"id\":\"$i\",\"prompt\":\"q$i\",\"chosen\":\"right\",\"rejected\":\"no\"}"
    i=$((i + 1))
done >many.jsonl
cat >worker.sh <<'END_OF_WORKER'
read -r hello
echo begun >>begun
echo '{"assay":1,"name":"sh","version":"0","gives":"scores","in_flight":8}'
while read -r line; do
    id=${line#\{\"id\":}
    echo "{\"id\":${id%%,*},\"values\":[2,1]}"
done
END_OF_WORKER
"$out/tests/stub_server" port vllm &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
assay run --suite pairs:many.jsonl --model ensemble --model-option "member=http:http://127.0.0.1:$(cat port)" \
    --model-option 'member=worker:sh worker.sh' --model-option member_option=1:concurrency=1 --quiet --output many |
    grep '^coverage'
wc -l <port.clients
wc -l <begun
echo "== the record has what each of them is, and the servers' counts"
sed -n '/"member_1": {/,/}/p' many/run.json | grep '"model"\|"engine\|"prompt_tokens"' | sed "s/127.0.0.1:[0-9]*/HOST/"
sed -n '/"member_2": {/,/}/p' many/run.json
assay doctor --model ensemble --model-option 'member=worker:sh worker.sh' --model-option member=length
assay doctor --model length

echo "== options that change nothing, or are nobody's, are told as they are given"
ask() { assay run --suite pairs:pairs.jsonl --quiet --output none "$@" 2>&1 | sed "s/127.0.0.1:[0-9]*/HOST/g"; [ ! -e none ]; }
url=http:http://127.0.0.1:$(cat port)
ask --model ensemble --model-option member=length --model-option member_option=3:unit=words
ask --model ensemble --model-option member=length --model-option "member=$url" --model-option member_option=2:dialect=tei
ask --model "$url" --model-option label=LABEL_0
ask --model "$url" --model-option label_tokens=1,2
ask --model "$url" --model-option dialect=sglang
