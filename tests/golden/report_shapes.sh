# Series of ROC curves, ridges and dates (version 1.3), each in every format, and what they cannot be made of.
mkdir run
cp "$top/tests/data/result-1.3.json" run/result.json
printf '%s\n' '{"format": "assay-run", "version": "1.0", "started": "2026-01-02T03:04:05Z",' \
    '"config": {"suite": ["s"], "model": "replay:it", "json": false}}' >run/run.json
assay report --output page --figures svg,pdf,png,cairolatex,tikz --size page run
assay report --output column --figures png --size column run >/dev/null
! grep -q 'Not drawn' page/index.html
for kind in roc margins-by-section accuracy-by-night; do
    name=page/figures/judgebench-gpt-4o-$kind
    echo "$kind"
    cat "$name.tsv"
    head -c 5 "$name.svg" && echo
    head -c 5 "$name.pdf" && echo
    head -c 4 "$name.png" | tail -c 3 && echo
    head -c 5 "$name-cairolatex.pdf" && echo
    head -n 1 "$name-tikz.tex"
    head -c 4 "column/figures/judgebench-gpt-4o-$kind.png" | tail -c 3 && echo
done
wrong() {
    sed "$1" "$top/tests/data/result-1.3.json" >run/result.json
    assay report --output wrong run || echo "status $?"
}
wrong 's/"y": 0.4/"y": -0.4/'
wrong 's/"x": 0.5,/"x": -0.5,/'
wrong 's/"x": 1767657600/"x": 1e300/'
wrong 's/"x": 1767657600/"x": 253402300800/'
