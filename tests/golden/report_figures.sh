# Figures for a paper: every format, two sizes, a name that TeX would take for commands.
mkdir run
cp "$top/tests/data/result-1.1.json" run/result.json
printf '%s\n' '{"format": "assay-run", "version": "1.0", "started": "2026-01-02T03:04:05Z",' \
    '"config": {"suite": ["s"], "model": "replay:it", "json": false}}' >run/run.json
assay report --output page --figures svg,pdf,png,cairolatex,tikz run
ls page/figures
cat page/figures/judgebench-gpt-4o-best-of-n.tsv
grep '^set label' page/figures/judgebench-gpt-4o-best-of-n.gp
for figure in page/figures/*.tsv; do
    name=${figure%.tsv}
    head -c 5 "$name.svg" && echo
    head -c 5 "$name.pdf" && echo
    head -c 4 "$name.png" | tail -c 3 && echo
    head -c 5 "$name-cairolatex.pdf" && echo
    grep -c 'includegraphics.*-cairolatex}' "$name-cairolatex.tex"
    head -n 1 "$name-tikz.tex"
done
# By hand: the script and the numbers are all that it takes.
mkdir by-hand
cp page/figures/judgebench-gpt-4o-by-section.gp page/figures/judgebench-gpt-4o-by-section.tsv by-hand
(cd by-hand && gnuplot judgebench-gpt-4o-by-section.gp 2>&1 | grep -v iconv || ls)
assay report --output wide --figures pdf --size page run
grep -h -o 'pdfcairo noenhanced size [0-9.]*in' page/figures/*sections.gp wide/figures/*sections.gp
for wrong in '--figures gif' '--figures pdf --size web' '--figures pdf --format table'; do
    # shellcheck disable=SC2086
    assay report $wrong run || echo "status $?"
done
