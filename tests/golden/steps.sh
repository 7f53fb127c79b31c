# Solutions in steps, from files of the official shapes, with figures worked out by hand.
tell() { # sections with their items and values, then official measures
    echo "== $*"
    assay run --quiet --output run "$@" | awk '
        /^(section|measure)/ { table = $1; next }
        /^$/ { table = "" }
        /^-/ { next }
        table == "section" { sub(/  +-?[0-9.]+ - .*/, "") }
        table { gsub(/  +/, "  "); print }
        /^(overall is|coverage) / { gsub(/  +/, "  "); print }'
    rm -rf run
}

# ProcessBench, critics: the last box of each text votes as it is written, then the winner is read.
row() { # id, label, critique, prediction
    printf '{"id": "%s", "problem": "%s", "steps": ["a", "b", "c"], "label": %s, ' "$1" "$1" "$2"
    printf '"generated_critique": %s, "prediction": %s}\n' "$3" "$4"
}
{
    row gsm8k-0 1 '["\\boxed{1}", "\\boxed{2} no, \\boxed{ 1 }", "\\boxed{2}"]' 1 # right, 2 of 3
    row gsm8k-1 2 '["\\boxed{1.0}", "\\boxed{2}", "\\boxed{1.0}"]' null           # "1.0" wins and is no number: wrong
    row gsm8k-2 -1 '"All right: \\boxed{-1}"' -1                                  # right
    row math-0 0 '"\\boxed{0}"' 0                                                 # right
    row math-1 -1 '["no box", "\\boxed{2}", "\\boxed{-1}"]' 2                     # 2 was seen first: wrong
    row math-2 -1 '"\\boxed{-1}"' -1                                              # right
    row olympiadbench-0 2 '"\\boxed{1}"' 1                                        # wrong
    row olympiadbench-1 -1 '"none"' null                                          # wrong
} >critique.jsonl
# gsm8k 50 and 100: F1 2 * 50 * 100 / 150 = 66.67; math 100 and 50: the same; olympiadbench 0 and 0: undefined.
# The mean of those that have a value is 66.67, and partial.
tell --suite processbench --model replay:critique.jsonl
# The same from the stored predictions; --suite-option has nothing to say about them.
sed 's/"generated_critique": .*, "prediction"/"prediction"/' critique.jsonl >prediction.jsonl
tell --suite processbench --model replay:prediction.jsonl
# Intervals are those of a line through the value, which leaves 0 to 100 % where solutions are few: gsm8k-0 stands for
# 2/3 + 3 * 2/9 = 4/3, and 1 of 27 resamples, more than 2.5 %, is of it alone. They end at 100 all the same.
assay run --quiet --suite processbench --model replay:prediction.jsonl --output few |
    grep -o -e '^gsm8k  .*- [0-9.]*' -e '^math  .*- [0-9.]*' | sed 's/.*- /up to /'
rm -r few
# A reward model: the first step below the threshold. At 0.5: gsm8k-0 step 1, right; gsm8k-1 step 0, wrong; gsm8k-2
# none, right. At 0.2: none, wrong; step 2, right; none, right. So 50 and 100 either way, and 0 and 100 at 0.05.
scored() { printf '{"id": "%s", "problem": "%s", "steps": ["a", "b", "c"], "label": %s, "step_scores": %s}\n' "$1" "$1" "$2" "$3"; }
{
    scored gsm8k-0 1 '[0.9, 0.3, 0.1]'
    scored gsm8k-1 2 '[0.4, 0.8, 0.1]'
    scored gsm8k-2 -1 '[0.5, 0.9, 0.7]'
} >scores.jsonl
tell --suite processbench --model replay:scores.jsonl
tell --suite processbench --suite-option threshold=0.05 --model replay:scores.jsonl

