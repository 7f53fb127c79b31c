# Judge texts are read by the rules of official code, and a wrong name is told with the nearest right one.
assay ls verdicts

# [[A]] wins over a later [[B]]; the second pair was shown the other way round; the third has no verdict: of two
# verdicts both are right.
cat >mine.jsonl <<'JSONL'
{"id": "1", "q": "a", "good": "x", "bad": "y", "said": "[[A]], no, [[B]]", "swap": false}
{"id": "2", "q": "b", "good": "x", "bad": "y", "said": "[[B]]", "swap": true}
{"id": "3", "q": "c", "good": "x", "bad": "y", "said": "neither", "swap": false}
JSONL
cat >mine.yaml <<'YAML'
name: mine
version: "1"
kind: pairs
title: My pairs
source: this file
history: {"1": the first}
data: {files: [{path: mine.jsonl}]}
fields: {id: id, prompt: q, completions: [good, bad]}
unparsable: drop
replay:
  - name: said
    when: said
    key: id
    preferences: [{field: said, verdict: rewardbench, swapped: swap}]
YAML
assay run --quiet --suite ./mine.yaml --model replay:mine.jsonl --output run | grep -E '^(overall|Overall|coverage)'
sed -i 's/verdict: rewardbench/verdict: rewardbnch/' mine.yaml
assay run --quiet --suite ./mine.yaml --model replay:mine.jsonl --output run2 ||
    echo "exit $?"
