# Nights of a file: what is run, held against which baseline, what fails and why, what stays; and mistakes in the file.
pairs() {
    awk 'BEGIN { for (i = 0; i < 200; i++) printf "{\"id\": \"%d\", \"subset\": \"%s\", \"prompt\": \"%d?\", \"chosen\": \"%s\", \"rejected\": \"no\"}\n", i, i % 2 ? "easy" : "hard", i, i % 4 ? "yes" : "n" }'
}
scores() { awk -v wrong="$1" 'BEGIN { for (i = 0; i < 200; i++) printf "{\"id\": \"%d\", \"scores\": [%s, 0.5]}\n", i, i < wrong ? 0 : 1 }'; }
night() {
    code=0
    assay nightly --quiet --date "2026-11-$1" "${2:-night.yaml}" 2>fault || code=$?
    echo "exit status $code: $(sed 's/process [0-9]*/process N/' fault)"
}
file() {
    cat >night.yaml <<END
version: 1
output: nights
models:
  - {label: candidate, adapter: replay, target: answers.jsonl}
  - {label: length, adapter: length}
suites: ['pairs:s.jsonl']
replicates: 1000
reports: [html, markdown, json]
$1
END
}
pairs >s.jsonl
scores 10 >answers.jsonl
file 'baseline: previous'
echo "--- what would be done"
assay nightly --dry-run --date 2026-11-01 night.yaml
ls
echo "--- the first night has no baseline; the second lost 30 of 190, by McNemar 2^-30"
night 01
scores 40 >answers.jsonl
night 02
readlink nights/latest
sed -n '/missed: /p' nights/2026-11-02/index.md
grep -c '<svg' nights/index.html nights/2026-11-02/index.html
echo "--- a gate lets 95 % and 75 % fall by 1.5 points"
grep '"floor"' nights/2026-11-02/night.json
echo "--- the same file again, nothing is to be done; with other answers it is another model"
night 02
assay nightly --dry-run --date 2026-11-02 night.yaml | head -1
scores 50 >answers.jsonl
night 02 | sed 's/[0-9a-f]\{64\}/DIGEST/g'
echo "--- baselines: the night before, the last that passed, the best, the median of three, a pinned one, a label"
for day in 03 04; do night $day >/dev/null; done
for rule in previous passed best '{window: 3}' '{window: 3, take: median}' '{pinned: nights/2026-11-01}' '{pinned: length}'; do
    file "baseline: $rule"
    echo "$rule: $(assay nightly --dry-run --date 2026-11-05 night.yaml | sed -n 's/^[^ ]*candidate.*baseline //p')"
done
night 05
file 'baseline: {pinned: nowhere}'
night 05
echo "--- a policy in the file"
file 'gates: {suites: {pairs: {tier: advisory, max_drop: 0.01}}}
baseline: {pinned: nights/2026-11-01}'
night 06
file 'gates: none
baseline: {pinned: nights/2026-11-01}'
night 07
echo "--- failures of one model are its own"
cat >broken.yaml <<'END'
output: broken
models:
  - {label: crashes, adapter: worker, target: 'echo no memory >&2; exit 3'}
  - {label: killed, adapter: worker, target: 'kill -9 $PPID; sleep 9'}
  - {label: slow, adapter: worker, target: 'sleep 100', timeout: 1}
  - {label: random, adapter: random}
