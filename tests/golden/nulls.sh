# Three pairs, the right completion first in each: only the baseline that goes by position is left out,
# whatever the others happen to answer. `random` prefers the first one here three times under some seeds.
cp "$top/docs/pairs.jsonl" .
for seed in 0 1 2 3 4 5 6 7 8 9; do
    assay run --suite pairs:pairs.jsonl --model replay:pairs.jsonl --nulls --seed "$seed" --quiet \
        --replicates 50 --output "run$seed" >"$seed.out"
    grep -E '^(note  |random )' "$seed.out"
done
