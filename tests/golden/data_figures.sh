# Published scores of real models, replayed: the official figures of each benchmark.
figures() {
    assay run --quiet --output run "$@" | grep -E '^(Overall|chat|Chat|Safety|LLMBar/Natural|acc_with_ties|mrr|overall is|rule) ' |
        sed 's/  */ /g'
    rm -rf run
}
outputs=$ASSAY_DATA/judgebench/outputs/dataset=judgebench,response_model
echo judgebench
figures --suite judgebench --model "replay:$outputs=claude-3-5-sonnet-20240620,judge_name=arena_hard,judge_model=claude-3-haiku-20240307.jsonl"
echo rewardmath
figures --suite rewardmath --model "replay:$ASSAY_DATA/rewardmath/results/RewardMATH/gpt4_reward.json"
echo math-prm
figures --suite math-prm --model "replay:$ASSAY_DATA/rewardmath/results/Rewardbench/rewardbench_Math_Shepherd.json"
echo rewardbench
figures --suite rewardbench --suite-option weights=legacy --suite-option overall=prior \
    --model "replay:$ASSAY_DATA/rewardbench_v1/rewardbench_v1_subsets.json" \
    --model-option format=subsets --model-option name=RLHFlow/ArmoRM-Llama3-8B-v0.1
echo llmbar
figures --suite llmbar --model "replay:$ASSAY_DATA/tables/llmbar_judgments.tsv" --model-option name=GPT-4/Vanilla