# PRM800K: a and c have a wrong step, the third one and the first one; b has none. Scores find it in a, and call step 1
# of b wrong unless it is neutral: with neutral=wrong that is what people said.
mkdir -p data/prm800k
step() { printf '{"completions": [{"text": "%s", "rating": %s}, {"text": "other", "rating": 1}], "chosen_completion": 0}' "$1" "$2"; }
labelled() { # problem, why it ended, steps
    printf '{"question": {"problem": "%s"}, "label": {"finish_reason": "%s", "steps": [%s]}}\n' "$1" "$2" "$3"
}
{
    labelled a found_error "$(step x 1), $(step y 0), $(step z -1)"
    labelled b solution "$(step x 1), $(step y 0)"
    labelled c found_error "$(step x -1)"
    labelled d give_up "$(step x 1), $(step y null)"
} >data/prm800k/phase2_test.jsonl
cat >prm.jsonl <<'JSONL'
{"id": "test-0", "step_scores": [0.9, 0.8, 0.1]}
{"id": "test-1", "step_scores": [0.9, 0.2]}
{"id": "test-2", "step_scores": [0.7]}
{"id": "test-3", "step_scores": [0.7, 0.7]}
JSONL
# right: a of two with a wrong step, none of one without: 50 and 0, F1 0
tell --suite prm800k --data-dir data --model replay:prm.jsonl
# neutral=wrong: labels a 1, b 1, c 0; said 2, 1, none: 1 of 3, and no solution is without a wrong step
tell --suite prm800k --suite-option neutral=wrong --data-dir data --model replay:prm.jsonl

# DeltaBench: sections of a chain of thought. The critic of 1 names 2 and 9: 9 is beyond the last wrong one and is taken
# out, so P = R = F1 = 1; of 2 names 1 and 3 of {2, 3}: 1/2; finds nothing in 3: 0; says "Yes" and no number in 4: 0;
# 5 has no text and is left out.
thought() { # id, task, useless, wrong, critic
    printf '{"id": "%s", "question": "q%s", "sections_content": "section1:\\na\\n\\nsection2:\\nb\\n\\nsection3:\\nc", ' "$1" "$1"
    printf '"task_l1": "%s", "reason_unuseful_section_numbers": %s, "reason_error_section_numbers": %s, "critic": "%s"}\n' \
        "$2" "$3" "$4" "$5"
}
found='Conclusion: yes\nError Section Number: '
{
    thought 1 Math '[]' '[2]' "${found}2\\nExplanation: 7\\nError Section Number: 9\\nExplanation: x"
    thought 2 Math '[2]' '[3]' "${found}section 1\\nExplanation: x\\nError Section Number: 3"
    thought 3 Code '[]' '[1]' 'Conclusion: no error'
    thought 4 Code '[]' '[1, 2]' "${found}unclear\\nExplanation: 1"
    thought 5 Code '[]' '[1]' ''
} >critics.jsonl
# macro: (1 + 1/2 + 0 + 0) / 4 = 37.5; micro: tp 2, fp 2 (section 1 of 2; the one without number), fn 1 + 1 + 2:
# P = 2/4, R = 2/6, F1 = 40
tell --suite deltabench --model replay:critics.jsonl
# kept, 9 is wrong: of 1 P = 1/2 and F1 = 2/3, macro (2/3 + 1/2) / 4 = 29.17; micro P = 2/5, R = 2/6, F1 = 36.36
tell --suite deltabench --suite-option beyond=keep --model replay:critics.jsonl
# silent=zero: (1 + 1/2) / 5 = 30
tell --suite deltabench --suite-option silent=zero --model replay:critics.jsonl | grep -E 'Overall|macro  '

# PRMBench: a solution of three steps a class, of which the second is wrong (in redundency the third; in confidence
# also a seventh, which no solution has and the official code never meets). Labels are of valid steps.
mkdir -p data/prmbench
modified() { # class, error steps
    printf '{"original_question": "q", "modified_question": "q", "original_process": ["1", "2", "3"], '
    printf '"modified_process": ["a", "b", "c"], "modified_steps": [], "error_steps": %s, "idx": "i1", "classification": "%s"}\n' "$2" "$1"
}
for class in circular confidence counterfactual deception domain_inconsistency missing_condition redundency step_contradiction; do
    case $class in redundency) errors='[3]' ;; confidence) errors='[2, 7]' ;; *) errors='[2]' ;; esac
    modified $class "$errors" >data/prmbench/prm800k_test_p1_4o_$class.jsonl
