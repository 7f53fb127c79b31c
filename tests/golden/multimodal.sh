# Suites that show pictures, from evaluation files in the official shapes.
vote() { # id, question, ranks of the two answers, what became of one vote
    printf '{"id": "%s", "query": "%s", "response": ["x", "y"], "ranking": %s, "image": "p.png", ' "$1" "$2" "$3"
    printf '"meta": {"flag_status": "%s", "random_number": 0}}\n' "$4"
}
{
    # agree by 2 of 3; reject by 2 of 3; no majority: left out; agree by 2 of 3, one without a verdict
    for v in agree agree reject; do vote RLAIF-1 q1 '[0, 1]' $v; done
    for v in reject reject agree; do vote hallucination_pair_1 q2 '[1, 0]' $v; done
    for v in doesntMatch agree reject; do vote mathverse_1 q3 '[0, 1]' $v; done
    for v in agree agree doesntMatch; do vote mmmu-2 q4 '[0, 1]' $v; done
    for v in agree agree agree; do vote VLFeedback-1 q5 '[0, 1]' $v; done
    for v in reject reject reject; do vote wildvision-7 q6 '[0, 1]' $v; done
} >votes.jsonl
tell() { assay run "$@" --quiet | sed -n '/^section/,/^Overall/p; /^coverage/p; /^macro/p; /^acc_plus/p'; }
# reasoning 1 of 1, hallucination 1 of 2, general 1 of 2: 3 of 5 = 60, macro (100 + 50 + 50) / 3 = 66.67
tell --suite vl-rewardbench --suite-option votes_from=flags --model replay:votes.jsonl
# the first vote alone: 1 of 1, 1 of 2, 1 of 2 as well; an answer without a verdict is unparsable
tell --suite vl-rewardbench --suite-option votes_from=flags --suite-option votes=1 --model replay:votes.jsonl
# the first two: q1, q4 and q5 agree, q2 and q6 reject, q3 has one of two: again 3 of 5
tell --suite vl-rewardbench --suite-option votes_from=flags --suite-option votes=2 --model replay:votes.jsonl

judged() { # id, question, ranks of the two answers, whether they were swapped, what the judge wrote
    printf '{"id": "%s", "query": "%s", "response": ["x", "y"], "ranking": %s, "image": "p.png", ' "$1" "$2" "$3"
    printf '"meta": {"filter_choice": "%s", "random_number": %s, "flag_status": "doesntMatch"}}\n' "$5" "$4"
}
{
    judged RLAIF-1 q1 '[0, 1]' 0 'Overall Judgment: Answer 1 is better.'
    judged RLAIF-1 q1 '[0, 1]' 0 '**Therefore**, Answer 1 is\nslightly better'
    judged RLAIF-1 q1 '[0, 1]' 1 'Therefore Answer 1 is the better one.'
    # the same id with another question is another item; its first answer is the rejected one
    judged RLAIF-1 q2 '[1, 0]' 0 'Therefore, Answer 1 is better.'
    judged RLAIF-1 q2 '[1, 0]' 0 'Therefore, Answer 1 is better.'
    # swapped: answer 2 is the chosen one; a third answer counts as agreement there; nothing found
    judged mathverse_1 q3 '[0, 1]' 1 'Therefore, Answer 2 is better.'
    judged mathverse_1 q3 '[0, 1]' 1 'Therefore, Answer 3 is better.'
    judged mathverse_1 q3 '[0, 1]' 1 'Answer 2 is better.'
    judged VLFeedback-1 q5 '[1, 0]' 1 'Therefore, Answer 2 is better.'
} >texts.jsonl
# q1 agrees by 2 of 3, q2 rejects, q3 agrees by 2 of 3, q5 rejects: reasoning 1 of 1, hallucination 1 of 2, general 0 of 1
tell --suite vl-rewardbench --model replay:texts.jsonl
# without the third answer q3 has no majority: 1 of 3
tell --suite vl-rewardbench --suite-option other_answer=none --model replay:texts.jsonl | grep -E '^(reasoning|Overall)'
# Python 3.11 says of random.seed(1234) and shuffle_data that the rows come as 4 6 7 8 2 0 5 3 1:
# q2 is rejected, q3 agreed to, q5 and q1 rejected
tell --suite vl-rewardbench --suite-option votes=1 --suite-option shuffles=1 --model replay:texts.jsonl | grep -E '^(hall|reasoning|Overall)'
assay run --suite vl-rewardbench --model replay:votes.jsonl --quiet || echo "status $?"

cat >rewards.jsonl <<'JSONL'
{"id": "1", "image": "set/mcq/1.png", "rewards": [1, 0.5]}
{"id": "1", "image": "set/mcq/1.png", "rewards": [1, 2]}
{"id": "2", "image": "set/long/1.png", "rewards": [3, 0.5]}
{"id": "2", "image": "set/long/1.png", "rewards": [3, 1]}
{"id": "3", "video": "set/video/1.mp4", "rewards": [1, 1]}
{"id": "4", "video": "set/video_short/2.mp4", "rewards": [1, 0]}
JSONL
# rows: mcq 1 of 2, long 2 of 2, video 0 of 1, short 1 of 1 (the first word that fits): 4 of 6;
# ids right in every row: 2 and 4 of 4
tell --suite mm-rlhf-rewardbench --model replay:rewards.jsonl
assay run --suite mm-rlhf-rewardbench --model length || echo "status $?"
