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
echo "== mistakes"
judge no --model-option option=truncate=left
judge no --model-option option=template=model
