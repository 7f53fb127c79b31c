# M-RewardBench. German: an easy one right (weight 79, or 100) and a hard one without a verdict (76, or 95), so Chat is
# (79 + 38) / 155 = 75.48, or (100 + 47.5) / 195 = 75.64; in Safety a [[B]] of a swapped pair is right; the language is
# the mean of the two, 87.74 or 87.82. French: Chat 0 and Reasoning 100, 50. Over two languages (87.74 + 50) / 2 =
# 68.87, or 68.91; every item alike it would be 3.5 / 5 = 70.
row() { printf '{"language": "%s", "subset": "%s", "id": %s, "judgement": "%s", "is_shuffled": %s}\n' "$@"; }
score() {
    assay run --quiet "$@" --output run |
        grep -E '^(deu_Latn|fra_Latn|und|zho_Hant|Overall|coverage|overall|Chat|Safety|Reasoning|note  *the)' | sed 's/  */ /g'
    rm -rf run
}
{
    row deu_Latn alpacaeval-easy 1 '[[A]]' false
    row deu_Latn alpacaeval-hard 2 'keine' false
    row deu_Latn donotanswer 3 '[[B]]' true
    row fra_Latn alpacaeval-easy 1 '[[B]]' false
    row fra_Latn hep-python 4 '[[A]]' false
} >all.jsonl
for weights in plots runner; do
    score --suite m-rewardbench --suite-option weights=$weights --model replay:all.jsonl
done
# An item of each language, right in every second one but the first: 11 of 23, and nothing is missing.
sed -n 's/^    *- {entry: m-rewardbench.* name: \(.*\)}$/\1/p' "$top/suites/m-rewardbench.yaml" >languages
while read -r language; do
    row "$language" hep-go 1 "$(sed -n "/$language/=" languages | awk '{ print $1 % 2 ? "[[B]]" : "[[A]]" }')" false
done <languages >each.jsonl
score --suite m-rewardbench --model replay:each.jsonl | grep -E '^(Overall|overall)'
# Items of the data set's own shape, the longer answer chosen in all but the first language: 22 / 23 = 95.65.
sed 's/entry: m-rewardbench, file: m_rewardbench.\(.*\)\.parquet/path: \1.jsonl/' "$top/suites/m-rewardbench.yaml" >data.yaml
while read -r language; do
    answers='"chosen": "long one", "rejected": "one"'
    [ "$language" != arb_Arab ] || answers='"chosen": "one", "rejected": "long one"'
    printf '{"id": 7, "language": "%s", "prompt": "q", %s, "subset": "donotanswer"}\n' "$language" "$answers" >"$language.jsonl"
done <languages
score --suite ./data.yaml --model length | grep -E '^(Overall|overall|deu)'
# A file of one language that does not say which, and one whose language is told.
sed -n 's/"language": "deu_Latn", //p' all.jsonl >one.jsonl
score --suite m-rewardbench --model replay:one.jsonl
score --suite m-rewardbench --suite-option language=deu_Latn --model replay:one.jsonl
# Groups are named once, and need sections.
sed 's/optional: \[und\]/optional: [deu_Latn]/' "$top/suites/m-rewardbench.yaml" >twice.yaml
assay run --quiet --suite ./twice.yaml --model replay:one.jsonl --output run 2>&1 || echo "exit $?"
