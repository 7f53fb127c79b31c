# Parquet files, made here with the DuckDB that they are read with, go through suites, replay and import.
duckdb() { "$out/tests/duckdb" "$@"; }
figures() { assay run --data-dir "$PWD/data" --quiet --replicates 100 "$@" | grep -E '^(Focus|Ties|Math|Overall|coverage)'; }

echo "--- RewardBench as the hub serves it: names of columns as on its page, ids are integers"
# Chat: the chosen text is the longer one in two of alpacaeval-easy's two pairs and in none of mt-bench-easy's one:
# weights 100 and 28, 100 / 128 = 78.125 %. Reasoning: hep-cpp 1 of 1 (weight 164), math-prm 0 of 1 (984): 164 / 1148 = 14.29 %.
# Two sections are missing: (78.125 + 14.2857) / 2 = 46.21 %, partial.
mkdir -p data/rewardbench_v1
duckdb "COPY (SELECT prompt, chosen, 'm' AS chosen_model, rejected, 'n' AS rejected_model, subset, id::BIGINT AS id FROM (VALUES
    ('p', 'longer', 'short', 'alpacaeval-easy', 1), ('q', 'longer', 'short', 'alpacaeval-easy', 2),
    ('p', 'a', 'bc', 'mt-bench-easy', 1), ('r', 'int x;', 'int', 'hep-cpp', 0), ('s', 'so', 'thus', 'math-prm', 9))
    t(prompt, chosen, rejected, subset, id)) TO 'data/rewardbench_v1/filtered.parquet' (FORMAT parquet)"
assay run --data-dir "$PWD/data" --quiet --replicates 100 --suite rewardbench --model length | grep -E '^(Chat|Reasoning|Overall|coverage)'
duckdb "COPY (SELECT * FROM 'data/rewardbench_v1/filtered.parquet') TO 'data/rewardbench_v1/filtered.jsonl' (FORMAT json)"
rm data/rewardbench_v1/filtered.parquet # as JSON Lines it is the same
assay run --data-dir "$PWD/data" --quiet --replicates 100 --suite rewardbench --model length | grep '^Overall'

echo "--- RewardBench 2 as the hub serves it: completions are lists of texts"
# Focus: b1, which is right, is the longest of four alone: 1. Math: the right one shares the top with one other
# wrong one: 1/2. The mean over the six domains is not complete.
mkdir -p data/rewardbench_v2
duckdb "COPY (SELECT * FROM (VALUES
    ('1', 'What?', ['bbbb'], ['a', 'bb', 'ccc'], 1::BIGINT, 'Focus', {'category': 'x', 'correct': NULL::VARCHAR}),
    ('2', 'Who?', ['ddd'], ['eee', 'f', 'g'], 1::BIGINT, 'Math', {'category': NULL, 'correct': 'y'}))
    t(id, prompt, chosen, rejected, num_correct, subset, additional_metadata))
    TO 'data/rewardbench_v2/test.parquet' (FORMAT parquet)"
figures --suite rewardbench2 --model length
sha256sum data/rewardbench_v2/test.parquet | cut -c1-64 >digest
assay run --data-dir "$PWD/data" --suite rewardbench2 --model length --quiet --output run >/dev/null
grep -c "\"sha256\": *\"$(cat digest)\"" run/run.json

echo "--- its published scores as Parquet: scores are lists, one of them lists of one"
duckdb "COPY (SELECT '1' AS id, 'Focus' AS subset, ['a', 'b', 'c', 'd'] AS \"text\", [4, 1, 2, 3.5]::FLOAT[] AS scores, 1::TINYINT AS num_correct
    UNION ALL SELECT '2', 'Focus', ['a', 'b', 'c', 'd'], [5, 5, 1, 0]::FLOAT[], 1) TO 'v2.parquet'"
figures --suite rewardbench2 --model replay:v2.parquet

echo "--- conversations are lists of structs; columns that no field names, as pictures, are not read"
duckdb "COPY (SELECT i AS id, [{'role': 'user', 'content': 'q' || i}, {'role': 'assistant', 'content': repeat('x', 3)}] AS chosen,
    [{'role': 'user', 'content': 'q' || i}, {'role': 'assistant', 'content': 'xx' || if(i = 3, 'xx', '')}] AS rejected,
    '\xFF'::BLOB AS picture, 'nan'::DOUBLE AS unread FROM range(1, 5) t(i)) TO 'it''s \"mine\".parquet'"
