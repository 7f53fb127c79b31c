# What runs must have in common, which is told with both values; and mistakes.
pair() { echo "{\"id\": \"$1\", \"prompt\": \"$2 $1?\", \"chosen\": \"y\", \"rejected\": \"n\"}"; }
score() { echo "{\"id\": \"$1\", \"scores\": [$2, 0]}"; }
for i in 1 2 3 4; do pair $i what; done >s.jsonl
for i in 1 2 3 4; do pair $i why; done >t.jsonl
for i in 1 2 3 4; do score $i 1; done >one.jsonl
for i in 1 2 3 4; do score $i $((i - 3)); done >two.jsonl
run() { out=$1; model=$2; suite=$3; shift 3; assay run --suite "$suite" --model "replay:$model.jsonl" --label "$out" --output "$out" --quiet --replicates 100 "$@" >/dev/null; }
run a one pairs:s.jsonl
run b two pairs:s.jsonl
run other two pairs:t.jsonl
run first two pairs:s.jsonl --limit 3
run nan two pairs:s.jsonl --model-option nan=loss
try() { status=0; "$@" >told 2>why || status=$?; sed -E 's/sha256 [0-9a-f]*/sha256 X/g' why; grep -E "differs|against|alone" told | sed -E 's/  +/ /g'; echo "status $status"; }
echo "--- other data"
try assay compare a other
echo "--- allowed"
try assay compare a other --allow data
echo "--- a limit and an option of the model's are told"
try assay compare a first
try assay compare a nan
echo "--- or refused"
try assay compare a nan --strict
try assay compare a nan --strict --allow model-options
echo "--- another version of the suite"
printf 'name: mine\nversion: "1"\nkind: pairs\ntitle: Mine\ndata: {files: [{path: s.jsonl}]}\nfields: {prompt: prompt, completions: [chosen, rejected], id: id}\n' >mine.yaml
mkdir more
sed 's/"1"/"2"/; s,s.jsonl,../s.jsonl,' mine.yaml >more/mine.yaml
run v1 one ./mine.yaml
run v2 two ./more/mine.yaml
try assay compare v1 v2
try assay compare v1 v2 --allow version
echo "--- mistakes"
try assay compare a
try assay compare a b --metric speed
try assay compare a b --allow everything
try assay compare a b --section nowhere
try assay compare a b --suite judgebench
try assay compare a v1
try assay compare a nowhere
echo "--- data that are gone"
mv s.jsonl gone.jsonl
try assay compare a b
