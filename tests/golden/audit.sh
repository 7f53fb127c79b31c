# Does a model say the same whatever it is asked with? Those that do pass, and those that do not are found
# out; what came of it is printed, or stored with the run.
cat >worker.sh <<'END_OF_WORKER'
# A worker whose numbers are the ends of its items' ids and lengths, and what $trick says.
read -r hello
echo '{"assay":1,"name":"sh","version":"0","gives":"scores","in_flight":4}'
before=1 count=0
while read -r line; do
    id=${line#\{\"id\":}
    id=${id%%,*}
    length=${#line}
    count=$((count + 1))
    values=$((length % 7)).5,$((length % 5)).25
    case ${trick-} in
    before) values=$((length % 7)).5$((before % 10)),$((length % 5)).25 ;; # what was asked before it
    drift) values=$((length % 7)).5$count,$((length % 5)).25 ;; # the time of day, as it were
    little) values=$((length % 7)).500000$((before % 10)),$((length % 5)).25 ;; # a little of what came before
    esac
    before=$length
    case ${trick-}$((count % 5)) in shy0) echo "{\"id\":$id,\"state\":\"refused\"}" ;; *) echo "{\"id\":$id,\"values\":[$values]}" ;; esac
done
END_OF_WORKER
i=0
while [ $i -lt 12 ]; do
    echo "{\"id\": \"p$i\", \"prompt\": \"q$((i * i * i * i * 77))\", \"chosen\": \"right $((i * i * i))\", \"rejected\": \"no\"}"
    i=$((i + 1))
done >pairs.jsonl
audit() { assay doctor --suite pairs:pairs.jsonl --audit --model "$@" 2>&1 || echo "status $?"; }
audit 'worker:sh worker.sh'
echo "== what follows from the item before it"
trick=before audit 'worker:sh worker.sh'
echo "== from how often it was asked"
trick=drift audit 'worker:sh worker.sh' | tail -2
echo "== a state, now and then"
trick=shy audit 'worker:sh worker.sh' | tail -2
echo "== a little, which is let pass, or not"
trick=little audit 'worker:sh worker.sh' | tail -2
trick=little audit 'worker:sh worker.sh' --audit-tolerance 1e-9 | tail -2
echo "== the items of core that are asked where nothing else is said"
assay doctor --audit --model length
assay doctor --audit --model random --items 5 --json
assay train-linear --suite pairs:pairs.jsonl --output linear.bin >/dev/null 2>&1
audit linear:linear.bin --items 3 --json | grep -e largest -e passed

echo "== a server"
"$out/tests/stub_server" port tei &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
audit "http:http://127.0.0.1:$(cat port)" --model-option dialect=tei --model-option template=none

echo "== stored with a run, which fails but is whole"
run() { assay run --suite pairs:pairs.jsonl --model 'worker:sh worker.sh' --no-progress --no-cache "$@" >told || echo "status $?"; grep '^coverage' told || :; }
run --audit --output good
sed -n '/"audit": {/,/^      }/p' good/run.json
trick=before run --audit --output bad
grep -c '"passed": false' bad/run.json
trick=before run --audit --audit-tolerance 1 --output lenient
trick=before run --output unasked
grep -c '"audit": {' unasked/run.json || :

for name in good bad; do assay show $name | tail -n 1; done
assay show unasked | grep audit || :

echo "== in parts: the whole has the audits of each, and fails as one of them did"
run --audit --shard 1/2 --output part1
trick=before run --audit --shard 2/2 --output part2
merge() { assay merge "$@" --no-progress >told || echo "status $?"; }
merge part1 part2 --output merged
assay show merged | grep audit
sed -n '/"audits": \[/,/^      \]/p' merged/run.json | grep '"shard"\|"passed"\|"flips"\|^        .*"largest'
merge part1 part2 --output merged
run --audit --shard 2/2 --output good2
merge part1 good2 --output merged_good
run --shard 2/2 --output part3
merge part1 part3 --output merged_one
cmp merged_good/result.json good/result.json

echo "== mistakes"
assay doctor --audit || echo "status $?"
assay doctor --audit --model length --tokens pairs.jsonl || echo "status $?"
assay doctor --audit --model lenght || echo "status $?"
assay doctor --audit --model length --suite nosuch || echo "status $?"
assay doctor --audit --model length --items 0 || echo "status $?"
echo '{"id": "p", "prompt": "q", "chosen": "", "rejected": ""}' >pairs.jsonl
audit length
