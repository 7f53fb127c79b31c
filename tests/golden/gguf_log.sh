# A log filled from models in this process. What follows a token is written down by hand (tests/tools/chain_model.c), so
# that every number that must be there is known.
chain() { # FILE, P of yes, of a full stop behind it, of no behind no
    "$out/tests/chain_model" "$1" <<END
* _yes $2
* _no 0.3
* _maybe $(awk "BEGIN { print 0.7 - $2 }")
_yes . $3
_yes </s> $(awk "BEGIN { print 1 - $3 }")
_no _no $4
_no ! $(awk "BEGIN { print 1 - $4 }")
_maybe . 1
. </s> 1
! </s> 1
END
}
chain policy.gguf 0.5 0.75 0.25
chain ref.gguf 0.25 0.5 0.5
cat >log.jsonl <<'END'
{"k":"group","id":"a","prompt":"Will it rain?","responses":[{"id":"0","text":" yes."},{"id":"1","text":" no no!"},{"id":"2","text":""}]}
{"k":"group","id":"b","prompt":[{"role":"system","content":"Be brief."},{"role":"user","content":"Say no"}],"responses":[{"id":"0","text":" no!"}]}
{"k":"group","id":"c","responses":[{"id":"0","text":" yes."}]}
{"k":"ckpt","step":1,"kl":0.5}
{"k":"group","id":"d","run":"other","prompt":"Will it hail?","responses":[{"id":"0","text":" maybe."},{"id":"1"}]}
END
fill() { assay log fill "$@" || echo "status $?"; }
live() { # LOG, options
    log=$1
    shift
    fill "$log" --policy gguf:policy.gguf --ref gguf:ref.gguf --model-option template=joined "$@"
}
numbers() { # FIELD FILE: its arrays, a response a line
    sed 's/{"id":"[0-9]/\n&/g' "$2" | sed -n "s/.*\"$1\":\(\[\[*[^]]*\]\).*/\1/p" | tr -d '[]' | tr , ' '
}
agree() { # FIELD FILE FUNCTION <VALUES: each number is within 1e-6 of the function of its own value
    numbers "$1" "$2" | tr ' ' '\n' >got
    tr ' ' '\n' | paste -d' ' got - | awk -v name="$1" -v f="$3" '
        function H(p) { return p == 1 ? 0 : p == 3 ? -0.5 * log(0.5) - 0.3 * log(0.3) - 0.2 * log(0.2) : -p * log(p) - (1 - p) * log(1 - p) }
        function S(p) { return p == 1 ? -27000 : p == 3 ? log(0.5 * 0.3 * 0.2) - 26800 : log(p * (1 - p)) - 26900 }
        { want = f == "log" ? log($2) : f == "H" ? H($2) : S($2); d = ($1 - want) / (f == "S" ? want : 1)
          if (NF != 2 || d * d > 1e-12) bad++ } END { print name ": " bad + 0 " of " NR " differ" }'
}

echo "== every track is what the chains say: P of yes, no, no behind no, and so on; without the prompt as behind a begin of text"
live log.jsonl --noctx --output filled.jsonl
assay log check filled.jsonl
numbers ids filled.jsonl
agree policy filled.jsonl log <<'END'
0.5 0.75
0.3 0.25 0.75
0.25 0.75
0.2 1
END
agree ref filled.jsonl log <<'END'
0.25 0.5
0.3 0.5 0.5
0.5 0.5
0.45 1
END
agree noctx filled.jsonl log <<'END'
0.5 0.75
0.3 0.25 0.75
0.3 0.75
0.2 1
END
echo "== entropies, and sums over 271 tokens, of which those that cannot come have log p = -100: of one, two or three that can"
for field in H slp; do
    agree $field filled.jsonl $(echo $field | sed s/slp/S/) <<'END'
3 0.75
3 0.25 0.25
0.25 0.25
3 1
END
done
grep -c '"vocab":271' filled.jsonl

echo "== the likeliest tokens are those that the chain names"
live log.jsonl --top 3 2>/dev/null | sed -n 's/.*"id":"a".*"topk":\(\[\[\[[^"]*\]\]\]\).*/\1/p' | sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g'

echo "== responses that go through together say what each says alone, with two threads, in any order"
live log.jsonl --top 2 --noctx --model-option threads=2 --output two.jsonl 2>/dev/null
live log.jsonl --top 2 --noctx --output one.jsonl 2>/dev/null
cmp one.jsonl two.jsonl
sed -n 's/{"id":"2","text":""}/{"id":"3","text":" yes no no no maybe. yes!"}/; 1p' log.jsonl >many.jsonl
sed 's/"responses":\[.*,\({"id":"1"[^}]*}\).*/"responses":[\1]}/' many.jsonl >alone.jsonl
live many.jsonl --top 2 --noctx 2>/dev/null | sed 's/{"id":"[0-9]/\n&/g' | grep '^{"id":"1' | sed 's/}},.*/}}/; s/,$//' >a
live alone.jsonl --top 2 --noctx 2>/dev/null | sed 's/{"id":"[0-9]/\n&/g' | grep '^{"id":"1' | sed 's/\]}$//' | cmp - a

