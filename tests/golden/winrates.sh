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
assay run --suite alpaca-eval --suite-option model=y --model replay:table.tsv --quiet | sed '2!d'
for options in '' '--suite-option model=z' '--suite-option annotator=gpt'; do
    # shellcheck disable=SC2086
    assay run --suite alpaca-eval $options --model replay:table.tsv --quiet || echo "status $?"
done

# Neither a file of one preference nor of a number that is none.
printf '[%s]' "$(said one 3)" >three.json
assay run --suite alpaca-eval --model replay:three.json --quiet || echo "status $?"
refused() { # what is said of a description of assay's own, without where and which line
    { assay run "$@" --quiet || echo "status $?"; } 2>&1 | sed "s,$top/,,; s/yaml:[0-9]*/yaml:LINE/"
}
refused --suite alpaca-eval --model length

# The length-controlled win rate: twelve answers shorter or longer by so many characters than the baseline's of 500, the
# eleventh without a preference. The figures are those of tests/unit/test_length_control.c, of an independent program.
row() { # preference, characters that the answer lacks
    awk -v p="$1" -v lacks="$2" -v i="$3" 'BEGIN {
        for (k = 0; k < 500; k++) base = base "b"
        for (k = 0; k < 500 - lacks; k++) own = own "\303\251"
        printf "%s{\"instruction\": \"i%d\", \"output_1\": \"%s\", \"output_2\": \"%s\", \"annotator\": \"a\", \"preference\": %s}\n", i ? "," : "", i, base, own, p }'
}
{
    echo '['
    i=0
    for pair in 2:-120 1.5:30 1.25:200 1:410 1.9:-300 1.6:15 1.75:-60 1.1:90 1.35:220 1.8:-10 null:50 1.45:75; do
        row "${pair%:*}" "${pair#*:}" $i
        i=$((i + 1))
    done
    echo ']'
} >controlled.json
cat >df_gamed.csv <<'CSV'
model,preference,index,std_delta_len,instruction_difficulty,not_gamed_baseline
v,0.7,0,-1.5,0.0,False
v,0.4,1,0.5,-0.5,False
v,0.2,2,1.25,1.25,False
c,0.9,3,-0.75,-1.0,False
c,0.55,4,0.1,2.0,False
c,0.3,5,2.0,0.25,False
c,,6,0.3,-0.75,False
c,,7,0.3,0.5,False
c,,8,0.3,-1.5,False
c,,9,0.3,1.0,False
c,,10,0.3,0.1,False
c,,11,0.3,-0.2,False
c,,0,0.3,7,False
CSV
control() {
    assay run --quiet --output run --suite alpaca-eval --model replay:controlled.json "$@" | grep -E '^(length_c|lc_|note .*length)'
    rm -rf run
}
# 62.91771 and 0.02495; 63.60147 and 0.28249; 63.54722 and 0, where every instruction is alike
control --suite-option difficulty=df_gamed.csv
control --suite-option difficulty=df_gamed.csv --suite-option length_control=noreg
control --suite-option length_control=minimal
# Without the file, without its gamed rows, with an instruction that it does not know; the file is a source of the run.
control
cut -d, -f3,5 df_gamed.csv >instruction_difficulty.csv
control --suite-option difficulty=instruction_difficulty.csv
head -8 instruction_difficulty.csv >few.csv
control --suite-option difficulty=few.csv --suite-option length_control=noreg
assay run --quiet --output run --suite alpaca-eval --suite-option difficulty=df_gamed.csv --model replay:controlled.json >/dev/null
grep -c '"path": "df_gamed.csv"' run/run.json
rm -rf run
# Mistakes in the file are told with their line.
printf 'index,instruction_difficulty\n0,1\n1.5,1\n' >wrong.csv
assay run --quiet --suite alpaca-eval --suite-option difficulty=wrong.csv --model replay:controlled.json || echo "status $?"
sed '3s/0.4/1.4/' df_gamed.csv >wrong.csv
assay run --quiet --suite alpaca-eval --suite-option difficulty=wrong.csv --model replay:controlled.json || echo "status $?"
sed '4s/False/True/' df_gamed.csv >wrong.csv
assay run --quiet --suite alpaca-eval --suite-option difficulty=wrong.csv --model replay:controlled.json || echo "status $?"
sed '4s/1.25,False/hard,False/' df_gamed.csv >wrong.csv
assay run --quiet --suite alpaca-eval --suite-option difficulty=wrong.csv --model replay:controlled.json || echo "status $?"
assay run --quiet --suite alpaca-eval --suite-option difficulty=gone.csv --model replay:controlled.json || echo "status $?"

# Arena-Hard: battles of which a strong verdict is three. a: 3 + 1 of 4 won; b: a tie and three lost, 1/2 of 4; c: three
# lost and a tie, 1/2 of 4; d: a win, and no verdict. Version 2.0 leaves d out: 5 of 12 = 41.67; version 0.1 counts its one
# game: 6 of 13 = 46.15. Weighing all alike 3 of 6; the first games alone, of version 0.1: 3.5 of 7.
game() { printf '{"uid": "%s", "category": "%s", "judge": "j", "model": "m", "baseline": "b", "games": [%s, %s]}\n' "$@"; }
says() { printf '{"score": %s, "judgment": {"answer": "..."}}' "$1"; }
{
    game a hard_prompt "$(says '"B>>A"')" "$(says '"A>B"')"
    game b hard_prompt "$(says '"A=B"')" "$(says '"B>>A"')"
    game c creative_writing "$(says '"A>>B"')" "$(says '"A=B"')"
    game d creative_writing null "$(says '"A>B"')"
} >judgments.jsonl
tell --suite arena-hard --model replay:judgments.jsonl | grep -v -E '^(lower|upper) '
for options in version=0.1 strong=1 'version=0.1 --suite-option games=first'; do
    # shellcheck disable=SC2086
    assay run --quiet --suite arena-hard --suite-option $options --model replay:judgments.jsonl | grep -E '^Overall'
done
# A category by itself: 4.5 of 8 and 1/2 of 4. Where every battle is won, every resample is 100. The old shape has other names.
assay run --quiet --suite arena-hard --model replay:judgments.jsonl | grep -E '^(hard|creative)'
{
    echo '{"question_id": "1", "model": "m", "judge": "j", "games": [{"score": "B>A"}, {"score": "A>>B"}]}'
    echo '{"question_id": "2", "model": "m", "judge": "j", "games": [{"score": "B>>A"}, {"score": null}]}'
} >old.jsonl
tell --suite arena-hard --suite-option version=0.1 --model replay:old.jsonl
sed 's/"B>A"/"B?A"/' old.jsonl >wrong.jsonl
refused --suite arena-hard --model replay:wrong.jsonl
