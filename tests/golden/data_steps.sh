# The published table of PRMBench: every group average is the mean of its cells, within rounding.
group() { awk -v name="$1" '$1 == name { print $2 }' run.txt; }
sed 1d "$ASSAY_DATA/tables/prmbench_main_table.tsv" | while IFS="$(printf '\t')" read -r model _ _ _ simplicity _ _ _ _ soundness _ _ _ sensitivity; do
    assay run --quiet --output run --suite prmbench --model "replay:$ASSAY_DATA/tables/prmbench_main_table.tsv" \
        --model-option name="$model" >run.txt
    rm -rf run
    echo "$model $simplicity $(group Simplicity) $soundness $(group Soundness) $sensitivity $(group Sensitivity)" |
        awk 'function far(a, b) { return a - b > 0.1000001 || b - a > 0.1000001 || b == "-" }
             { print $0, far($2, $3) || far($4, $5) || far($6, $7) ? "NOT WITHIN 0.1" : "within 0.1" }'
done
# A model that keeps no step of the first part: F1 of valid steps is 0, of wrong ones 2 E / (E + S) with E wrong ones
# of S steps; counted by another program, half of it is 15.82, 11.40, 14.96 and in all 13.22.
assay run --quiet --output run --suite prmbench --model constant | sed -n '/^section/,/^Overall/p; /^coverage/p'
rm -rf run
# Step scores of RewardMATH's process reward models, aggregated; published accuracies.
for model in Math_Shepherd ReasonEval_7B; do
    for how in prod geomean min mean last; do
        assay run --quiet --output run --suite rewardmath --model-option aggregate=$how \
            --model "replay:$ASSAY_DATA/rewardmath/results/RewardMATH/${model}_reward.json" |
            awk -v name="$model $how" '$1 == "Overall" { print name, $3 }'
        rm -rf run
    done
done
