# Ratings of one's own: several dimensions, systems and documents, predictions in the same file, in
# another one, and one score for all.
tell() { assay run "$@" --quiet | sed -n '/^section/,/^Overall/p; /^ties as/p; /^coverage/p; /^note/p; /^measure/,$p'; }
row() { # id, doc, system, people's fluency and depth, the model's
    printf '{"id": "%s", "doc_id": "%s", "system_id": "%s", "prompt": "Say %s", "response": "so %s", ' $1 $2 $3 $2 $1
    printf '"gold": {"fluency": %s, "depth": %s}, "predictions": {"depth": %s, "fluency": %s}}\n' $4 $5 $6 $7
}
{
    row a D1 S1 1 2 1 1
    row b D1 S2 2 2 1 2
    row c D2 S1 3 2 2 4
    row d D2 S2 4 2 2 3
} >all.jsonl
# fluency: people 1 2 3 4, the model 1 2 4 3: r = 4/5 and rho = 0.8; tau = (5 - 1)/6; error 2/4. Both
# systems have the mean 2.5: undefined. D1 goes up with people, D2 down: mean 0, one pair of two.
# depth: people are constant, so that no correlation is defined; its error is (1 + 1)/4
tell --suite ratings:all.jsonl --model replay:all.jsonl --replicates 100
# 0.5 fluency + 2 depth: people 4.5 5 5.5 6, the model 2.5 3 6 5.5: the ranks of fluency; error 1.25
tell --suite ratings:all.jsonl --model replay:all.jsonl --replicates 100 \
    --suite-option weights=fluency=0.5,depth=2 --suite-option dimensions=fluency,depth |
    grep -E '^(weighted|Overall|mae +weighted)'
# one score an item, held against every dimension: all pairs go the other way
printf '%s\n' id,score a,9 b,8 c,7 d,6 >scores.csv
tell --suite ratings:all.jsonl --model replay:scores.csv --replicates 100 | grep -E '^(fluency|kendall)'
# flat names in a table, predictions by name in another file; d has none, so rho is over 3 items: 0.5
printf '%s\n' id,doc_id,tone,text a,1,3,x b,2,1,y c,3,2,z d,4,9,w >people.csv
printf '%s\n' '{"id": "a", "ratings": {"tone": 2.5, "wit": 1}}' '{"id": "c", "ratings": {"tone": 3}}' \
    '{"id": "b", "ratings": {"tone": 2}}' >model.jsonl
tell --suite ratings:people.csv --suite-option dimensions=tone --model replay:model.jsonl --replicates 100
fails() { { assay run "$@" --quiet || echo "status $?"; } 2>&1 | sed "s|$top/||"; }
fails --suite ratings:people.csv --suite-option dimensions=tune --model replay:model.jsonl
fails --suite ratings:people.csv --suite-option dimensions=text --model replay:model.jsonl
fails --suite ratings:people.csv --model replay:model.jsonl
fails --suite ratings:all.jsonl --suite-option weights=fluency:1 --model replay:all.jsonl
fails --suite ratings:all.jsonl --suite-option weights=wit=1 --model replay:all.jsonl
printf '%s\n' '{"id": "a", "ratings": [1, 2, 3]}' >three.jsonl
fails --suite ratings:all.jsonl --model replay:three.jsonl --model-option scores=ratings
printf '%s\n' '{"id": "a", "ratings": {"fluency": "high", "depth": 1}}' >words.jsonl
fails --suite ratings:all.jsonl --model replay:words.jsonl
