# Servers on their worst day: 10,000 items, of which every one is to end as it must. What goes wrong with a
# request stands in its text (tests/stub/stub_chaos.c), drawn here by a generator of our own, and so does
# what its answer is worth; so what the journal has to say of each item is known before anything is asked.
cat >items.awk <<'X_'
# Park and Miller's generator: the same numbers by every awk.
function draw(n) { seed = seed * 16807 % 2147483647; return seed % n }
function any(words, n) { return words[1 + draw(n)] }
function passing() {
    if (waits) return any(mute, mutes)
    return draw(64) ? any(quick, quicks) : any(large, larges)
}

# A plan, and what comes of it, in `state`: what fails for ever ends as its kind does; what goes over,
# scored; what is final, at once.
function plan_of(    what, text) {
    what = draw(100)
    state = "scored"
    if (calm || what < 40) return ""
    if (what < 50) return "[plan: " any(good, goods) "] "
    if (what < 75) return "[plan: " passing() "] "
    if (what < 88) return "[plan: " passing() " " passing() " " any(good, goods) "] "
    if (what < 97) {
        text = any(final, finals)
        state = ends[text]
        return "[plan: " (draw(3) ? "" : passing() " ") text "*] "
    }
    text = any(lasting, lastings)
    state = ends[text]
    return "[plan: " text "*] "
}

function worth_of() { return (++worths * 7919 % 99991) ".5" }

# What a completion is given that says it is worth so much: that, or where log-probabilities are added up
# that less a half for each other byte, below 0.
function given(text, worth) { return echo ? sprintf("%.1f", -worth - (length(text) - 1) / 2) : worth }

function json(values, states) { return "\"v\":[" values "]" (states != "\"scored\",\"scored\"" ? ",\"e\":[" states "]" : "") }

BEGIN {
    seed = 20260 + first
    quicks = split("429 429/0 503 503/0 503/soon 500 502 504 408 424 429/-5 close rst headcut cut garbage badchunk page short " \
                     "empty shape behind huge " listed, quick)
    larges = split("large endless", large)
    mutes = split("stall mute loris", mute)
    goods = split("double chunked interim http10 last pieces", good)
    finals = split("400 404 422 413 405 301 filter nan inf null words" (cuts ? "" : " long"), final)
    lastings = split(waits ? "stall loris" : "500 503 429 502 close rst cut garbage page short shape " listed, lasting)
    for (i = 1; i <= finals; i++) ends[final[i]] = "failed"
    ends["413"] = ends["long"] = "truncated"
    ends["filter"] = "refused"
    ends["nan"] = ends["inf"] = ends["null"] = ends["words"] = "not-a-number"
    for (i = 1; i <= lastings; i++) ends[lasting[i]] = "failed"
    ends["stall"] = ends["loris"] = "timed-out"
    for (n = first; n < first + count; n++) {
        w[0] = worth_of(); w[1] = worth_of()
        if (together) {
            plan = plan_of()
            before[0] = before[1] = ""
            s[0] = s[1] = state
        } else {
            plan = ""
            for (k = 0; k < 2; k++) { before[k] = plan_of(); s[k] = state }
        }
        text[0] = before[0] "worth " w[0] ", the one"
        text[1] = before[1] "worth " w[1] ", the other"
        printf "{\"id\": \"%d\", \"prompt\": \"%sQuestion %d\", \"chosen\": \"%s\", \"rejected\": \"%s\"}\n", n, plan, n, text[0], text[1] >"pairs.jsonl"
        for (k = 0; k < 2; k++) w[k] = s[k] == "scored" ? given(text[k], w[k]) : "null"
        print n, json(w[0] "," w[1], "\"" s[0] "\",\"" s[1] "\"") >"expected"
    }
}
X_

# What the journal says of each item, without the words.
journal() {
    sed -n 's/.*"i":"\([0-9]*\)",\(.*\)}/\1 \2/p' "$1/items.jsonl" | sed 's/,"g":[0-9]*//; s/,"n":\[.*//' | sort
}

