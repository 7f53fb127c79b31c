# Three pairs, the right completion first in each. Under this seed random prefers the first one every
# time, and stays all the same: only the baseline that goes by position is left out.
cp "$top/docs/pairs.jsonl" .
assay run --suite pairs:pairs.jsonl --model replay:pairs.jsonl --nulls --seed 0 --quiet \
    --replicates 100 --output run >out
grep -E '^(note  |random )' out
