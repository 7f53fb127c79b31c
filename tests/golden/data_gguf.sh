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
check bert-ce.f32.gguf bert-tokens.txt bert-ce.scores.jsonl 1e-5 # its GELU is by erf
check gemma2-rm.f32.gguf rm-tokens.txt gemma2-rm.scores.jsonl 2e-3
# The rest of that is not ours: transformers' usual attention (sdpa) leaves out Gemma2's soft-capping of attention
# (huggingface/transformers#32877). With a cap too high to matter the model gives its numbers.
python3 - "$models/gemma2-rm.f32.gguf" <<'PYTHON'
import struct, sys
model, key = bytearray(open(sys.argv[1], "rb").read()), b"gemma2.attn_logit_softcapping"
at = model.index(key) + len(key) + 4 # behind the type
assert struct.unpack_from("<f", model, at) == (50,)
struct.pack_into("<f", model, at, 1e4)
open("uncapped.gguf", "wb").write(model)
PYTHON
assay doctor --model gguf:uncapped.gguf --tokens "$models/rm-tokens.txt" >got
printf 'gemma2-rm, without soft-capping: '
within got "$models/gemma2-rm.scores.jsonl" 1e-5
check llama-lm.f32.gguf lm-tokens.txt llama-lm.logprobs.jsonl 3e-5
check stories260K.gguf stories260K-tokens.txt stories260K.logprobs.jsonl 3e-5

# A head beside the model: the same one, out of the Hugging Face folder, in place of the metadata's.
assay doctor --model "gguf:$models/llama-rm.f32.gguf" --tokens "$models/rm-tokens.txt" \
    --model-option "head=$models/llama-rm-hf/model.safetensors:score.weight" >got
within got $models/llama-rm.scores.jsonl 1e-5
assay doctor --model "gguf:$models/llama-rm5.f32.gguf" --tokens "$models/rm-tokens.txt" \
    --model-option "head=$models/llama-rm-hf/model.safetensors:lm_head.weight" 2>&1 | sed "s|$models/||" || :

# Hidden states of every layer, four numbers of each. The file bears the name of llama-rm and holds
# the states of gemma2-rm without soft-capping; states are not divided as scores are.
for layer in 1 2 3 4; do
    assay doctor --model gguf:uncapped.gguf --tokens "$models/rm-tokens.txt" \
        --model-option read=state --model-option layer=$layer | cut -d, -f1-4 | sed 's/$/]/' >got
    sed -E 's/^\{"layers": \[//; s/\], "final".*//' $models/llama-rm.hidden.jsonl |
        sed 's/\], \[/];[/g' | cut -d';' -f$layer >expected
    printf 'layer %s: ' $layer
    within got expected 5e-5
done
# The last of them under the head is the score, here of a model that has 5 labels.
assay doctor --model "gguf:$models/llama-rm5.f32.gguf" --tokens "$models/rm-tokens.txt" --model-option read=state >states
awk -F, '{ print NF }' states | sort -u

# A distribution by other functions of it: the likeliest tokens' log p are those of the completion where
# it holds them, exp of all of them sums to 1, and their sums and entropies are those read at once.
lm=$models/stories260K.gguf
assay doctor --model "gguf:$lm" --tokens "$models/stories260K-tokens.txt" --model-option read=top \
    --model-option top=512 | tr -d '[,' | tr ']' '\n' | awk 'NF { n++; sum = whole = h = 0
    for (i = 2; i <= NF; i += 2) { p = exp($i); whole += p; sum += $i; h -= p * $i; if (i > 2 && $i > last) bad++; last = $i }
    d = whole - 1; if (d * d > 1e-14) bad++; printf "%.12g\n", sum > "sums"; printf "%.12g\n", h > "entropies" }
    END { print bad + 0 " of " n " distributions are none" }'
for read in sums entropies; do
    assay doctor --model "gguf:$lm" --tokens "$models/stories260K-tokens.txt" --model-option "read=$(echo $read | sed s/entropies/entropy/)" |
        tr -d '[]' | tr ',' '\n' >got
    printf '%s: ' $read
    paste got $read | awk '{ d = ($1 - $2) / ($1 * $1 + 1); d = d < 0 ? -d : d; most = d > most ? d : most } END { print (most < 1e-6 ? "within 1e-6" : "differ by " most) " on " NR }'
done

# Steps: what is read at the marks of a text is what the text up to each of them scores by itself.
rm=$models/llama-rm.f32.gguf
cut -d' ' -f1-40 "$models/rm-tokens.txt" | head -n 6 | awk '{ $NF = $1; print $0 }' | grep ' ' >steps
i=0
while read -r line; do
    first=${line%% *}
    echo "$line" >one
    assay doctor --model "gguf:$rm" --model-option steps=mark --model-option "mark=#$first" --tokens one >got
    echo "$line" | awk '{ text = ""; for (i = 1; i <= NF; i++) { text = text $i " "; if ($i == $1) print text } }' >prefixes
    assay doctor --model "gguf:$rm" --tokens prefixes | tr -d '[]' | paste -sd, | sed 's/^/[/; s/$/]/' >expected
    within got expected 1e-9
