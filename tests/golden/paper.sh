# Tables, figures and numbers of a paper, from stored runs; and what no longer holds.
pairs() {
    awk 'BEGIN { for (i = 0; i < 40; i++) printf "{\"id\": \"%d\", \"subset\": \"%s\", \"prompt\": \"%d?\", \"chosen\": \"y\", \"rejected\": \"n\"}\n", i, i < 20 ? "easy" : "hard", i }'
}
scores() { awk -v wrong="$1" 'BEGIN { for (i = 0; i < 40; i++) printf "{\"id\": \"%d\", \"scores\": [%s, 0.5]}\n", i, i < wrong ? 0 : 1 }'; }
status() {
    code=0
    "$@" >said 2>fault || code=$?
    cat said
    echo "exit status $code: $(cat fault)"
}
mkdir -p text/runs
pairs >s.jsonl
for model in 4 10; do
    scores $model >m$model.jsonl
    assay run --suite pairs:s.jsonl --model replay:m$model.jsonl --label "wrong_$model" --output text/runs/m$model --quiet >told
done
cat >text/paper.yaml <<'END'
runs: {four: runs/m4, ten: runs/m10}
tables:
  both: {of: runs, runs: [four, ten], caption: "40 pairs & 2 models"}
  change: {of: comparison, runs: [four, ten], columns: [section, items, p, verdict]}
  allowed: {of: gate, runs: [four, ten], columns: [suite, limit, outcome]}
  board: {of: leaderboard, runs: [four, ten], suite: pairs, columns: [model, pairs, mean]}
  strengths: {of: leaderboard, runs: [four, ten], table: strengths, columns: [model, won, lost], alpha: 0.1, replicates: 200}
  alike: {of: agreement, runs: [four, ten], columns: [items, agree, a_earned_more, b_earned_more]}
figures:
  flips: {of: agreement, runs: [four, ten], formats: [svg]}
  standing: {of: leaderboard, runs: [four, ten], figure: leaderboard-pairs, formats: [pdf]}
  margins: {of: runs, runs: [four], figure: pairs-margins, formats: [pdf, tikz]}
numbers:
  fourAccuracy: {run: four, suite: pairs}
  tenHard: {run: ten, suite: pairs, section: hard}
  tenItems: {run: ten, suite: pairs, of: n}
END
echo "--- 36 of 40, 20 of 20; McNemar of 6 against none: 2 / 64"
status assay paper text/paper.yaml
cat text/generated/change.tex text/generated/allowed.tex text/generated/numbers.tex
echo "--- 34 items alike and half a win to each, 6 that the second has wrong: 17 + 6 to 17; 34 / 40"
cat text/generated/strengths.tex text/generated/alike.tex
grep '^wrong' text/generated/board.tex | cut -d'&' -f1,2,5
head -c 4 text/generated/standing.pdf && echo
grep -c '40 pairs \\& 2 models' text/generated/both.tex
head -c 4 text/generated/margins.pdf && echo
grep -v -e sha256 -e '"[a-z-]*\.[a-z]*"' text/generated/paper.lock
grep -c '"[a-z-]*\.[a-z]*": "[0-9a-f]\{64\}"' text/generated/paper.lock
echo "--- the same bytes again, and all as in the store"
cp -r text/generated before
assay paper text/paper.yaml >said
diff -r before text/generated
status assay paper --check text/paper.yaml
ls /tmp | grep -c '^assay-paper-' || true
echo "--- a number that somebody wrote over, and a figure"
sed -i 's/90.00/91.00/' text/generated/numbers.tex
printf x >>text/generated/margins.pdf
status assay paper --check text/paper.yaml
assay paper text/paper.yaml >said
echo "--- a run that is another one now"
rm -r text/runs/m10
scores 12 >m12.jsonl
assay run --suite pairs:s.jsonl --model replay:m12.jsonl --label wrong_10 --output text/runs/m10 --quiet >told
status assay paper --check text/paper.yaml
echo "--- mistakes"
slip() {
    printf 'runs: {four: runs/m4, ten: runs/m10}\n%s\n' "$1" >text/slip.yaml
    status assay paper text/slip.yaml
}
slip 'tables: {a: {of: comparison, runs: [four]}}'
slip 'tables: {a: {of: runs, runs: [fuor]}}'
slip 'tables: {a: {of: leaderboard, runs: [four], suite: judgebench}}'
slip 'tables: {a: {of: agreement, runs: [four]}}'
slip 'tables: {a: {of: leaderboard, runs: [four], replicates: 5}}'
slip 'tables: {a: {of: runs, runs: [four], table: nothing}}'
slip 'tables: {a: {of: runs, runs: [four], columns: [sectoin]}}'
slip 'tables: {a/b: {of: runs, runs: [four]}}'
slip 'figures: {a: {of: runs, runs: [four], figure: nothing}}'
slip 'figures: {a: {of: runs, runs: [four], formats: [gif]}}'
slip 'numbers: {a1: {run: four, suite: pairs}}'
slip 'numbers: {a: {run: four, suite: pairs, section: esay}}'
slip 'numbers: {a: {run: four, suite: judgebench}}'
slip 'tables: {a: {of: comparison, runs: [four, ten], alpha: 2}}'
slip 'tables: {a: {of: comparison, runs: [four, ten], metrics: [beauty]}}'
rm text/generated/paper.lock
status assay paper --check text/paper.yaml
