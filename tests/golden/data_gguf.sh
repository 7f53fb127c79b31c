# Models whose numbers are known from transformers in f32, one sequence at a time.
models=$ASSAY_DATA/../golden/models
within() { # of two files of arrays, a line each: the largest difference is below a limit
    paste -d '|' "$1" "$2" | awk -v limit="$3" -F '|' '
        function numbers(text, out) { gsub(/[][]/, "", text); return split(text, out, /, */) }
        { n = numbers($1, a); m = numbers($2, b)
          if (n != m || n == 0) { print "line " NR ": " n " and " m " numbers"; bad++ }
          for (i = 1; i <= n; i++) { d = a[i] - b[i]; d = d < 0 ? -d : d; most = d > most ? d : most } }
        END { print most < limit && !bad ? "within " limit " on " NR " lines" : "differs by " most }'
}
check() { # model, tokens, reference, limit
    assay doctor --model "gguf:$models/$1" --tokens "$models/$2" >got
    printf '%s: ' "$1"
    within got "$models/$3" "$4"
}
for model in llama-rm llama-rm5 qwen3-rm; do check $model.f32.gguf rm-tokens.txt $model.scores.jsonl 1e-5; done
check gemma2-rm.f32.gguf rm-tokens.txt gemma2-rm.scores.jsonl 2e-3 # GELU goes through a table of f16
check bert-ce.f32.gguf bert-tokens.txt bert-ce.scores.jsonl 1e-3
check llama-lm.f32.gguf lm-tokens.txt llama-lm.logprobs.jsonl 3e-5
check stories260K.gguf stories260K-tokens.txt stories260K.logprobs.jsonl 3e-5

# Bit for bit the same with two threads, and from the last line to the first.
rm=$models/llama-rm.f32.gguf
assay doctor --model "gguf:$rm" --tokens "$models/rm-tokens.txt" >one
assay doctor --model "gguf:$rm" --model-option threads=2 --tokens "$models/rm-tokens.txt" | cmp - one
tac "$models/rm-tokens.txt" >backwards
assay doctor --model "gguf:$rm" --tokens backwards | tac | cmp - one

# Whole items: what shares a prompt, what goes through together and how many threads ask change nothing.
printf '{{ bos_token }}{%% for m in messages %%}<{{ m.role }}>{{ m.content }}{%% endfor %%}' >chat.jinja
run() { assay run --suite core --suite-option size=2 --model "gguf:$rm" --model-option template=chat.jinja --quiet "$@"; }
run --output first | grep '^coverage'
run --output second --jobs 4 >/dev/null
cmp first/result.json second/result.json
run --output third --limit 1 | grep '^coverage'

# What is wrong, said in a line.
echo '1 2 4096' >ids
assay doctor --model "gguf:$rm" --tokens ids || echo "status $?"
assay doctor --model "gguf:$models/llama-lm.f32.gguf" --tokens "$models/rm-tokens.txt" 2>&1 | sed "s|$models/||" || :
assay run --suite core --model "gguf:$rm" || echo "status $?"
assay run --suite core --model "gguf:$models/llama-rm5.f32.gguf" --model-option template=none || echo "status $?"
assay doctor --model gguf:chat.jinja || echo "status $?"
