# A trained policy: what it writes is known.
models=$ASSAY_DATA/../golden/models
sample() { # output, options
    output=$1
    shift
    rm -rf "$output"
    assay sample --model "gguf:$models/stories260K.gguf" --model-option template=joined --suite prompts:prompts.jsonl \
        --quiet --output "$output" "$@"
}
texts() { sed 's/.*"completions":\[\(.*\)\],"prompt_sha256.*/\1/; s/","/"\n"/g' "$1/samples.jsonl"; }
# Behind nothing but the beginning of a text, greedily, 255 tokens: the text that karpathy/llama2.c
# doc/stories260K.md prints, which transformers 5.12.1 writes as well (smallest gap of two logits 0.004).
echo '{"id": "story", "prompt": ""}' >prompts.jsonl
cat >published <<'END'
Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big, red ball. She wanted to play with it, but it was too high.
Lily's mom said, "Lily, let's go to the park." Lily was sad and didn't know what to do. She said, "I want to play with your ball, but I can't find it."
Lily was sad and didn't know what to do. She said, "I'm sorry, Lily. I didn't know what to do."
Lily didn't want to help her mom, so she said, "I'm sorry, mom. I didn't know what to do." Her mom said, "Don't worry, Lily. We can help you
END
sample greedy --n 2 --temperature 0 --max-tokens 255
texts greedy | while read -r text; do
    printf '%s\n' "$text" | sed 's/^" //; s/"$//; s/\\n/\n/g; s/\\"/"/g' | cmp - published && echo "word for word"
done
# Behind the tokens of "Once upon a time, there was a little girl named", as the reference has them.
echo '{"id": "girl", "prompt": "Once upon a time, there was a little girl named"}' >prompts.jsonl
sample lily --n 1 --temperature 0 --max-tokens 20
texts lily
# The first token behind the beginning, 4,000 times: within five standard deviations of the probabilities that
# transformers 5.12.1 gives in f32.
echo '{"id": "first", "prompt": ""}' >prompts.jsonl
sample first --n 4000 --max-tokens 1
texts first >words
while read -r p word; do
    awk -v p="$p" -v word="\" $word\"" '$0 == word { n++ } END { d = n / NR - p; s = 5 * sqrt(p * (1 - p) / NR)
        print word, (d <= s && d >= -s ? "as often" : "not so often: " n " of " NR) }' words
done <<'END'
0.783689 Once
0.155510 One
0.011130 Lily
0.007835 upon
0.006970 T
0.002646 B
END
# The same texts, bit for bit, for any number of jobs and threads.
for i in 1 2 3 4 5 6; do echo "{\"id\":\"$i\",\"prompt\":\"Once there were $i\"}"; done >prompts.jsonl
sample one --n 5 --max-tokens 40 --top-p 0.9 --seed 1
sample more --n 5 --max-tokens 40 --top-p 0.9 --seed 1 --jobs 3 --model-option threads=2
cmp one/samples.jsonl more/samples.jsonl
# A model with a score head writes nothing.
assay sample --model "gguf:$models/llama-rm.f32.gguf" --model-option template=none --suite prompts:prompts.jsonl 2>&1 |
    sed "s|$models/||" || :
