# Pages in headless Chromium: no complaint in the console, nothing asked for, sorted, filtered, opened,
# 380 pixels wide, read by axe-core, and the same without scripts.
mkdir pages
"$out/tests/make_page" html 'model B' >pages/page.html
"$out/tests/make_page" html evil >pages/evil.html
"$out/tests/make_page" html '' 10000 >pages/items.html
# A run, two runs of one suite, and runs of two suites, with figures.
for model in length random; do
    assay run --suite core --model $model --quiet --output $model >/dev/null
done
mkdir result
cp "$top/tests/data/result-1.2.json" result/result.json
printf '%s\n' '{"format": "assay-run", "version": "1.0", "config": {"suite": ["s"], "model": "m"}}' >result/run.json
assay report --output 1 length >/dev/null
assay report --output 2 length random >/dev/null
assay report --output 3 length result >/dev/null
mv 1/index.html pages/run.html
mv 2/index.html pages/runs.html
mv 3/index.html pages/suites.html
# Two nights: all of them, the second one, and a run of it held against the first.
printf '%s\n' 'output: nights' 'models: [{label: length, adapter: length}, {label: random, adapter: random}, {label: broken, adapter: worker, target: exit 3}]' \
    'suites: [core]' 'reports: [html]' >night.yaml
for day in 1 2; do assay nightly --quiet --date 2026-11-0$day night.yaml >/dev/null 2>&1 || :; done
mv nights/index.html pages/nights.html
mv nights/2026-11-02/index.html pages/night.html
mv nights/2026-11-02/random/report/index.html pages/night-run.html
node "$top/tests/long/browser.mjs" "$top/build/deps/browser" "$(command -v chromium)" "$PWD/pages"
