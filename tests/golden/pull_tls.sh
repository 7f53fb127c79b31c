# Over TLS: an authority that is not known is not believed, and https leads to https only.
. "$top/tests/tools/pull.sh"
seq 1 2000 >data
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 \
    -subj '/CN=A test authority' 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj '/CN=localhost' 2>/dev/null
echo 'subjectAltName = DNS:localhost' >names
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -set_serial 1 -days 3650 -extfile names \
    -out cert.pem 2>/dev/null

# tls STEP...: a server with that certificate, and a set that is on it, of no hub.
tls() {
    serve s --tls cert.pem key.pem "$@"
    set_on_hub one data | sed "s|https://huggingface.co|https://localhost:$port|" >manifest.txt
}
tls file=data,etag=a,cut=100 file=data,etag=a
HF_TOKEN=secret CURL_CA_BUNDLE=ca.pem pull one | sed 's/localhost: .*;/localhost: BROKEN OFF;/'
asked
cmp data d/sets/one.jsonl
rm -r d
tls file=data
SSL_CERT_FILE=ca.pem pull one
rm -r d

tls file=data
pull one | sed 's/certificate.*/certificate/'
set_on_hub one data | sed "s|https://huggingface.co|https://127.0.0.1:$port|" >manifest.txt
CURL_CA_BUNDLE=ca.pem pull one | sed 's/127.0.0.1: .*/127.0.0.1: not its name/'
set_on_hub one data | sed "s|https://huggingface.co|https://localhost:$port|" >manifest.txt
CURL_CA_BUNDLE=ca.pem pull one
rm -r d
tls status=302,to="http://127.0.0.1:$port/"
CURL_CA_BUNDLE=ca.pem pull one
tls file=data
CURL_CA_BUNDLE=nowhere.pem pull one | sed 's/localhost: .*/localhost: no authorities/'
kill "$server"
