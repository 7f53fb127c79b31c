# A file that may not grow ends a run in one line that says how to go on; nothing answered is lost.
run() { assay run --no-progress --suite core --suite-option size=40 --model length "$@"; }
(
    trap '' XFSZ
    ulimit -f 100
    run --output small || echo "status $?"
)
[ "$(wc -l <small/items.jsonl)" -gt 100 ]
run --output whole --quiet >table
assay run --resume small --quiet | cmp - table
cmp small/result.json whole/result.json
