# PPE, from result files of the official shape, with figures worked out by hand.
tell() { # sections with their items and values, then official measures
    echo "== $*"
    assay run --quiet --output run "$@" | awk '
        /^(section|measure)/ { table = $1; next }
        /^$/ { table = "" }
        /^-/ { next }
        table == "section" { sub(/  +-?[0-9.]+ - .*/, "") }
        table { gsub(/  +/, "  "); print }
        /^(overall is|coverage) / { gsub(/  +/, "  "); print }'
    rm -rf run
}
# 32 responses of which the first is right: question, its score, the score of the others, pairs
prompt() {
    awk -v q="$1" -v first="$2" -v other="$3" -v pairs="$4" 'BEGIN {
        printf "{\"question_id\": \"%s\", \"model_name\": \"m\", \"prompt\": \"p\", \"sampled_conflict_pairs\": %s, \"scores\": [true", q, pairs
        for (i = 2; i <= 32; i++) printf ", false"
        printf "]"
        for (i = 1; i <= 32; i++) printf ", \"score_%d\": [%s]", i, i == 1 ? first : other
        print "}" }'
}
{ echo '['; prompt 1 2 1 '[[0, 1], [1, 0], [1, 0]]'; echo ','; prompt 2 1 1 '[[0, 5], [5, 0], [5, 0], [5, 0]]'; echo ']'; } >rm.json
# Pairs: 3 of 3; of the tied ones the second is taken: 3 of 4. So 87.5. Scores brought to [0, 1] are 1 and 0, and 1/2 of
# all: the right ones are above or level with (62 + 31 + 31/2) / (2 * 62) = 0.875. Best of k: the first prompt is right
# if response 1 is drawn, k/32, the second with 1/32, so the curve is (k + 1) / 64 and the oracle k/32: loss
# sum (k - 1)^2 / 64^2 / 32 = 10416 / 131072 = 0.07947, highest and last value 33/64 = 0.5156.
tell --suite ppe-correctness --model replay:rm.json | grep -v -E '^(loss|mean_max|mean_end)  '
# assay bon tells the same of the stored run, drawn in the same orders
assay run --quiet --suite ppe-correctness --model replay:rm.json --output kept | grep -E '^(loss|mean_max|mean_end)  .* .*[^ ]  *[0-9.]*$' | sed -n 1,3p
assay bon kept --rule ppe --replicates 0 | sed -n '/PPE/,/^$/p'
# The service failed at one response of the second prompt, which then has no value: 3 of 3 pairs are left, and of two
# prompts 1 and 0 or 1 and 1
sed '/"question_id": "2"/s/"score_9": \[1\]/"score_9": ["$ERROR$"]/' rm.json >failed.json
tell --suite ppe-correctness --model replay:failed.json | grep -E '^(Overall|coverage)'
# As minus infinity it is in none of the pairs: 87.5 again. Brought to [0, 1] it is 0 and the others of its prompt 1, so that
# both right ones are above 32 of the wrong ones and level with 30: (32 + 15) / 62 = 0.7581
tell --suite ppe-correctness --suite-option errors=lowest --model replay:failed.json | grep -E '^(Overall|coverage|auc)'
# One that is named is one of five
tell --suite ppe-correctness --suite-option benchmark=math --model replay:rm.json | grep -E '^(math|gpqa|Overall|overall)'

# Battles of three models: y beats z 3:1 and x beats z 4:1, say people and the model; of x and y people say 3:1 and a
# draw, the model 1:3 and a tie. So 9 of the 13 that people decided: 69.23. Chinese are the battles of x and y.
battles() { # first, second, language, hard, how many, winner, score of the first, of the second
    for _ in $(seq "$5"); do
        n=$((n + 1))
        printf '{"question_id": "%s", "model_a": "%s", "model_b": "%s", "language": "%s", "hard_prompt": %s, ' "$n" "$1" "$2" "$3" "$4"
        printf '"prompt": "p%s", "response_1": "r", "response_2": "s", "winner": "%s", "score_1": [%s], "score_2": [%s]}\n' "$n" "$6" "$7" "$8"
    done
}
n=0
{
    battles x y Chinese false 3 model_a 1 2
    battles x y Chinese false 1 model_b 2 1
    battles x y Chinese false 1 tie 1 1
    battles y z English true 3 model_a 2 1
    battles y z English true 1 model_b 1 2
    battles x z German false 4 model_a 2 1
    battles x z German false 1 model_b 1 2
} >battles.jsonl
# People have x before y before z, the model y, x, z: rho = 1 - 6 * 2 / (3 * 8) = 0.5, tau = (2 - 1) / 3. Win rates of x
# over y and z rise in both (0.7, 0.8 and 0.3, 0.8), so do those of z (over x 0.2, over y 0.25), of y over x and z fall in
# the model (0.7 is below 0.75: they rise): r = 1 for all. Replicates of 200 battles are as good as none: not shown.
tell --suite ppe-human-preference --model replay:battles.jsonl | sed 's/\(unverified)\)  .*/\1/'
# Hard prompts alone are 4 of 4; two models have no rank correlation that says more than their order, 1.
tell --suite ppe-human-preference --suite-option category=hard --model replay:battles.jsonl | grep -E '^(English|non-|outside|Overall)  '
# A failed answer to one of the 13 battles that people decided, which was right: 8 of 12
sed '10s/"score_2": \[[0-9]*\]/"score_2": "$ERROR$"/' battles.jsonl >failed.jsonl
tell --suite ppe-human-preference --model replay:failed.jsonl | grep -E '^(Overall|coverage)'
# As minus infinity it is never preferred: the battle is won as before, 9 of 13
tell --suite ppe-human-preference --suite-option errors=lowest --model replay:failed.jsonl | grep -E '^(Overall|coverage)'
