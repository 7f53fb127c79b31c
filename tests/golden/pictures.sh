# A suite whose items show pictures: a model that reads texts only is refused before any work, and
# the same text beside another picture is another item.
cat >shown.yaml <<'YAML'
name: shown
version: "1"
kind: pairs
title: Which caption fits?
data: {files: [{path: shown.jsonl}]}
fields: {prompt: question, completions: [good, bad], media: [image, video]}
YAML
cat >shown.jsonl <<'JSONL'
{"question": "What is this?", "good": "a cat", "bad": "a dog", "image": "cat.png"}
{"question": "What is this?", "good": "a cat", "bad": "a dog", "image": ["tiger.png", "lion.png"]}
{"question": "What is this?", "good": "a cat", "bad": "a dog", "image": null, "video": "cat.mp4"}
JSONL
assay run --suite ./shown.yaml --model length || echo "status $?"
assay run --suite ./shown.yaml --model random --nulls --output run --quiet | grep note
grep -c '"i":' run/items.jsonl
sed -i 's/"lion.png"/7/' shown.jsonl
assay run --suite ./shown.yaml --model random || echo "status $?"
