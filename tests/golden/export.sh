# Stored runs in the formats of other tools: what is read back gives the same figures.
cat >pairs.jsonl <<'END'
{"id": "0", "subset": "s", "prompt": "p", "chosen": "long answer", "rejected": "short"}
{"id": "1", "subset": "s", "prompt": "q", "chosen": "yes", "rejected": "no, \"never\""}
{"id": "2", "subset": "t", "prompt": "r", "chosen": "one", "rejected": "two"}
END
cat >scores.jsonl <<'END'
{"id": "0", "scores": [2.5, 1]}
{"id": "1", "scores": [0.1, 0.30000000000000004]}
{"id": "2", "scores": [1, null], "states": ["scored", "refused"]}
END
figures() { grep -e '^[st] ' -e '^Overall' -e '^coverage' || echo "no figures"; }
export_as() { assay data export run --format "$1" --output "out.$1" >told || cat told; }
assay run --suite pairs:pairs.jsonl --model replay:scores.jsonl --quiet --output run --replicates 100 | figures
echo "--- what is written"
for format in assay csv tsv reward-bench nel nel-bundle openrlhf lm-eval model-index; do
    export_as "$format"
    sed '1!d' told
    cat "out.$format"
done
assay data export run --format eval-results --dataset org/pairs 2>told | grep -v '  date: '
cat told
export_as inspect-json
sed 's/\("created": \).*/\1.../' out.inspect-json
echo "--- what is read back"
for format in assay csv tsv npz reward-bench-scores reward-bench-outputs openrlhf lm-eval nel inspect inspect-json; do
    export_as "$format"
    echo "$format"
    assay run --suite pairs:pairs.jsonl --model "replay:out.$format" --model-option "format=$format" \
        --quiet --replicates 100 | figures
done
echo "--- a judge's two orders go along where a format has one number an item"
# a: right and wrong, 1/2; b: right twice; c: no verdict in one order, which is left out: 3 of 4 = 75 %
cat >judged.yaml <<'END'
name: judged
version: "1"
kind: pairs
title: Judged
data: {files: [{path: pairs.jsonl}]}
fields: {id: {join: ["item ", {field: id}]}, prompt: prompt, completions: [chosen, rejected]}
orders: 2
END
cat >judge.jsonl <<'END'
{"id": "item 0", "preferences": [1, -1]}
{"id": "item 1", "preferences": [1, 1]}
{"id": "item 2", "preferences": [1, null], "states": ["scored", "unparsable"]}
END
assay run --suite ./judged.yaml --model replay:judge.jsonl --quiet --output judge --replicates 100 | figures
for format in lm-eval nel inspect inspect-json; do
    assay data export judge --format "$format" --output "judge.$format"
    assay run --suite ./judged.yaml --model "replay:judge.$format" --quiet --replicates 100 | figures
done
for format in openrlhf csv npz; do assay data export judge --format $format || echo "status $?"; done
echo "--- RewardBench 2: columns, imported and exported"
# Focus: 4 > 1, 2, 3 alone is right, and 1 of 2 at the top is 1/2: (1 + 1/2) / 2 = 75 %
cat >v2.json <<'END'
{"text": [["a", "b", "c", "d"], ["e", "f", "g", "h"]], "scores": [[4, 1, 2, 3], [[5], [5], [1], [0]]],
 "results": [1, 0.5], "num_correct": [1, 1], "subset": ["Focus", "Focus"], "id": ["1", "2"]}
END
assay run --suite rewardbench2 --model replay:v2.json --quiet --output v2 --replicates 100 | grep '^Focus'
assay data export v2 --format reward-bench-scores --output again.json >told
assay data import again.json --output again.jsonl | sed 1q
cat again.jsonl
for file in again.json again.jsonl; do
    assay run --suite rewardbench2 --model "replay:$file" --quiet --replicates 100 | grep '^Focus'
done
echo "--- a value that is partial is called so"
assay data export v2 --format eval-results --dataset org/v2 | grep -o 'rewardbench2.*assay'
assay data export v2 --format model-index | grep -e partial -e '  value: '
assay data export v2 --format lm-eval-results | grep alias
assay data export v2 --format nel-bundle | grep '"name"'
echo "--- a leaderboard's file is recognised"
printf '{"model": "m", "model_type": "x", "chat_template": "t", "Factuality": 0.5, "Precise IF": 0.25, "Math": 0.75, "Safety": 1, "Focus": 0.5, "Ties": 0.6}' >set.json
assay run --suite rewardbench2 --model replay:set.json --quiet | grep '^Overall'
echo "--- a zip: the members of a log, and arrays"
assay data export run --format inspect --output log.eval | sed 1q
assay data import log.eval | sed 1q
for member in _journal/start.json samples/0_epoch_1.json samples/1_epoch_1.json summaries.json header.json; do
    assay data import "log.eval::$member" --format assay 2>/dev/null | grep -c . | sed "s|^|$member |"
done
assay data import out.npz
echo "--- pairs whose first completion is not the right one: chosen and rejected are the item's, not its order"
cat >swapped.yaml <<'END'
name: swapped
version: "1"
kind: pairs
title: Swapped
citation: nobody
licence: none
source: none
history: {"1": first}
data:
  files: [{path: swapped.jsonl, name: one}]
fields:
  id: {join: ["@file", "/", {field: id}]}
  subset: "@file"
  prompt: q
  completions: [a, b]
  chosen: {field: best, map: {A: 0, B: 1}}
overall: micro
ties: loss
END
for w in "x B" "y A" "z B"; do
    set -- $w
    echo "{\"id\": \"$1\", \"q\": \"$1\", \"a\": \"1\", \"b\": \"2\", \"best\": \"$2\"}"
done >swapped.jsonl
# right, right and wrong: 2 of 3
printf 'id,index,score\none/x,0,1\none/x,1,2\none/y,0,4\none/y,1,3\none/z,0,6\none/z,1,5\n' >s.csv
assay run --suite ./swapped.yaml --data-dir . --model replay:s.csv --quiet --output swapped --replicates 100 | grep '^Overall'
for format in reward-bench-scores reward-bench-outputs inspect npz; do
    assay data export swapped --data-dir . --format "$format" --output "swap.$format" >told || cat told
    assay run --suite ./swapped.yaml --data-dir . --model "replay:swap.$format" --quiet --replicates 100 | grep '^Overall'
done
assay data import swap.reward-bench-outputs | sed 1q
assay data export v2 --format npz --output v2.npz >told || cat told
echo "--- values of sections are read back, those for the hub are not"
for format in reward-bench nel-bundle lm-eval-results model-index; do
    assay data export v2 --format $format --output "v2.$format" >told
    assay run --suite rewardbench2 --model "replay:v2.$format" --quiet 2>&1 | grep -e '^Focus' -e '^assay'
done
echo "--- what cannot be"
assay data export run --format rm-bench || echo "status $?"
assay data export run --format alpaca-eval || echo "status $?"
assay data export run --format eval-results || echo "status $?"
assay data export run --suite other --format csv || echo "status $?"
assay data export run || echo "status $?"
assay data export nowhere --format csv || echo "status $?"
echo '{}' >>pairs.jsonl
assay data export run --format csv || echo "status $?"
