# Answers of real models, kept: a second run decodes nothing and has the same bytes, and everything that
# can change a number is another key.
models=$ASSAY_DATA/../golden/models
export ASSAY_CACHE=kept
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    echo "{\"id\": \"$i\", \"prompt\": \"How much is $i and $i?\", \"chosen\": \"It is $((2 * i)).\", \"rejected\": \"Nobody knows $i, I think.\"}"
done >pairs.jsonl
printf '{%% for m in messages %%}<{{ m.role }}>{{ m.content }}{%% endfor %%}' >chat.jinja
# What was asked, what texts went through the model, and why.
ask() { # MODEL [OPTION...]
    model=$1
    shift
    echo "- ${model##*/} $*" | sed "s|$models/||g"
    rm -rf run
    assay run --suite pairs:pairs.jsonl --model "$model" --replicates 100 --quiet --output run "$@" >/dev/null || { echo "status $?"; return; }
    sed -n 's/.*"asked": \([0-9]*\),$/\1/p' run/run.json | tr '\n' ' '
    assay cache why run | sed -E 's/"[0-9a-f]{64}"/DIGEST/g; s/"(llama|gemma2) [^"]*"/DESCRIPTION/g'
}
plain() { # MODEL [OPTION...]: the bytes without a cache
    assay run --suite pairs:pairs.jsonl --replicates 100 --quiet --no-cache --output plain --model "$@" >/dev/null
    cmp plain/result.json run/result.json
    rm -rf plain
}
rm=$models/llama-rm.f32.gguf
chat="--model-option template=chat.jinja"
ask "gguf:$rm" $chat
ask "gguf:$rm" $chat
plain "gguf:$rm" $chat

echo "== what changes no number"
cp "$rm" moved.gguf
cp chat.jinja copy.jinja
ask gguf:moved.gguf --model-option template=copy.jinja
ask "gguf:$rm" $chat --jobs 3 --model-option threads=2 --seed 5
plain "gguf:$rm" $chat --jobs 2 --seed 5
ask "gguf:$rm" $chat --limit 17

echo "== what does"
ask "gguf:$models/gemma2-rm.f32.gguf" $chat
ask "gguf:$rm" --model-option template=joined
printf '{{ bos_token }}' | cat - chat.jinja >with.jinja
ask "gguf:$rm" --model-option template=with.jinja
ask "gguf:$rm" $chat --model-option "head=$models/llama-rm-hf/model.safetensors:score.weight"
ask "gguf:$rm" $chat --model-option bos=add
ask "gguf:$rm" $chat --model-option eos=add
ask "gguf:$rm" $chat --model-option truncate=left
ask "gguf:$rm" $chat --model-option weights=2
ask "gguf:$rm" $chat --max-length 64
ask "gguf:$rm" $chat --model-option precision=fast
plain "gguf:$rm" $chat --model-option precision=fast
chmod u+w moved.gguf
printf '\0' | dd of=moved.gguf bs=1 seek=5000000 conv=notrunc 2>/dev/null
ask gguf:moved.gguf $chat
sed -i '1s/is 2/is 3/' pairs.jsonl
ask "gguf:$rm" $chat # sixteen are answered together: those are asked, and four are not
plain "gguf:$rm" $chat

echo "== a Hugging Face folder"
folder=$models/llama-rm-hf
ask "hf:$folder" $chat
ask "hf:$folder" $chat
plain "hf:$folder" $chat
cp -r "$folder" own
chmod -R u+w own
ask hf:own $chat
echo >>own/config.json
ask hf:own $chat

echo "== models made of models"
lm=$models/stories260K.gguf
pair="--model-option option=template=chat.jinja --model-option reference=gguf:$models/llama-lm.f32.gguf"
ask "dpo:gguf:$lm" $pair
ask "dpo:gguf:$lm" $pair
plain "dpo:gguf:$lm" $pair
ask "dpo:gguf:$lm" $pair --model-option reference_option=truncate=right
ask "dpo:gguf:$lm" $pair --model-option form=avg
members="--model-option member=gguf:$rm --model-option member=hf:$folder --model-option member_option=template=chat.jinja"
ask ensemble $members
ask ensemble $members --jobs 2
plain ensemble $members
sed -n '/"files": \[/,/\]/p' run/run.json | grep -c sha256

echo "== killed"
i=0
while [ $i -lt 1000 ]; do
    echo "{\"id\": \"$i\", \"prompt\": \"How much is $i?\", \"chosen\": \"It is $i.\", \"rejected\": \"No idea.\"}"
    i=$((i + 1))
done >pairs.jsonl
assay run --suite pairs:pairs.jsonl --model "gguf:$rm" $chat --quiet --output killed &
process=$!
while ! [ -e killed/items.jsonl ] || [ "$(wc -l <killed/items.jsonl)" -lt 100 ]; do sleep 0.01; done
kill -9 $process
wait $process 2>/dev/null || :
ask "gguf:$rm" $chat | sed -E 's/[0-9]+ items from/SOME items from/; s/[0-9]+ asked/OTHERS asked/; s/^[0-9]+ [0-9]+ /N N /'
awk '/"cached":/ { sub(/,/, ""); print ($2 >= 80 ? "kept what it had" : "lost: " $2) }' run/run.json
plain "gguf:$rm" $chat
