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
