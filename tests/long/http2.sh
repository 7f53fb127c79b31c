# HTTP/2, where a server offers it: over TLS by itself, all requests on one connection; without TLS where it is
# asked for. nghttpd speaks nothing else (make deps installs it for check-long) and gives a file for an answer.
command -v nghttpd >/dev/null || { echo "nghttpd is not here (nghttp2-server)" >&2; exit 1; }
server=
finish() { [ ! "$server" ] || kill "$server" 2>/dev/null || :; }
trap finish EXIT
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir files
echo '{"rewards": [5.5]}' >files/get_reward
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 2>/dev/null
awk 'BEGIN { for (i = 0; i < 50; i++) printf "{\"id\": \"%d\", \"prompt\": \"%d?\", \"chosen\": \"yes %d\", \"rejected\": \"no %d\"}\n", i, i, i, i }' >pairs.jsonl
ask() { # SCHEME, words of nghttpd, options of the model
    scheme=$1 words=$2
    shift 2
    : >log
    nghttpd -v -a 127.0.0.1 -d files $words >>log 2>&1 &
    server=$!
    looks=0
    until grep -q listen log; do
        looks=$((looks + 1))
        [ $looks -lt 600 ] || { cat log >&2; exit 1; }
        sleep 0.1
    done
    rm -rf run
    CURL_CA_BUNDLE=certificate.pem assay run --suite pairs:pairs.jsonl --model "http:$scheme://127.0.0.1:$port" --output run \
        --quiet --no-progress --replicates 100 --model-option dialect=openrlhf --model-option template=none \
        --model-option activation=none "$@" >table
    kill "$server"
    wait "$server" 2>/dev/null || :
    server=
    echo "$scheme: $(grep -c '"v":\[5.5,5.5\]' run/items.jsonl) items, $(grep -c ':method: POST' log) requests"
}
ask https "$port key.pem certificate.pem"
echo "connections: $(sed -n 's/^\[id=\([0-9]*\)\].*/\1/p' log | sort -u | grep -c .), for the handshake and for the items"
ask http "--no-tls $port" --model-option http2=true
