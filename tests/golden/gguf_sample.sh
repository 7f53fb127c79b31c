# A policy writes in this process. What follows a token is written down by hand (tests/tools/chain_model.c), so
# that what it must write, and how often, is known.
"$out/tests/chain_model" policy.gguf <<'END'
* _yes 0.5
* _no 0.3
* _maybe 0.2
_yes . 0.75
_yes </s> 0.25
_no _no 0.5
_no ! 0.5
_maybe <0xC3> 0.5
_maybe <0xA9> 0.5
. </s> 1
! </s> 1
<0xC3> <0xA9> 0.25
<0xC3> . 0.75
<0xA9> </s> 1
_on _and 1
_and _on 1
END
cat >prompts.jsonl <<'END'
{"id": "0", "prompt": "Will it rain?"}
{"id": "1", "prompt": [{"role": "system", "content": "You are brief."}, {"role": "user", "content": "Will it snow?"}]}
{"id": "2", "subset": "endless", "prompt": "It goes on"}
{"id": "3", "prompt": "Will it rain?"}
END
tac prompts.jsonl >backwards.jsonl
sample() { # output, options
    output=$1
    shift
    rm -rf "$output"
    assay sample --model gguf:policy.gguf --model-option template=joined --suite "${suite:-prompts:prompts.jsonl}" \
        --max-tokens 6 --no-progress --output "$output" "$@" || echo "status $?"
}
texts() { sed 's/.*"completions":\(\[.*\]\),"prompt_sha256.*/\1/' "$1/samples.jsonl"; }

echo "== the likeliest texts: 0.5 yes, 0.75 full stop, 1 end; and six tokens of what has no end"
sample greedy --n 2 --temperature 0
cat greedy/samples.jsonl
sed -n '/"sample": {/,/}/p; /"samples": {/,/"repeated"/p; /"written": {/,/}/p' greedy/run.json
grep -c "\"sha256\": \"$(sha256sum <greedy/samples.jsonl | cut -d' ' -f1)\"" greedy/run.json

echo "== 4096 texts behind one prompt come as often as they should: p, and within five standard deviations of it"
sample many --n 4096 --seed 7 --limit 1
often() { # p, text
    texts many | tr ',' '\n' | tr -d '[]' | awk -v p="$1" -v text="\"$2\"" '$0 == text { n++ }
        END { d = n / 4096 - p; s = 5 * sqrt(p * (1 - p) / 4096); print p, (d <= s && d >= -s ? "as often" : "not so often: " n) }'
}
often 0.375 ' yes.'
often 0.125 ' yes'
often 0.15 ' no!'
often 0.075 ' no no!'
# A byte that stands alone is no UTF-8: U+FFFD, as transformers writes it; the two together are one letter.
often 0.1 ' maybe�'
often 0.075 ' maybe�.'
often 0.025 ' maybeé'
# 0.3 of no, and on five times: there is no room for an end
often 0.009375 ' no no no no no no'

echo "== half the temperature squares them: 0.25, 0.09, 0.04 of 0.38; k = 2 leaves yes and no, p = 0.6 too"
count() { texts "$1" | tr ',' '\n' | grep -c "$2"; }
check() { # options, p of yes
    p=$2
    sample some --n 4096 --limit 1 $1 >/dev/null
    count some yes | awk -v p="$p" '{ d = $1 / 4096 - p; s = 5 * sqrt(p * (1 - p) / 4096); print (d <= s && d >= -s ? "as often" : "not so often: " $1) }'
}
check '--temperature 0.5' 0.657895
check '--top-k 2' 0.625
check '--top-p 0.6' 0.625
check '--top-k 1' 1 2>/dev/null

echo "== the same bytes for any number of jobs and threads, and the same texts in any order"
sample one --n 100 --seed 3 --quiet
sample three --n 100 --seed 3 --quiet --jobs 3 --model-option threads=2
cmp one/samples.jsonl three/samples.jsonl
suite=prompts:backwards.jsonl sample back --n 100 --seed 3 --quiet
for id in 1 2; do
    grep "\"id\":\"$id\"" one/samples.jsonl >a
    grep "\"id\":\"$id\"" back/samples.jsonl | cmp - a
done
# The first of a hundred is the one alone.
sample alone --n 1 --seed 3 --quiet
texts alone >a
texts one | sed 's/,.*/]/' | cmp - a
sample other --n 100 --seed 4 --quiet
cmp -s one/samples.jsonl other/samples.jsonl || echo another seed, other texts

echo "== a word that stops is left out, also where it ends inside a token"
sample stopped --n 1 --temperature 0 --stop es --stop 'on a' --quiet
texts stopped

echo "== killed, and gone on with: the same bytes, nothing asked twice"
for i in $(seq 120); do echo "{\"id\":\"$i\",\"prompt\":\"Question $i\"}"; done >many.jsonl
suite=prompts:many.jsonl sample whole --n 20 --seed 9 --quiet
suite=prompts:many.jsonl
assay sample --model gguf:policy.gguf --model-option template=joined --suite $suite --max-tokens 6 --n 20 --seed 9 \
    --quiet --output killed >/dev/null &
process=$!
while ! [ -e killed/items.jsonl ] || [ "$(wc -l <killed/items.jsonl)" -lt 20 ]; do sleep 0.01; done
kill -9 $process 2>/dev/null || :
wait $process 2>/dev/null || :
[ ! -e killed/samples.jsonl ] || echo "too late to kill"
assay sample --resume killed --quiet
cmp whole/samples.jsonl killed/samples.jsonl
awk -F '"i":' 'NR > 1 { print $2 }' killed/items.jsonl | cut -d, -f1 | sort | uniq -d
assay sample --resume killed
suite=

echo "== what was written is read as it is; labels may come later"
assay run --suite samples:one/samples.jsonl --model length --quiet --output scored | grep '^coverage\|^note'
sed 's/"completions":\[\(" [a-z]*[.!]*"\),\(" [a-z]*[.!]*"\).*\],/"completions":["yes, it is","no"],"gold":[1,0],/' one/samples.jsonl >labelled.jsonl
assay run --suite samples:labelled.jsonl --model length --quiet --output labelled | grep '^Overall\|^coverage'

echo "== what cannot be written"
sample long --max-length 6 --n 2
grep '"states"' -A 3 long/run.json
sample no --model-option truncate=left
sample no --model-option template=model
