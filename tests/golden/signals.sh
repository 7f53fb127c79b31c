# The catalogue of signals: the document is what the program prints, and names, rows and logs are asked for.
awk '/^<!-- BEGIN signals/ { own = 1; next } /^<!-- END signals/ { own = 0 } own' "$top/docs/SIGNALS.md" >told
assay signals all --format markdown | diff told - && echo same
echo "== one by its row, by its system, by its own name"
assay signals 77 | sed -n '/^77/,/^contributes/p'
assay signals 'r → Q*' | sed -n '/^77/,/^contributes/p' | tail -n 1
assay signals dpo | grep '^command'
echo "== which a log can serve"
cat >log.jsonl <<'END'
{"k": "meta", "v": 1, "run": "r"}
{"k": "group", "id": "p", "run": "r", "responses": [{"id": "a", "correct": 1, "n_tok": 2, "tok": {"lp": {"policy": [-1, -2], "ref": [-2, -4]}}}, {"id": "b", "correct": 0, "n_tok": 1, "tok": {"lp": {"policy": [-3]}}}]}
END
assay signals --for log.jsonl | grep '^dpo \|^self-certainty \|^self-correction '
assay signals --for log.jsonl --json | grep -q '"lacks"' && echo 'says what is lacking'
wrong() { "$@" >/dev/null || echo "status $?"; }
echo "== mistakes"
wrong assay signals dop
wrong assay signals 80
wrong assay signals --for nowhere.jsonl
wrong assay signals dpo --for log.jsonl
wrong assay run --suite samples:log.jsonl --model signal:dop
wrong assay run --suite samples:log.jsonl --model signal
wrong assay run --suite samples:log.jsonl --model signal:dpo --model-option bta=1
wrong assay run --suite samples:log.jsonl --model signal:all --limit 1
echo '{"id": "x", "prompt": "q", "completions": ["a", "b"]}' >plain.jsonl
wrong assay run --suite samples:plain.jsonl --model signal:all
wrong assay run --suite samples:plain.jsonl --model signal:dpo --output o
echo '{"k": "group", "id": "p", "responses": [{"id": "a"}, {"id": "b"}]}' >untold.jsonl
wrong assay run --suite samples:untold.jsonl --model signal:all
wrong assay log fill log.jsonl
wrong assay log fill log.jsonl --signal dpo --set bta=1
wrong assay diagnose log.jsonl self-corection
wrong assay diagnose log.jsonl --set nothing=1
wrong assay diagnose nowhere.jsonl
echo "== a diagnostic that is named twice is told once"
assay diagnose log.jsonl self-correction self-correction --json | grep -c '"self-correction"'
echo "== filled in, a log says what signals say, and not twice"
assay log fill log.jsonl --signal dpo --output more.jsonl
assay log check more.jsonl
grep -o '"signal:dpo#[0-9a-f]*": *[0-9.]*' more.jsonl | head -n 1
wrong assay log fill more.jsonl --signal dpo
