# An option that changes nothing of the model at hand is refused with why, also where it is given what it is
# without; one of these was believed to have had an effect.
"$out/tests/make_gguf" rm.gguf
"$out/tests/make_gguf" policy.gguf labels=0
echo '{"id":"p","prompt":"q","chosen":"a","rejected":"bb"}' >pairs.jsonl
try() { # MODEL OPTION...
    model=$1 words=
    shift
    for word; do words="$words --model-option $word"; done
    rm -rf run
    assay run --suite pairs:pairs.jsonl --model "$model" $words --model-option template=joined --quiet --no-cache \
        --output run 2>&1 >told || { echo "status $?"; return; }
    echo "$model $*: taken"
}
echo "== a reward model"
for word in reward=sum reward=avg label=0 activation=none steps=none mark=x join= split=x fold=mean good=+ bad=- read=state top=3 \
    date=2024-07-26 weights=2 truncate=left bos=add eos=add layer=1 precision=fast; do
    try gguf:rm.gguf $word
done
echo "== with steps"
for word in reward=sum weights=2 truncate=left truncate=no label=0 activation=sigmoid good=+ bad=- join=x fold=mean; do
    try gguf:rm.gguf steps=piece mark=x $word
done
try gguf:rm.gguf steps=turn mark=x
try gguf:rm.gguf steps=turn good=+
try gguf:rm.gguf steps=prefix label=0
try gguf:rm.gguf steps=prefix weights=2 fold=mean truncate=left
echo "== a policy"
for word in reward=sum label=1 weights=2; do try gguf:policy.gguf $word; done
try gguf:policy.gguf steps=piece good=+ reward=sum
try gguf:policy.gguf steps=piece good=+ bad=- fold=last
echo "== a policy that writes"
for word in reward=sum steps=piece eos=add eos=no layer=1; do
    rm -rf texts
    assay sample --suite pairs:pairs.jsonl --model gguf:policy.gguf --model-option template=joined --max-tokens 2 \
        --model-option $word --quiet --output texts 2>&1 >told || { echo "status $?"; continue; }
    echo "$word: taken"
done
echo "== token ids"
echo 1 2 3 >ids
for words in "read=state layer=1" "top=3" "reward=sum"; do
    options=
    for word in $words; do options="$options --model-option $word"; done
    assay doctor --model gguf:rm.gguf $options --tokens ids 2>&1 >told || { echo "status $?"; continue; }
    echo "$words: taken"
done
