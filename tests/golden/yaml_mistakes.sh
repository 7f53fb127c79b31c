# Mistakes in a description that show in the data: fields that no record has, and the wrong kind.
cat >items.jsonl <<'EOF'
{"id": "a", "Topic": "TEA", "question": "How hot?", "good": "80 degrees", "bad": "Boiling"}
{"id": "b", "Topic": "TEA", "question": "How long?", "good": "Two minutes", "bad": "An hour"}
EOF
cat >answers.jsonl <<'EOF'
{"id": "a", "first": 1, "second": -1, "stored": 1}
{"id": "b", "first": -1, "second": -1, "stored": 1}
EOF
description() {
    cat <<EOF
name: mine
version: "1"
kind: pairs
title: Mine
data: {files: [{path: items.jsonl}]}
fields: {id: id, subset: {any: [topic, Topic], lower: true}, prompt: question, completions: [good, bad]}
orders: 2
replay:
  - {name: answers, when: id, preferences: [first, second]}
EOF
}
run() { # what sed does to the description
    printf '== %s\n' "$1"
    description | sed "$1" >mine.yaml
    assay run --quiet --suite ./mine.yaml --model replay:answers.jsonl --output run 2>&1 |
        grep -E '^(assay|tea|TEA|Overall|coverage)'
    rm -rf run
}
# The topic is in small letters; a is won and lost, b lost twice: (1/2 + 0) / 2 = 25 %.
run ''
run 's/question/quesion/'
run 's/good, bad/good, baad/'
run 's/\[first, second\]/[frist, second]/' # nothing would be answered
run 's/\[first, second\]/[first, secnd]/'
run 's/answers, when/answers, key: idd, when/'
run 's/kind: pairs/kind: matrix/'
run 's/kind: pairs/kind: steps/'
run 's/kind: pairs/kind: winrate/'
run 's/kind: pairs/kind: matrix/; /^orders/d; s/preferences: .*/scores: [first, second]}/; s/good, bad\]/good, bad], correct: {const: 1}/'
run 's/answers, when: id/answers, when: di/'
run 's/\[topic, Topic\]/[topci, topiks]/' # may be lacking, but this one is misspelt
run 's/prompt: question/prompt: {any: [qestion]}/'
run 's/items.jsonl/itmes.jsonl/'
run 's/subset: .*lower: true}/subset: {field: Topic, map: {TAE: tea}}/'
run 's/prompt: question/prompt: question, media: picture/'
run 's/^orders/history: {"2": later}\norders/'
run 's/^orders/sections: [{name: Tea, subsets: [tee]}]\norders/'
run 's/^orders/sections: [{name: Tea, subsets: [tea]}, {name: Coffee}]\norders/' # not here at all
run 's/^orders/ties: {score: half}\norders/'
run 's/^orders/ties: wrong\norders/'
description | sed 's/kind: pairs/kind: winrate/; /^orders/,$d' >mine.yaml # told when it is known who answers
assay run --quiet --suite ./mine.yaml --model length 2>&1 || echo "status $?"
description >mine.yaml
assay ls suites ./mine.yaml | grep 'not stated'
