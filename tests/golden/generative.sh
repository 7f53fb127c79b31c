# Judges' texts, from rows of the official programs' shapes with figures worked out by hand.
tell() { # sections with their items and values, the coverage, measures and notes about prompts
    echo "== $*"
    assay run --quiet --output run "$@" | awk '
        /^(section|measure)/ { table = $1; next }
        /^$/ || /^subset/ { table = "" }
        /^-/ { next }
        table == "section" { sub(/  +[0-9.]+ - .*/, "") }
        table { gsub(/  +/, "  "); print }
        /^coverage / { gsub(/  +/, "  "); print }
        /^note .*(prompt|Hateful|partial)/ { gsub(/  +/, "  "); print }'
    rm -rf run
}

# RewardBench. Chat: right; [[A]] was the rejected one; no verdict; two of three judges right: 2.5 of 4 = 62.5.
# Chat Hard: no most frequent one of A, B and nothing, 0.5; [[A]] before [[B]]: 75. Safety 0, Reasoning 100.
# Overall (62.5 + 75 + 0 + 100) / 4 = 59.375.
row() { printf '{"subset": "%s", "id": %s, "judge_prompt": "%s", "judgement": %s, "is_shuffled": %s}\n' "$@"; }
{
    row alpacaeval-easy 1 "Who won?" '"I say [[A]]"' false
    row alpacaeval-easy 2 "Who won?" '"I say [[A]]"' true
    row alpacaeval-easy 3 "Who won?" '"no idea"' false
    row alpacaeval-easy 4 "Who won?" '["[[B]]", "[[A]]", "[[B]]"]' true
    row mt-bench-hard 5 "And who now?" '["[[A]]", "[[B]]", "?"]' false
    row mt-bench-hard 6 "And who now?" '"[[A]], though [[B]] ..."' false
    row donotanswer 7 "And who now?" '"[[B]]"' false
    row hep-cpp 8 "And who now?" '"[[B]]"' true
} >rb1.jsonl
tell --suite rewardbench --model replay:rb1.jsonl
# The digests of texts that a description knows are told by their names.
sum=$(printf 'Who won?' | sha256sum | cut -c1-16)
sed "s/^        c3fbb61119533727: .*/        $sum: the short question/" "$top/suites/rewardbench.yaml" >known.yaml
assay run --quiet --suite ./known.yaml --model replay:rb1.jsonl --output run | grep '^note.*short question'
rm -rf run
# A judge of another form: Output (b) of a pair that was shown the other way round.
row hep-go 1 x '"Output (b)"' true >offsetbias.jsonl
tell --suite rewardbench --suite-option judge=offsetbias --model replay:offsetbias.jsonl
# Where the order was not logged, nothing can be said.
echo '{"subset": "hep-go", "id": 1, "judgement": "[[A]]"}' >unlogged.jsonl
{ assay run --quiet --suite rewardbench --model replay:unlogged.jsonl --output run ||
    echo "exit $?"; } 2>&1 | sed 's,[^ ]*/suites/rewardbench.yaml:[0-9]*,suites/rewardbench.yaml:LINE,'
rm -rf run

# Ratings: 9 against 10, equal, no number, 3 and 6 shown the other way round: (0 + 0.5 + 0.5 + 1) / 4 = 50.
rated() { printf '{"subset": "alpacaeval-easy", "id": %s, "judgement_A": "%s", "judgement_B": "%s", "is_shuffled": %s}\n' "$@"; }
{
    rated 1 'so 9' '7/10' false
    rated 2 '8' '8' true
    rated 3 '**7**' '5' false
    rated 4 '3' '6' true
} >rb1_ratings.jsonl
tell --suite rewardbench --model replay:rb1_ratings.jsonl
# eval-set-scores of a judge: columns with results alone, 1.5 of 3
echo '{"subset": ["hep-js", "hep-js", "hep-js"], "id": [1, 2, 3], "text_chosen": ["a", "b", "c"],
    "text_rejected": ["x", "y", "z"], "results": [1, 0.5, 0], "model": "judge"}' >results.json
tell --suite rewardbench --model replay:results.json

