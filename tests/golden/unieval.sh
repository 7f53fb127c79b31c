# UniEval: a result file in the official shape, two documents by three systems.
row() { # document, system, people's coherence, the model's
    printf '{"doc_id": %s, "system_id": "%s", "source": "text %s", "reference": "", ' "$1" "$2" "$1"
    printf '"system_output": "%s of %s", "scores": {"coherence": %s}, ' "$2" "$1" "$3"
    printf '"predict_scores": {"coherence": %s}}' "$4"
}
{
    echo '['
    for r in '0 A 1 0.1' '0 B 2 0.3' '0 C 3 0.2' '1 A 2 0.4' '1 B 2 0.5' '1 C 5 0.9'; do
        # shellcheck disable=SC2086
        row $r
        [ "$r" = '1 C 5 0.9' ] && echo ']' || echo ','
    done
} >summeval_result.json
# items: mean ranks 1 3 5 3 3 6 against 1 3 2 4 5 6: rho = 9.5 / sqrt(15.5 x 17.5) = 0.5768. Systems: means
# 1.5 2 4 against 0.25 0.4 0.55: in one order, r = 0.375 / sqrt(3.5 x 0.045) = 0.9449. Documents: tau-b is
# (2 - 1)/3 and, with one pair of people's numbers tied, 2 / sqrt(2) / sqrt(3): mean 0.5749. Pairs: 2 of 3
# and 2 of 2
assay run --suite unieval:summeval --model replay:summeval_result.json --replicates 100 --quiet |
    sed -n '/^section/,/^Overall/p; /^coverage/p; /^measure/,$p'
assay run --suite unieval:summeval --model replay:summeval_result.json --replicates 100 --quiet \
    --suite-option level=system --suite-option correlation=pearson | grep '^coherence'
# systems of two, one and one item: means 1 1.5 3 against 0.1 0.3 0.2, so that rho is 1/2
{
    echo '['
    row 0 A 1 0.1 && echo ',' && row 1 A 1 0.1 && echo ',' && row 0 B 1.5 0.3 && echo ',' && row 1 C 3 0.2
    echo ']'
} >uneven.json
assay run --suite unieval:summeval --model replay:uneven.json --replicates 100 --quiet | grep system_spearman

# answers hold their items; where the part's own data are here they must be of it, and without a part the
# one whose items they are is taken
mkdir -p own/unieval
sed 's/text /news /g' summeval_result.json >own/unieval/qags_cnndm_result.json
cp summeval_result.json own/unieval/qags_xsum_result.json
ASSAY_DATA=$PWD/own assay run --suite unieval:qags_cnndm --model replay:summeval_result.json --quiet ||
    echo "status $?"
ASSAY_DATA=$PWD/own assay run --suite unieval:qags_xsum --model replay:summeval_result.json --quiet |
    grep '^coherence'
ASSAY_DATA=$PWD/own assay run --suite unieval --model replay:own/unieval/qags_cnndm_result.json --quiet |
    grep '^note *part'

# the part that is measured by default is here, and others are not
cp summeval_result.json own/unieval/sfres_result.json
ASSAY_DATA=$PWD/own assay ls suites unieval | grep -A1 -e '^data' -e '^parts'
ASSAY_DATA=$PWD/own assay ls suites unieval:sfres | grep '^data'
ASSAY_DATA=$PWD/own assay ls suites | grep '^unieval'
