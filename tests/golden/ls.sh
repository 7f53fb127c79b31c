# Suites say whether their data are here; a data set that is not is named once, with its address.
mkdir -p d/evalbiasbench
echo '{}' >d/evalbiasbench/biasbench.json
assay ls --data-dir d | sed -n '1p; /^evalbias/p; /^judgebench/p; /^pairs/p; /^rewardmath/p'
assay ls suites --data-dir d | grep -c '^  hhh '
assay ls suites --data-dir d | grep '^  evalbiasbench' || echo "status $?"
assay ls kinds
assay ls adapters | grep '^replay'
assay ls reports | grep '^html'
assay ls repots || echo "status $?"
assay ls everything || echo "status $?"
mkdir suites
printf 'name: x\nkid: pairs\n' >suites/x.yaml
ASSAY_SUITES=suites assay ls || echo "status $?"
# What is not here is fetched by one command, which the run that needs it names.
unset ASSAY_SUITES
assay ls suites --data-dir d | grep -E '^  (rewardbench|ppe-human-preference|rabench|llmbar-judgments) '
for suite in rewardbench rm-bench prm800k:test ppe-human-preference rabench; do
    assay run --suite $suite --model length --data-dir d || echo "status $?"
done
cat >gated.txt <<'END'
name: closed
version: x
title: t
licence: MIT
citation: c
used-by: s
gated: ask its authors
file: closed.jsonl
sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
address: https://huggingface.co/datasets/o/n/resolve/0123456789abcdef0123456789abcdef01234567/closed.jsonl
END
cat >own.yaml <<'YAML'
name: own
version: "1"
kind: pairs
title: Own
data: {files: [{entry: closed}]}
fields: {prompt: p, completions: [c, r]}
YAML
ASSAY_MANIFEST=gated.txt assay run --suite ./own.yaml --model length --data-dir d || echo "status $?"
# All rules of one suite on a page.
assay ls suites judgebench --data-dir d
assay ls suites judgbench || echo "status $?"
assay ls kinds pairs || echo "status $?"
# All options of one adapter on a page.
assay ls adapters dpo
assay ls adapters length
assay ls adapters dqo || echo "status $?"
