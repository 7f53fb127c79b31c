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
