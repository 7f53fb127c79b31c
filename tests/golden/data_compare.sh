# Real reward models against each other. Values, p and flips are those of an independent program (numpy, scipy.stats.binomtest)
# over the published scores; the ends of intervals, which are random, are within 0.6 of its own bootstrap's.
j=$ASSAY_DATA/judgebench/outputs
m=$ASSAY_DATA/rewardmath/results/RewardMATH
for name in internlm_internlm2-7b-reward Skywork_Skywork-Reward-Gemma-2-27B; do
    assay run --quiet --suite judgebench:gpt-4o --model "replay:$j/dataset=judgebench,response_model=gpt-4o-2024-05-13,judge_name=reward_model,judge_model=$name.jsonl" \
        --label "${name#*_}" --output "jb-${name#*_}" >/dev/null
done
for name in ArmoRM Eurus-RM internlm2 oasst-rm skywork_llama3; do
    assay run --quiet --suite rewardmath --model "replay:$m/${name}_reward.json" --label $name --output rm-$name >/dev/null
done
# near LO HI: the interval in the columns LO - HI, within 0.6 of both
near() {
    awk -v lo="$1" -v hi="$2" -v name="$3" '{ for (i = 1; i <= NF; i++) if ($i == "-") { a = $(i - 1) + 0; b = $(i + 1) + 0; ok = a - lo < 0.6 && lo - a < 0.6 && b - hi < 0.6 && hi - b < 0.6 } }
        END { print name ": " (ok ? "as it should be" : "is " a " to " b ", not " lo " to " hi) }'
}
values() { sed -E 's/ [+-]?[0-9.]+ - [+-]?[0-9.]+ / LO - HI /; s/  +/ /g'; }
echo "--- Skywork-Gemma-27B against internlm2-7b on JudgeBench"
assay compare jb-internlm2-7b-reward jb-Skywork-Reward-Gemma-2-27B --items 1 >told
grep -E '^(Knowledge|Reasoning|Math|Coding|Overall) ' told | values
grep -E '^(lost|gained|agreement|coverage)' told | sed -E 's/\([0-9.-]* - [0-9.-]*\)/(LO - HI)/g; s/  +/ /g'
grep '^Overall' told | near -0.29 10.00 "interval of the overall difference"
grep '^Math' told | near 0.00 25.00 "interval of Math"
echo "--- the first run second: every sign"
assay compare jb-Skywork-Reward-Gemma-2-27B jb-internlm2-7b-reward --items 0 | grep -E '^(Overall|flips)' | values
echo "--- margins, Bradley-Terry loss, Brier score, calibration error"
assay compare jb-internlm2-7b-reward jb-Skywork-Reward-Gemma-2-27B --items 0 --metric margin --metric loss --metric brier --metric ece |
    awk '$2 == "n" { metric = $1 } $1 == "Overall" { print metric, $3, $4 } $1 == "note" { print }'
echo "--- the scalar reward models of RewardMATH against ArmoRM, Holm over four"
assay compare rm-ArmoRM rm-Eurus-RM rm-internlm2 rm-oasst-rm rm-skywork_llama3 --items 0 >told
grep -E '^(rewardmath|Overall)' told | values
grep '^Overall' told | sed -n 1p | near -7.66 0.62 Eurus-RM
grep '^Overall' told | sed -n 2p | near 12.01 21.74 internlm2
grep '^Overall' told | sed -n 3p | near -17.60 -9.32 oasst-rm
grep '^Overall' told | sed -n 4p | near -2.07 5.38 skywork_llama3
echo "--- the same for any number of threads"
assay compare rm-ArmoRM rm-internlm2 rm-oasst-rm --json --jobs 1 >one
assay compare rm-ArmoRM rm-internlm2 rm-oasst-rm --json --jobs 8 | cmp - one && echo same
