# Stored scores joined by key: what is missing is told, what contradicts is refused.
cat >pairs.jsonl <<'END'
{"id": "a", "prompt": "p", "chosen": "long answer", "rejected": "short"}
{"id": "b", "prompt": "q", "chosen": "yes", "rejected": "no, never"}
{"id": "c", "prompt": "r", "chosen": "one", "rejected": "two"}
END
printf 'id,score_chosen,score_rejected\nb,2,1\na,0.5,0.25\nb,2,1\n' >scores.csv
assay run --suite pairs:pairs.jsonl --model replay:scores.csv --nulls --quiet --output run |
    grep -e '^Overall' -e '^coverage' -e '^note'
printf 'b,3,1\n' >>scores.csv
assay run --suite pairs:pairs.jsonl --model replay:scores.csv --quiet || echo "status $?"
printf 'id,index,score\na,0,1\na,1,NaN\n' >long.csv
assay run --suite pairs:pairs.jsonl --model replay:long.csv --quiet || echo "status $?"
assay run --suite pairs:pairs.jsonl --model replay:long.csv --model-option nan=loss --quiet |
    grep -e '^coverage' || echo "status $?"
assay run --suite pairs:pairs.jsonl --model replay:nowhere --quiet || echo "status $?"
assay run --suite pairs:pairs.jsonl --model replay:long.csv --model-option format=x --quiet ||
    echo "status $?"
assay run --suite pairs:pairs.jsonl --model replay:long.csv --model-option aggregate=sum \
    --quiet || echo "status $?"
