# Real models: in exact mode numbers are the same, bit for bit, whatever they are asked with, and are the
# same another time; in fast mode they are not, and it is told.
models=$ASSAY_DATA/../golden/models
i=0
while [ $i -lt 20 ]; do
    echo "{\"id\": \"$i\", \"prompt\": \"How much is $i and $((i * i))?\", \"chosen\": \"It is $((i + i * i)).\", \"rejected\": \"Nobody knows, I think.\"}"
    i=$((i + 1))
done >pairs.jsonl
printf '{%% for m in messages %%}<{{ m.role }}>{{ m.content }}{%% endfor %%}' >chat.jinja
audit() { # MODEL LIMIT [OPTION...]
    model=$1 limit=$2
    shift 2
    status=0
    assay doctor --audit --suite pairs:pairs.jsonl --model "$model" --audit-tolerance $limit --json "$@" >told 2>why || status=$?
    awk -v limit=$limit '/"largest_difference"/ { sub(/,/, ""); most = $2 > most ? $2 : most; n++; if (n == 1) again = $2 }
        /"flips"/ { sub(/,/, ""); flips += $2 } /"passed"/ { passed = $2 }
        END { print (again == 0 ? "the same again" : "differs by " again " again") ", " (most <= limit ? "within " : "beyond ") limit ", " (flips ? "flips" : "no flips") ", passed: " passed }' told
    [ $status = 0 ] || echo "status $status: $(sed 's/ by more.*//; s/numbers follow from .*/numbers follow from how they are asked/' why)"
}
for model in llama-rm llama-rm5 qwen3-rm; do
    audit gguf:$models/$model.f32.gguf 0 --model-option template=chat.jinja $([ $model != llama-rm5 ] || echo --model-option weights=1,1,1,1,1)
done
audit gguf:$models/bert-ce.f32.gguf 0
audit gguf:$models/stories260K.gguf 0 --model-option template=chat.jinja
audit gguf:$models/llama-lm.f32.gguf 0 --model-option template=chat.jinja
audit hf:$models/llama-rm-hf 0 --model-option template=chat.jinja
audit dpo:gguf:$models/stories260K.gguf 0 --model-option reference=gguf:$models/llama-lm.f32.gguf --model-option option=template=chat.jinja
audit gguf:$models/gemma2-rm.f32.gguf 0 --model-option template=chat.jinja
audit gguf:$models/llama-rm.f32.gguf 1e-5 --model-option template=chat.jinja --model-option precision=fast
