# What cannot be read is told in one line, with the field where one is known; such a run has no place to go on from.
row() { echo "{\"id\": \"$1\", \"prompt\": \"p\", \"chosen\": \"c\", \"rejected\": \"r\", \"score_chosen\": $2, \"score_rejected\": 0}"; }
run() {
    status=0
    assay run --no-progress --suite "pairs:$1" --model "replay:$1" 2>told || status=$?
    sed 's/not JSON: .*, field/not JSON: ..., field/' told # two libraries, two wordings
    echo "status $status"
}
row a NaN >nan.jsonl
row a 1e999 >large.jsonl
: >empty.jsonl
echo 'id,prompt,chosen,rejected' >empty.csv
for file in nan.jsonl large.jsonl empty.jsonl empty.csv; do run $file; done

# Columns have no lines: their records are counted.
columns() { echo "{\"id\": [\"a\", \"$1\"], \"subset\": [\"Math\", \"Math\"], \"num_correct\": [1, $2], \"scores\": [[1, 0], [1, 0${3-}]], \"text\": [[\"x\", \"y\"], [\"x\", \"z\"]]}" >columns.json; }
replay() { assay run --no-progress --suite rewardbench2 --model replay:columns.json || echo "status $?"; }
columns b 1.5 && replay 2>&1
columns b 2 && replay 2>&1
columns b 1 ', 2' && replay 2>&1
