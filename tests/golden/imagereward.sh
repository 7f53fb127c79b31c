# ImageReward: rankings and rewards in the official shapes, joined by id.
tell() { assay run "$@" --quiet --replicates 100 --data-dir d | sed -n '/^section/,/^Overall/p; /^ties as/p; /^coverage/p; /^measure/,$p'; }
mkdir -p d/imagereward
cat >d/imagereward/test.json <<'J'
[{"id": "1-1", "prompt": "a fox", "generations": ["p/1.webp", "p/2.webp", "p/3.webp", "p/4.webp"],
  "ranking": [1, 2, 5, 2]},
 {"id": "1-2", "prompt": "a crow", "generations": ["q/1.webp", "q/2.webp", "q/3.webp"], "ranking": [1, 2, 3]},
 {"id": "1-3", "prompt": "a hen", "generations": ["r/1.webp", "r/2.webp"], "ranking": [2, 2]}]
J
cat >test_model.json <<'J'
[{"id": "1-2", "prompt": "a crow", "ranking": [2, 3, 1], "rewards": [0.5, 0.5, 1]},
 {"id": "1-3", "prompt": "a hen", "ranking": [2, 1], "rewards": [0.1, 0.2]},
 {"id": "1-1", "prompt": "a fox", "ranking": [1, 3, 4, 2], "rewards": [2, 1, -1, 1.5]}]
J
# fox: 5 pairs, all right; crow: 3 pairs, one tied and two wrong; hen: none. 5 of 8, or half a tie 5.5 of 8,
# without it 5 of 7. By prompt (1 + 0)/2. tau-b: 5 / sqrt(5 x 6) and -2 / sqrt(3 x 2): mean 0.0482. NDCG 1
# and 1.5 (0.6309 + 0.5) / 2.6309 = 0.6448: mean 0.8224. Top: fox, of the two that people order
tell --suite imagereward --model replay:test_model.json
tell --suite imagereward --suite-option average=prompts --model replay:test_model.json | grep '^Overall'
# no rewards for the fox: 0 of 3; 5 of 8 pairs could still be right
sed '/"1-1"/d; s/0.2\]},/0.2]}]/' test_model.json >part.json
tell --suite imagereward --model replay:part.json | grep -E '^(Overall|coverage)'
# what reads texts cannot be asked about pictures
assay run --suite imagereward --data-dir d --model length 2>&1 || echo "status $?"
