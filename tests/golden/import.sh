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
