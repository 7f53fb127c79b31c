# A model in process told to end in the middle of its work, by a person's signal (what is begun comes in) and by a
# scheduler's two: the status says so, and going on gives what an unbroken run gives. Under the sanitizers
# nothing is read after it is gone, and nothing lost.
"$out/tests/make_gguf" rm.gguf
printf '%s\n' '* _yes 0.5' '* _no 0.5' '_yes . 0.75' '_yes </s> 0.25' '_no _no 0.5' '_no ! 0.5' '. </s> 1' '! </s> 1' |
    "$out/tests/chain_model" policy.gguf
for i in $(seq 1500); do
    echo "{\"id\":\"p$i\",\"prompt\":\"Question $i, which is longer than others\",\"chosen\":\"right $i\",\"rejected\":\"wrong, wrong $i\"}"
    [ "$i" -gt 150 ] || echo "{\"id\":\"$i\",\"prompt\":\"Question $i\"}" >>prompts.jsonl
done >pairs.jsonl

broken() { # COMMAND RESULT SIGNAL
    command=$1 result=$2
    rm -rf cut
    # shellcheck disable=SC2086
    assay $command --quiet --output cut >table 2>told &
    process=$!
    while ! [ -e cut/items.jsonl ] || [ "$(wc -l <cut/items.jsonl)" -lt 4 ]; do sleep 0.01; done
    kill "-$3" $process
    status=0
    wait $process || status=$?
    echo "$3: status $status$([ -e "cut/$result" ] && echo ", too late")"
    assay ${command%% *} --resume cut --quiet >table
    cmp "whole/$result" "cut/$result"
}
signals() { # COMMAND RESULT
    rm -rf whole
    # shellcheck disable=SC2086
    assay $1 --quiet --output whole >table
    broken "$1" "$2" INT
    broken "$1" "$2" TERM
    broken "$1" "$2" USR1
}
echo "== run"
signals "run --suite pairs:pairs.jsonl --model gguf:rm.gguf --model-option template=none --no-cache" result.json
echo "== sample"
signals "sample --suite prompts:prompts.jsonl --model gguf:policy.gguf --model-option template=joined --max-tokens 6 --n 20 --seed 9" samples.jsonl
