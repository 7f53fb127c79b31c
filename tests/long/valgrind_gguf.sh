# As valgrind.sh, of a model in this process. libllama is built for the processor it is built on, and valgrind does not
# know all instructions of all: where it does not, tests/golden/gguf_signals.sh under the sanitizers is what there is.
"$out/tests/make_gguf" rm.gguf
for i in 0 1 2 3; do
    echo "{\"id\":\"p$i\",\"prompt\":\"question $i\",\"chosen\":\"right $i\",\"rejected\":\"wrong, wrong $i\"}"
done >pairs.jsonl
valgrind -q --log-file=found --leak-check=full --errors-for-leak-kinds=definite,possible --error-exitcode=99 \
    "$out/assay" run --suite pairs:pairs.jsonl --model gguf:rm.gguf --model-option template=none --output run --quiet >table
[ ! -s found ] || cat found
