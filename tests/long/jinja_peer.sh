# Published chat templates, which the sources of libllama carry: what jinja2 renders of three
# conversations in transformers' environment, or refuses, so does assay.
templates=${ASSAY_TEMPLATES-$top/build/deps/llama/share/templates}
# Debian's package is for Debian's python3, which need not be the first one.
python=python3
"$python" -c 'import jinja2' 2>/dev/null || python=/usr/bin/python3
"$python" -c 'import jinja2' 2>/dev/null || { echo "jinja2 is not here (python3-jinja2)"; exit 1; }
tail=', "tools": null, "documents": null, "assay.date": "2024-07-26"}'
cat >1.json <<END
{"messages": [{"role": "system", "content": "You are terse."}, {"role": "user", "content": " How much is 2 + 2?\n"},
 {"role": "assistant", "content": "It is 4.\n"}, {"role": "user", "content": "And 3 < 4 \"é\"?"},
 {"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes."}],
 "add_generation_prompt": false, "bos_token": "<s>", "eos_token": "</s>"$tail
END
cat >2.json <<END
{"messages": [{"role": "user", "content": "How much is 2 + 2?"}],
 "add_generation_prompt": true, "bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"$tail
END
cat >3.json <<END
{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}],
 "add_generation_prompt": false, "bos_token": "<bos>", "eos_token": "<eos>"$tail
END
n=0 rendered=0
for template in "$templates"/*.jinja; do
    for said in 1 2 3; do
        peer=0 ours=0
        "$python" "$top/tests/long/jinja_peer.py" "$template" $said.json >expected 2>why || peer=$?
        "$out/tests/render_template" "$template" $said.json >got 2>fault || ours=$?
        n=$((n + 1))
        [ $((peer > 0)) = $((ours > 0)) ] || { echo "${template##*/} $said: $(cat why fault)"; continue; }
        [ $peer = 0 ] || continue
        rendered=$((rendered + 1))
        cmp -s expected got || echo "${template##*/} $said: differs"
    done
done
[ $rendered -ge 36 ] && echo "all others are alike" || echo "only $rendered of $n rendered"
