# Programs as models: what they answer, and what becomes of items when they end, hang or talk nonsense.
for i in 0 1 2 3 4 5 6 7 8 9; do
    echo "{\"id\":\"p$i\",\"prompt\":\"q$i\",\"chosen\":\"right $i\",\"rejected\":\"wrong, wrong $i\"}"
done >pairs.jsonl

# A worker in shell: `act ID LINE` says what it does about an item.
cat >worker.sh <<'END'
read -r hello
echo "{\"assay\":1,\"name\":\"sh\",\"version\":\"0\",\"gives\":\"${gives:-scores}\",\"in_flight\":${flight:-4}}"
while read -r line; do
    id=${line#\{\"id\":}
    id=${id%%,*}
    case $line in
    *"$poison"*) eval "$deed" ;;
    *) echo "{\"id\":$id,\"values\":[2,1]}" ;;
    esac
done
END
run() {
    rm -rf run
    assay run --suite pairs:pairs.jsonl --model "worker:sh worker.sh" --quiet --output run --model-option timeout=60 "$@" >told ||
        echo "status $?"
    grep -e '^Overall' -e '^coverage' -e '^note' told || :
    if [ -e run/items.jsonl ]; then sed -n 's/.*\("e":.*\)}/\1/p' run/items.jsonl | sed 's/,"g".*//' | sort; fi
}
export poison=nothing deed=:
echo "== all is well, with the C example too"
run
run --jobs 4
cc -o worker_length "$top/docs/examples/worker_length.c" -ljansson -lm
assay run --suite pairs:pairs.jsonl --model worker:./worker_length --quiet --output length >told
tail -n 1 length/items.jsonl
poison='right 4'
echo "== it refuses one"
deed='echo "{\"id\":$id,\"state\":\"refused\",\"note\":\"I do not like it\"}"' run
echo "== one is not a number"
deed='echo "{\"id\":$id,\"values\":[null,1]}"' run
echo "== what is missing is told, with why the first is"
deed='echo "{\"id\":$id,\"state\":\"refused\",\"note\":\"I do not like it\"}"' assay run --suite pairs:pairs.jsonl \
    --model "worker:sh worker.sh" --no-progress --output told.run 2>&1 >told | grep -v stored
echo "== it ends at one, twice: that one alone has failed"
deed='echo "cannot do right 4" >&2; exit 3' run
deed='echo "cannot do right 4" >&2; exit 3' run --jobs 3
echo "== it ends at one, once"
rm -f seen
deed='[ -e seen ] && echo "{\"id\":$id,\"values\":[2,1]}" || { touch seen; kill -9 $$; }' run
echo "== it hangs at one"
deed='sleep 600' run --model-option timeout=3
echo "== it closes its output, and lives on; its shell does not"
deed='exec >&-; sleep 600' run --model-option timeout=3
echo "== it ends always: restarts are counted"
poison=right deed='echo "no licence" >&2; exit 1' run --model-option restarts=1
echo "== nonsense"
deed='echo "no json"' run
deed='echo "{\"id\":77,\"values\":[1,2]}"' run
deed='echo "{\"id\":$id,\"values\":[1,2,3]}"' run
deed='echo "{\"id\":$id,\"values\":[1,\"2\"]}"' run
deed='echo "{\"id\":$id,\"state\":\"scored\"}"' run
deed='echo "{\"id\":$id}"; echo "{\"id\":$id}"' run
gives=rewards run
gives=texts run
flight=0 run
run --model-option timeout=x
assay run --suite pairs:pairs.jsonl --model 'worker:echo "{}"; cat >/dev/null' --quiet || echo "status $?"
assay run --suite pairs:pairs.jsonl --model 'worker:./nowhere' --quiet || echo "status $?"
assay run --suite pairs:pairs.jsonl --model 'worker:sleep 600' --model-option start_timeout=0.2 --quiet ||
    echo "status $?"
echo "== a run that was cut goes on where it was"
poison="right 7" deed="exit 1" run --model-option restarts=0
poison=nothing
wc -l <run/items.jsonl
assay run --resume run --quiet >told
grep '^coverage' told
assay run --suite pairs:pairs.jsonl --model "worker:sh worker.sh" --model-option timeout=60 \
    --model-option restarts=0 --quiet --output whole >told
cmp run/result.json whole/result.json
echo "== told to end before it is greeted back: nothing is in flight, nothing is waited for"
cat >silent.sh <<'END'
touch here
read -r hello
read -r nothing
END
for signal in TERM USR1 INT; do
    rm -rf here run
    assay run --suite pairs:pairs.jsonl --model "worker:sh silent.sh" --quiet --output run 2>told &
    running=$!
    while [ ! -e here ]; do sleep 0.01; done
    kill -$signal $running
    status=0
    wait $running || status=$?
    echo "$status: $(cat told)"
