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
# All rules of one suite on a page.
unset ASSAY_SUITES
assay ls suites judgebench --data-dir d
assay ls suites judgbench || echo "status $?"
assay ls kinds pairs || echo "status $?"
