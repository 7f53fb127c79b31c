# Preferences against a baseline, in the official shapes, with figures worked out by hand.
tell() {
    echo "== $*"
    assay run --quiet --output run "$@" | awk '/^(Overall|coverage|rule) / || /^[a-z_]+ +[-0-9.]+$/ { gsub(/  +/, "  "); print }'
    rm -rf run
}
# Of four instructions with a preference one is won, one lost, one a draw, one a quarter of a win: (1 + 0 + 1/2 +
# 1/4) / 4 = 43.75 %; squares of what is off it .3164 .1914 .0039 .0352, together .5469: s / 2 = sqrt(.5469 / 3) / 2
# = 21.35 %. In whole wins (1 + 1/2) / 4 = 37.5 %. The fifth has none and is left out.
said() { printf '{"instruction": "%s", "output_1": "base", "output_2": "a longer one", "generator_1": "b", "generator_2": "m", "annotator": "a", "preference": %s}' "$@"; }
printf '[%s, %s, %s, %s, %s]' "$(said one 2)" "$(said two 1.0)" "$(said three 0)" "$(said four 1.25)" "$(said five null)" >annotations.json
tell --suite alpaca-eval --model replay:annotations.json

# A table of several models, one row each.
printf 'annotator\tmodel\tn\tpreferences_space_sep(1=base,2=model,0|1.5=draw)\n' >table.tsv
printf 'weighted_alpaca_eval_gpt4_turbo\tx\t2\t2 1.5\nweighted_alpaca_eval_gpt4_turbo\ty\t2\t1 1\nalpaca_eval_gpt4\ty\t3\t1 2 2\n' >>table.tsv
tell --suite alpaca-eval --suite-option model=x --model replay:table.tsv
tell --suite alpaca-eval --suite-option model=y --model replay:table.tsv
tell --suite alpaca-eval --suite-option model=y --suite-option annotator=alpaca_eval_gpt4 --model replay:table.tsv
for options in '' '--suite-option model=z' '--suite-option annotator=gpt'; do
    # shellcheck disable=SC2086
    assay run --suite alpaca-eval $options --model replay:table.tsv --quiet || echo "status $?"
done

# Neither a file of one preference nor of a number that is none.
printf '[%s]' "$(said one 3)" >three.json
assay run --suite alpaca-eval --model replay:three.json --quiet || echo "status $?"
assay run --suite alpaca-eval --model length --quiet || echo "status $?"
