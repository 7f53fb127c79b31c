# A locale with decimal commas, compiled here, is in force and changes nothing: not what is read, not
# what is stored, not what is printed.
cp "$top/docs/pairs.jsonl" .
assay run --suite pairs:pairs.jsonl --model replay:pairs.jsonl --output plain --quiet >plain.out
localedef -i de_DE -f UTF-8 "$PWD/de_DE.UTF-8"
LOCPATH=$PWD LC_ALL=de_DE.UTF-8
export LOCPATH LC_ALL
env printf '%.1f\n' 0,5
assay run --suite pairs:pairs.jsonl --model replay:pairs.jsonl --output comma --quiet >comma.out
cmp plain/result.json comma/result.json
cmp plain/items.jsonl comma/items.jsonl
grep -o '66.67' comma.out | head -n 1
