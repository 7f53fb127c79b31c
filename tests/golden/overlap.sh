# What of a suite stands in a training file: prompts and completions told apart, every layout alike.
cat >pairs.jsonl <<'JSONL'
{"id": "planets", "prompt": "Name the planets of the solar system in order of distance from the sun, please, and nothing else.", "chosen": "Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus, Neptune.", "rejected": "I do not know."}
{"id": "sum", "prompt": "What is 2+2?", "chosen": "Four", "rejected": "Five"}
{"id": "clean", "prompt": "Tell me a story that nobody told before, with a dragon, two knights and a lake.", "chosen": "One day a dragon swam across the lake to see who the two knights on the other shore were.", "rejected": "No."}
JSONL
cat >train.jsonl <<'JSONL'
{"text": "unrelated things that nobody asked about, however long they are and whoever wrote them down"}
{"messages": [{"role": "user", "content": "name the planets -- of the solar system in ORDER of distance from the sun please and nothing"}, {"role": "assistant", "content": "Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus, Neptune."}], "score": 3}
{"text": "Of the solar system in order of distance from the sun, please, and nothing else."}
JSONL
# Planets: 18 words, six 13-grams, the first five in record 2 and the last in record 3: 6 of 6, 17 words
# in a row in record 2. Shingles of five words: 14 of the prompt, 13 of record 2, all shared: 13/14.
# Completions: 8 words, no 13-gram; four shingles, the same: 1. Clean: 16 words of the prompt and 18 of
# the answer have 13-grams, none there. Either: planets 6/6 and clean 0/(4 + 6), mean 1/2.
assay data overlap pairs:pairs.jsonl train.jsonl
# With 8 words: of the completions the only 8-gram is there.
assay data overlap pairs:pairs.jsonl train.jsonl --ngram 8 --json
# The prompt alone, in a field; another width of shingles: 16 and 15 of three words, 15/16.
assay data overlap pairs:pairs.jsonl train.jsonl --field 'messages[0].content' --shingle 3 --show 0
# As a list, compressed, as CSV, on more threads: the same.
assay data overlap pairs:pairs.jsonl train.jsonl --json | grep -v '"line"\|"path"\|"sha256"\|"record"' >lines
{ echo '['; sed '$!s/$/,/' train.jsonl; echo ']'; } >list.json
gzip -k train.jsonl
for file in list.json train.jsonl.gz; do
    assay data overlap pairs:pairs.jsonl $file --jobs 7 --json | grep -v '"line"\|"path"\|"sha256"\|"record"' | cmp - lines
done
{ echo 'a,b'; echo 'x,"Name the planets of the solar system in order of distance from the sun, please, and NOTHING ELSE"'; } >train.csv
assay data overlap pairs:pairs.jsonl train.csv | sed -n '/^planets/p'
# Boilerplate: twelve prompts of 24 words differ in the last one alone, so that of their twelve 13-grams eleven are in
# all of them, and of their twenty 5-word shingles nineteen. A training file with the first twenty words holds eight of
# the eleven, and nothing of any item: neither n-grams nor a near duplicate. One that holds a whole prompt has its
# twelfth n-gram and its twentieth shingle too: 1 of 1, resemblance 1, and no other item is near.
for i in 01 02 03 04 05 06 07 08 09 10 11 12; do
    printf '{"id": "q%s", "prompt": "Please act as an impartial judge and evaluate the quality of the answers given by two assistants to this user: what then is number%s ?", "chosen": "c%s", "rejected": "r"}\n' $i $i $i
done >judge.jsonl
echo '{"text": "Please act as an impartial judge and evaluate the quality of the answers given by two assistants to this user, who knows?"}' >boiler.jsonl
assay data overlap pairs:judge.jsonl boiler.jsonl
assay data overlap pairs:judge.jsonl boiler.jsonl --common 12 | sed -n '/^either/p'
assay data overlap pairs:judge.jsonl boiler.jsonl --common 0 --json | grep -A 3 '"common"'
{ cat boiler.jsonl; sed -n 3p judge.jsonl; } >leaked.jsonl
assay data overlap pairs:judge.jsonl leaked.jsonl
# One prompt in many items is no boilerplate.
for i in 01 02 03 04 05 06 07 08 09 10 11 12; do sed -n 1p judge.jsonl | sed "s/q01/q$i/; s/c01/c$i/"; done >once.jsonl
assay data overlap pairs:once.jsonl boiler.jsonl --show 0 | sed -n '/^left out/p; /^either/p'
# Nothing to compare is no finding.
echo '{"input_ids": [1, 2, 3], "labels": [0]}' >tokens.jsonl
assay data overlap pairs:pairs.jsonl tokens.jsonl || echo "status $?"
# A gate: one of three items overlaps.
tell() {
    status=0
    "$@" >/dev/null || status=$?
    echo "$status"
}
tell assay data overlap pairs:pairs.jsonl train.jsonl --fail-above 0.34
tell assay data overlap pairs:pairs.jsonl train.jsonl --fail-above 0.33
tell assay data overlap pairs:pairs.jsonl train.jsonl --field answer
tell assay data overlap pairs:pairs.jsonl none.jsonl
tell assay data overlap pears train.jsonl
tell assay data overlap train.jsonl
: >empty.jsonl
tell assay data overlap pairs:pairs.jsonl empty.jsonl
echo '{"text": ' >torn.jsonl
tell assay data overlap pairs:pairs.jsonl torn.jsonl
