# Linear probes of one's own features and labels.
row() { echo "{\"id\": \"$1\", \"vector\": [$2, 5]}"; }
{
    row a -2; row b -1; row c 1; row d 2 # to train on: the border is 0, the second column is constant
    row e -3; row f -1; row g 1; row h 3
} >features.jsonl
cat >labels.csv <<'END'
id,split,tone,size
a,train,harsh,0
b,train,harsh,0
c,train,kind,2
d,train,kind,2
h,test,kind,2
e,test,harsh,2
f,validation,kind,
g,test,kind,2
END
# tone: e, g, h of four right; size: g and h of three, f has no label
assay probe --features features.jsonl --labels labels.csv --output run --replicates 0 |
    grep -v -e '^distance' -e '^gradient' -e '^rule'
assay report run
ls run/report | grep -c '\.svg'
grep -o 'assay probe --features.*' run/report/index.html
grep -c 'Bands are intervals of 95 %' run/report/index.html
grep -o '<title[^>]*>confusion[^<]*' run/report/index.html
grep '^[0-9]' run/report/probe-confusion-in-size.tsv
assay probe --features features.jsonl --labels labels.csv --replicates 0 --json | grep -c '"majority class"'

# dimensions whose names begin alike have figures of their own
sed '1s/tone,size/helpfulness_of_an_answer,helpfulness_of_all/' labels.csv >alike.csv
assay probe --features features.jsonl --labels alike.csv --output alike --replicates 0 >/dev/null
assay report alike >/dev/null
ls alike/report | grep 'confusion.*\.svg'
# two runs by different rules: each has its own
assay probe --features features.jsonl --labels labels.csv --output raw --replicates 0 --raw >/dev/null
assay report run raw --output both >/dev/null
grep -o '<dt>Rule</dt><dd>[^<]*' both/index.html

# rows by place, and parts by lot: a quarter of eight is tested on
printf 'tone\nharsh\nharsh\nkind\nkind\nharsh\nkind\nkind\nkind\n' >plain.csv
assay probe --features features.jsonl --labels plain.csv --test-share 0.25 --seed 3 | grep -o -e '^tone *[0-9]*' -e 'rows .* lot.*'
fail() { assay probe --features "$1" --labels "$2" || echo "status $?"; }
sed 's/^h,/x,/' labels.csv >stranger.csv
fail features.jsonl stranger.csv
sed 's/^h,test/h,held/' labels.csv >part.csv
fail features.jsonl part.csv
sed 's/\[3, 5\]/[3]/' features.jsonl >short.jsonl
fail short.jsonl labels.csv
printf 'id,split\na,train\n' >none.csv
fail features.jsonl none.csv
printf 'row,d\n0,1\n8,0\n' >rows.csv
fail features.jsonl rows.csv
printf 'd\n1\n1\n1\n1\n1\n1\n' >same.csv
fail features.jsonl same.csv
fail nowhere.npy labels.csv
# a row of the features that is labelled twice might be trained on and tested
sed 's/^h,/c,/' labels.csv >twice.csv
fail features.jsonl twice.csv
printf 'row,tone\n0,harsh\n1,kind\n0,kind\n' >again.csv
fail features.jsonl again.csv
# features under a name of one's own: the only list there is; of several, the one that is named
sed 's/"vector"/"last_token"/' features.jsonl >named.jsonl
assay probe --features named.jsonl --labels labels.csv --replicates 0 | grep '^tone'
sed 's/5]/5], "first_token": [1, 2]/' named.jsonl >several.jsonl
fail several.jsonl labels.csv
assay probe --features several.jsonl --labels labels.csv --vectors last_token --replicates 0 | grep '^tone'
assay probe --features several.jsonl --labels labels.csv --vectors last_tokens || echo "status $?"
sed 's/"vector": [^}]*/"vector": 3/' features.jsonl >number.jsonl
fail number.jsonl labels.csv
