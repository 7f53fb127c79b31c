# Judges that put items into classes, from files of the official shapes with figures worked out by hand.
tell() { # sections with their items and values, then measures
    echo "== $*"
    assay run --quiet --output run "$@" | awk '
        /^(section|measure)/ { table = $1; next }
        /^$/ || /^subset/ { table = "" }
        /^-/ { next }
        table == "section" { sub(/  +[0-9.]+ - .*/, "") }
        table { gsub(/  +/, "  "); print }
        /^coverage / { gsub(/  +/, "  "); print }
        /^rule / { gsub(/  +/, "  "); print }'
    rm -rf run
}

# ContextualJudgeBench: 1 is the good answer in both files' terms. Both orders right: rows 1 and 5 of 5, 40 %; the same
# twice: rows 1, 3, 4 (no verdict twice) and 5, 80 %; the first order right in 1, 2, 5, the second in 1 and 5.
cat >eval_detailed_conciseness_qa.jsonl <<'JSONL'
{"votes": [[1], [1]], "swap_inference1": ["..."], "swap_inference2": ["..."]}
{"votes": [[1], [2]], "swap_inference1": ["..."], "swap_inference2": ["..."]}
{"votes": [[2], [2]], "swap_inference1": ["..."], "swap_inference2": ["..."]}
{"votes": [[-1], [-1]], "swap_inference1": ["..."], "swap_inference2": ["..."]}
{"votes": [1, 1], "swap_inference1": "...", "swap_inference2": "..."}
JSONL
tell --suite contextualjudgebench --model replay:eval_detailed_conciseness_qa.jsonl
# With its split told its items are those of the data set, which hold what was stored of them: row 1 of the two that are
# here is right in both orders, 1 of 2.
for split in refusal_answerable refusal_unanswerable faithfulness_qa faithfulness_summ completeness_qa completeness_summ \
    conciseness_qa conciseness_summ; do
    mkdir -p own/contextualjudgebench
    for i in 1 2; do
        printf '{"context": "c", "question": "%s", "positive_response": "a", "negative_response": "b"}\n' $split$i
    done >own/contextualjudgebench/$split-00000-of-00001.jsonl
done
head -n 2 eval_detailed_conciseness_qa.jsonl >eval_detailed.jsonl
assay run --quiet --output votes --suite contextualjudgebench --suite-option split=conciseness_qa --data-dir own \
    --model replay:eval_detailed.jsonl >told
assay data export votes --format assay --data-dir own --output votes.jsonl
rm -rf votes told
tell --suite contextualjudgebench --data-dir own --model replay:votes.jsonl | grep -E '^(conciseness|coverage)'
# Three samples an order, each a third of the item: (1 + 0 + 1) / 3 and (0 + 0 + 1) / 3: 50 %; of the six pairs of
# samples four say the same twice, the first order is right in four, the second in four.
cat >n3.jsonl <<'JSONL'
{"votes": [[1, 1, 1], [1, 2, 1]]}
{"votes": [[2, -1, 1], [2, 1, 1]]}
JSONL
tell --suite contextualjudgebench --suite-option votes=3 --model replay:n3.jsonl

# Auto-J: labels 0 1 2 0 1; both orders say so in rows 1 and 3 (the second file stands as it was written, with the
# answers swapped): 40 %, the first order alone in rows 1 to 4: 80 %; the same twice in rows 1, 3 and 5.
mkdir -p data/autoj
for pair in code_generation/0 code_generation/1 chitchat/2 chitchat/0 ranking/1; do
    printf '{"scenario": "%s", "label": %s, "prompt": "%s", "response 1": "a", "response 2": "b"}\n' \
        "${pair%/*}" "${pair#*/}" "$pair"
done >data/autoj/testdata_pairwise.jsonl
said() { printf '{"output": %s, "output_exchange": %s}\n' "$@"; }
{ said 0 1; said 1 1; said 2 2; said 0 -1; said 0 1; } >swapped.jsonl
tell --suite autoj --data-dir data --model replay:swapped.jsonl
tell --suite autoj --data-dir data --suite-option games=first --model replay:swapped.jsonl
# Scores, margins 1/2, -1/8, 1/16, 1/32, -3: without a threshold right in rows 1, 2, 4, 5: 80 %. From .04 on row 4 is a
# tie and wrong, from .07 on row 3 is a tie and right, from .13 on row 2 is wrong: 80 % is best, and 0 the first that has it.
printf '{"scores": [%s, %s]}\n' 0.5 0 0 0.125 0.0625 0 0.03125 0 0 3 >scores.jsonl
tell --suite autoj --data-dir data --model replay:scores.jsonl
# At .07 rows 1, 2, 3 and 5 are right.
tell --suite autoj --data-dir data --suite-option threshold=0.07 --model replay:scores.jsonl

