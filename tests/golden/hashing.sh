# Files that take long to hash: how far it got is told, with rate and time left, and signals are heard, by
# commands that run a model and by those that only look at one.
echo '{"id":"p","prompt":"q","chosen":"a","rejected":"bb"}' >pairs.jsonl
truncate -s 64G weights
unset ASSAY_NO_PROGRESS
stop() { # SIGNAL COMMAND...
    signal=$1
    shift
    rm -f told # what the one before was told is no sign of this one
    assay "$@" --suite pairs:pairs.jsonl --model judge:worker:cat --model-option prompt=weights 2>told &
    process=$!
    looks=0
    until grep -q 'hash weights [0-9.]*/68719.5 MB [0-9]* % [0-9.]* MB/s, [0-9:]* left' told 2>/dev/null; do
        looks=$((looks + 1))
        [ "$looks" -lt 3000 ] # or nothing is coming
        sleep 0.01
    done
    kill -"$signal" $process
    wait $process || echo "status $?"
    grep -v '^hash' told
}
stop INT run --output run
stop TERM run --output run
stop INT run --dry-run
stop TERM doctor --audit
stop USR1 doctor --audit
stop INT doctor --audit
[ ! -e run ]
