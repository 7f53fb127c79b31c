# Repeats of one checkpoint: how often they are called worse than each other, and how far a drop must go to be no noise.
i=0
while [ $i -lt 200 ]; do
    echo "{\"id\": \"i$i\", \"prompt\": \"q$i\", \"chosen\": \"y\", \"rejected\": \"n\", \"subset\": \"s$((i % 2))\"}"
    i=$((i + 1))
done >s.jsonl
# run NAME WRONG...: right but for items whose number is below the first word, or at least the second
run() {
    awk -v n="$2" -v m="$3" 'BEGIN { for (i = 0; i < 200; i++) print "{\"id\": \"i" i "\", \"scores\": [" (i < n || i >= m ? 0 : 1) ", 0.5]}" }' >"$1.jsonl"
    assay run --suite pairs:s.jsonl --model "replay:$1.jsonl" --label same --output "$1" --quiet --replicates 100 >/dev/null
}
run a 20 200
run b 24 200
run c 20 198
run d 60 200
echo "--- three that are alike: 90, 88 and 89 % overall; sd 1, threshold sqrt(2) t_(0.95 / 3 lines, 2): t(0.98333) = 5.3393, 7.551"
assay compare --calibrate a b c
echo "--- a fourth of 70 % is worse than the three: 3 of 12 ordered pairs"
assay compare --calibrate a b c d | grep -E '^(Overall|overall|any)' | sed -E 's/  +/ /g'
echo "--- the same value every time says nothing of noise"
cp -r a again
assay compare --calibrate a again | grep -E '^(overall|note)'
assay compare --calibrate a b --metric margin
