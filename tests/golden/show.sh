# A stored run is found by its name, and shown in part: suites, sections, items by id and by how they ended.
cat >two.yaml <<'Y'
name: two
version: "1"
kind: pairs
title: Two sections
data: {files: [{path: two.jsonl}]}
fields: {id: id, subset: subset, prompt: id, completions: [chosen, rejected]}
sections: [{name: math, subsets: [algebra, geometry]}, {name: code, subsets: [code]}]
overall: sections
Y
for id in algebra.1 algebra.2 geometry.1 code.1 code.2; do
    echo "{\"id\": \"$id\", \"subset\": \"${id%.*}\", \"chosen\": \"y\", \"rejected\": \"n\"}"
done >two.jsonl
cat >worker.sh <<'Y'
read -r hello
echo '{"assay":1,"name":"sh","version":"0","gives":"scores","in_flight":1}'
while read -r line; do
    id=${line#\{\"id\":}
    id=${id%%,*}
    case $line in
    *algebra.1*) echo "{\"id\":$id,\"values\":[1,0.5]}" ;;
    *algebra.2*) echo "{\"id\":$id,\"values\":[-1.5,0.5]}" ;;
    *code.1*) echo "{\"id\":$id,\"values\":[null,0.5]}" ;;
    *code.2*) echo "{\"id\":$id,\"state\":\"truncated\",\"note\":\"5000 tokens, the limit is 4096\"}" ;;
    *) echo "{\"id\":$id,\"values\":[0.25,0.5]}" ;;
    esac
done
Y
for id in a b; do echo "{\"id\": \"$id\", \"prompt\": \"$id?\", \"chosen\": \"longer\", \"rejected\": \"n\"}"; done >s.jsonl
assay run --suite ./two.yaml --model 'worker:sh worker.sh' --label worked --output assay-runs/worked --quiet --replicates 100 --nulls >/dev/null
assay run --suite pairs:s.jsonl --suite ./two.yaml --model length --output assay-runs/night/length --quiet --replicates 100 >/dev/null
masked() { "$@" | sed 's/[0-9.]* - [0-9.]*/./g; s/  */ /g; s/──*/-/' | grep -v '^$'; }
echo "--- by the name that ls runs has"
assay ls runs --sort run --json | grep '"run"'
masked assay show worked | head -n 12
assay show worked >named
assay show assay-runs/worked | cmp - named
assay show --runs assay-runs/night length | head -n 1
echo "--- sections like this"
masked assay show worked --section 'm*' | head -n 8
assay show worked --section code --json | grep '"name"' | head -n 3
assay show worked --coverage --section code
echo "--- a suite of several"
masked assay show night/length --suite 'pairs' | head -n 3
echo "--- items that were most confidently wrong"
assay show worked --items
assay show worked --items --section 'a*'
assay show worked --items --id '*.2' --limit 1
echo "--- answers"
assay show worked --answers
assay show worked --state not-a-number
assay show night/length --answers --suite 'p*'
assay show worked --answers --id 'algebra*' --limit 1
echo "--- what cannot be"
fails() { "$@" && echo "no error" || echo "status $?"; }
fails assay show nowhere
fails assay show worked --section 'x*'
fails assay show worked --suite 'x*'
fails assay show worked --state lost
