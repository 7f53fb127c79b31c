# A published judge by its decisions and by its texts: 37.66 / 29.41 / 32.35 / 9.68 / 32.22, of 270 pairs 13 with a
# decision that is null.
f="$ASSAY_DATA/judgebench/outputs/dataset=judgebench,response_model=claude-3-5-sonnet-20240620,judge_name=arena_hard,judge_model=claude-3-haiku-20240307.jsonl"
for format in judge texts; do
    echo "judgebench, $format"
    assay run --quiet --suite judgebench:claude --model "replay:$f" --model-option format=$format --output run |
        grep -E '^(Knowledge|Reasoning|Math|Coding|Overall|coverage) ' | sed 's/  */ /g'
    rm -rf run
done
# LLMBar's raters from their ratings: every figure is what the winners give that the official code stored.
answers=$ASSAY_DATA/tables/llmbar_judgments.tsv
for rater in $(cut -f2 "$answers" | grep Rating | sort -u); do
    for format in judgments rating-table; do
        assay run --quiet --suite llmbar:LLMBar --model "replay:$answers" --model-option format=$format \
            --model-option name="$rater" --output run | grep -E '^(correct|equal|kappa)' | sed 's/  */ /g' >$format
        rm -rf run
    done
    cmp judgments rating-table && echo "llmbar, $rater: ratings and winners agree in $(grep -c . judgments) figures"
done
