# Stored runs over time: found, filtered, from the index and without it.
pairs() { for id; do echo "{\"id\": \"$id\", \"prompt\": \"$id?\", \"chosen\": \"y\", \"rejected\": \"n\"}"; done; }
# NAME SUITE LABEL DAY ID=RIGHT...: a run of that day
run() {
    name=$1 suite=$2 label=$3 day=$4
    shift 4
    for word; do
        echo "{\"id\": \"${word%=*}\", \"scores\": [${word#*=}, 0.5]}"
    done >"$label.jsonl"
    assay run --suite "pairs:$suite.jsonl" --model "replay:$label.jsonl" --label "$label" --output "assay-runs/$name" \
        --quiet --replicates 100 --seed 1 >/dev/null
    sed -i "s/\"started\": \"[^\"]*\"/\"started\": \"2026-11-${day}T02:00:00Z\"/" "assay-runs/$name/run.json"
}
masked() { "$@" | sed 's/ \[[^]]*\]/ [.]/g; s/  */ /g; s/---*/-/'; }
pairs a b c d >s.jsonl
pairs x y >t.jsonl
run first s m1 01 a=1 b=1 c=1 d=0 # 3/4
run second s m1 02 a=1 b=1 c=0 d=0 # 2/4
run third s m2 03 a=1 b=1 c=1 d=1
run night/other t m1 04 x=1 y=0 # other data: apart
run fourth s m1 05 a=1 b=1 c=1 # 3 of 3 answered, one not
echo "--- no index yet"
masked assay ls runs >plain
cat plain
ls assay-runs
echo "--- history makes one"
masked assay history
ls assay-runs
masked assay ls runs | cmp - plain
assay history --json >indexed
assay history --json --no-index | cmp - indexed
assay ls runs --json >indexed
assay ls runs --json --no-index | cmp - indexed
assay ls runs --no-index --runs ./assay-runs/ --json | cmp - indexed
echo "--- what is meant"
masked assay history --label m1 --since 2026-11-02 --limit 2
masked assay history --suite 'x*'
masked assay ls runs --sort value --reverse --label 'm[12]' --since 2026-11-02T02:00:00Z
masked assay ls runs --model 'replay:m2*'
masked assay ls runs --sort label --format markdown
assay ls runs --since 1h
echo "--- a run that was killed, one that is broken, one that is gone, one that moved"
sed 's/"status": "complete"/"status": "running"/' assay-runs/first/run.json >run.json && mv run.json assay-runs/first/
rm assay-runs/first/result.json
echo '{' >assay-runs/second/result.json
rm -r assay-runs/third
mv assay-runs/night/other assay-runs/moved
masked assay history
masked assay ls runs --status cut
assay ls runs --json >indexed
assay ls runs --json --no-index | cmp - indexed
grep '"why": "r' indexed
echo "--- an index that is damaged, of a newer assay, no database, and another program's"
assay history rebuild
masked assay history >plain
head -c 6000 assay-runs/history.sqlite >cut && mv cut assay-runs/history.sqlite
masked assay history | cmp - plain
assay ls runs --json | cmp - indexed
assay history rebuild
masked assay history | cmp - plain
# user_version and application_id are four bytes each at 60 and 68 of the file (sqlite.org/fileformat)
printf '\0\0\0\7' | dd of=assay-runs/history.sqlite bs=1 seek=60 conv=notrunc status=none
masked assay history | cmp - plain
assay history rebuild
echo "no database at all, but a text that somebody put there" >assay-runs/history.sqlite
masked assay history | cmp - plain
assay history rebuild
printf '\0\0\0\7' | dd of=assay-runs/history.sqlite bs=1 seek=68 conv=notrunc status=none
masked assay history | cmp - plain
assay history rebuild || echo "status $?"
assay history --no-index --json | grep -c '"run"'
echo "--- what cannot be"
assay history refresh || echo "status $?"
assay history --since yesterday || echo "status $?"
assay history --status done || echo "status $?"
assay ls runs --runs nowhere || echo "status $?"
assay history --runs assay-runs/fourth || echo "status $?"
assay ls runs first || echo "status $?"
