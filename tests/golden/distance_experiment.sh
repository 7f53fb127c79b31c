# A small study of distances against regret: the same bytes for any number of jobs, and after an end at any moment.
cat >study.yaml <<'EOF'
title: a small study
states: 5
actions: 2
gamma: 0.8
environments: 6
pairs: 2
steps: 3
seed: 7
replicates: 200
metrics: [val-l2-l2, d_J, epic, erc, none-w1-w1]
EOF
assay distance experiment study.yaml --jobs 1 --output one >table
sed -n '2,$s/ *[-0-9.]* \[.*//p' table | head -n 5
tail -n 1 table | cut -d ';' -f 1
echo "-- four jobs"
assay distance experiment study.yaml --jobs 4 --output four >/dev/null
cmp one/result.json four/result.json && echo same
echo "-- gone on with, from a journal that ends within a line"
cp -r one cut
rm cut/result.json
head -n 4 one/items.jsonl >cut/items.jsonl
head -c 100 one/report/index.html >/dev/null
sed -n 5p one/items.jsonl | head -c 40 >>cut/items.jsonl
assay distance experiment study.yaml --output cut >/dev/null
cmp one/result.json cut/result.json && wc -l <cut/items.jsonl
echo "-- another experiment in its place"
sed 's/seed: 7/seed: 8/' study.yaml >other.yaml
assay distance experiment other.yaml --output cut || echo "status $?"
echo "-- figures"
ls one/report | sed 's/\..*//' | sort -u
echo "-- mistakes"
mistake() {
    sed "$1" study.yaml >bad.yaml
    assay distance experiment bad.yaml || echo "status $?"
}
mistake 's/states: 5/stats: 5/'
mistake 's/gamma: 0.8/gamma: 1/'
mistake 's/val-l2-l2/val-l2/'
mistake 's/d_J/epic/'
mistake 's/pairs: 2/pairs: 0/'
mistake '/metrics/d'
mistake 's/states: 5/states: 20000/'
assay distance experiment || echo "status $?"
