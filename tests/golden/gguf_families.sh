# Every family of models in Hugging Face folders, and what their configurations vary, says what transformers says
# (tests/data/families). A system's libllama has its own GELU: tests/deps_llama.sh says how ours differs.
python3 "$top/tests/tools/make_hf.py" "$top/tests/data/families/models.json" .
gelu=1e-5
[ -e "$top/build/deps/llama/libllama.recipe" ] || gelu=5e-3
within() { # of two files of arrays, a line each: the largest difference is below a limit
    paste -d '|' "$1" "$2" | awk -v limit="$3" -F '|' '
        function numbers(text, out) { gsub(/[][]/, "", text); return split(text, out, /, */) }
        { n = numbers($1, a); m = numbers($2, b)
          if (n != m || n == 0) { print "line " NR ": " n " and " m " numbers"; bad++ }
          for (i = 1; i <= n; i++) { d = a[i] - b[i]; d = d < 0 ? -d : d; if (!(d <= most)) most = d; all++ } }
        END { print most < limit && !bad ? all " numbers agree" : "differs by " most }'
}
ask() { # folder, options
    name=$1; shift
    while read -r option; do set -- "$@" --model-option "$option"; done <"$name.options"
    assay doctor --model "hf:$name" --tokens "$name.ids" "$@"
}
for ids in *.ids; do
    name=${ids%.ids} limit=1e-5
    case $name in gemma2* | *bert*) limit=$gelu ;; esac
    ask "$name" >got
    echo "$name: $(within got "$name.expected" $limit)"
done

echo "== labels by their names, and where a score is read"
for name in llama-5-labels llama-pad bert; do assay doctor --model hf:$name | grep -e ^label -e read_at; done

echo "== what libllama would compute otherwise, and what does not fit"
copy() { rm -rf bad; cp -R "$1" bad; shift; sed -i "$@" bad/config.json; }
tell() { assay doctor --model hf:bad --tokens llama.ids 2>&1 >got || echo "status $?"; }
copy qwen3 's/"attention_bias": false/"attention_bias": true/'; tell
copy gemma2 's/"attention_bias": false/"attention_bias": true/'; tell
copy gemma2 's/"full_attention"/"sliding_attention"/'; tell
copy gemma2 's/"use_bidirectional_attention": null/"use_bidirectional_attention": true/'; tell
# An output of its own, which libllama's graph of Gemma 2 does not have.
python3 - "$top/tests/data/families/models.json" <<'PYTHON'
import json, sys
model = json.load(open(sys.argv[1]))["models"]["gemma2-causal"]
model["config"]["tie_word_embeddings"] = False
model["arrays"]["lm_head.weight"] = model["arrays"]["model.embed_tokens.weight"]
json.dump({"models": {"untied": model}}, open("untied.json", "w"))
PYTHON
python3 "$top/tests/tools/make_hf.py" untied.json . && copy untied ''; tell
copy qwen2 's/"rope_type": "default"/"rope_type": "llama3", "factor": 8.0/'; tell
copy llama 's/"rope_type": "default"/"rope_type": "longrope"/'; tell
copy llama 's/"rope_type": "default"/"partial_rotary_factor": 0.5/'; tell
copy llama-yarn 's/"rope_type": "yarn"/"rope_type": "yarn", "beta_fast": 16/'; tell
copy llama-yarn 's/"rope_type": "yarn"/"rope_type": "yarn", "truncate": false/'; tell
copy llama 's/"attention_bias": false/"attention_bias": true/'; tell
copy llama-5-labels 's/"0": "helpful",//'; tell
copy llama 's/LlamaForSequenceClassification/LlamaForRewardModel/'; tell
copy qwen2-window-off 's/"use_sliding_window": false/"use_sliding_window": true/; s/"sliding_window": null/"sliding_window": 8/; s/"full_attention"/"sliding_attention"/'; tell
echo 5 6 1 7 >padding
assay doctor --model hf:roberta --tokens padding 2>&1 || echo "status $?"
