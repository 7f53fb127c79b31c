# A judge: a model that writes, asked about pairs in both orders, or about completions one by one.
cat >pairs.jsonl <<'END'
{"id":"p0","prompt":"2 + 2?","chosen":"it is four","rejected":"it is five, or so"}
{"id":"p1","prompt":"sky?","chosen":"blue","rejected":"green"}
{"id":"p2","prompt":"grass?","chosen":"tall","rejected":"blue"}
END
# It prefers the shorter answer, and where both are as long the one shown first; of the sky it says nothing.
# A rating is the answer's length, and one more with each further text.
cat >writer.sh <<'END'
read -r hello
echo '{"assay":1,"name":"shorter","version":"1","gives":"texts","in_flight":2}'
while read -r line; do
    id=${line#\{\"id\":} id=${id%%,*}
    seeds=${line##*\"seeds\":[} seeds=${seeds%%]*}
    said=${line##*\"content\":\"} said=${said%%\"*}
    question=${said%%|*} answers=${said#*|}
    a=${answers%%|*} b=${answers#*|}
    texts= extra=0
    for seed in $(echo "$seeds" | tr , ' '); do
        if [ "$question" = rate ]; then
            text="Rating: $((${#a} + extra))"
        elif [ "$question" = 'sky?' ]; then
            text='I cannot say'
        elif [ ${#a} -le ${#b} ]; then
            text='I prefer [[A]]'
        else
            text='I prefer [[B]]'
        fi
        texts="$texts,\"$text\"" extra=$((extra + 1))
    done
    echo "{\"id\":$id,\"texts\":[${texts#,}]}"
done
END
printf '{{ prompt }}|{{ a }}|{{ b }}' >pair.jinja
printf 'rate|{{ completion }}' >rate.jinja
printf 'You judge {{ messages | length }} message.' >system.jinja
# Pairs that are seen both ways.
sed 's/^name: pairs/name: both/; /^overall:/i orders: 2' "$top/suites/pairs.yaml" >both.yaml
suite=pairs:pairs.jsonl
run() {
    rm -rf run
    assay run --suite "$suite"  --model 'judge:worker:sh writer.sh' --quiet --output run "$@" >told ||
        { echo "status $?"; return; }
    grep -e '^Overall' -e '^coverage' -e '^note' told
    tail -n +2 run/items.jsonl | sed 's/,"g":[0-9]*//'
}
echo "== the suite has one order: asked in both, p0 is right twice and p2 contradicts itself, a tie of half"
run --model-option prompt=pair.jinja
echo "== as it is listed: p2 is right since it is shown first"
run --model-option prompt=pair.jinja --model-option positions=listed
echo "== in both: p0 is right twice, p1 says nothing, p2 prefers what is shown first"
suite=./both.yaml:pairs.jsonl
run --model-option prompt=pair.jinja
suite=pairs:pairs.jsonl
echo "== who always says A, the right one being listed first: half by default, all as listed, about half as drawn"
cat >first.sh <<'END'
read -r hello
echo '{"assay":1,"name":"first","version":"1","gives":"texts"}'
while read -r line; do
    id=${line#\{\"id\":} id=${id%%,*}
    echo "$line" >>asked
    echo "{\"id\":$id,\"texts\":[\"[[A]]\"]}"
done
END
for i in $(seq 40); do
    printf '{"id":"q%s","prompt":"which, %s?","chosen":"right %s","rejected":"wrong %s"}\n' $i $i $i $i
done >forty.jsonl
first() { # FOLDER, options: overall, notes, questions
    folder=$1
    shift
    rm -rf asked "$folder"
    assay run --model 'judge:worker:sh first.sh' --model-option prompt=pair.jinja --no-cache --quiet --output "$folder" "$@" >told ||
        echo "status $?"
    sed -n 's/^Overall *\([^ ]*\) *\([^ ]*\) .*/\1 items, \2 %/p' told
    sed -n '/SHA/d; /^note/p' told
    echo "$(grep -c . asked) asked, $(grep -c '|right [0-9]*|wrong' asked) with the right one first"
}
first default --suite pairs:forty.jsonl
first listed --suite pairs:forty.jsonl --model-option positions=listed
for seed in 0 1 2; do
    first drawn$seed --suite pairs:forty.jsonl --model-option positions=drawn --seed $seed
    right=$(grep -c '|right [0-9]*|wrong' asked)
    { [ "$right" -ge 10 ] && [ "$right" -le 30 ]; } || echo "that is not about half"
done
cmp -s drawn0/items.jsonl drawn1/items.jsonl && echo "the seed draws nothing"
first again --suite pairs:forty.jsonl --model-option positions=drawn --seed 1 --jobs 3
cmp drawn1/result.json again/result.json
grep -ho '"positions": "[a-z]*"' drawn1/run.json default/run.json
echo "- a suite of two orders is asked in both"
first two --suite ./both.yaml:forty.jsonl
first two --suite ./both.yaml:forty.jsonl --model-option positions=listed
echo "- a rating has no order"
run --model-option prompt=rate.jinja --model-option verdict=rating --model-option positions=drawn
echo "== one rating a completion: 10 and 17, which is no rating; with three texts 4, 5, 6 make 5"
run --model-option prompt=rate.jinja --model-option verdict=rating --model-option votes=3 \
    --model-option temperature=1 --model-option system=system.jinja
echo "== the same bytes for any number of jobs"
for jobs in 1 4; do
    assay run --suite pairs:pairs.jsonl --model 'judge:worker:sh writer.sh' --model-option prompt=pair.jinja \
        --jobs $jobs --quiet --output jobs$jobs >/dev/null
done
cmp jobs1/result.json jobs4/result.json
echo "== a server's log-probabilities: A is likelier than B, e^-0.5, where less than 50 bytes were asked"
"$out/tests/stub_server" port openai &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
words() {
    rm -rf run
    assay run --suite pairs:pairs.jsonl --model "judge:http:http://127.0.0.1:$(cat port)" --quiet --output run \
        --model-option option=dialect=openai "$@" >told || { echo "status $?"; return; }
    grep '^coverage' told
    tail -n +2 run/items.jsonl | sed 's/,"g":[0-9]*//' | sort
}
printf '%s' '{{ prompt }} Which is better, "{{ a }}" or "{{ b }}"?' >which.jinja # 27 bytes and the three texts
words --model-option prompt=which.jinja --model-option word=A --model-option word=B --model-option positions=listed
echo "== of 1 and 5 a half and a quarter: 7/3; of C and D nothing is told"
words --model-option prompt=rate.jinja --model-option word=1 --model-option word=5 --model-option word=9
words --model-option prompt=which.jinja --model-option word=C --model-option word=D
words --model-option prompt=which.jinja --model-option word=A --model-option word=B --model-option option=api=completions 2>&1 |
    sed "s/127.0.0.1:$(cat port)/HOST/"
kill $server
echo "== a signal while 64 GiB are hashed"
truncate -s 64G weights
early() { # SIGNAL
    assay run --suite pairs:pairs.jsonl --model judge:worker:cat --model-option prompt=weights --no-progress --output early &
    process=$!
    until ls -l /proc/$process/fd 2>/dev/null | grep -q weights; do sleep 0.01; done
    kill -"$1" $process
    wait $process || echo "status $?"
    [ ! -e early ]
}
early INT
early TERM
rm weights

echo "== mistakes"
run
run --model-option prompt=nowhere
printf 'Which is better?\n{{ prompt }} {{ a }} {{ bb }}' >misspelt.jinja
run --model-option prompt=misspelt.jinja
printf 'a\n{{ prompt' >broken.jinja
run --model-option prompt=broken.jinja
run --model-option prompt=pair.jinja --model-option verdict=reward-bench
run --model-option prompt=pair.jinja --model-option verdict=rewardbench2
assay run --suite pairs:pairs.jsonl --model judge:length --model-option prompt=pair.jinja --quiet || echo "status $?"
