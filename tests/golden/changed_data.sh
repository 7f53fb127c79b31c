# Data that are not as their SHA-256 says are refused before anything is asked, unless told; a run that
# goes on does so on the same data.
. "$top/tests/tools/pull.sh"
unset ASSAY_ALLOW_CHANGED_DATA
pair() { echo "{\"id\": \"$1\", \"q\": \"p\", \"a\": \"longer $1\", \"b\": \"short\"}"; }
pair one >data
set_on_hub one data >manifest.txt
set_on_hub unknown '' >>manifest.txt
for set in one unknown; do
    printf 'name: %s\nversion: "1"\nkind: pairs\ntitle: T\ndata: {files: [{entry: %s}]}\n' $set $set
    printf 'fields: {id: id, prompt: q, completions: [a, b]}\n'
done | awk '/^name/ { file = $2 ".yaml" } { print >file }'
mkdir -p d/sets
run() {
    status=0
    assay run --suite "./$1.yaml" --model length --data-dir d --no-progress --output "$@" >told 2>&1 ||
        status=$?
    sed -n '/^assay/p; /^note/p; /^Overall/p; /^  /p' told
    [ "$status" = 0 ] || echo "status $status"
    rm -rf "$1"
}

echo "- as it should be"
cp data d/sets/one.jsonl
run one

echo "- changed"
pair two >>d/sets/one.jsonl
run one
ASSAY_DATA=$PWD/d assay ls suites ./one.yaml | grep '^data'
run one --dry-run
assay train-linear --suite ./one.yaml --data-dir d --output w 2>&1 || echo "status $?"
assay run --suite ./one.yaml --model length --data-dir d --quiet --allow-changed-data --output kept
grep -A 3 '"changed"' kept/run.json
grep -c 'is not the file that is known' kept/result.json
assay show kept | grep 'is not the file'
assay run --suite ./one.yaml --model length --data-dir d --allow-changed-data --dry-run | sed '/sha256/d'

echo "- trusted on first use"
cp data d/sets/unknown.jsonl
run unknown
pull --trust-first-use unknown
run unknown
pair two >>d/sets/unknown.jsonl
run unknown

echo "- gone on with, on other data"
# A run that ended in the middle; the second word edits its run.json.
stop_at() {
    rm -rf stopped
    assay run --suite "$1" --model length --data-dir d --quiet --output stopped >/dev/null
    rm stopped/result.json
    sed 2q stopped/items.jsonl >half
    cp half stopped/items.jsonl
    sed -e "s/\"status\": \"complete\"/\"status\": \"interrupted\"/; ${2-}" stopped/run.json >run.json
    cp run.json stopped/run.json
}
go_on() {
    assay run --resume stopped --quiet 2>&1 >/dev/null | sed 's/was [0-9a-f]*$/was X/' >told
    cat told
    [ -s told ] || sed -n 's/.*"status": "\(complete\)".*/\1/p' stopped/run.json
}
rm d/.assay/digests
for id in 1 2 3; do pair "$id"; done >d/sets/unknown.jsonl
stop_at ./unknown.yaml
go_on
stop_at ./unknown.yaml
touch d/sets/unknown.jsonl
go_on
stop_at ./unknown.yaml
pair 4 | sed s/longer/other/ >>d/sets/unknown.jsonl
go_on
# Where the digest was not written down, size and time have to do.
stop_at ./unknown.yaml 's/"sha256": "[0-9a-f]*"/"sha256": null/'
pair 5 >>d/sets/unknown.jsonl
go_on
