# Models of every family as transformers makes and saves them, up to 500 tokens, with its numbers in f32: those of
# hf, and of gguf behind llama.cpp's own converter, are the same. And tests/data/families/models.json is what
# transformers says today. Needs torch and transformers: python3's, or those of a chroot, ASSAY_PEER, as root
# (tests/tools/peer_chroot.sh); and libllama of make deps-llama. $out/transformers_peer.txt tells the versions and the
# largest differences.
peer=${ASSAY_PEER-}
work=$PWD inside=$PWD
if [ -n "$peer" ]; then
    work=$(mktemp -d "$peer/tmp/assay.XXXXXX")
    inside=${work#"$peer"}
    trap 'rm -rf "$work"' EXIT
fi
mkdir "$work/long" "$work/tools"
cp "$top"/tests/long/*_peer.py "$work/long/"
cp "$top/tests/tools/make_hf.py" "$work/tools/"
cp -R "$top/build/deps/llama/share/convert" "$work/"
python() {
    set -- env OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 "$@"
    if [ -n "$peer" ]; then chroot "$peer" "$@"; else "$@"; fi
}
script=$inside/long/transformers_peer.py
cp -R "$top/tests/data/tokenizers" "$work/"
python "$script" "$inside/wide" "$inside/tokenizers" >"$work/versions"
python "$script" "$inside/small" small >>"$work/versions"
# What a GGUF file can tell: no padding of a score, no window of Mistral, no scale of Gemma's attention but its head's.
converted="llama llama-5-labels llama-biases llama-causal llama-causal-tied llama-head-dim llama-linear-old
llama-llama3 llama-llama3-old llama-steps llama-yarn mistral mistral-causal mistral-steps qwen2 qwen2-causal
qwen2-steps qwen2-yarn qwen3 qwen3-5-labels qwen3-causal qwen3-yarn gemma2 gemma2-causal bert roberta
roberta-pad-0 xlm-roberta"
python "$inside/long/gguf_peer.py" "$inside/convert" $(for name in $converted; do echo "$inside/wide/$name"; done) >log 2>&1 || tail -n 5 log

within() { # of two files of arrays, a line each: the largest difference is below a limit
    paste -d '|' "$1" "$2" | awk -v limit="$3" -F '|' '
        function numbers(text, out) { gsub(/[][]/, "", text); return split(text, out, /, */) }
        { n = numbers($1, a); m = numbers($2, b)
          if (n != m || n == 0) { print "line " NR ": " n " and " m " numbers"; bad++ }
          for (i = 1; i <= n; i++) { d = a[i] - b[i]; d = d < 0 ? -d : d; if (!(d <= most)) most = d; all++ } }
        END { printf "%s %.1e\n", name, most >"/dev/stderr"
              print most < limit && !bad ? all " numbers agree" : "differs by " most }' name="$4"
}
limit_of() { # libllama mixes YaRN's angles when they are rounded already, transformers the frequencies
    case $1 in *yarn*) echo 2e-5 ;; *) echo 1e-5 ;; esac
}
ask() { # model, name, options
    model=$1 name=$2; shift 2
    while read -r option; do set -- "$@" --model-option "$option"; done <"$name.options"
    assay doctor --model "$model" --tokens "$name.ids" "$@"
}
cd "$work/wide"
for ids in *.ids; do
    name=${ids%.ids}
    ask "hf:$name" "$name" >got
    echo "$name: $(within got "$name.expected" "$(limit_of "$name")" "$name" 2>>"$work/measured")"
done
echo "== texts"
for pairs in *.pairs.jsonl; do
    name=${pairs%.pairs.jsonl} template=joined
    case $name in *bert*) template=model ;; esac # a pair
    assay run --suite "pairs:$pairs" --model "hf:$name" --model-option template=$template --output "$name.run" --quiet \
        --no-cache >table
    sed -n 's/.*"i":"\([0-9]*\)",.*"v":\[\(.*\)\].*/\1 \2/p' "$name.run/items.jsonl" | sort -n | cut -d' ' -f2 | tr ',' '\n' >got
    echo "$name: $(within got "$name.scores" 1e-5 "texts $name" 2>>"$work/measured")"
done
echo "== as GGUF"
for name in $converted; do
    set --
    case $name in *bert* | *causal*) ;; *) set -- --model-option "head=$name/model.safetensors:score.weight" ;; esac
    ask "gguf:$name.gguf" "$name" "$@" >got 2>fault || { echo "$name: $(sed "s|.*$name.gguf: ||" fault)"; continue; }
    echo "$name: $(within got "$name.expected" "$(limit_of "$name")" "gguf $name" 2>>"$work/measured")"
done
cat "$work/versions" "$work/measured" >"$out/transformers_peer.txt"

echo "== the numbers of tests/data/families"
python3 - "$top/tests/data/families/models.json" "$work/small/models.json" <<'PYTHON'
import json, sys
ours, theirs = (json.load(open(path))["models"] for path in sys.argv[1:])
assert list(ours) == list(theirs)
most = 0
for name, model in ours.items():
    for part in "arrays", "ids", "options":
        assert model[part] == theirs[name][part], (name, part)
    for a, b in zip(model["expected"], theirs[name]["expected"]):
        most = max([most, *(abs(x - y) for x, y in zip(a, b, strict=True))])
print("are those of transformers" if most < 2e-6 else f"differ by {most}")
PYTHON
