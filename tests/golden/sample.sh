# Texts behind prompts, from servers and programs: who is asked what, and what is left of it after a kill.
cat >prompts.jsonl <<'END'
{"id": "p0", "prompt": "one"}
{"id": "p1", "prompt": "two"}
{"id": "p2", "prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "three"}]}
{"id": "p3", "prompt": "four"}
{"id": "p4", "prompt": "two"}
END
# It writes SEED: CONTENT, of the seed the 31 bits that servers take, and down what it was asked. At $word it does $deed first.
cat >writer.sh <<'END'
read -r hello
echo '{"assay":1,"name":"echo","version":"1","gives":"texts","in_flight":1}'
while read -r line; do
    id=${line#\{\"id\":} id=${id%%,*}
    seeds=${line##*\"seeds\":[} seeds=${seeds%%]*}
    said=${line##*\"content\":\"} said=${said%%\"*}
    echo "$said ${line##*\"sampling\":}" | cut -d, -f1-4 >>asked
    [ "$said" != "${word-}" ] || eval "$deed"
    texts=
    for seed in $(echo "$seeds" | tr , ' '); do texts="$texts,\"$((seed & 2147483647)): $said\""; done
    echo "{\"id\":$id,\"texts\":[${texts#,}]}"
done
END
sample() { # output, options
    output=$1
    shift
    rm -rf "$output"
    assay sample --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --n 2 --output "$output" --quiet "$@" || echo "status $?"
}
echo "== a program is asked once for each prompt, without completions; the last one repeats the second"
sample all --temperature 0.7 --top-k 40 --top-p 0.9 --max-tokens 64 --stop END --seed 11
cat all/samples.jsonl asked
echo "== the same with three of them"
sample three --temperature 0.7 --top-k 40 --top-p 0.9 --max-tokens 64 --stop END --seed 11 --jobs 3
cmp all/samples.jsonl three/samples.jsonl
echo "== in parts: who asks what, and the same bytes when they are put together"
rm asked
sample part1 --temperature 0.7 --top-k 40 --top-p 0.9 --max-tokens 64 --stop END --seed 11 --shard 1/3
cut -d' ' -f1 asked
JOB_COMPLETION_INDEX=1 sample local --temperature 0.7 --top-k 40 --top-p 0.9 --max-tokens 64 --stop END --seed 11 --shard auto/3 --publish far/part2
wrong() { "$@" || echo "status $?"; }
wrong assay merge part1 far/part2 --output merged 2>&1
SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=3 SLURM_ARRAY_TASK_COUNT=3 \
    sample part3 --temperature 0.7 --top-k 40 --top-p 0.9 --max-tokens 64 --stop END --seed 11 --shard auto
cut -d' ' -f1 asked | sort
[ ! -e local ] && ls part1
mv writer.sh away.sh
assay merge part3 part1 far/part2 --output merged --quiet
assay merge part3 part1 far/part2 --output merged
mv away.sh writer.sh
cmp merged/samples.jsonl all/samples.jsonl
assay sample --resume part1
wrong assay merge part3 all far/part2 --output other 2>&1
wrong assay sample --resume part1 --shard 2/3 2>&1
wrong assay sample --resume merged --quiet 2>&1
echo "== the prompts of any suite, and the first two alone"
printf '{"id":"a","prompt":"Hot?","chosen":"Yes","rejected":"No"}\n{"id":"b","prompt":"Hot?","chosen":"Yes.","rejected":"Nay"}\n{"id":"c","prompt":"Cold?","chosen":"No","rejected":"Yes"}\n{"id":"d","prompt":"Wet?","chosen":"No","rejected":"Yes"}\n' >pairs.jsonl
sample pairs --suite pairs:pairs.jsonl --limit 2
cat pairs/samples.jsonl

echo "== killed at the third: what was given before is not asked again"
lone() { # output, options: the process by its number
    rm -rf "$1" asked
    assay sample --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --n 2 --output "$@" --quiet &
    echo $! >process
    wait $! && echo over || echo "status $?"
}
export word=three deed='until [ -s process ]; do sleep 0.01; done; kill -9 $(cat process); exit 1'
lone killed --seed 5 2>/dev/null
cut -d' ' -f1 asked
tail -n +2 killed/items.jsonl | cut -c1-40
rm asked
word=
assay sample --resume killed --quiet
cut -d' ' -f1 asked
sample whole --seed 5
cmp whole/samples.jsonl killed/samples.jsonl
echo "== a line that was torn does not count"
head -c -20 killed/items.jsonl >torn && cp torn killed/items.jsonl && rm killed/samples.jsonl asked
assay sample --resume killed --quiet
cut -d' ' -f1 asked
cmp whole/samples.jsonl killed/samples.jsonl
echo "== SIGTERM: status 7, and gone on with"
word=four deed='until [ -s process ]; do sleep 0.01; done; kill -TERM $(cat process); sleep 0.2'
lone stopped --seed 5
cut -d' ' -f1 asked
word=
assay sample --resume stopped --quiet
cmp whole/samples.jsonl stopped/samples.jsonl

echo "== one is refused, then all"
cat >refuser.sh <<'END'
read -r hello
echo '{"assay":1,"name":"echo","version":"1","gives":"texts","in_flight":1}'
while read -r line; do
    id=${line#\{\"id\":} id=${id%%,*}
    case $line in *"$poison"*) echo "{\"id\":$id,\"state\":\"refused\",\"note\":\"not that\"}" ;;
    *) echo "{\"id\":$id,\"texts\":[\"a\",\"b\"]}" ;; esac
done
END
refuse() { # word, options
    rm -rf refused
    poison=$1 assay sample --model 'worker:sh refuser.sh' --suite prompts:prompts.jsonl --n 2 --output refused --no-progress || echo "status $?"
    cut -c1-8 refused/samples.jsonl || :
}
refuse three
refuse content

echo "== a server is asked for one text at a time, under the seeds that a program is given"
"$out/tests/stub_server" port openai &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
while [ ! -e port ]; do sleep 0.01; done
ask() {
    rm -rf "$1"
    assay sample --model "http:http://127.0.0.1:$(cat port)" --model-option dialect=openai --suite prompts:prompts.jsonl \
        --n 2 --seed 11 --quiet --output "$@" || echo "status $?"
}
ask served
cmp served/samples.jsonl all/samples.jsonl
ask served4 --jobs 4
cmp served/samples.jsonl served4/samples.jsonl
# What the official schema refuses is not asked.
ask refused --stop a --stop b --stop c --stop d --stop e 2>&1
ask refused --temperature 2.5 2>&1
sort port.log | uniq -c | sed 's/^ *//'
kill $server

echo "== a text that failed is asked for again, and those that were written are not"
rm port port.log
touch broken
"$out/tests/stub_server" port openai wrong=500 at=1764383041 while=broken &
server=$!
while [ ! -e port ]; do sleep 0.01; done
ask mended --model-option tries=1
sed -n 's/.*\("completions":.*\),"prompt_sha.*/\1/p' mended/samples.jsonl
assay sample --resume mended --no-progress 2>&1
rm broken port.log
assay sample --resume mended --no-progress 2>&1
cmp mended/samples.jsonl all/samples.jsonl
sort port.log | uniq -c | sed 's/^ *//'
assay sample --resume mended --no-progress 2>&1
kill $server

echo "== what was written is read as it is, and a run is no sample"
assay run --suite samples:all/samples.jsonl --model length --quiet --output scored | grep '^coverage\|^note'
wrong() { "$@" >/dev/null || echo "status $?"; }
wrong assay sample --resume scored
wrong assay run --resume all
wrong assay show all
wrong assay sample --resume all --n 3
wrong assay sample --resume nowhere
echo "== mistakes"
wrong assay sample --suite prompts:prompts.jsonl
wrong assay sample --model 'worker:sh writer.sh'
wrong assay sample --model length --suite prompts:prompts.jsonl
wrong assay sample --model 'worker:sh writer.sh' --suite prompts:nowhere.jsonl
echo '{"id": "x", "prompt": 7}' >bad.jsonl
wrong assay sample --model 'worker:sh writer.sh' --suite prompts:bad.jsonl
echo '{"id": "x", "completions": ["a", "b"]}' >bad.jsonl
wrong assay sample --model 'worker:sh writer.sh' --suite samples:bad.jsonl
wrong assay sample --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --n 0
wrong assay sample --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --top-p 0
wrong assay sample --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --stop ''
wrong assay sample --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --output all
wrong assay run --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --quiet
echo "== nothing is asked"
assay sample --model 'worker:sh writer.sh' --suite prompts:prompts.jsonl --n 4 --dry-run | sed 's/sha256 .*//'
