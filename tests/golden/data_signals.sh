# Signals computed in process, from a log made live and from true data, equal what other programs make of the numbers.
models=$ASSAY_DATA/../golden/models
close() { # of two files of numbers, one a line: within 1e-6 of each other, relative above 1
    printf '%s: ' "$1"
    paste -d' ' "$2" "$3" | awk '{ d = $1 - $2; d = d < 0 ? -d : d; s = $2 < 0 ? -$2 : $2; if (s > 1) d /= s
        if (NF != 2 || d > 1e-6) bad++; most = d > most ? d : most } END { print (NR && !bad ? "within 1e-6" : bad " differ, by up to " most) " on " NR }'
}

cat >values.py <<'PYTHON' # what a signal says of each response of a log, a line each
import json, sys
for line in sys.stdin:
    for response in json.loads(line).get("responses", []):
        for name, value in response["reward"].items():
            if name.startswith("signal:"):
                print(value)
PYTHON

echo "== a log made live: a small language model writes, and it and its reference tell of the tokens"
lm=$models/stories260K.gguf
# The reference: the same weights with another epsilon of their norms, so that it has the same words.
python3 - "$lm" <<'PYTHON'
import struct, sys
model, eps = bytearray(open(sys.argv[1], "rb").read()), b"llama.attention.layer_norm_rms_epsilon"
at = model.index(eps) + len(eps) + 4 # behind the type
struct.pack_into("<f", model, at, 0.05)
open("ref.gguf", "wb").write(model)
PYTHON
i=0
for prompt in 'Once upon a time, there was a' 'Lily went to the park with her' 'One day, Tim saw a big' 'The dog was very' 'Mom said'; do
    i=$((i + 1))
    echo "{\"id\": \"$i\", \"prompt\": \"$prompt\"}"
done >prompts.jsonl
assay sample --model "gguf:$lm" --model-option template=joined --suite prompts:prompts.jsonl --n 4 --max-tokens 24 --seed 11 \
    --quiet --output written
python3 - >log.jsonl 2>prompts.log <<'PYTHON'
import json, sys
for line in open("written/samples.jsonl"):
    item = json.loads(line)
    text = item["prompt"] if isinstance(item["prompt"], str) else item["prompt"][0]["content"]
    responses = [{"id": str(k), "text": t} for k, t in enumerate(item["completions"])]
    print(json.dumps({"k": "group", "id": item["id"], "prompt": text, "responses": responses}))
    # The prompt's own tokens are those of a response to nothing.
    print(json.dumps({"k": "group", "id": item["id"], "prompt": "", "responses": [{"id": "0", "text": text}]}), file=sys.stderr)
PYTHON
fill() { assay log fill "$@" --model-option template=joined; }
fill log.jsonl --policy "gguf:$lm" --ref gguf:ref.gguf --noctx --top 3 --signal dpo --signal self-certainty \
    --signal entropy --signal sar --output filled.jsonl
assay log check filled.jsonl
fill prompts.log --policy "gguf:$lm" --output prompt_tokens.jsonl
cat >lines.py <<'PYTHON' # "prompt ids|completion ids" of each response, and without the prompt behind BOS
import json
prompt = {}
for line in open("prompt_tokens.jsonl"):
    r = json.loads(line)
    if r["k"] == "group":
        prompt[r["id"]] = r["responses"][0]["tok"]["ids"]
with open("with", "w") as a, open("without", "w") as b, open("signals", "w") as s, open("top", "w") as t:
    for line in open("filled.jsonl"):
        r = json.loads(line)
        for x in r.get("responses", []):
            ids = " ".join(map(str, x["tok"]["ids"]))
            print("1", *prompt[r["id"]], file=a, end="|" + ids + "\n")
            print("1|" + ids, file=b)
            value = {k.split(":")[1].split("#")[0]: v for k, v in x["reward"].items()}
            print(*(value[k] for k in ("dpo", "self-certainty", "entropy", "sar")), file=s)
            for place in x["tok"]["topk"]:
                print(*(n for pair in place for n in pair), file=t)