done <steps

# Bit for bit the same with two threads, and from the last line to the first.
rm=$models/llama-rm.f32.gguf
assay doctor --model "gguf:$rm" --tokens "$models/rm-tokens.txt" >one
assay doctor --model "gguf:$rm" --model-option threads=2 --tokens "$models/rm-tokens.txt" | cmp - one
tac "$models/rm-tokens.txt" >backwards
assay doctor --model "gguf:$rm" --tokens backwards | tac | cmp - one

# Whole items: what shares a prompt, what goes through together and how many threads ask change nothing.
printf '{{ bos_token }}{%% for m in messages %%}<{{ m.role }}>{{ m.content }}{%% endfor %%}{%% if add_generation_prompt %%}<assistant>{%% endif %%}' >chat.jinja
run() { assay run --suite core --suite-option size=2 --model "gguf:$rm" --model-option template=chat.jinja --quiet "$@"; }
run --output first | grep '^coverage'
run --output second --jobs 4 >/dev/null
cmp first/result.json second/result.json
run --output third --limit 1 | grep '^coverage'

# A suite of steps: by marks in the whole, piece by piece, and each beginning by itself.
cat >steps.jsonl <<'END'
{"id": "a", "problem": "How much is 2 + 2?", "steps": ["Two and two", "make four.", "So: 4"], "label": -1}
{"id": "b", "problem": "How much is 3 * 3?", "steps": ["Three threes are six.", "So: 6"], "label": 0}
END
cat >steps.yaml <<'END'
name: toy
version: "1"
kind: steps
title: Toy
history: {"1": first}
data: {files: [{path: steps.jsonl}]}
scoring: {measure: first, threshold: 0}
fields: {id: id, prompt: problem, completions: steps, errors: label}
END
ask() { # output, options
    output=$1; shift
    assay run --suite ./steps.yaml --model-option template=chat.jinja --quiet --output "$output" "$@" >/dev/null
    sed -n 's/.*"v":\(\[[^]]*\]\).*/\1/p' "$output/items.jsonl" >"$output.v"
}
ask mark --model "gguf:$rm" --model-option steps=mark --model-option 'mark=\n'
ask piece --model "gguf:$rm" --model-option steps=piece --model-option 'mark=\n'
ask prefix --model "gguf:$rm" --model-option steps=prefix --model-option 'mark=\n' --model-option join=
within mark.v piece.v 1e-9
within mark.v prefix.v 1e-9
# A policy says it with two tokens: what it gives one of them against the other is what it gives both.
for good in + -; do
    ask "turn$good" --model "gguf:$lm" --model-option steps=turn --model-option "good=$good" --model-option "bad=$([ $good = + ] && echo - || echo +)"
done
paste -d "|" turn+.v turn-.v | tr -d "[]" | awk -F "|" '{ n = split($1, a, ","); split($2, b, ",")
    d = a[1] + b[1] - 1; if (d * d > 1e-20) bad++ } END { print bad + 0 " of " NR " do not sum to 1" }'
assay run --suite ./steps.yaml --model "gguf:$rm" --model-option template=chat.jinja --quiet || echo "status $?"

# Hidden states for a probe, of a live model.
for i in 1 2 3 4 5 6; do
    echo "{\"id\": \"$i\", \"dimension\": \"d\", \"split\": \"$([ $i -lt 5 ] && echo train || echo test)\", \"label\": $((i % 2)), \"prompt\": \"Text $i\"}"
done >probe.jsonl
assay run --suite probe:probe.jsonl --model "gguf:$rm" --model-option template=joined --model-option layer=2 --quiet --output probe | grep '^coverage'
sed -n 2p probe/items.jsonl | tr ',' '\n' | grep -c '[0-9.]'

# A text that is too long is not asked, unless it is to be cut; what was seen is written down.
long() { assay run --suite core --suite-option size=2 --max-length 150 --model "gguf:$rm" --model-option template=chat.jinja --quiet "$@"; }
long --output refused | grep '^coverage'
for side in left right; do long --output $side --model-option truncate=$side | grep '^coverage'; done
sed -n '/"texts": {/,/}/p' left/run.json

# What a model is, and how it is asked.
assay doctor --model "gguf:$rm" --model-option template=chat.jinja | sed "s|$models/||" | grep -v '^engine'
assay doctor --model "gguf:$models/bert-ce.f32.gguf" | grep -E '^(kind|labels|template|tokenizer.add)'

# What is wrong, said in a line.
echo '1 2 4096' >ids
assay doctor --model "gguf:$rm" --tokens ids || echo "status $?"
assay doctor --model "gguf:$models/llama-lm.f32.gguf" --tokens "$models/rm-tokens.txt" 2>&1 | sed "s|$models/||" || :
assay run --suite core --model "gguf:$rm" || echo "status $?"
assay run --suite core --model "gguf:$models/llama-rm5.f32.gguf" --model-option template=none || echo "status $?"
assay doctor --model gguf:chat.jinja || echo "status $?"
