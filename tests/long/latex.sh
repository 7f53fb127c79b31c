# Figures for a paper go through LaTeX, in both sizes and both of its formats, whatever names hold.
printf '%s' '100% $x_1$ & #2 ~ ^a {b} \\c [d] \"e\" <f> | `g` --h \u2026 \u221AKL \u03B1\u03B2\u03C3 10\u2076 \u2212 ' >name
# Every letter of Latin-1 and Latin Extended-A, and what is none.
for high in 0 1; do
    for low in c d e f 0 1 2 3 4 5 6 7; do
        case $high$low in 00 | 01 | 02 | 03 | 04 | 05 | 06 | 07 | 1c | 1d | 1e | 1f) continue ;; esac
        for digit in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do printf '\\u0%s%s%s' $high $low $digit; done
    done
done >letters
printf '%s' ' \u6F22\u0430' >>letters
mkdir run
# The first name in the figures becomes the hostile one, and the letters a title of a panel.
python3 - "$top/tests/data/result-1.1.json" >run/result.json <<'END'
import json, sys
document = json.load(open(sys.argv[1]))
name = json.loads('"' + open("name").read() + '"')
letters = json.loads('"' + open("letters").read() + '"')
for series in document["results"][0]["series"]:
    series["name"] = name + series["name"]
    series["x_label"] = name
    if series.get("panel") == "Algebra":
        series["panel"] = name
    if "category" in series:
        series["category"] = [name, letters[:18], "[x] {y}"]
for k in range(0, len(letters), 12):
    document["results"][0]["series"].append(
        {"figure": "letters %d" % k, "name": letters[k:k + 12], "x_label": "[" + letters[k:k + 12],
         "y_label": "{y}", "look": "points", "points": [{"x": 1, "y": 1, "n": 0}]})
# Matrices, maps, trees, worlds, bars, clouds, ridges, ROC curves and dates, with the hostile name in each.
pictures = []
for version in "1.2", "1.3":
    pictures += json.load(open(sys.argv[1].replace("1.1", version)))["results"][0]["series"]
for series in pictures:
    series["name"] = name + series["name"]
    series["panel"] = name + series["panel"] if "panel" in series else ""
    if "category" in series:
        series["category"][0] = name
document["results"][0]["series"] += [{k: v for k, v in s.items() if v != ""} | {"x_label": name, "y_label": name}
                                     for s in pictures]
json.dump(document, sys.stdout)
END
printf '%s\n' '{"format": "assay-run", "version": "1.0", "config": {"suite": ["s"], "model": "m"}}' >run/run.json
for size in column page; do
    assay report --output $size --figures cairolatex,tikz --size $size run >told
    ! grep gnuplot: told
    cd $size/figures
    {
        printf '%s\n' '\documentclass{article}' '\usepackage[T1]{fontenc}' '\usepackage{graphicx,color,gnuplot-lua-tikz}' \
            '\begin{document}'
        for file in *-cairolatex.tex *-tikz.tex; do printf '%s\n' "\\input{${file%.tex}}" '\newpage'; done
        printf '%s\n' '\end{document}'
    } >paper.tex
    pdflatex -interaction=nonstopmode -halt-on-error paper.tex >log 2>&1 || { grep -A4 '^!' log; exit 1; }
    ! grep -i 'missing character' paper.log
    head -c 5 paper.pdf && echo " $size"
    cd ../..
done
# Tables: of pages with everything, with hostile names, and of runs.
mkdir tables
"$out/tests/make_page" latex 'model B' >tables/page.tex
"$out/tests/make_page" latex evil >tables/evil.tex
"$out/tests/make_page" latex "$(cat name)" >tables/name.tex
assay run --suite core --model length --nulls --quiet --output length >/dev/null
assay run --suite core --model random --quiet --output random >/dev/null
assay report --format latex length >tables/run.tex
assay report --format latex length random run >tables/runs.tex
{
    printf '%s\n' '\documentclass{article}' '\usepackage[T1]{fontenc}' '\usepackage{booktabs,longtable,siunitx}' \
        '\begin{document}'
    for file in tables/*.tex; do printf '%s\n' "\\input{${file%.tex}}" '\clearpage'; done
    printf '%s\n' '\end{document}'
} >tables.tex
pdflatex -interaction=nonstopmode -halt-on-error tables.tex >log 2>&1 || { grep -A4 '^!' log; exit 1; }
! grep -i 'missing character\|siunitx.*warning' tables.log
head -c 5 tables.pdf && echo " tables, $(grep -c '^.begin{table}' tables/page.tex) of a page"

# What assay paper writes of two runs, all of its tables, figures and numbers, is a document.
mkdir study
for model in length random; do
    assay run --suite core --model $model --output study/$model --quiet --nulls >told
done
cat >study/paper.yaml <<'END'
formats: [pdf, cairolatex, tikz]
runs: {length: length, random: random}
tables:
  sections: {of: runs, runs: [length, random]}
  coverage: {of: runs, runs: [length], table: coverage}
  change: {of: comparison, runs: [length, random], metrics: [accuracy, margin]}
  allowed: {of: gate, runs: [length, random]}
  board: {of: leaderboard, runs: [length, random]}
  strengths: {of: leaderboard, runs: [length, random], table: strengths}
  alike: {of: agreement, runs: [length, random]}
  moved: {of: agreement, runs: [length, random], table: flips}
figures:
  standing: {of: leaderboard, runs: [length, random], size: page}
  flips: {of: agreement, runs: [length, random]}
  both: {of: runs, runs: [length, random], size: page}
  margins: {of: runs, runs: [length], figure: core-margins}
numbers:
  lengthAccuracy: {run: length, suite: core}
  randomHigh: {run: random, suite: core, section: code, of: hi}
END
assay paper study/paper.yaml >told
! grep gnuplot: told
cd study/generated
{
    printf '%s\n' '\documentclass{article}' '\usepackage[T1]{fontenc}' '\usepackage{booktabs,longtable,siunitx}' \
        '\usepackage{graphicx,color,gnuplot-lua-tikz}' '\input{numbers}' '\begin{document}' \
        '\lengthAccuracy, at most \randomHigh'
    for file in sections coverage change allowed board strengths alike moved; do printf '%s\n' "\\input{$file}"; done
    for file in both margins standing flips; do
        printf '%s\n' "\\includegraphics{$file}" '\newpage' "\\input{$file-cairolatex}" '\newpage' "\\input{$file-tikz}" '\newpage'
    done
    printf '%s\n' '\end{document}'
} >all.tex
pdflatex -interaction=nonstopmode -halt-on-error all.tex >log 2>&1 || { grep -A4 '^!' log; exit 1; }
! grep -i 'missing character' all.log
head -c 5 all.pdf && echo " paper"
cd ../..
assay paper --check study/paper.yaml
