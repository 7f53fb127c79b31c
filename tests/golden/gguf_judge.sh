# A judge that runs in this process: a policy whose next tokens are written down by hand (tests/tools/chain_model.c).
# What it says follows from the last word it was shown, which is the answer called a.
"$out/tests/chain_model" judge.gguf <<'END'
_good [[A]] 1
_bad [[B]] 1
_odd _hm 1
_hm _so 1
_so _hm 1
_torn [[A]] 0.25
_torn [[B]] 0.75
_rate 1 0.5
_rate 3 0.25
_rate 5 0.125
_rate none 0.125
* _what 1
_what </s> 1
[[A]] </s> 1
[[B]] </s> 1
END
cat >pairs.jsonl <<'END'
{"id":"p0","prompt":"2 + 2?","chosen":"good","rejected":"bad"}
{"id":"p1","prompt":"sky?","chosen":"bad","rejected":"good"}
{"id":"p2","prompt":"grass?","chosen":"odd","rejected":"none"}
{"id":"p3","prompt":"tea?","chosen":"torn","rejected":"torn"}
END
printf 'Which? {{ b }} or {{ a }}' >pair.jinja
sed 's/^name: pairs/name: both/; /^overall:/i orders: 2' "$top/suites/pairs.yaml" >both.yaml
judge() { # output, options
    output=$1
    shift
    assay run --suite ./both.yaml:pairs.jsonl --model judge:gguf:judge.gguf --quiet --output "$output" \
        --model-option option=template=joined --model-option prompt=pair.jinja --model-option max_tokens=8 "$@" >told ||
        { echo "status $?"; return; }
    grep '^coverage' told
    tail -n +2 "$output/items.jsonl" | sed 's/,"g":[0-9]*//; s/{"s":"both",//'
}
echo "== p0 is right and p1 wrong in both orders, nothing is found of p2, and of p3 the likelier verdict in both"
judge greedy
echo "== 101 votes: of p3 they are for b, 3 to 1"
judge votes --model-option votes=101 --model-option temperature=1
echo "== the same bytes for any number of jobs and threads"
judge jobs --model-option votes=101 --model-option temperature=1 --jobs 3 --model-option option=threads=2 >jobs.told
cmp votes/result.json jobs/result.json
echo "== by the probabilities of the words: 0.25 and 0.75, and of p2 none; a probability of e^-100 is one"
judge words --model-option 'word=[[A]]' --model-option 'word=[[B]]'
printf 'Please rate' >rate.jinja
echo "== a rating by them: (1 * 0.5 + 3 * 0.25 + 5 * 0.125) / 0.875 = 15/7, in f32"
judge rated --model-option prompt=rate.jinja --model-option word=1 --model-option word=3 --model-option word=5 | grep p0
echo "== of 101 votes the 11 count that another model scores highest: it likes what is long, which says A here"
"$out/tests/chain_model" judge.gguf <<'END'
_torn [[A]] 0.25
_torn [[B]] 0.75
[[A]] _indeed 1
_indeed </s> 1
[[B]] </s> 1
* _what 1
_what </s> 1
END
judge majority --model-option votes=101 --model-option temperature=1 | grep p3
judge filtered --model-option votes=101 --model-option temperature=1 --model-option meta=length \
    --model-option keep=11 | grep p3
echo "== mistakes"
judge no --model-option option=truncate=left
judge no --model-option option=template=model
judge no --model-option 'word=[[A]]'
judge no --model-option 'word=[[A]]' --model-option word=maybe
judge no --model-option 'word=[[A]]' --model-option 'word=[[B]]' --model-option votes=3
judge no --model-option keep=3
judge no --model-option votes=3
judge no --model-option votes=3 --model-option temperature=0 --model-option meta=length
judge no --model-option votes=2 --model-option temperature=1 --model-option keep=3 --model-option meta=length
judge no --model-option votes=3 --model-option temperature=1 --model-option meta=lenght
