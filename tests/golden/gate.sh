# A candidate against a baseline by a policy: what rules come to, exit statuses, and every format. Ends of
# intervals are random, and left out.
# make FILE ID=SCORE...: the chosen one's score, against 0.5
pairs() {
    awk -v easy="$1" -v hard="$2" 'BEGIN { for (i = 0; i < easy + hard; i++) printf "{\"id\": \"%d\", \"subset\": \"%s\", \"prompt\": \"%d?\", \"chosen\": \"y\", \"rejected\": \"n\"}\n", i, i < easy ? "easy" : "hard", i }'
}
# scores N WRONG TIED: the first WRONG items are wrong, the next TIED are tied
scores() {
    awk -v n="$1" -v wrong="$2" -v tied="$3" 'BEGIN { for (i = 0; i < n; i++) printf "{\"id\": \"%d\", \"scores\": [%s, 0.5]}\n", i, i < wrong ? 0 : i < wrong + tied ? 0.5 : 1 }'
}
run() { assay run --suite "pairs:$1.jsonl" --model "replay:$2.jsonl" --label "$2" --output "$2" --quiet --replicates 100 >/dev/null; }
masked() { { "$@" 2>fault || true; } | sed 's/\[[^]]*\]/[.]/g; s/[-+]*[0-9.]* – [-+]*[0-9.]*/. – ./g; s/about [0-9.]* times/about . times/; s/  */ /g; s/─*//g'; }
status() {
    code=0
    "$@" >said 2>fault || code=$?
    echo "exit status $code: $(sed 's/\[[^]]*\]/[.]/g; s/about [0-9.]* times/about . times/' fault)"
}
pairs 200 200 >s.jsonl
scores 400 0 0 >all.jsonl
scores 400 40 0 >ninety.jsonl
scores 400 2 0 >nearly.jsonl
scores 400 0 40 >tied.jsonl
head -200 ninety.jsonl >half.jsonl
for model in all ninety nearly tied half; do run s $model; done

echo "--- 40 of 400 were lost, all of them easy: McNemar (2 * 0.5^40) / 2, and nothing may be lost"
cat >none.yaml <<'END'
version: 1
defaults: {tier: critical, max_drop: 0}
suites:
  pairs: {sections: {easy: {}, hard: {}}}
END
masked assay gate --policy none.yaml all ninety
{ assay gate --policy none.yaml --format json all ninety 2>fault || true; } | grep -e '"p"' -e '"drop"'
echo "--- the other way round nothing was lost"
status assay gate --policy none.yaml ninety all
grep -c passed said
echo "--- a drop of half a point within one and a half, and all of the items, or none of them"
status assay gate all nearly
status assay gate all ninety
status assay gate all half
masked assay gate all half | tail -1
echo "--- sections as parts: 1 % of the easy ones cannot be told from 2 %, and does not block"
cat >parts.yaml <<'END'
defaults: {max_drop: 0.02}
suites:
  pairs:
    max_drop: 0.03
    sections:
      easy: {tier: supporting, max_drop: 0.011}
      hard: {tier: advisory, max_drop: 0, alpha: 0.01}
END
masked assay gate --policy parts.yaml all nearly
echo "--- 10 % of 100 may go, and 5 % of it where it is below 200 %"
cat >relative.yaml <<'END'
version: 1
benchmarks:
  pairs: {metric: mean_reward, direction: higher_is_better, max_drop: 0.2, max_relative_drop: 0.05, relative_guard_below: 2}
END
masked assay gate --policy relative.yaml all ninety | tail -1
sed 's/guard_below: 2/guard_below: 0.5/' relative.yaml >guarded.yaml
status assay gate --policy guarded.yaml all ninety
echo "--- ties are worth what the policy says: 40 of 400 by half is 5 points, by loss 10"
for ties in half loss drop; do
    echo "suites: {pairs: {ties: $ties, min_coverage: 0.5}}" >ties.yaml
    { assay gate --policy ties.yaml --format json all tied 2>fault || true; } | grep '"drop"'
done
echo "--- a suite that is missing is undecided, unless it is advisory"
echo 'suites: {judgebench: {tier: critical}}' >missing.yaml
status assay gate --policy missing.yaml all nearly
echo 'suites: {judgebench: {tier: advisory}}' >missing.yaml
status assay gate --policy missing.yaml all nearly
echo "--- a run that was asked fewer items is not covered"
assay run --suite pairs:s.jsonl --model replay:all.jsonl --label few --output few --limit 300 --quiet --replicates 100 >/dev/null
status assay gate all few
masked assay gate all few | tail -1
status assay gate few few
echo "--- other exit statuses"
status assay gate --exit-map missed=10,undecided=0 all ninety
status assay gate --exit-map missed=10,undecided=0 all half
status assay gate --exit-map missed=0 all ninety
status assay gate --exit-map error=9 all nowhere
status assay gate --exit-map wrong=1 all all
echo "--- formats"
masked assay gate --format line all ninety
{ assay gate --format prometheus all ninety 2>fault || true; } | sed 's/\(_lower.*\|_upper.*\)} .*/\1} ./'
assay gate --write junit=gate.xml --write github=summary.md --write line=line.txt --format line all ninety >said 2>fault || true
assay gate --write github=summary.md --format line all nearly >said
masked cat gate.xml
masked grep -e '^#' -e '^|' summary.md
masked cat line.txt
echo "--- a job's summary that is nearly full gets one line, and a full one nothing"
for taken in 990000 999700 999990 1100000; do
    head -c $taken /dev/zero | tr '\0' x >full.md
    assay gate --write github=full.md --format line all ninety >said 2>fault || true
    echo "$taken: $(($(wc -c <full.md) <= 999999 ? 1 : 0)) $(tr -d x <full.md | grep -c .) $(grep 'job summary' fault)"
done
echo "--- a label of several lines, and a device"
assay run --suite pairs:s.jsonl --model replay:ninety.jsonl --label "$(printf 'new\nline\033[31m')" --output lines --quiet --replicates 100 >/dev/null
{ assay gate --format line all lines 2>fault || true; } | wc -l
status assay gate --write junit=/dev/full all all
[ -c /dev/full ] && echo "still a device"
status assay gate --write junit all all
status assay gate --format junk all all
echo "--- policies that say nothing"
for slip in 'suites: {pairs: {tier: blocking}}' 'suites: {pairs: {max_dorp: 0.1}}' 'suites: {pairs: {max_drop: -0.1}}' \
    'suites: {pairs: {sections: {eazy: {}}}}' 'version: 2' 'suites: {pairs: {metric: loss, direction: higher_is_better}}' \
    'suites: {pairs: {guard: 1, relative_guard_below: 1}}' 'alpha: 0.7'; do
    echo "$slip" >slip.yaml
    status assay gate --policy slip.yaml all all
done
sed 's/"y"/"yes"/' s.jsonl >t.jsonl
mv s.jsonl old.jsonl && mv t.jsonl s.jsonl
status assay gate all ninety
