# Every row of the tables of AlpacaEval for which the preferences are here: win rate and standard error to 1e-6.
table=$ASSAY_DATA/tables/alpaca_eval_preferences.tsv
# The measure called $1 of the run, in full.
measure() { sed -n "/\"name\": \"$1\"/,/}/p" run/result.json | sed -n 's/^ *"value": \([-0-9.e]*\)$/\1/p'; }
sed 1d "$table" | cut -f 1,2 | while IFS="$(printf '\t')" read -r annotator model; do
    assay run --quiet --no-cache --output run --suite alpaca-eval --suite-option "model=$model" \
        --suite-option "annotator=$annotator" --model "replay:$table" --replicates 100 >run.txt 2>&1 || cat run.txt
    printf '%s,%s,%s,%s\n' "$annotator" "$model" "$(measure win_rate)" "$(measure standard_error)"
    rm -rf run
done >got.csv
for annotator in alpaca_eval_gpt4 weighted_alpaca_eval_gpt4_turbo; do
    awk -F , -v annotator=$annotator '
        function far(a, b) { return !(a - b <= 1e-6 && b - a <= 1e-6) }
        FNR == NR { rate[$1] = $2; error[$1] = $3; next }
        $1 == annotator {
            n++
            if (!($2 in rate) || $3 == "" || $4 == "" || far($3, rate[$2]) || far($4, error[$2]))
                print "NOT WITHIN 1e-6:", $0, "published", rate[$2], error[$2]
            else
                right++
        }
        END { print annotator ":", right + 0, "of", n, "rows within 1e-6" }' \
        "$ASSAY_DATA/alpaca_eval/${annotator}_leaderboard.csv" got.csv
done