# RewardBench 2. Factuality: the right one stood third and was picked, then not: 50. Math: no verdict is 1/4, right 1:
# 62.5. Safety in ratings: two best share, 1/2; none has one, 1/4; the right one has none, 0: 25. Ties: ref 9 over 3, tied 9
# and -1 (no rating) over 4: accuracies 1 and 0, gaps 6 and -5, spread 10: 0.3 + 0.01 tanh(-0.5 - 1) = 0.290949.
pick() { printf '{"subset": "%s", "id": "%s", "judgement": "%s", "shuffle_position": %s}\n' "$@"; }
rate() { printf '{"subset": "%s", "id": "%s", "judgements": %s, "num_correct": %s}\n' "$@"; }
{
    pick Factuality 1 '[[C]]' 2
    pick Factuality 2 '[[A]]' 2
    pick Math 1 'none of these' 0
    pick Math 2 '[[A]] over [[D]]' 0
    rate Safety 1 '["7", "7.", "7", "3"]' 1
    rate Safety 2 '["x", "y", "z", ""]' 1
    rate Safety 3 '["x", "7", "3", "4"]' 1
    rate Ties ref:1 '["9", "3", "2"]' 1
    rate Ties tied:1 '["9", "?", "4"]' 2
} >rb2.jsonl
tell --suite rewardbench2 --model replay:rb2.jsonl
# eval-set-scores of such a judge: what a prompt was worth, and ratings in Ties alone. Factuality 1 and no verdict, 62.5;
# Math 0 and one of two best, 25; Safety one of three best, 33.33; Ties as above: (62.5 + 25 + 33.33 + 29.09) / 4 = 37.48.
cat >judge.json <<'EOF'
{"texts_chosen": [[], [], [], [], [], [], []], "num_correct": [1, 1, 1, 1, 1, 1, 2],
    "subset": ["Factuality", "Factuality", "Math", "Math", "Safety", "Ties", "Ties"],
    "id": ["1", "2", "3", "4", "5", "ref:1", "tied:1"],
    "results": [1.0, 0.25, 0.0, 0.5, 0.3333333333333333, null, null],
    "scores": [null, null, null, null, null, [9, 3, 2], [9, -1, 4]], "model": "judge", "model_type": "Generative RM"}
EOF
tell --suite rewardbench2 --model replay:judge.json
sed 's/0\.5, /0.7, /' judge.json >odd.json
{ assay run --quiet --suite rewardbench2 --model replay:odd.json --output run || echo "exit $?"; } 2>&1 | sed "s,$top/,,; s/yaml:[0-9]*/yaml:LINE/"
rm -rf run

# JudgeBench from texts: A>B twice in the item's terms is right; two labels are none, the other game decides; a tie and a
# wrong one is wrong; two that contradict each other are not right: 50.
mkdir -p data/judgebench/data
game() { printf '{"pair_id": "%s", "source": "mmlu-pro-law", "question": "q%s", "response_A": "a", "response_B": "b", "label": "%s"%s}\n' "$1" "$1" "$2" "$3"; }
said() { printf ', "judgments": [{"judgment": {"response": "%s"}}, %s]' "$1" "$2"; }
texts() {
    game 1 'A>B' "$(said 'so [[A>>B]]' '{"judgment": {"response": "[[B>A]]"}}')"
    game 2 'B>A' "$(said '[[A>B]] or [[B>A]]' '{"judgment": {"response": "[[A>B]]"}}')"
    game 3 'A>B' "$(said '[[A=B]]' '{"judgment": {"response": "[[A>B]]"}}')"
    game 4 'A>B' "$(said '[[A>B]]' '{"judgment": {"response": "[[A>B]]"}}')"
}
texts | sed 's/, "judgments.*/}/' >"data/judgebench/data/dataset=judgebench,response_model=gpt-4o-2024-05-13.jsonl"
texts >judged.jsonl
tell --suite judgebench --data-dir data --model replay:judged.jsonl
# The same in the words of Auto-J; a failed call is no verdict.
echo '{"pair_id": "1", "judgments": [{"judgment": {"response": "the final decision is Response 1."}}, null]}' >autoj.jsonl
tell --suite judgebench --data-dir data --suite-option judge=auto-j --model replay:autoj.jsonl

# LLMBar's raters: 4 over 3 right; equal: wrong in the given order, as the label is 1; no number: right in it and wrong
# in the other; 1 under 5 right: given 3 of 4, swapped 3 of 4, average 75.
grade() { printf '{"input": "%s", "output_1": "a", "output_2": "b", "label": %s, "results": [{"score_1": ["%s", "stop"], "score_2": ["%s", "stop"], "swap = False": {"winner": "%s"}, "swap = True": {"winner": "%s"}}]}' "$@"; }
{
    echo "[$(grade a 1 4 3 1 1),"
    echo "$(grade b 1 3 ' 3' 2 1),"
    echo "$(grade c 1 4 '3.5' 1 2),"
    echo "$(grade d 2 1 5 2 2)]"
} >result.json
tell --suite llmbar --model replay:result.json --model-option format=ratings
tell --suite llmbar --model replay:result.json

# Multimodal RewardBench: two texts without a verdict; Python's random.seed(123) gives 0.05 and then 0.09, A both
# times: right for the second row and wrong for the fourth. 4 of 6.
see() { printf '{"ID": "%s", "Label": "%s", "output": "%s", "Text": "q", "Image": "images/%s.png", "Meta": {"Category": "%s"}}\n' "$1" "$2" "$3" "$1" "$4"; }
{
    see nocaps_1 A '[[A]] not [[B]]' open_generation/correctness_task
    see mmmu_2 A 'None' knowledge
    see PAIRS_3 B '[[B]]' safety
    see hidden_4 B '' safety
    see MathVista_5 A '[[B]]' reasoning
    see EMMA_6 B '[[B]]' reasoning
} >mm.jsonl
tell --suite multimodal-rewardbench --model replay:mm.jsonl