# DIALECT, first item, items, seconds for an answer, awk's words, options of the model: where the journal
# says otherwise than was expected, and what became of how many answers.
chaos() {
    dialect=$1 first=$2 items=$3 timeout=$4 words=$5
    shift 5
    mkdir "$dialect.$first"
    cd "$dialect.$first"
    options=
    for option in "dialect=$dialect" "$@" concurrency=64 backoff=0.002 "timeout=$timeout" tries=4 same=10000; do
        options="$options --model-option $option"
    done
    awk -v first="$first" -v count="$items" $words -f ../items.awk
    "$out/tests/stub_server" port "$dialect" chaos &
    server=$!
    while [ ! -e port ]; do sleep 0.01; done
    # One server under sixteen addresses: as much is under way as sixteen of them would get.
    addresses=
    for name in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do addresses="$addresses,http://127.0.0.1:$(cat port)"; done
    status=0
    assay run --suite pairs:pairs.jsonl --model "http:$addresses" --output run --quiet --no-progress \
        --replicates 100 $options >table || status=$?
    kill "$server"
    wait "$server" 2>/dev/null || :
    journal run >got
    sort expected >sorted
    diff sorted got || :
    echo "$dialect: status $status, $(grep -c . got) items"
    sed 's/.*"e":\[\(.*\)\].*/\1/; s/.*"v".*/scored,scored/' got | tr -d '"' | tr ',' '\n' | sort | uniq -c | sed 's/^ */  /'
}

# All dialects side by side: items by the least share, where their numbers begin, seconds, awk's words.
# OpenRLHF's server cuts what is too long and does not say so.
day() {
    (chaos tei $((1 + $2)) $((3 * $1)) $3 "-v together=1 -v listed=count $4" api=rerank) >told.1 &
    (chaos llama-server $((3001 + $2)) $1 $3 "-v together=1 -v listed=twice $4" api=rerank) >told.2 &
    (chaos vllm $((4001 + $2)) $((2 * $1)) $3 "-v listed=classes $4") >told.3 &
    (chaos openrlhf $((6001 + $2)) $1 $3 "-v cuts=1 -v listed=shape $4" template=none) >told.4 &
    (chaos sglang $((7001 + $2)) $((2 * $1)) $3 "-v listed=shape $4" template=none) >told.5 &
    (chaos openai $((9001 + $2)) $1 $3 "-v echo=1 -v listed=shape $4" template=none reward=sum) >told.6 &
    wait
    cat told.1 told.2 told.3 told.4 told.5 told.6
}
# Where nothing waits for ever an answer may take as long as it likes; the few that do have the machine to
# themselves. So no machine is too slow for what is expected.
day 970 0 100 ""
day 30 10000 5 "-v waits=1"

# A server that begins to squash its scores in the middle of a run, until it is put right: what it gave
# meanwhile is in no journal, and what was right is not asked again.
squashed() { # sigmoid, softmax or constant
    mkdir "$1"
    cd "$1"
    awk -v first=1 -v count=400 -v calm=1 -f ../items.awk
    touch squash
    "$out/tests/stub_server" port vllm "$1" after=300 while=squash &
    server=$!
    while [ ! -e port ]; do sleep 0.01; done
    status=0
    assay run --suite pairs:pairs.jsonl --model "http:http://127.0.0.1:$(cat port)" --output run --quiet --no-progress \
        --replicates 100 >table 2>told || status=$?
    echo "$1: status $status"
    sed "s/127.0.0.1:[0-9]*/HOST/" told
    journal run >got
    [ "$(grep -c . got)" -lt 400 ]
    sort expected >sorted
    comm -13 sorted got
    rm squash
    status=0
    assay run --resume run --quiet --no-progress >table || status=$?
    kill "$server"
    wait "$server" 2>/dev/null || :
    journal run >got
    diff sorted got && echo "then status $status, $(grep -c . got) items"
}
for kind in sigmoid softmax constant; do (squashed $kind); done

# An answer that comes while a connection is idle is nobody's: the next question is asked on another one.
mkdir late
cd late
echo '{"id": "1", "prompt": "[plan: late late] Which?", "chosen": "worth 2.5", "rejected": "worth 3.5"}' >pairs.jsonl
"$out/tests/stub_server" port tei chaos &
server=$!
while [ ! -e port ]; do sleep 0.01; done
assay run --suite pairs:pairs.jsonl --model "http:http://127.0.0.1:$(cat port)" --output run --quiet --no-progress \
    --model-option dialect=tei --model-option api=rerank --replicates 100 >table
kill "$server"
wait "$server" 2>/dev/null || :
echo "late: $(journal run)"
