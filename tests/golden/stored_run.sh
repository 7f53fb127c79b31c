# A run directory of format 1.0, as an earlier assay wrote it, with keys that nobody knows yet: it is
# shown, and where it was cut short it is finished without asking again what it holds.
cp "$top/docs/pairs.jsonl" .
cp -r "$top/tests/data/run-1.0" whole
assay show whole

cp -r whole cut
rm cut/result.json
sed -i '$d' cut/items.jsonl
sed -i 's/"status": "complete"/"status": "interrupted"/' cut/run.json
assay run --resume cut --quiet >shown.out
grep -E '"(asked|resumed)"' cut/run.json
assay show whole >whole.out
cmp shown.out whole.out

cp -r whole newer
sed -i 's/"version": "1.0"/"version": "2.0"/' newer/run.json
assay show newer || echo "status $?"
cp -r cut newer_items
rm newer_items/result.json
sed -i '1s/"1.0"/"2.0"/' newer_items/items.jsonl
sed -i 's/"status": "complete"/"status": "interrupted"/' newer_items/run.json
assay run --resume newer_items --quiet || echo "status $?"