figures --suite "pairs:it's \"mine\".parquet" --model length # chosen is the longer one in three of four

echo "--- a picture is a struct of bytes and a path: without a path its digest names it"
# the two items differ in the picture alone
mkdir data/vl_rewardbench
duckdb "COPY (SELECT * FROM (VALUES
    ('wildvision-1', 'What is it?', {'bytes': '\xFF\x01'::BLOB, 'path': NULL::VARCHAR}, ['a', 'b'], [0, 1]),
    ('wildvision-2', 'What is it?', {'bytes': '\xFF\x02'::BLOB, 'path': NULL}, ['a', 'b'], [0, 1]))
    t(id, query, image, response, human_ranking)) TO 'data/vl_rewardbench/test-00000-of-00001.parquet'"
assay run --data-dir "$PWD/data" --suite vl-rewardbench --model random --quiet | grep coverage
assay run --data-dir "$PWD/data" --suite vl-rewardbench --model length --quiet || echo "status $?"

echo "--- every type, through import"
duckdb "COPY (SELECT 1::TINYINT AS a, -2::BIGINT AS b, 0.5::FLOAT AS c, 1.25::DECIMAL(9, 4) AS d, true AS e, NULL AS f,
    18446744073709551615::UBIGINT AS g, DATE '2024-02-29' AS h, TIMESTAMPTZ '2024-01-02 03:04:05+02' AS i,
    [[1, NULL], []]::INT[][] AS j, {'x': ['y'], 'z': {'w': 1}} AS k, MAP {'key': 2} AS l,
    'text'::BLOB AS m, '\xFF\x00'::BLOB AS n, 'é' AS o, ['p', 'q']::VARCHAR[2] AS p, 'inf'::DOUBLE AS q, 'r' AS \"a \"\"name\"\" with '; DROP\")
    TO 'types.parquet'"
TZ=America/New_York assay data import types.parquet --output types.jsonl
cat types.jsonl
echo "--- rows keep their order over row groups"
duckdb "COPY (SELECT i AS id, 'p' AS prompt FROM range(10000) t(i)) TO 'rows.parquet' (ROW_GROUP_SIZE 2048)"
assay data import rows.parquet 2>/dev/null | awk -F'[:,]' '$2 != NR - 1 { print "row", NR, "is", $2 } END { print NR }'

echo "--- a training file under zstd, as the README has it"
duckdb "COPY (SELECT 'the cat sat on the mat and looked at the dog in the garden all day' AS \"text\") TO 'train.jsonl.zst' (FORMAT json, COMPRESSION zstd)"
printf '{"id": "1", "prompt": "Say: the cat sat on the mat and looked at the dog in the garden.", "chosen": "a", "rejected": "b"}\n' >cat.jsonl
head -c 4 train.jsonl.zst | od -An -tx1 # it is what it is called
assay data overlap pairs:cat.jsonl train.jsonl.zst | sed -n '/^either/p'

echo "--- what cannot be"
refused() { "$@" || echo "status $?"; }
gzip -c v2.parquet >v2.parquet.gz
refused assay data import v2.parquet.gz
tar -cf v2.tar v2.parquet
refused assay data import v2.tar::v2.parquet
head -c 300 v2.parquet >cut.parquet
printf PAR1 >four.parquet
for file in cut four; do # in DuckDB's words, which change
    refused assay data import $file.parquet 2>&1 | sed 's/\(parquet: [A-Z]\).*/\1.../'
done
duckdb "COPY (SELECT 1 AS id WHERE false) TO 'none.parquet'"
refused assay data import none.parquet
duckdb "COPY (SELECT 'a' AS prompt, 'b' AS chosen, 'c' AS rejected, 'nan'::DOUBLE AS id) TO 'nan.parquet'"
refused assay run --suite pairs:nan.parquet --model length --quiet
printf '%s\n' 'name: slip' 'version: "1"' 'kind: pairs' 'title: A slip' 'data: {files: [{path: nan.parquet}]}' \
    'fields: {prompt: promt, completions: [chosen, rejected]}' >slip.yaml
refused assay run --suite ./slip.yaml --model length --quiet
ASSAY_DUCKDB=/nowhere/libduckdb.so refused assay data import v2.parquet
