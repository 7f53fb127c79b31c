# A run held against a stored one until it is settled which is better: it stops asking, the saving is told, and the result
# has the same bytes whatever the jobs, what was in flight and where it was killed.
for i in $(seq 100 219); do
    echo "{\"id\": \"p$i\", \"prompt\": \"q$i\", \"chosen\": \"right $i\", \"rejected\": \"wrong $i\"}"
done >pairs.jsonl
scores() { awk -v right="$1" 'BEGIN {for (i = 100; i < 220; i++) printf "{\"id\": \"p%d\", \"scores\": [%s, 0]}\n", i, i % 10 < right ? 1 : -1}'; }
scores 9 >good.jsonl
scores 4 >bad.jsonl
awk 'BEGIN {for (i = 100; i < 220; i++) printf "{\"id\": \"p%d\", \"scores\": [%d, 0]}\n", i, i % 4 < 2 ? 1 : -1}' >half.jsonl
awk 'BEGIN {for (i = 100; i < 220; i++) printf "{\"id\": \"p%d\", \"scores\": [%d, 0]}\n", i, (i % 4 == 0 || i % 4 == 3) ? 1 : -1}' >other.jsonl

# A judge that answers one item at a time, right where good.jsonl is at $right of 10.
cat >judge.sh <<'END'
read -r hello
echo "{\"assay\":1,\"name\":\"sh\",\"version\":\"0\",\"gives\":\"scores\",\"in_flight\":${flight:-1}}"
while read -r line; do
    id=${line#\{\"id\":}
    id=${id%%,*}
    digit=${line#*right ??}
    [ "${digit%%[!0-9]*}" -lt "$right" ] && score=1 || score=-1
    echo "$id" >>asked
    [ -z "$slow" ] || sleep "$slow"
    echo "{\"id\":$id,\"values\":[$score,0]}"
done
END
ask() {
    assay run --no-progress --replicates 100 "$@" >table 2>told || echo "status $?"
    grep -v '^run stored' told || :
}
pairs() { ask --suite pairs:pairs.jsonl --model "$@"; }
settled() { sed -n '/"settled"/,/}/p' "$1/run.json" | tr -d ' \n' && echo; }

pairs replay:good.jsonl --output good
echo "== far apart: of ten items five are lost, the eighth is item 17; p is 9 / 2^8 of eight lost, none won"
export right=4 slow=
pairs "worker:sh judge.sh" --until-settled good --output bad
settled bad
wc -l <asked
grep -E '^(Overall|coverage|note)' table
echo "== the same from 4 jobs, many in flight, and stored answers, which come many at a time"
flight=16 pairs "worker:sh judge.sh" --until-settled good --output jobs --jobs 4 | sed 's/; .* were/; N were/'
cmp bad/result.json jobs/result.json
[ "$(wc -l <jobs/items.jsonl)" -gt 18 ]
assay compare good jobs | grep "^coverage" # read again, without what was in flight
assay compare good bad | grep "^note"
assay leaderboard good bad | grep "^note"
pairs replay:bad.jsonl --label judge.sh --until-settled good --output stored | sed 's/; .* were/; N were/'
echo "== killed and gone on with"
rm -f asked
slow=0.05 assay run --no-progress --replicates 100 --suite pairs:pairs.jsonl --model "worker:sh judge.sh" --until-settled good \
    --output cut >/dev/null 2>&1 &
process=$!
while [ "$(cat cut/items.jsonl 2>/dev/null | wc -l)" -lt 6 ]; do sleep 0.01; done
kill -9 $process
wait $process 2>/dev/null || :
ask --resume cut
cmp bad/result.json cut/result.json
ask --resume cut
echo "== another alpha is another run, and so are other answers of the one that it is held against"
sed 's/"complete"/"interrupted"/' cut/run.json >run.json && cp run.json cut/run.json
ask --resume cut --settle-alpha 0.01
cp -r good kept
echo >>good/items.jsonl
ask --resume cut 2>&1 | sed -E 's/"[0-9a-f]{64}"/X/g'
rm -r good && mv kept good
echo "== a smaller alpha takes longer: 2^12 / 13 is the first above 200"
pairs replay:bad.jsonl --until-settled good --settle-alpha 0.005 --output sure | sed 's/; .* were/; N were/'
echo "== better, and alike"
pairs replay:bad.jsonl --output low
pairs replay:good.jsonl --until-settled low --output high | sed 's/; .* were/; N were/'
pairs replay:half.jsonl --output half
pairs replay:other.jsonl --until-settled half --output alike
settled alike
grep -E '^(coverage|note)' table
echo "== prompts that ten items share are one step: all lost, 1.5^n / 2 is above 20 with the tenth; p is 2 / 1.5^10"
sed 's/"q\(..\)./"q\1/' pairs.jsonl >shared.jsonl
scores 10 >all.jsonl
scores 0 >none.jsonl
ask --suite pairs:shared.jsonl --model replay:all.jsonl --output all
ask --suite pairs:shared.jsonl --model replay:none.jsonl --until-settled all --output clusters | sed 's/; .* were/; N were/'
echo "== what it cannot be held against"
sed 's/q100/another/' pairs.jsonl >others.jsonl
ask --suite pairs:others.jsonl --model replay:bad.jsonl --until-settled good --output no 2>&1 | sed -E 's/sha256 [0-9a-f]*/sha256 X/g'
ask --suite core --model length --until-settled good --output no
pairs replay:bad.jsonl --until-settled nowhere --output no
pairs replay:bad.jsonl --until-settled good --output no --shard 1/2
pairs replay:bad.jsonl --until-settled good --output no --nulls
pairs replay:bad.jsonl --suite core --until-settled good --output no
ask --suite pairs:shared.jsonl --model replay:all.jsonl --limit 5 --output few
sed 's/"complete"/"interrupted"/' few/run.json >run.json && mv run.json few/ && rm few/result.json
ask --suite pairs:shared.jsonl --model replay:none.jsonl --until-settled few --output no
[ ! -e no ]