suites: [pairs:s.jsonl, pairs:gone.jsonl]
reports: [markdown]
END
night 01 broken.yaml
grep -o '| slow .*' broken/2026-11-01/index.md | tail -1
echo "--- what a run that was ended had begun ends too"
cat >left.yaml <<'END'
output: left
models: [{label: left, adapter: worker, target: 'sleep 97 & echo $! >left.pid; wait', timeout: 1}]
suites: [pairs:s.jsonl]
END
night 01 left.yaml
kill -0 "$(cat left.pid)" 2>/dev/null || echo gone
echo "--- a second instance, and one that is interrupted"
cat >slow.yaml <<'END'
output: slow
models: [{label: slow, adapter: worker, target: 'touch up; sleep 100'}, {label: length, adapter: length}]
suites: [pairs:s.jsonl]
END
assay nightly --quiet --date 2026-11-01 slow.yaml 2>interrupted &
pid=$!
while [ ! -e up ]; do sleep 0.05; done
night 01 slow.yaml
kill -TERM $pid
code=0
wait $pid || code=$?
echo "exit status $code: $(cat interrupted)"
ls slow
echo "--- two nights stay, and what is pinned, a baseline, the latest or not assay's"
file 'baseline: {pinned: nights/2026-11-01}
gates: none
retention: {nights: 2, pinned: [2026-11-03]}'
touch nights/2026-11-04/pinned
mkdir nights/2026-10-01
assay nightly --dry-run --date 2026-11-08 night.yaml
night 08
ls nights | grep -v '\.gp$\|\.tsv$'
echo "--- what the next night would be held against stays too, though nothing was held against it tonight"
cat >crash.yaml <<'END'
output: crash
models: [{label: candidate, adapter: replay, target: crash.jsonl}]
suites: [pairs:s.jsonl]
replicates: 1000
reports: [markdown]
baseline: passed
retention: {nights: 1}
END
scores 10 >crash.jsonl
night 01 crash.yaml
scores 40 >crash.jsonl
night 02 crash.yaml
rm crash.jsonl
night 03 crash.yaml
night 04 crash.yaml
ls -d crash/2026*
scores 40 >crash.jsonl
night 05 crash.yaml
echo "--- a pin by a link"
ln -s 2026-11-01 crash/good
sed 's/passed/{pinned: crash\/good}/' crash.yaml >link.yaml
night 06 link.yaml
ls -d crash/2026*
echo "--- a night that was missed is made later: latest stays, and it is held against the night before it"
sed '/retention/d; s/passed/previous/' crash.yaml >late.yaml
night 03 late.yaml
readlink crash/latest
echo "--- a night that cannot be read is left out, and told of"
cp crash/2026-11-06/night.json kept.json
echo '{' >crash/2026-11-06/night.json
assay nightly --date 2026-11-07 late.yaml 2>&1
cp kept.json crash/2026-11-06/night.json
echo "--- the same where an end of a child is ignored by who began it"
python3 -c 'import os, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp("assay", "assay nightly --quiet --date 2026-11-02 broken.yaml".split())' 2>&1 | sed 's/process [0-9]*/process N/' | cut -c 1-60
echo "--- a folder that is not of assay is left alone"
mkdir nights/2026-12-01
touch nights/2026-12-01/mine
assay nightly --quiet --date 2026-12-01 night.yaml 2>&1 || echo "exit status $?"
echo "--- mistakes"
mistake() {
    printf '%s\n' "$@" >mistake.yaml
    assay nightly mistake.yaml 2>&1 || echo "exit status $?"
}
models='models: [{label: a, adapter: length}]'
mistake 'output: o' "$models"
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'basline: best'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'baseline: bets'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'baseline: {window: 0}'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'baseline: {window: 2, pinned: x}'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'gates: {suites: {pairs: {max_drp: 1}}}'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'gates: none.yaml'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'retention: {nights: some}'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'retention: {pinned: [2026-11-1]}'
mistake 'output: ""' "$models" 'suites: [pairs:s.jsonl]'
mistake 'output: o' "$models" 'suites: [pairs:s.jsonl]' 'reports: [pdf]'
mistake 'output: o' "$models" 'suites:' ' - pairs:s.jsonl' ' - judgebnch'
mistake 'output: o' 'models:' ' - {label: a, adapter: length}' ' - {label: a, adapter: random}' 'suites: [pairs:s.jsonl]'
mistake 'output: o' 'models:' ' - {label: ../a, adapter: length}' 'suites: [pairs:s.jsonl]'
mistake 'output: o' 'models:' ' - {label: a, adapter: lenght}' 'suites: [pairs:s.jsonl]'
mistake 'output: o' 'models:' ' - {label: a, adapter: length, options: {x: 1}}' 'suites: [pairs:s.jsonl]'
mistake 'output: o' 'models:' ' - {label: a, adapter: length, options: {x: [1]}}' 'suites: [pairs:s.jsonl]'
assay nightly --date 2026-02-30 night.yaml 2>&1 || echo "exit status $?"
ls -d o 2>&1 || :
