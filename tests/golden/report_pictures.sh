# Series that are pictures: matrix, map, tree, worlds with a policy, bars and a cloud with bounds, each in every format.
mkdir run
cp "$top/tests/data/result-1.2.json" run/result.json
printf '%s\n' '{"format": "assay-run", "version": "1.0", "started": "2026-01-02T03:04:05Z",' \
    '"config": {"suite": ["s"], "model": "replay:it", "json": false}}' >run/run.json
assay report --output page --figures svg,pdf,png,cairolatex,tikz --size page run
assay report --output column --figures png run >/dev/null
grep -c '<figcaption>' page/index.html
! grep -q 'Not drawn' page/index.html
grep -A 1 -h '<figcaption>The\|<figcaption>As\|<figcaption>Reward\|<figcaption>Dots are values. ' page/index.html
for kind in distances map-of-models tree-of-models world correlations regret; do
    name=page/figures/judgebench-gpt-4o-$kind
    echo "$kind"
    [ $kind = regret ] || cat "$name.tsv"
    head -c 5 "$name.svg" && echo
    head -c 5 "$name.pdf" && echo
    head -c 4 "$name.png" | tail -c 3 && echo
    head -c 5 "$name-cairolatex.pdf" && echo
    head -n 1 "$name-tikz.tex"
    head -c 4 "column/figures/judgebench-gpt-4o-$kind.png" | tail -c 3 && echo
done
# The points of a cloud that are drawn stand for all of them.
awk -F '\t' '/^# series/ { s++ } s == 1 && NF > 5 { n += $6; drawn += $6 > 0 } END { print n, drawn < n }' \
    page/figures/judgebench-gpt-4o-regret.tsv
# What a picture cannot be made of.
wrong() {
    sed "$1" "$top/tests/data/result-1.2.json" >run/result.json
    assay report --output wrong run || echo "status $?"
}
wrong 's/"value": \[0, 0.25/"value": [0.25/'
wrong 's/"value": \[0, 0.25/"price": [0, 0.25/'
wrong 's/"value": \[0, 0.25/"value": [0, 1e300/'
wrong 's/"value": \[0, 0.25/"value": [0, 1e309/'
wrong 's/"value": \[0, 0, -1, 90, 90, 180\]/"value": [0, 0, -2, 90, 90, 180]/'
wrong 's/"band": \[0.5, 2\]/"band": [0.75, 2]/'
