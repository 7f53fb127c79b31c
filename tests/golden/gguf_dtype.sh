# With dtype=f32 a model is that of its numbers written as f32, bit for bit: whatever their type, whatever the model,
# also where it is split into several files.
for i in 1 2 3 4 5 6 7 8; do
    awk -v seed=$i 'BEGIN { srand(seed); n = 3 ^ (seed % 5) * 2; while (n--) printf "%d ", rand() * 256; print "" }'
done >ids
sed 's/^\([0-9]*\) /\1|/' ids >pairs
model() { # NAME, TYPE, keys: NAME.gguf and its numbers as f32, wide.gguf
    name=$1 type=$2
    shift 2
    "$out/tests/make_gguf" "$name.gguf" type="$type" width=256 inner=256 "$@"
    "$out/tests/make_gguf" wide.gguf type="$type" wide=1 width=256 inner=256 "$@"
}
ask() { assay doctor --model "gguf:$1" --tokens "$2" --model-option "dtype=$3"; }
same() { # file, what is asked
    ask "$1" "$2" f32 >got
    ask wide.gguf "$2" auto >expected
    ask "$1" "$2" stored >other
    cmp got expected && echo "$1: the same on $(wc -l <got) lines$(cmp -s got other && echo ', as stored, too')"
}
for type in f16 bf16 q8_0 q4_K f32; do
    model rm $type && same rm.gguf ids
    model policy $type labels=0 && same policy.gguf pairs
    model bert $type bert=1 && same bert.gguf pairs
done
model gemma bf16 gemma=1 && same gemma.gguf ids
model five bf16 labels=5
"$out/tests/make_gguf" split type=bf16 width=256 inner=256 labels=5 parts=3
mv five.gguf whole.gguf
same split-00001-of-00003.gguf ids

echo "== what is told of it"
tell() { assay doctor --model "$@" | grep -e ^weights -e ^description; }
tell gguf:split-00001-of-00003.gguf
"$out/tests/make_gguf" rm.gguf type=f16
for words in dtype=stored "dtype=f32" "precision=fast" "precision=fast dtype=f32"; do
    echo "-- $words"
    # shellcheck disable=SC2086
    tell gguf:rm.gguf $(for word in $words; do echo --model-option $word; done)
done
"$out/tests/make_gguf" q4.gguf type=q4_0
tell gguf:q4.gguf
tell gguf:wide.gguf

echo "== a folder: f32 in exact mode, unless as stored"
python3 "$top/tests/tools/make_hf.py" "$top/tests/data/families/models.json" . llama-5-labels llama-steps
folder() { # name, options
    name=$1
    shift
    assay doctor --model "hf:$name" --tokens "$name.ids" "$@" >got
    for option; do echo "$option"; done | grep = | paste -sd ' '
    tell "hf:$name" "$@"
}
folder llama-5-labels --model-option dtype=auto
mv got auto
folder llama-5-labels --model-option dtype=f32
cmp got auto
folder llama-5-labels --model-option dtype=stored
cmp -s got auto || echo "other numbers"
folder llama-5-labels --model-option precision=fast
folder llama-5-labels --model-option precision=fast --model-option dtype=f32

echo "== an audit: what is asked together moves numbers of f32 and of f16 by no bit"
"$out/tests/make_gguf" f16.gguf type=f16 width=256 inner=512 blocks=4 heads=8
audit() {
    assay doctor --audit --audit-tolerance 0 --model gguf:f16.gguf --model-option template=joined --json --quiet "$@" >told 2>why || echo "status $?"
    sed 's/numbers follow from .*/numbers follow from how they are asked/' why
    sed -n 's/.*"largest_difference": *\([0-9.e-]*\).*/\1/p' told | tail -n 1 |
        awk '{ print $1 == 0 ? "the same" : "beyond 0, by " $1 }'
}
audit
audit --model-option dtype=f32

echo "== a run tells it, and keeps its answers apart"
for i in 1 2 3; do
    echo "{\"id\": \"$i\", \"prompt\": \"Is $i odd? \", \"chosen\": \"yes $i\", \"rejected\": \"no\"}"
done >pairs.jsonl
printf '1 to 5? {{ completion }}' >rate.jinja
export ASSAY_CACHE=kept
run() { # folder, model, options
    folder=$1 model=$2
    shift 2
    assay run --suite pairs:pairs.jsonl --model "$model" --quiet --output "$folder" "$@" >told || echo "status $?"
}
run stored gguf:rm.gguf --model-option template=joined
run wide gguf:rm.gguf --model-option template=joined --model-option dtype=f32
assay cache why wide
sed -n '/"weights": {/,/}/p; /"dtype"/p' wide/run.json | tr -s ' ' | grep -v sha256
assay run --resume wide --suite pairs:pairs.jsonl --model gguf:rm.gguf --model-option dtype=stored --quiet || echo "status $?"

echo "== of models that others are made of"
"$out/tests/make_gguf" policy.gguf labels=0 type=f16
"$out/tests/make_gguf" wide-policy.gguf labels=0 type=f16 wide=1
"$out/tests/make_gguf" wide-rm.gguf type=f16 wide=1
both() { # the same run with models of f16 as f32, and with those written as f32: name, model, options
    name=$1 model=$2
    shift 2
    for way in narrow wide; do
        words=$(for word; do
            case $way in narrow) echo "$word" ;; wide) echo "$word" | sed '/dtype=f32/d; s/gguf:/gguf:wide-/' ;; esac
        done | sed 's/^/--model-option /')
        rm -rf $way
        # shellcheck disable=SC2086
        run $way "$([ $way = wide ] && echo "$model" | sed 's/gguf:/gguf:wide-/' || echo "$model")" $words --no-cache
        tail -n +2 $way/items.jsonl >$way.jsonl
    done
    cmp narrow.jsonl wide.jsonl && echo "$name: the same"
    grep -c '"computed": "f32"' narrow/run.json
}
both ensemble ensemble member=gguf:rm.gguf member=gguf:rm.gguf member_option=template=joined member_option=1:dtype=f32 \
    member_option=2:dtype=f32
both dpo dpo:gguf:policy.gguf reference=gguf:policy.gguf option=template=joined option=dtype=f32
both judge judge:gguf:policy.gguf option=template=joined option=dtype=f32 prompt=rate.jinja word=1 word=5
for model in policy wide-policy; do
    assay sample --suite pairs:pairs.jsonl --model gguf:$model.gguf --model-option template=joined --max-tokens 4 --n 2 \
        --model-option dtype=f32 --quiet --output texts-$model
done
cmp texts-policy/samples.jsonl texts-wide-policy/samples.jsonl && echo "sample: the same"

echo "== files that do not belong together, or are not whole"
wrong() { assay doctor --model "gguf:$1" --model-option dtype=f32 --tokens ids 2>&1 >got || echo "status $?"; }
"$out/tests/make_gguf" split parts=2
cp split-00001-of-00002.gguf alone.gguf
wrong alone.gguf
cp split-00001-of-00002.gguf twice-00001-of-00002.gguf
cp split-00001-of-00002.gguf twice-00002-of-00002.gguf
wrong twice-00001-of-00002.gguf
head -c 60000 split-00002-of-00002.gguf >part && mv part split-00002-of-00002.gguf
wrong split-00001-of-00002.gguf
rm split-00002-of-00002.gguf
wrong split-00001-of-00002.gguf
wrong pairs.jsonl
head -c 5000 rm.gguf >cut.gguf
wrong cut.gguf
