# A stored run, read back: table, page, and what is refused.
mkdir run
cp "$top/tests/data/result-1.0.json" run/result.json
printf '%s\n' '{"format": "assay-run", "version": "1.0", "started": "2026-01-02T03:04:05Z",' \
    '"config": {"suite": ["s"], "model": "replay:it'"'"'s; here", "json": false}}' >run/run.json
assay report --format table run
assay report run
ls run/report
grep -c '<svg' run/report/index.html
grep -o "assay run --suite s --model .*here[^<]*" run/report/index.html
assay report --output elsewhere --no-text run run
grep -c '<script>' elsewhere/index.html
assay report --format latex run
assay report --format junit run
assay report --format csv run
for wrong in '--format tabel run' '--format csv --output x run' 'nowhere'; do
    # shellcheck disable=SC2086
    assay report $wrong || echo "status $?"
done
rm run/result.json
assay report run || echo "status $?"
echo "--- runs of other data stand apart"
for n in 1 2; do
    echo "{\"id\": \"a\", \"prompt\": \"p$n\", \"chosen\": \"y\", \"rejected\": \"n\"}" >s.jsonl
    echo '{"id": "a", "scores": [1, 0]}' >m.jsonl
    assay run --suite pairs:s.jsonl --model replay:m.jsonl --label "m$n" --output "run$n" --quiet --replicates 100 >/dev/null
done
assay report --format markdown run1 run2 | grep -E '^#+ (Pairs|m)|difference' || echo "no pages"
assay report --format markdown run1 run1 | grep -c difference
