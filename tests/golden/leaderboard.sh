# Stored runs side by side. Intervals and counts of replicates are left out here: they are random.
pairs() { for id; do echo "{\"id\": \"$id\", \"prompt\": \"$id?\", \"chosen\": \"y\", \"rejected\": \"n\"}"; done; }
# FILE ID=RIGHT...: 1 scores the chosen one higher, 0 the rejected one
scores() {
    file=$1
    shift
    for word; do
        echo "{\"id\": \"${word%=*}\", \"scores\": [${word#*=}, 0.5]}"
    done >"$file"
}
run() { assay run --suite "pairs:$1.jsonl" --model "replay:$2.jsonl" --label "$3" --output "$2" --quiet --replicates 100 >/dev/null; }
masked() {
    "$@" | sed 's/  */ /g; s/ -\{0,1\}[0-9][0-9.]* - -\{0,1\}[0-9][0-9.]*/ [.]/g; s/ \[[^]]*\]/ [.]/g
        s/[0-9]* of 1000/N of 1000/; s/\(\[\.\]\) [0-9]\{3,4\}$/\1 N/'; }
pairs a b c d >s.jsonl
pairs x y >t.jsonl
scores s1.jsonl a=1 b=1 c=1 d=0 # 3/4
scores s2.jsonl a=1 b=0 c=0 d=1 # 2/4
scores s3.jsonl a=1 b=0 c=0 d=0 # 1/4
scores t1.jsonl x=1 y=0         # 1/2
scores t2.jsonl x=1 y=1         # 1
scores t3.jsonl x=0 y=0         # 0
scores s4.jsonl a=1 b=1 c=1 d=1
scores s5.jsonl a=0 b=0 c=0 d=0
for i in 1 2 3; do
    run s "s$i" "m$i"
    run t "t$i" "m$i"
done
run s s4 best
run s s5 worst
echo "--- means m2 (2/4 + 1) / 2, m1 (3/4 + 1/2) / 2, m3 1/8; ranks 3 2 1 and 2 3 1: rho 1 - 6 * 2 / 24, tau (2 - 1) / 3"
masked assay leaderboard --no-items s1 t1 s2 t2 s3 t3
echo "--- one suite is not everybody's: it leaves the mean; two models: no correlation"
masked assay leaderboard --no-items s1 s2 t1 t2 s5
echo "--- m1 wins b and c, m2 d, a is half: 2.5 to 1.5, +- ln(5/3)/2 = 0.2554"
masked assay leaderboard s1 s2
echo "--- best wins all of worst: no strength, and no number"
masked assay leaderboard s4 s5
echo "--- as JSON"
assay leaderboard --json s4 s5 | grep -A3 -e '"strength"' -e '"mean"'
echo "--- kappa m1 m2 (1/4 - 1/2) / (1/2), m1 m3 (1/2 - 3/8) / (5/8), m2 m3 (3/4 - 1/2) / (1/2);"
echo "--- alpha 1 - (1/12 * 3 * 2) / (2 * 36 / 132) = 1/12"
masked assay agree s1 s2 s3
assay agree --replicates 0 --json s1 s2 | grep -A2 -e '"kappa"' -e '"agreement"' -e '"alpha"' -e 'earned_more"'
assay agree --json --seed 1 --level 0.9 s1 s2 | grep -c '"bootstrap"'
echo "--- one class throughout: no kappa"
masked assay agree s4 s5
scores s4b.jsonl a=1 b=1 c=1 d=1
run s s4b other
assay agree --replicates 0 s4 s4b
echo "--- correlations are not in a mean of shares, and ratings earn nothing item by item"
for w in "a 1 2" "b 2 1" "c 3 3" "d 4 4"; do
    set -- $w
    echo "{\"id\": \"$1\", \"prompt\": \"$1\", \"response\": \"r\", \"gold\": {\"depth\": $2}, \"predictions\": {\"depth\": $3}}"
done >r.jsonl
printf 'id,score\na,4\nb,3\nc,2\nd,1\n' >r2.csv
assay run --suite ratings:r.jsonl --model replay:r.jsonl --label m1 --output r1 --quiet --replicates 100 >/dev/null
assay run --suite ratings:r.jsonl --model replay:r2.csv --label m2 --output r2 --quiet --replicates 100 >/dev/null
masked assay leaderboard r1 s1 r2 s2
assay leaderboard --no-items r1 r2 # m1: 1 - 6 * 2 / 60
assay leaderboard --json r1 s1 r2 s2 | grep -A2 '"unit"'
echo "--- Markdown, and every item named"
assay leaderboard --no-items --format markdown s1 s2 | sed 's/| [0-9.]* . [0-9.]* |/| [.] |/g'
assay agree --format markdown --replicates 0 --items 9 s4 s5
assay agree --format markdown --replicates 0 --items 0 s4 s5
assay agree r1 r2
echo "--- a part of a benchmark is no match for all of it: no mean, not first; two of four items are shared:"
echo "--- part wins math.2, math.1 is half: 1.5 to 0.5, +- ln(3)/2 = 0.5493. The same part is: 2/2 and 1/2"
cat >two.yaml <<'EOF'
name: two
version: "1"
kind: pairs
title: Two sections
data: {files: [{path: two.jsonl}]}
fields: {id: id, subset: subset, prompt: id, completions: [chosen, rejected]}
sections: [{name: math, subsets: [math]}, {name: code, subsets: [code]}]
overall: sections
EOF
for id in math.1 math.2 code.1 code.2; do
    echo "{\"id\": \"$id\", \"subset\": \"${id%.*}\", \"chosen\": \"y\", \"rejected\": \"n\"}"
done >two.jsonl
scores p1.jsonl math.1=1 math.2=1
scores p2.jsonl math.1=1 math.2=0 code.1=1 code.2=1
scores p3.jsonl math.1=0 math.2=1
part() { assay run --suite ./two.yaml --model "replay:$1.jsonl" --label "$2" --output "$1" --quiet --replicates 100 >/dev/null; }
part p1 part
part p2 whole
part p3 other
masked assay leaderboard p1 p2
masked assay leaderboard --no-items p3 p1
assay leaderboard --json p1 p2 | grep -e in_mean -e '"mean"' -e '"partial"' -e '"items"' -e '"code"' -e '"why"'
echo "--- a page with a figure a suite, one of strengths; for a spreadsheet; for a paper"
assay leaderboard --output page s1 t1 s2 t2 s3 t3
ls page | grep -c '^leaderboard-pairs\|^strengths'
grep -o '<title>[^<]*' page/index.html
assay run --suite pairs:s.jsonl --model replay:s1.jsonl --label m1 --nulls --output nulls --quiet --replicates 100 >/dev/null
assay leaderboard --no-items --output page nulls
grep -c '^# series' page/leaderboard-pairs.tsv
assay leaderboard --no-items --format csv s1 s2 | cut -d, -f1-5
assay leaderboard --no-items --format latex s1 s2 | grep -c toprule
assay leaderboard --output page --format csv s1 || echo "status $?"
echo "--- a matrix of flips where there are more than two, else ribbons"
assay agree --output page3 s1 s2 s3
assay agree --output page2 s1 s2
grep -h -o '<desc[^<]*' page2/index.html page3/index.html
cat page3/flips-pairs.tsv
assay agree --replicates 0 --format csv s1 s2 | cut -d, -f1-6
assay agree --output page --format latex s1 s2 || echo "status $?"
echo "--- what cannot be"
assay agree s1 t2 || echo "status $?"
assay leaderboard s1 s1 || echo "status $?"
assay leaderboard nowhere || echo "status $?"
echo '{}' >>s.jsonl
masked assay leaderboard s1 s2 | tail -9