PYTHON
python3 lines.py
tell() { # MODEL LINES READING: numbers of each line
    assay doctor --model "gguf:$1" --tokens "$2" --model-option "read=$3" | tr -d '[],'
}
tell "$lm" with usual >policy
tell ref.gguf with usual >reference
tell "$lm" without usual >bare
tell "$lm" with entropy >entropies
tell "$lm" with sums >sums
paste -d'|' policy reference sums entropies bare | awk -F'|' -v V=512 '
    function total(text, n, x, i, s) { n = split(text, x, " "); for (i = 1; i <= n; i++) s += x[i]; T = n; return s }
    { lp = total($1); ref = total($2); slp = total($3); H = total($4); alone = total($5)
      ppl = exp(-lp / T); bare = exp(-alone / T); sar = (bare - ppl) / bare; if (sar < -1) sar = -1
      printf "%.12g %.12g %.12g %.12g\n", 0.1 * (lp - ref), -slp / T / V - log(V), -H / T, sar }' >expected
i=0
for name in dpo self-certainty entropy sar; do
    i=$((i + 1))
    cut -d' ' -f$i signals >got
    cut -d' ' -f$i expected >want
    close $name got want
    [ "$(sort -u want | wc -l)" -ge 15 ] || echo "$name: too many alike"
done
assay doctor --model "gguf:$lm" --tokens with --model-option read=top --model-option top=3 | tr -d '[,' | tr ']' '\n' |
    awk 'NF { print }' | tr ' ' '\n' | awk NF >want
tr ' ' '\n' <top >got
close 'likeliest tokens' got want

echo "== step scores of RewardMATH's process reward models"
for model in Math_Shepherd ReasonEval_7B; do
    python3 - "$ASSAY_DATA/rewardmath/results/RewardMATH/${model}_reward.json" >steps.jsonl <<'PYTHON'
import json, math, sys
fold = {"min": min, "prod": math.prod, "last": lambda s: s[-1]}
out = {name: open("want." + name, "w") for name in fold}
for i, row in enumerate(json.load(open(sys.argv[1]))):
    responses = []
    for k, (who, score) in enumerate(zip(row["solution_reference"], row["score"])):
        responses.append({"id": str(k), "text": who, "correct": int(k == 0), "steps": {"score": {"prm": score}}})
        for name in fold:
            print(repr(float(fold[name](score))) if score else "none", file=out[name])
    print(json.dumps({"k": "group", "id": str(i), "prompt": row["problem"], "responses": responses}))
PYTHON
    assay log check steps.jsonl
    for how in min prod last; do
        assay log fill steps.jsonl --signal steps --set aggregate=$how 2>lacks | python3 values.py >got
        grep -v none want.$how >want
        close "$model $how" got want
        cat lacks
        # As a model of a suite, ties lost, it has the accuracy that data_steps has of these models.
        rm -rf run
        assay run --quiet --output run --suite samples:steps.jsonl --model signal:steps --model-option aggregate=$how |
            sed -n 's/^ties as *loss \([0-9.]*\).*/accuracy \1/p'
    done
done

echo "== Qwen2.5-Math's samples: the answer that most gave, by another program"
python3 - "$ASSAY_DATA/qwen25math_bon/math_cot_100.jsonl" >bon.jsonl <<'PYTHON'
import collections, json, sys
want = open("want", "w")
for line in open(sys.argv[1]):
    row = json.loads(line)
    responses = [{"id": str(k), "text": text, "answer": answer, "correct": int(right), "reward": {"rm": score[0]}}
                 for k, (text, answer, right, score) in enumerate(zip(row["response"], row["pred"], row["score"], row["pred_score"]))]
    count = collections.Counter(row["pred"]) # of equals the one given first
    label = max(count, key=count.get)
    for answer in row["pred"]:
        print(int(answer == label and answer != ""), file=want)
    print(json.dumps({"k": "group", "id": str(row["idx"]), "prompt": row["query"], "gold": {"answer": row["gt"]}, "responses": responses}))
PYTHON
assay log check bon.jsonl
assay log fill bon.jsonl --signal pseudo-label | python3 values.py >got
close majority got want
