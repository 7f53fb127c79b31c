# A run in parts: who asks what, what merging refuses, and that the bytes are those of a run in a piece.
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    echo "{\"id\": $i, \"prompt\": \"What is $((i % 5))?\", \"chosen\": \"it is $i\", \"rejected\": \"no\"}"
done >pairs.jsonl
run() { assay run --no-progress --suite pairs:pairs.jsonl --model length "$@"; }
fails() {
    status=0
    "$@" || status=$?
    echo "status $status"
}
run --output whole >whole.out
run --shard 1/3 --output one
SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=4 SLURM_ARRAY_TASK_MAX=6 SLURM_ARRAY_TASK_COUNT=3 \
    run --shard auto --output two
JOB_COMPLETION_INDEX=2 run --shard auto/3 --output local --publish shared/three
[ ! -e local ]
assay merge shared/three one two --output merged 2>merged.err >merged.out
cat merged.err
cmp merged/result.json whole/result.json
cmp merged.out whole.out
assay merge one two shared/three --output merged >again.out
cmp again.out whole.out
assay merge one two shared/three --output parts/merged/ --quiet >again.out
cmp again.out whole.out
cmp parts/merged/result.json whole/result.json
[ "$(ls parts)" = merged ]
run --quiet --output local --publish shared/far/ >again.out
cmp shared/far/result.json whole/result.json
assay run --no-progress --resume two
fails assay show two
fails assay report two
fails assay leaderboard two

# What is refused.
fails assay merge one two --output other
fails assay merge one --output other
fails assay merge one two two --output other
fails assay merge whole one two --output other
fails assay merge one two shared/three --output whole
run --shard 3/3 --seed 4 --output seed 2>/dev/null
fails assay merge one two seed --output other
run --shard 3/4 --output quarter 2>/dev/null
fails assay merge one two quarter --output other
sed 's/"complete"/"interrupted"/' two/run.json >run.json
mkdir stopped
cp run.json two/items.jsonl stopped/
fails assay merge one stopped shared/three --output other
mkdir changed
sed '2s/"v":\[/"v":[1/' two/items.jsonl >changed/items.jsonl
cp two/run.json changed/
fails assay merge one changed shared/three --output other 2>&1 | sed 's/[0-9a-f]\{64\}/SHA/g'
echo >>pairs.jsonl
fails assay merge one two shared/three --output other 2>&1 | sed 's/[0-9a-f]\{64\}/SHA/g'
fails run --shard 4/3
fails run --shard auto
[ ! -e other ]
JOB_COMPLETION_INDEX=2 run --shard auto/3 --dry-run | grep ^shard
