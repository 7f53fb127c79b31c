# HelpSteer2: attributes of two answers a prompt, from a head that gives all of them, and from one score.
tell() { assay run "$@" --quiet --replicates 100 | sed -n '/^section/,/^Overall/p; /^coverage/p; /^measure/,$p'; }
attributes() { # prefix, then five numbers
    printf '"%shelpfulness": %s, "%scorrectness": %s, "%scoherence": %s, "%scomplexity": %s, "%sverbosity": %s' \
        "$1" $2 "$1" $3 "$1" $4 "$1" $5 "$1" $6
}
text() { printf '{"prompt": "%s", "response": "%s", ' "$1" "$2"; }
{
    text P first; attributes '' 4 4 4 1 1; echo '}'
    text P second; attributes '' 2 2 4 1 2; echo '}'
    text Q third; attributes '' 3 3 4 2 2; echo '}'
    text Q fourth; attributes '' 3 1 3 1 0; echo '}'
} >data.jsonl
{ # in another order; joined by the texts
    text Q fourth; attributes predicted_ 1 1 4 1 0; echo '}'
    text P first; attributes predicted_ 3.5 4 4 2 1; echo '}'
    text P second; attributes predicted_ 2.5 2 4 1 2; echo '}'
    text Q third; attributes predicted_ 3 3 4 1 2; echo '}'
} >head.jsonl
mkdir -p d/helpsteer2
gzip -c data.jsonl >d/helpsteer2/validation.jsonl.gz
# helpfulness: people 4 2 3 3, the head 3.5 2.5 3 1: r = 1 / sqrt(2 x 3.5) = 0.378, error 3/4; the pair of P
# differs by 2 and is right, that of Q does not differ. Correctness and verbosity are met; coherence of the
# head is constant; complexity: people 1 1 2 1, the head 2 1 1 1: r = -0.25 / 0.75
tell --data-dir d --suite helpsteer2 --model replay:head.jsonl
# weights of one's own: helpfulness - verbosity: people 3 0 1 3, the head 2.5 0.5 1 1: people deviate by
# 1.25 -1.75 -0.75 1.25, the head by 1.25 -0.75 -0.25 -0.25: r = 2.75 / sqrt(6.75 x 2.25) = 0.7057
tell --data-dir d --suite helpsteer2 --model replay:head.jsonl --suite-option weights=helpfulness=1,verbosity=-1 |
    grep -E '^(weighted|Overall|mae +weighted|pair_accuracy +weighted)'
# one score a response: 2 1 0 3 against helpfulness 4 2 3 3 deviates by 0.5 -0.5 -1.5 1.5: r = 1 / sqrt(2 x 5)
{
    text P first; echo '"score": 2}'
    text P second; echo '"score": 1}'
    text Q third; echo '"score": 0}'
    text Q fourth; echo '"score": 3}'
} >scores.jsonl
tell --data-dir d --suite helpsteer2 --model replay:scores.jsonl | grep -E '^(helpfulness|pearson +helpfulness|pair_accuracy)'

# pairs with strengths and stored scores: strengths 1 and 3, one of them the wrong way round
turn() { printf '[{"content": "%s", "role": "user"}, {"content": "%s", "role": "assistant"}]' "$1" "$2"; }
printf '[{"preference_strength": 1, "chosen": %s, "rejected": %s, "chosen_reward": -1, "rejected_reward": -2},
 {"preference_strength": 3, "chosen": %s, "rejected": %s, "chosen_reward": -3, "rejected_reward": 2}]' \
    "$(turn P a)" "$(turn P b)" "$(turn Q c)" "$(turn Q d)" >pairs.json
tell --suite helpsteer2-gold100 --model replay:pairs.json

# strengths of preference: the second answer by 2, the first by 1, neither; the scores are right, wrong, left out
{
    answers() { printf '{"prompt": "%s", "response_1": "a", "response_2": "b", ' "$1"; }
    answers P; echo '"preference_strength": 2}'
    answers Q; echo '"preference_strength": -1}'
    answers R; echo '"preference_strength": 0}'
} >d/helpsteer2/preference.jsonl
gzip d/helpsteer2/preference.jsonl
for a in P:1,3 Q:1,3 R:1,3; do
    answers "${a%:*}"; echo "\"scores\": [${a#*:}]}"
done >both.jsonl
tell --suite helpsteer2-preference --data-dir d --model replay:both.jsonl
