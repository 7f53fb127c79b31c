# Each exit status that the man page lists and a command can have today; what is told stays one line.
run() { assay run --quiet --suite "pairs:$1.jsonl" --model "replay:$2.jsonl" --output "$1-$2" "$3"; }
tell() {
    status=0
    "$@" >/dev/null || status=$?
    echo "$status"
}
pair='"prompt": "p", "chosen": "c", "rejected": "r"'
echo "{\"id\": \"a\", $pair, \"score_chosen\": 1, \"score_rejected\": 0}" >good.jsonl
echo "{\"id\": \"a\", $pair, \"score_chosen\": \"high\", \"score_rejected\": 0}" >bad.jsonl

tell run good good --no-progress
tell assay run --suite pairs:good.jsonl
tell run bad bad --no-progress
tell run good missing --no-progress
tell sh -c 'assay help >/dev/full'
cp good.jsonl half.jsonl
echo "{\"id\": \"b\", $pair}" >>half.jsonl
tell run half good --min-coverage=0.9
# Nothing was answered: that is data, and where a coverage is asked for it falls short of it.
cat >long.sh <<'END'
read -r hello
echo '{"assay":1,"gives":"scores"}'
while read -r line; do
    id=${line#\{\"id\":}
    echo "{\"id\":${id%%,*},\"state\":\"truncated\",\"note\":\"5000 tokens\"}"
done
END
cut() { assay run --quiet --suite pairs:half.jsonl --model 'worker:sh long.sh' --output "$1" ${2:+"$2"}; }
tell cut cut0
tell cut cut1 --min-coverage=0.5

# Interrupted while it works; what was answered is kept and the rest follows.
assay run --quiet --suite core --suite-option size=200 --model overlap --output long.run &
looks=0
until [ -s long.run/items.jsonl ] && [ "$(wc -l <long.run/items.jsonl)" -gt 100 ]; do
    looks=$((looks + 1))
    [ "$looks" -lt 6000 ] # or nothing is coming
    sleep 0.01
done
kill -USR1 $!
tell wait $!
tell assay run --quiet --resume long.run
