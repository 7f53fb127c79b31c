# M-RewardBench, one language: an easy one right (weight 79, or 100) and a hard one without a verdict (76, or 95), so
# (79 + 38) / 155 = 75.48, or (100 + 47.5) / 195 = 75.64; in Safety a [[B]] of a swapped pair is right.
row() { printf '{"subset": "%s", "id": %s, "judgement": "%s", "is_shuffled": %s}\n' "$@"; }
{
    row alpacaeval-easy 1 '[[A]]' false
    row alpacaeval-hard 2 'keine' false
    row donotanswer 3 '[[B]]' true
} >deu_Latn.jsonl
for weights in plots runner; do
    assay run --quiet --suite m-rewardbench --suite-option weights=$weights --model replay:deu_Latn.jsonl --output $weights |
        grep -E '^(Chat|Safety|coverage) ' | sed 's/  */ /g'
done
