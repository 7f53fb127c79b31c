# What is wrong with a model, or with how it is asked, is said in a sentence with where; malformed files are data.
"$out/tests/make_gguf" rm.gguf
"$out/tests/make_gguf" five.gguf labels=5
"$out/tests/make_gguf" policy.gguf labels=0
python3 - <<'PYTHON'
import json, struct
def write(path, arrays):
    head, at = {}, 0
    for name, shape in arrays.items():
        size = 4
        for n in shape:
            size *= n
        head[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(head).encode()
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + bytes(at))
write("head.safetensors", {"score.weight": [1, 64], "other": [3]})
write("large.safetensors", {f"layer.{i}.weight": [2, 2] for i in range(12)})
write("bias.safetensors", {"score.weight": [1, 64], "score.bias": [2]})
PYTHON
echo '{"id":"p","prompt":"q","chosen":"a","rejected":"bb"}' >pairs.jsonl
echo 1 2 3 >ids
run() { rm -rf run; assay run --suite pairs:pairs.jsonl --quiet --output run "$@" >told || echo "status $?"; }
doctor() { assay doctor --tokens ids "$@" >told || echo "status $?"; }
echo "== a head"
for place in head.safetensors:scor head.safetensors:other large.safetensors bias.safetensors; do
    doctor --model gguf:rm.gguf --model-option head=$place
done
echo "== labels"
run --model gguf:rm.gguf --model-option template=joined --model-option weights=1,2
run --model gguf:five.gguf --model-option template=joined --model-option weights=1,2
echo "== a file that is cut"
bytes=$(wc -c <rm.gguf)
for n in 3 100 5000 $((bytes - 100000)) $((bytes - 1)); do
    head -c "$n" rm.gguf >cut.gguf
    doctor --model gguf:cut.gguf
done
run --model gguf:cut.gguf --model-option template=joined
echo "== what is read"
echo '1 2|3' >halves
echo >none
assay doctor --tokens halves --model gguf:policy.gguf --model-option read=state || echo "status $?"
assay doctor --tokens none --model gguf:policy.gguf --model-option read=state || echo "status $?"
assay doctor --tokens halves --model gguf:rm.gguf || echo "status $?"
doctor --model gguf:rm.gguf --model-option read=entropy
doctor --model gguf:rm.gguf --model-option read=state --model-option layer=3
run --model gguf:rm.gguf --model-option template=joined --model-option steps=mark --model-option mark=
echo "== an option of hidden states, where no suite is measured from them"
run --model gguf:rm.gguf --model-option template=joined --model-option layer=1
run --model gguf:rm.gguf --model-option template=joined --model-option layer=1 --dry-run
run --model ensemble --model-option member=gguf:rm.gguf --model-option member_option=layer=1
echo "== options of a member that there is not"
run --model ensemble --model-option member=gguf:rm.gguf --model-option member_option=2:template=none
echo "== a text and a folder in place of a model"
mkdir folder
for model in gguf:pairs.jsonl gguf:folder; do doctor --model $model; done
echo "== a template that fails on every item"
printf 'Hello\n{{ raise_exception("no system, please") }}' >worse.jinja
run --model gguf:policy.gguf --model-option template=worse.jinja --jobs 2
echo "== a file without a tokenizer: ids alone"
"$out/tests/make_gguf" ids.gguf words=0
"$out/tests/make_gguf" prm-ids.gguf words=0 labels=2
assay doctor --tokens ids --model gguf:rm.gguf >expected
assay doctor --tokens ids --model gguf:ids.gguf | cmp - expected
doctor --model gguf:prm-ids.gguf --model-option steps=mark --model-option 'mark=#3'
doctor --model gguf:prm-ids.gguf --model-option steps=mark --model-option mark=x
run --model gguf:ids.gguf --model-option template=joined
echo "== a model in several files"
"$out/tests/make_gguf" split parts=3
first=split-00001-of-00003.gguf
assay doctor --tokens ids --model gguf:$first | cmp - expected
run --model gguf:$first --model-option template=joined --output whole
grep -c -e '"part_[23]": "[0-9a-f]*"' whole/run.json || :
mv split-00002-of-00003.gguf kept.gguf
doctor --model gguf:$first
head -c 5000 kept.gguf >split-00002-of-00003.gguf
doctor --model gguf:$first
cp split-00003-of-00003.gguf split-00002-of-00003.gguf
# libllama leaves what it has read of a file that is another one of the model.
(export ASAN_OPTIONS=detect_leaks=0; doctor --model gguf:$first)
mv kept.gguf split-00002-of-00003.gguf
doctor --model gguf:split-00002-of-00003.gguf