echo "== signals of the same command see it: 0.1 (log 0.5/0.25 + log 0.75/0.5) of the first"
live log.jsonl --noctx --signal dpo --signal entropy --output both.jsonl
fill filled.jsonl --signal dpo --signal entropy --output apart.jsonl 2>/dev/null
cmp both.jsonl apart.jsonl
sed 's/{"id":"[0-9]/\n&/g' both.jsonl | sed -n 's/.*"signal:dpo#[0-9a-f]*":\([0-9.-]*\),.*/\1/p' | head -n 1 |
    awk '{ d = $1 - 0.1 * (log(0.5 / 0.25) + log(0.75 / 0.5)); print (d * d < 1e-14 ? "so it is" : $1) }'

echo "== tokens of the log are taken as they are, and what stands there stays"
sed -n '/"id":"a"/p' filled.jsonl | sed 's/,"H":.*//; s/"tok":{"ids":\[259,262\].*/"tok":{"ids":[260,263]}}]}/; s/"text":" yes."/"text":"as it was shown"/' >given.jsonl
live given.jsonl --output again.jsonl
agree policy again.jsonl log <<'END'
0.3 0.75
END
live again.jsonl --output third.jsonl
cmp again.jsonl third.jsonl

echo "== another vocabulary is refused"
"$out/tests/make_gguf" other.gguf labels=0
"$out/tests/make_gguf" same.gguf labels=0 vocabulary=271
fill log.jsonl --policy gguf:policy.gguf --ref gguf:other.gguf --model-option template=joined
fill log.jsonl --policy gguf:policy.gguf --track dpo=gguf:same.gguf --model-option template=joined >/dev/null
fill filled.jsonl --track old=gguf:other.gguf --model-option template=joined
echo '{"k":"meta","v":1}' | cat - given.jsonl | sed 's/\[260,263\]/[260,271]/' >beyond.jsonl
fill beyond.jsonl --ref gguf:ref.gguf --model-option template=joined >/dev/null

echo "== what cannot be told is counted, and the rest is there"
sed 's/"text":" no!"/&,"n_tok":5/; s/" no no!"/" no no no no no no no no no no no!"/' log.jsonl >odd.jsonl
live odd.jsonl --output odd.filled.jsonl
assay log check odd.filled.jsonl
"$out/tests/make_gguf" short.gguf labels=0 context=16
fill log.jsonl --policy gguf:short.gguf --model-option template=joined >/dev/null

echo "== a process reward model scores steps as a suite of steps has them scored"
"$out/tests/make_gguf" prm.gguf
cat >steps.jsonl <<'END'
{"id": "a", "problem": "How much is 2 + 2?", "steps": ["Two and two", "make four.", "So: 4"], "label": -1}
{"id": "b", "problem": "How much is 3 * 3?", "steps": ["Three threes are six.", "So: 6"], "label": 0}
END
cat >steps.yaml <<'END'
name: toy
version: "1"
kind: steps
title: Toy
history: {"1": first}
data: {files: [{path: steps.jsonl}]}
scoring: {measure: first, threshold: 0}
fields: {id: id, prompt: problem, completions: steps, errors: label}
END
assay run --suite ./steps.yaml --model gguf:prm.gguf --model-option template=joined --model-option steps=piece \
    --model-option 'mark=\n' --quiet --output run >/dev/null
sed -n 's/.*"v":\[\([^]]*\)\].*/\1/p' run/items.jsonl | tr , ' ' >expected
cat >solved.jsonl <<'END'
{"k":"group","id":"a","prompt":"How much is 2 + 2?","responses":[{"id":"0","text":"Two and two\n\nmake four.\n\nSo: 4"}]}
{"k":"group","id":"b","prompt":"How much is 3 * 3?","responses":[{"id":"0","steps":{"text":["Three threes are six.","So: 6"]}},{"id":"1"}]}
END
prm() { fill solved.jsonl --prm "$@" --model-option prm:template=joined --model-option prm:steps=piece --model-option 'prm:mark=\n'; }
prm gguf:prm.gguf >scored.jsonl
numbers prm scored.jsonl | tr ' ' '\n' >got
tr ' ' '\n' <expected | paste -d' ' got - |
    awk '{ d = $1 - $2; if (NF != 2 || d * d > 1e-14) bad++ } END { print bad + 0 " of " NR " differ" }'
sed -n 's/.*"steps":{"text":\(\[[^]]*\]\).*/\1/p' scored.jsonl
assay log check scored.jsonl && fill scored.jsonl --signal steps 2>&1 >/dev/null | head -n 2

echo "== what is wrong, said in a line"
fill log.jsonl
fill log.jsonl --policy length
fill log.jsonl --policy gguf:prm.gguf --model-option template=joined
fill log.jsonl --policy gguf:policy.gguf --model-option template=joined --model-option reward=sum
fill log.jsonl --policy gguf:policy.gguf --model-option ref:template=joined
fill log.jsonl --prm gguf:prm.gguf --model-option template=joined
fill log.jsonl --ref gguf:ref.gguf --noctx
fill log.jsonl --track gguf:ref.gguf
fill log.jsonl --track noctx=gguf:ref.gguf
fill log.jsonl --track policy=gguf:ref.gguf --policy gguf:policy.gguf
fill log.jsonl --policy gguf:nothing.gguf
