# A Hugging Face folder gives what transformers gives, without Python, and what its GGUF gives.
models=$ASSAY_DATA/../golden/models
folder=$models/llama-rm-hf
assay doctor --model "hf:$folder" --tokens "$models/rm-tokens.txt" >got
paste -d ' ' got "$models/llama-rm.scores.jsonl" | tr -d '[],' | awk '
    { d = $1 - $2; d = d < 0 ? -d : d; most = d > most ? d : most }
    END { print NR " lines", most < 1e-5 ? "within 1e-5" : "differ by " most }'
assay doctor --model "hf:$folder" --model-option threads=2 --tokens "$models/rm-tokens.txt" | cmp - got

# Texts: tokenizer.json makes the same tokens as libllama's reading of the GGUF, and the scores are
# the same, byte for byte.
printf '{{ bos_token }}{%% for m in messages %%}<{{ m.role }}>{{ m.content }}{%% endfor %%}' >chat.jinja
run() { assay run --suite core --suite-option size=2 --model-option template=chat.jinja --quiet "$@"; }
run --model "gguf:$models/llama-rm.f32.gguf" --output one | grep '^coverage'
run --model "hf:$folder" --output two | grep '^coverage'
tail -n +2 one/items.jsonl >one.jsonl
tail -n +2 two/items.jsonl | cmp - one.jsonl
# Embeddings 4096 x 128, four layers of 184,576 (queries and outputs 128 x 128, keys and values 64 x 128, three
# of 352 x 128, two norms), a norm and a head of 128: 1,262,848, in either form.
for model in "hf:$folder" "gguf:$models/llama-rm.f32.gguf"; do
    assay doctor --model "$model" | grep -e '^parameters' -e '^head.from'
done
# The run knows the folder by its files, in its plan and in the key of what is kept.
digest=$(cd "$folder" && sha256sum * | sha256sum | cut -d ' ' -f 1)
grep -o '"sha256": "[0-9a-f]*"' two/run.json | grep -c "$digest"
assay doctor --model "hf:$folder" | grep -c "^sha256 *$digest$"
# A template of the folder's own.
mkdir own
cp "$folder"/* own
cp chat.jinja own/chat_template.jinja
assay run --suite core --suite-option size=2 --model hf:own --quiet --output three | grep '^coverage'
tail -n +2 three/items.jsonl | cmp - one.jsonl

# What is wrong with a folder, in a line.
copy() { rm -rf bad; mkdir bad; cp "$folder"/* bad; chmod u+w bad/*; }
tell() { assay doctor --model hf:bad --tokens "$models/rm-tokens.txt" || echo "status $?"; }
copy; truncate -s 1000000 bad/model.safetensors; tell
copy; rm bad/model.safetensors; tell
copy; sed -i 's/LlamaFor/MambaFor/' bad/config.json; tell
copy; sed -i 's/"intermediate_size": 352/"intermediate_size": 350/' bad/config.json; tell
copy; sed -i 's/"num_hidden_layers": 4/"num_hidden_layers": 5/' bad/config.json; tell
copy; sed -i 's/"num_attention_heads": 4/"num_attention_heads": 0/' bad/config.json; tell
copy; rm bad/config.json; tell
copy; sed -i 's/"type": "BPE"/"type": "WordLevel"/' bad/tokenizer.json; tell
copy; echo '{' >bad/tokenizer.json; tell
copy; rm bad/tokenizer.json; tell | wc -l
assay doctor --model hf:bad | grep -e ^tokenizer.fault
assay run --suite core --model hf:bad --model-option template=none || echo "status $?"
