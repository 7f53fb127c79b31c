# Rankings under a principle: RABench.
tell() { assay run "$@" --quiet --replicates 100 --data-dir d | sed -n '/^section/,/^Overall/p; /^coverage/p; /^intervals/p; /^note/p; /^measure/,$p'; }
mkdir -p d/rabench
row() { # id, domain, category, principle, ranks
    printf '{"id": "%s", "domain": "%s", "principle_category": "%s", "principle": "%s", ' "$1" "$2" "$3" "$4"
    printf '"prompt": "Say why.", "responses": ["Because.", "It rained, I think.", "No"], "ranks": %s}\n' "$5"
}
{
    row 1 chat style 'Be brief.' '[2, 3, 1]'
    row 2 chat content 'Be thorough.' '[2, 1, 3]'
    row 3 code style 'Be brief.' '[2, 3, 1]'
} >d/rabench/rabench.jsonl
# scores that heed the principle in 1 and in part in 2: 3 of 3, then of pairs (1, 0), (1, 2), (0, 2) the last is
# tied: 2 of 3; 3 is the order of 2: none of 3 right. 5 of 6 in chat, 0 of 3 in code, 5 of 9 together.
# tau-b: 1, 2 / sqrt(3 x 2) = 0.8165, -1
printf '%s\n' '{"id": "1", "scores": [2, 1, 3]}' '{"id": "2", "scores": [1, 2, 1]}' '{"id": "3", "scores": [2, 3, 1]}' >scores.jsonl
tell --suite rabench --model replay:scores.jsonl
tell --suite rabench --suite-option sections=principle --model replay:scores.jsonl | sed -n '/^section/,/^Overall/p'
# The same by name: of model-a, model-b and model-c, best first, in any order of the keys; row 2 has ranks by name.
mkdir -p e/rabench
named() { # id, domain, principle, ranking
    printf '{"id": "%s", "domain": "%s", "principle": "%s", "prompt": "Say why.", ' "$1" "$2" "$3"
    printf '"responses": {"model-c": "No", "model-a": "Because.", "model-b": "It rained, I think."}, "ranking": %s}\n' "$4"
}
{
    named 1 chat 'Be brief.' '["model-c", "model-a", "model-b"]'
    named 2 chat 'Be thorough.' '{"model-c": 3, "model-b": 1, "model-a": 2}'
    named 3 code 'Be brief.' '["model-c", "model-a", "model-b"]'
} >e/rabench/rabench.jsonl
printf '%s\n' '{"id": "1", "scores": {"model-c": 3, "model-b": 1, "model-a": 2}}' \
    '{"id": "2", "scores": {"model-b": 2, "model-c": 1, "model-a": 1}}' \
    '{"id": "3", "scores": {"model-a": 2, "model-b": 3, "model-c": 1}}' >named.jsonl
assay run --suite rabench --data-dir e --model replay:named.jsonl --quiet | grep -E '^(chat|code|Overall)'
assay run --suite rabench --data-dir e --model length --quiet | grep -E '^(chat|code|Overall)'
# the longest answer: the same under every principle, 0 of 3, 3 of 3 and 0 of 3
tell --suite rabench --model length | grep -E '^(chat|code|Overall)'
sed 's/Be brief.//' d/rabench/rabench.jsonl >d/rabench/none && mv d/rabench/none d/rabench/rabench.jsonl
assay run --suite rabench --data-dir d --model length 2>&1 || echo "status $?"