done
echo "== batches: lists of the plan's, answered in lists or one by one, in any order"
cat >batch.py <<'END'
import json, os, sys, time
def say(line): print(json.dumps(line), flush=True)
how = os.environ["how"]
sys.stdin.readline()
say({"assay": 1, "name": "py", "gives": "scores", "in_flight": int(os.environ.get("flight", 6)), "batch": 3})
for line in sys.stdin:
    asks = json.loads(line)
    open("sizes", "a").write(f"{len(asks)} ")
    if any(how == "dies" and "right 4" in ask["completions"][0] for ask in asks):
        sys.exit("cannot do right 4")
    answers = [{"id": ask["id"], "values": [len(text) for text in ask["completions"]]} for ask in asks][::-1]
    if how == "empty":
        say([])
    elif how == "twice":
        say(answers + answers)
    elif how == "apart":
        [say(answer) for answer in answers]
    else:
        say(answers[:1]), say(answers[1:]) if answers[1:] else None
END
batch() { # HOW [OPTION...]
    export how=$1 flight=${flight:-6}
    shift
    rm -rf run sizes
    assay run --suite pairs:pairs.jsonl --model 'worker:exec python3 batch.py' --quiet --output run --replicates 100 "$@" >told || echo "status $?"
    echo "lists of $(cat sizes)"
    sed -n 's/.*\("e":.*\)}/\1/p' run/items.jsonl 2>/dev/null | sed 's/,"g".*//'
}
batch lists
cp run/result.json lists.json
batch apart
cmp run/result.json lists.json
flight=3 batch dies
flight=3 batch twice
flight=3 batch empty
flight=1 batch lists
echo "== a worker that says what it is at has the time for it, before its hello and behind"
cat >slow.sh <<'END'
read -r hello
for i in 0 1 2 3 4 5 6 7; do
    echo "{\"progress\":\"loading weights\",\"done\":$i,\"total\":8}"
    sleep 0.5
done
looks=0 # a machine that is busy may show it later
until [ -e said ] || grep -q 'loading weights [1-7]/8 .* left' told || [ $looks -ge 100 ]; do
    echo '{"progress":"loading weights","done":7,"total":8}'
    looks=$((looks + 1))
    sleep 0.2
done
: >said
echo '{"assay":1,"gives":"scores","in_flight":4}'
while read -r line; do
    id=${line#\{\"id\":}
    for i in 1 2 3; do
        echo '{"progress":"thinking"}'
        sleep 0.5
    done
    echo "{\"id\":${id%%,*},\"values\":[2,1]}"
done
END
head -3 pairs.jsonl >three.jsonl
slow() {
    rm -rf run
    env -u ASSAY_NO_PROGRESS assay run --suite pairs:three.jsonl --model 'worker:exec sh slow.sh' --output run --replicates 100 \
        --model-option start_timeout=3 --model-option timeout=3 2>told >table || echo "status $?"
    grep '^coverage' table || tail -n 1 told
}
slow
grep -o '^loading weights [1-7]/8 [0-9]* % [0-9.]*/s, [0-9:]* left$' told | head -1 | sed 's/[0-9]/N/g'
grep -c 'pairs 0.*; thinking' told
sed -i 's/^    echo .*loading weights.*/    :/' slow.sh
slow
sed -i 's/"progress":"thinking"/"progress":7/; s/^    sleep 0.5/    :/' slow.sh
slow
echo "== the example in Python, with stand-ins for its libraries"
mkdir stand
cat >stand/torch.py <<'END'
import contextlib
__version__, float32, no_grad, tensor = "0", None, contextlib.nullcontext, lambda rows: rows
END
cat >stand/transformers.py <<'END'
class AutoTokenizer:
    chat_template = None
    from_pretrained = staticmethod(lambda name: AutoTokenizer())
    def __call__(self, text, add_special_tokens): return {"input_ids": list(text.encode())}
class Logits:
    def __init__(self, value): self.value = value
    def __getitem__(self, at): return self.value
class AutoModelForSequenceClassification:
    class config: max_position_embeddings = 24
    from_pretrained = staticmethod(lambda name, torch_dtype: AutoModelForSequenceClassification())
    def eval(self): return self
    def __call__(self, rows):
        self.logits = Logits(-len(rows[0]))
        return self
END
rm -rf run
PYTHONPATH=stand assay run --suite pairs:three.jsonl --model "worker:exec python3 $top/docs/examples/worker_transformers.py small" --quiet --output run |
    grep '^note'
sed -n 's/.*"i"/"i"/p' run/items.jsonl | sed 's/,"g":[0-9]*}/}/' # items in a line are those that were there