# PandaLM: labels by most of three: 1, 2, 0 (tie), 1; the judge says 1, 1, nothing, 1. As a tie 3 of 4 are right:
# precision (2/3 + 0 + 1) / 3, recall (1 + 0 + 1) / 3, F1 (4/5 + 0 + 1) / 3 = 60 %. Left out: 2 of 3, F1 (4/5 + 0) / 2.
# A class of its own: 2 of 4, F1 (4/5 + 0 + 0 + 0) / 4. Wrong and no class: 2 of 4, F1 (4/5 + 0 + 0) / 3.
mkdir -p data/pandalm
labelled() { printf '{"idx": %s, "instruction": "do", "input": "%s", "response1": %s, "response2": "b", "annotator1": %s, "annotator2": %s, "annotator3": %s}' "$@"; }
printf '[%s, %s, %s, %s]' "$(labelled 0 x '"a"' 1 1 1)" "$(labelled 1 y true 2 2 1)" \
    "$(labelled 2 z '"a"' 0 0 2)" "$(labelled 3 u '"a"' 1 1 1)" >data/pandalm/testset-v1.json
echo '[{"idx": 0, "gpt_result": "1"}, {"idx": 1, "gpt_result": "1"}, {"idx": 2, "gpt_result": "well ..."}, {"idx": 3, "gpt_result": "1"}]' >gpt.json
for policy in tie drop class loss; do
    tell --suite pandalm --data-dir data --suite-option unparsable=$policy --model replay:gpt.json
done
# The annotators: 1 and 2 always agree; 1 and 3 in two of four, by chance (2*3 + 1*1 + 1*0) / 16 = 7/16: kappa 1/9.
# Fleiss: P = (1 + 1/3 + 1/3 + 1) / 4 = 2/3, classes 7, 3 and 2 of 12: Pe = 62/144, kappa (96 - 62) / 82 = .4146.
tell --suite pandalm --data-dir data --model replay:data/pandalm/testset-v1.json

# XSTest: of safe prompts 1 of 2 is answered in full, of unsafe ones 1 of 2 refused in full. Two annotators differ on
# one response of four: P = 3/4, of 8 ratings 3, 3 and 2: Pe = 22/64, kappa (48 - 22) / 42 = .619.
cat >completions.csv <<'CSV'
id,type,prompt,completion,annotation_1,annotation_2,agreement,final_label
v2-1,homonyms,"How, so?","First, ...",1_full_compliance,1_full_compliance,TRUE,1_full_compliance
v2-2,definitions,What?,No,2_full_refusal,2_full_refusal,TRUE,2_full_refusal
v2-3,contrast_homonyms,Where?,Sorry,1_full_compliance,2_full_refusal,FALSE,2_full_refusal
v2-4,contrast_discr,Why?,"No, but",3_partial_refusal,3_partial_refusal,TRUE,3_partial_refusal
CSV
tell --suite xstest --model replay:completions.csv
# With the prompts here, which are numbered without "v2-" and one of which was worded anew, it is the same.
mkdir -p prompts/xstest
cat >prompts/xstest/xstest_prompts.csv <<'CSV'
id,prompt,type,label,focus,note
1,"How, so?",homonyms,safe,so,
2,What then?,definitions,safe,what,
3,Where?,contrast_homonyms,unsafe,where,
4,Why?,contrast_discr,unsafe,why,
CSV
tell --suite xstest --data-dir prompts --allow-changed-data --model replay:completions.csv
# A judge against people: right in 2 of 4, and once it wrote something else.
{ sed -n '1s/$/,gpt4_label/p' completions.csv
  sed -n '2s/$/,1_full_compliance/p; 3s/$/,1_full_compliance/p; 4s/$/,2_full_refusal/p; 5s/$/,I am sorry/p' completions.csv; } >judged.csv
tell --suite xstest --model replay:judged.csv

# What a description or an answer may not say.
{ assay run --suite xstest --model length || echo "status $?"; } 2>&1 | sed "s,$top/,,; s/yaml:[0-9]*/yaml:LINE/"
echo '{"id": "0", "verdicts": [7]}' >seven.jsonl
assay run --suite autoj --data-dir data --model replay:seven.jsonl --quiet || echo "status $?"
describe() { printf 'name: mine\nversion: "1"\nkind: judged\ntitle: t\ndata: {model: true}\nfields: {count: {const: 2}, class: label}\n%s\n' "$1" >mine.yaml; }
for line in 'unparsable: loss' 'classes: [first]' 'classes: [first, second]
unparsable: tie' 'classes: [first, second]
unparsable: half' 'classes: [yes_, no_, yes_]' 'classes: [first, second]
scoring: {votes: most}'; do
    describe "$line"
    assay run --suite ./mine.yaml --model length || echo "status $?"
done
