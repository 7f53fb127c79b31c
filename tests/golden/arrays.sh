# Stored scores in arrays, and what is wrong with a file of arrays.
byte() { printf "\\$(printf %03o "$1")"; }
npy() { printf '\223NUMPY\001\000' && byte ${#1} && printf '\000%s' "$1" && printf "$2"; }
safetensors() {
    byte $((${#1} % 256)) && byte $((${#1} / 256)) && printf '\000\000\000\000\000\000%s' "$1" && printf "$2"
}
cat >pairs.jsonl <<'END'
{"id": "7", "prompt": "p", "chosen": "long answer", "rejected": "short"}
{"id": "8", "prompt": "q", "chosen": "yes", "rejected": "no, never"}
{"id": "9", "prompt": "r", "chosen": "one", "rejected": "two"}
END
tell() { assay run --suite pairs:pairs.jsonl --quiet "$@" | grep -e '^Overall' -e '^coverage' -e '^note'; }
run() { assay run --suite pairs:pairs.jsonl --quiet "$@" >out || echo "status $?"; }

# 2 > 1, 0.5 < 1, -1 > -2 (float32): 2 of 3, by id whatever the order of rows
safetensors '{"scores":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"id":{"dtype":"I64","shape":[3],"data_offsets":[24,48]}}' \
    '\000\000\000\100\000\000\200\077\000\000\000\077\000\000\200\077\000\000\200\277\000\000\000\300\010\000\000\000\000\000\000\000\007\000\000\000\000\000\000\000\011\000\000\000\000\000\000\000' >scores.safetensors
tell --model replay:scores.safetensors
# an npy has no ids: rows are taken for items only where that is said. 1 > 0, 0 = 0, 3 > 2; the first
# two rows alone leave the third item without an answer
npy "{'descr': '|i1', 'fortran_order': False, 'shape': (3, 2), }" '\001\000\000\000\003\002' >scores.npy
run --model replay:scores.npy
tell --model replay:scores.npy --model-option id=@row
npy "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 2), }" '\001\000\000\000' >fortran.npy
tell --model replay:fortran.npy --model-option id=@row
# not-a-number (float16 0x7E00) is told with its record
npy "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 2), }" '\000\076\000\176' >nan.npy
run --model replay:nan.npy --model-option id=@row
# files that lie
npy "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }" '\001\000' >short.npy
run --model replay:short.npy --model-option id=@row
npy "{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }" '' >objects.npy
run --model replay:objects.npy --model-option id=@row
safetensors '{"scores":{"dtype":"F32","shape":[3,2],"data_offsets":[0,16]}}' '' >lying.safetensors
run --model replay:lying.safetensors --model-option id=@row
# items themselves may be in arrays: texts are of fixed length
npy "{'descr': '|S3', 'fortran_order': False, 'shape': (2,), }" 'yesno\000' >texts.npy
cat >texts.yaml <<'END'
name: texts
version: "1"
kind: pairs
title: Texts
data: {files: [{path: texts.npy}], layout: arrays}
fields: {prompt: {const: p}, completions: ["@value", {const: no}]}
END
assay run --suite ./texts.yaml --model length --quiet | grep -e '^Overall' -e '^coverage'
