# Suites of kind probe: hidden states in JSON Lines and in arrays, files in the official shape.
dimensions="harmlessness helpfulness correctness coherence complexity verbosity"
texts() { # labels: a file of the benchmark
    glue='['
    for label; do printf '%s{"input": "i%s", "output": "o", "label": %s}' "$glue" "$label" "$label"; glue=', '; done
    printf ']\n'
}
tell() {
    assay run --suite "$@" --data-dir data --quiet |
        sed -n '/^section/,/^Overall/p; /^coverage/p; /^note/p; /^majority/p; /^nearest/p; /^trained/p'
}

# Two classes at -2, -1 and 1, 2: by symmetry the border is 0, and so it is between the centroids. Of four
# test items at -3, -1, 1 and 3 those are right whose label goes with the sign.
for d in $dimensions; do
    mkdir -p data/mrmbench/mrm_easy/$d
    texts 0 0 1 1 >data/mrmbench/mrm_easy/$d/train.json
    case $d in
    helpfulness) set -- 0 0 1 0 ;; # 3 of 4
    correctness) set -- 1 0 0 1 ;; # 2 of 4
    complexity) set -- 1 1 0 1 ;;  # 1 of 4
    *) set -- 0 0 1 1 ;;
    esac
    texts "$@" >data/mrmbench/mrm_easy/$d/test.json
    n=0
    for x in -2 -1 1 2; do echo "{\"id\": \"$d/train/$n\", \"vector\": [$x]}"; n=$((n + 1)); done
    n=0
    for x in -3 -1 1 3; do echo "{\"id\": \"$d/test/$n\", \"vector\": [$x]}"; n=$((n + 1)); done
done >states.jsonl
# (100 + 75 + 50 + 100 + 25 + 100) / 6 = 75; the most frequent class, the first of equals, is 0: of the test
# items 50, 75, 50, 50, 25 and 50 of a hundred
tell mrmbench:easy --model replay:states.jsonl
# a text that was too long has no state; without one in all of a dimension the mean is partial
grep -v '"verbosity' states.jsonl | sed 's|"id": "harmlessness/test/0", "vector": \[-3\]|"id": "harmlessness/test/0", "vector": null, "state": "truncated"|' >some.jsonl
tell mrmbench --model replay:some.jsonl

# Three classes at the corners of a simplex: the largest coordinate decides. One array a file.
byte() { printf "\\$(printf %03o "$1")"; }
header='{' offset=0
for d in $dimensions; do
    mkdir -p data/mrmbench/mrm_hard/$d
    texts 0 1 2 >data/mrmbench/mrm_hard/$d/train.json
    texts 0 2 >data/mrmbench/mrm_hard/$d/test.json
    header="$header\"$d/train\":{\"dtype\":\"U8\",\"shape\":[3,3],\"data_offsets\":[$offset,$((offset + 9))]},"
    header="$header\"$d/test\":{\"dtype\":\"I8\",\"shape\":[2,3],\"data_offsets\":[$((offset + 9)),$((offset + 15))]},"
    offset=$((offset + 15))
done
header="${header%,}}"
{
    byte $((${#header} % 256)) && byte $((${#header} / 256)) && printf '\000\000\000\000\000\000%s' "$header"
    for d in $dimensions; do # test items at (2,1,0) and (0,3,1): the first is right, the second not
        printf '\001\000\000\000\001\000\000\000\001\002\001\000\000\003\001'
    done
} >states.safetensors
tell mrmbench:hard --model replay:states.safetensors
refused() { # what is said of a description of assay's own, without where and which line
    { assay run "$@" --quiet || echo "status $?"; } 2>&1 | sed "s,$top/,,; s/yaml:[0-9]*/yaml:LINE/"
}
refused --suite mrmbench:hard --data-dir data --model length

# A user's own records, with their states or beside them
cat >own.jsonl <<'END'
{"id": "a", "dimension": "tone", "split": "train", "label": 0, "vector": [-1, 7]}
{"id": "b", "dimension": "tone", "split": "train", "label": 1, "vector": [1, 7]}
{"id": "c", "dimension": "tone", "split": "validation", "label": 1, "vector": [3, 9]}
END
tell probe:own.jsonl --model replay:own.jsonl --suite-option standardize=no
tell probe:own.jsonl --model replay:own.jsonl --suite-option shuffles=0 | sed -n '/^section/,/^Overall/p'
tell probe:own.jsonl --model replay:own.jsonl --suite-option shuffles=1.5 || echo "status $?"
sed 's/"vector": .*\]/"x": 0/; s/"label": 0/"label": 0.5/' own.jsonl >bad.jsonl
tell probe:bad.jsonl --model replay:own.jsonl || echo "status $?"
sed 's/\[3, 9\]/[3]/' own.jsonl >short.jsonl
assay run --suite probe:own.jsonl --model replay:short.jsonl --quiet || echo "status $?"
sed 's/"label": 1/"label": 0/' own.jsonl >one.jsonl
assay run --suite probe:one.jsonl --model replay:own.jsonl --quiet || echo "status $?"
sed 's/validation/held-out/' own.jsonl >part.jsonl
refused --suite probe:part.jsonl --model replay:own.jsonl
echo '{"id": "a", "scores": [1, 2]}' >scores.jsonl
assay run --suite probe:own.jsonl --model replay:scores.jsonl --quiet || echo "status $?"
