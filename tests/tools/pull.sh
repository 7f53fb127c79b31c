# What cases of `assay data pull` share; sourced. Servers are tests/tools/http_server.c; they end by
# themselves. Numbers of ports and processes are taken out of what is shown.

# serve NAME STEP...: starts a server that logs to NAME.log, and sets its port.
serve() {
    name=$1
    shift
    rm -f "$name.port" "$name.log"
    "$out/tests/http_server" "$name.port" "$name.log" "$@" &
    server=$!
    wait_for "$name.port"
    port=$(cat "$name.port")
    HF_ENDPOINT=http://127.0.0.1:$port
    export HF_ENDPOINT
}

# Waits until a file is there; the limit is for what never comes.
wait_for() {
    looks=0
    until [ -e "$1" ]; do
        looks=$((looks + 1))
        [ "$looks" -lt 6000 ]
        sleep 0.01
    done
}

# Takes out what differs from run to run, and how libcurl puts it.
plain() {
    sed -e 's/:[0-9][0-9][0-9][0-9][0-9]*\//:PORT\//g' -e 's/process [0-9]*/process N/' \
        -e 's/transfer closed.*remaining to read/BROKEN OFF/' "$@"
}

# pull WORD...: as typed, with short pauses.
pull() {
    status=0
    assay data pull --data-dir d --no-progress --retry-wait 0.001 "$@" >pulled 2>&1 || status=$?
    plain pulled
    [ "$status" = 0 ] || echo "status $status"
}

# What the server was asked, and that it is gone.
asked() {
    wait "$server" || echo "the server: status $?"
    cat "$name.log"
}

# A manifest of sets on the hub: set NAME FILE [REVISION] adds one; without a digest if FILE is "".
commit=0123456789abcdef0123456789abcdef01234567
set_on_hub() {
    printf 'name: %s\nversion: x\ntitle: t\nlicence: MIT\ncitation: c\nused-by: s\n' "$1"
    printf 'file: sets/%s.jsonl\n' "$1"
    [ -z "$2" ] || printf 'sha256: %s\n' "$(sha256sum <"$2" | cut -d' ' -f1)"
    printf 'address: https://huggingface.co/datasets/org/%s/resolve/%s/f\n\n' "$1" "${3:-$commit}"
}
ASSAY_MANIFEST=$PWD/manifest.txt
export ASSAY_MANIFEST
