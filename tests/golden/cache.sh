# The folder of kept answers: where it is, what is told of it, and that models that do not say what they
# depend on have nothing there.
echo '{"id": "a", "prompt": "p", "chosen": "long", "rejected": "no"}' >pairs.jsonl
export ASSAY_CACHE=kept
assay cache stat
assay run --quiet --suite pairs:pairs.jsonl --model length --output first | head -1
assay cache why first
assay run --quiet --suite pairs:pairs.jsonl --model length --no-cache --output second | head -1
assay cache why second
assay cache prune --size 1M
ASSAY_CACHE_SIZE=2G assay cache stat
for words in look "why" "why first second" "stat first" "prune --size much" "why nowhere"; do
    status=0
    # shellcheck disable=SC2086
    assay cache $words 2>&1 | head -1 || status=$?
done