done
# of rows that repeat an idx the first counts
{ modified multi_solutions '[]'; modified multi_solutions '[1, 2, 3]'; } >data/prmbench/prm_test_p12_multi_solutions.jsonl
kept() { printf '{"task_name": "prmtest_classified", "model_name": "m", "results": {"scores": {"step_level_validity_labels": %s%s}, "idx": "%s_i1"}}\n' "$2" "${3-}" "$1"; }
{
    kept correct '[true, true, false]'                                     # kept at 2/3
    kept redundency '[false, false, false]' ', "step_level_redundancy_labels": [false, false, true]' # TP 2, TN 1: 1
    kept circular '[true, true, true]'            # TP 2, FP 1: F1 0.8, negative 2 * (-1 * 0) / (-1 + 0) = 0: 0.4
    kept counterfactual '[true]'                  # two steps fewer: TP 1, F1 1, negative 2 * (-1 * -1) / -2 = -1: 0
    kept step_contradiction '[true, false, true]' # TP 2, TN 1: 1
    printf '{"results": {"scores": {}, "idx": "domain_inconsistency_i1", "validity": false}}\n'
    kept confidence '[true, false, false]'         # TP 1, TN 1, FN 1: F1 2/3, negative 2/3: 66.67
    kept missing_condition '[false, false, false]' # TN 1, FN 2: F1 0, negative 0.5: 25
    kept deception '[true, true, true]'            # as circular: 40
    kept multi_solutions '[true, false, true]'     # TP 2, FN 1: F1 alone, 80
} >labels.jsonl
# Simplicity (1 + 0.4) / 2; Soundness (0 + 1 + 2/3) / 3; Sensitivity (0.25 + 0.4 + 0.8) / 3; overall TP 12, FP 2, TN 4,
# FN 4: F1 24/30, negative 8/14, PRMScore 68.57. Similarity to the original's 2/3: (0 + 1/3 + 1/3 + 0 + 1/3 + 2/3 + 1/3 + 0) / 8
tell --suite prmbench --data-dir data --model replay:labels.jsonl
# Scores instead. At 0.5 a step at the threshold is wrong: circular [1, 0, 1], so 1. Differences of 0.9, -0.4, 0.1 are
# above -0.05 but for the second: 1 too.
cat >validity.jsonl <<'JSONL'
{"idx": "circular_i1", "scores": {"step_level_validity_scores": [0.9, 0.5, 0.6]}}
JSONL
tell --suite prmbench --suite-option predictions=scores --data-dir data --model replay:validity.jsonl | grep -E '^(circular|Simpl)'
tell --suite prmbench --suite-option predictions=scores --suite-option scale=difference --suite-option threshold=-0.05 \
    --data-dir data --model replay:validity.jsonl | grep -E '^(circular|Simpl)'
# A published table, in official order: the mean of each group's cells; the overall value is of steps, and no table has it.
printf 'model\tredundency\tcircular\tcounterfactual\tstep_contradiction\tdomain_inconsistency\tconfidence\tmissing_condition\tdeception\tmulti_solutions\nm\t0.5\t0.6\t0.4\t0.5\t0.6\t0.7\t0.3\t0.4\t0.8\n' >table.tsv
tell --suite prmbench --model replay:table.tsv --model-option format=subsets
# PRMBench's table as the paper prints it, in percent under abbreviations: Simplicity is (40 + 60) / 2 = 50, Soundness
# (10 + 20 + 30 + 40) / 4 = 25, Sensitivity (30 + 60 + 90) / 3 = 60.
printf 'model\toverall\tNR\tNCL\tavg_simplicity\tES\tSC\tDC\tCI\tPS\tDR\tMS\n%s\n%s\n' \
    "one$(printf '\t%s' 50.1 40 60 50 10 20 30 40 30 60 90)" \
    "other$(printf '\t%s' 50.1 41 61 51 11 21 31 41 31 61 91)" >table.tsv
tell --suite prmbench --data-dir data --model replay:table.tsv --model-option name=one | grep -E '^S[a-z]* '
tell --suite prmbench --data-dir data --model replay:table.tsv --model-option name=onn 2>&1 || echo "status $?"
