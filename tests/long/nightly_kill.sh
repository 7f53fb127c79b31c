# A night that is killed at any moment, again and again, and gone on with, ends in the bytes of one that was not:
# results, night.json, pages, figures and `latest`. KILLS moments (50), from a seed.
# What a site is: all but run.json (times, host), journals, logs, locks and the index.
pairs() {
    awk 'BEGIN { for (i = 0; i < 200; i++) printf "{\"id\": \"%d\", \"subset\": \"%s\", \"prompt\": \"%d?\", \"chosen\": \"%s\", \"rejected\": \"no\"}\n", i, i % 3 ? "easy" : "hard", i, i % 4 ? "yes" : "n" }'
}
scores() { awk -v wrong="$1" 'BEGIN { for (i = 0; i < 200; i++) printf "{\"id\": \"%d\", \"scores\": [%s, 0.5]}\n", i, i < wrong ? 0 : 1 }'; }
# folder NAME: a file of three models, of which one crashes, and three nights before
folder() {
    mkdir "$1"
    pairs >"$1/s.jsonl"
    scores 10 >"$1/answers.jsonl"
    cat >"$1/night.yaml" <<'END'
output: nights
models:
  - {label: candidate, adapter: replay, target: answers.jsonl}
  - {label: length, adapter: length}
  - {label: broken, adapter: worker, target: 'exit 3'}
suites: ['pairs:s.jsonl', {suite: 'pairs:s.jsonl', limit: 100}]
baseline: {window: 2}
reports: [html, markdown]
retention: {nights: 2}
replicates: 1000
END
    for day in 1 2 3; do
        [ "$1" = killed ] && [ $day = 3 ] || assay nightly --quiet --date 2026-11-0$day "$1/night.yaml" >/dev/null 2>&1 || :
        scores 30 >"$1/answers.jsonl"
    done
}
site() {
    cd "$1/nights"
    find . -type f ! -name run.json ! -name items.jsonl ! -name '*.log' ! -name 'lock' ! -name .lock ! -name 'history.sqlite*' |
        LC_ALL=C sort | while read -r file; do sha256sum "$file"; done
    readlink latest
    cd ../..
}
begun=$(date +%s%N)
folder whole
took=$((($(date +%s%N) - begun) / 3000000)) # milliseconds a night
folder killed
cp -r killed fresh
site whole >whole.site
kills=0 ended=0
# moments until so many met it at work
moments=$(awk -v n="${KILLS:-50}" -v most="$took" 'BEGIN { srand(7); for (i = 0; i < 10 * n; i++) printf "%.3f\n", (0.01 + 0.79 * rand()) * most / 1000 }')
for moment in $moments; do
    [ $kills -lt "${KILLS:-50}" ] || break
    assay nightly --quiet --date 2026-11-03 killed/night.yaml >/dev/null 2>&1 &
    pid=$!
    sleep "$moment"
    kill -9 $pid 2>/dev/null && kills=$((kills + 1)) || ended=$((ended + 1))
    wait $pid 2>/dev/null || :
    # every third time all begins anew, so that early moments are met, too
    if [ $(((kills + ended) % 3)) = 0 ]; then
        assay nightly --quiet --date 2026-11-03 killed/night.yaml >/dev/null 2>&1 || :
        site killed >killed.site
        cmp whole.site killed.site || { diff whole.site killed.site; exit 1; }
        rm -rf killed
        cp -r fresh killed
    fi
done
assay nightly --quiet --date 2026-11-03 killed/night.yaml >/dev/null 2>&1 || :
site killed >killed.site
cmp whole.site killed.site || { diff whole.site killed.site; exit 1; }
[ "$(wc -l <whole.site)" -gt 20 ] && grep -q index.html whole.site && echo "the same site"
[ $kills -ge "${KILLS:-50}" ] || echo "only $kills of ${KILLS:-50} kills met it at work"
