# Files of other tools: imported with what was lost, replayed as they are to the same figures.
cat >pairs.jsonl <<'END'
{"id": "0", "prompt": "p", "chosen": "long answer", "rejected": "short"}
{"id": "1", "prompt": "q", "chosen": "yes", "rejected": "no, never"}
{"id": "2", "prompt": "r", "chosen": "one", "rejected": "two"}
END
cat >samples_t.jsonl <<'END'
{"doc_id": 0, "resps": [], "filtered_resps": [["-1", "True"], ["-2", "False"]], "filter": "none", "acc": 1.0}
{"doc_id": 1, "resps": [], "filtered_resps": [["-3", "False"], ["-2", "True"]], "filter": "none", "acc": 0.0}
{"doc_id": 2, "resps": [], "filtered_resps": [["nan", "False"], ["-2", "True"]], "filter": "none", "acc": 0.0}
END
assay data import samples_t.jsonl --output imported.jsonl
cat imported.jsonl
for file in samples_t.jsonl imported.jsonl; do
    assay run --suite pairs:pairs.jsonl --model "replay:$file" --quiet |
        grep -e '^Overall' -e '^coverage' -e '^note'
done
assay data import pairs.jsonl | head -n 1
assay data import samples_t.jsonl --metric bleu --output never.jsonl || echo "status $?"
assay data import samples_t.jsonl --format lm-evl || echo "status $?"
assay data import nowhere || echo "status $?"
assay data import || echo "status $?"
printf 'PK\003\004 and no more' >broken.eval
assay data import broken.eval --format inspect || echo "status $?"
ls
echo "--- a number that is none is refused where it stands"
printf 'id,index,score\na,0,1.5\na,1,abc\n' >long.csv
assay data import long.csv || echo "status $?"
printf 'id\tscore_chosen\tscore_rejected\n0\t1\t\n1\tnan\t2\n2\t0x\t1\n' >wide.tsv
assay data import wide.tsv --output wide.jsonl || echo "status $?"
ls wide.jsonl 2>/dev/null || :
printf '{"id": "0", "scores": [1, 2]}\n{"id": "1", "scores": [1, "two"]}\n' >scores.jsonl
assay data import scores.jsonl || echo "status $?"
sed '$d' wide.tsv >whole.tsv
assay data import whole.tsv
echo "--- a nel run is a directory: flat, or one a benchmark"
mkdir -p flat nested/pairs several/a several/b none
printf '{"problem_idx": %d, "repeat": 0, "reward": %d}\n' 0 1 1 0 >flat/results.jsonl
printf '{"config": {"model": "m"}, "benchmark": {"name": "b", "samples": 2, "scores": {"mean_reward": {"value": 0.5}}}}\n' \
    >flat/eval-b.json
cp flat/* nested/pairs
cp flat/* several/a
cp flat/* several/b
assay data import flat
assay data import flat --format nel-bundle
assay data import nested
rm nested/pairs/results.jsonl
assay data import nested # totals alone
for dir in several none; do assay data import $dir || echo "status $?"; done
assay data import flat --format lm-eval || echo "status $?"
for i in 0 1; do printf '{"id": %d, "prompt": "p%d", "completions": ["c", "d"]}\n' $i $i; done >two.jsonl
cat >agree.yaml <<'YAML'
name: agree
version: "1"
kind: votes
title: Agree
data: {files: [{path: two.jsonl}]}
fields: {id: id, prompt: prompt, completions: completions, chosen: {const: 0}}
YAML
# problem 0 has its reward, problem 1 has not: one of two
assay run --suite ./agree.yaml --model replay:flat --quiet | grep -e '^Overall' -e '^coverage' -e '^note'
assay run --suite ./agree.yaml --model replay:several --quiet || echo "status $?"
echo "--- a run that fails before anything was answered leaves nothing behind"
mkdir empty && cd empty
assay run --suite pairs:../pairs.jsonl --model replay:../long.csv --output out || echo "status $?"
assay run --suite pairs:../pairs.jsonl --model replay:../long.csv || echo "status $?"
assay run --suite pairs:../nowhere.jsonl --model length --output out || echo "status $?"
mkdir mine
assay run --suite pairs:../nowhere.jsonl --model length --output mine || echo "status $?"
find .
