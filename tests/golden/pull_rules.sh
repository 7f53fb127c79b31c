# What is fetched and what is not: addresses that may change, first use, tokens and where they go,
# redirects, suites, two pulls at a time, signals.
. "$top/tests/tools/pull.sh"
seq 1 2000 >data
seq 2 2001 >other
set_on_hub one data >manifest.txt
set_on_hub two data >>manifest.txt
set_on_hub unknown '' >>manifest.txt
set_on_hub branch data main >>manifest.txt
printf 'name: %s\nversion: x\ntitle: t\nlicence: MIT\ncitation: c\nused-by: s\naddress: %s\n' \
    archive https://example.com/archive >>manifest.txt
printf 'file: sets/a.jsonl\nfile: sets/b.jsonl\n' >>manifest.txt
HF_ENDPOINT=http://127.0.0.1:1
export HF_ENDPOINT

echo "- what is refused; nothing is made"
assay data ls --data-dir d
pull unknown
pull branch
pull archive
pull one archive --dry-run
pull oen
pull
HF_HUB_OFFLINE=1 pull one
HF_ENDPOINT=example.com pull one
[ ! -e d ]
HF_ENDPOINT=http://me:secret@127.0.0.1:1 pull --tries 1 one
HF_TOKEN='a b' pull --tries 1 one

echo "- first use: what came is written down, and holds"
serve s file=data,etag=a file=data,etag=a
pull --trust-first-use unknown branch
asked
cat d/.assay/digests
(cd d && sha256sum -c .assay/digests)
assay data verify --data-dir d
pull unknown branch
echo more >>d/sets/unknown.jsonl
assay data verify --data-dir d || echo "status $?"
pull unknown
rm d/sets/unknown.jsonl
serve s file=other file=data
pull unknown
pull --trust-first-use --replace unknown
asked
(cd d && sha256sum -c .assay/digests)
cp data d/sets/a.jsonl
pull archive
pull archive --trust-first-use | sed -n '1p; $p'
cp other d/sets/a.jsonl
assay data verify --data-dir d archive || echo "status $?"
rm -r d
printf '<html>\n' >page
serve s file=page
pull --trust-first-use unknown
ls -A d/sets d/.assay

echo "- a branch of the hub: the commit that it stands at is settled at first use, and asked ever after"
other_commit=fedcba9876543210fedcba9876543210fedcba98
lfs=$(sha256sum <data | cut -d' ' -f1)
echo >>manifest.txt
set_on_hub moving '' main >>manifest.txt
pull moving # not without leave
serve s commit=$other_commit,linked=$lfs,status=302,to=/large file=data,commit=0
pull --trust-first-use moving
asked
cat d/.assay/digests
rm d/sets/moving.jsonl
serve s file=data,commit=$other_commit
pull moving
asked # at the commit
rm d/sets/moving.jsonl
serve s file=other,commit=$other_commit
pull moving # what stands there is not what stood there
serve s file=other,linked=$lfs
rm -r d
pull --trust-first-use moving # broken on the way: the hub says what its bytes are
[ ! -e d/sets/moving.jsonl ]
serve s file=data,commit=main,linked=x # says nothing of use
pull --trust-first-use moving
cat d/.assay/digests
rm -r d
serve elsewhere file=data,commit=$other_commit,linked=0000000000000000000000000000000000000000000000000000000000000000
other_port=$port
serve s status=302,to="http://127.0.0.1:$other_port/there" # who is no hub says nothing of it either
pull --trust-first-use moving
cat d/.assay/digests
rm -r d

echo "- gated"
set_on_hub gate data | sed '2i gated: accept the terms of its page' >>manifest.txt
assay data ls --data-dir d | sed -n '1p; /^gate/p'
serve s status=401 file=data
pull gate
HF_TOKEN=secret pull gate
asked
rm -r d

echo "- here already"
mkdir -p d/sets
cp data d/sets/one.jsonl
HF_HUB_OFFLINE=1 pull one
cp other d/sets/one.jsonl
pull one
serve s file=data
pull one --replace
asked
rm -r d

echo "- a token goes to the hub, and not from there to another host"
HF_TOKEN=secret
export HF_TOKEN
serve elsewhere file=data
other_port=$port other_server=$server
serve s status=302,to=/here status=307,to="http://127.0.0.1:$other_port/there"
pull one
asked
server=$other_server name=elsewhere
asked
rm -r d
serve s status=302,to=http://localhost:PORT/another-name file=data
pull one
asked
rm -r d
serve s status=401
pull one
serve s status=302,to=ftp://127.0.0.1/ status=302,to=http://a:b@127.0.0.1/ status=302,endless,to=/x
pull one
pull one
pull one
asked
to=status=302,to=/again
serve s $to $to $to $to $to $to $to $to $to $to $to
pull one
unset HF_TOKEN

echo "- through a proxy, or past it"
serve s file=data
real=$HF_ENDPOINT
# No token goes over http, but to this machine.
HF_TOKEN=secret HF_ENDPOINT=http://hub.invalid http_proxy=$real pull one
asked
rm -r d
serve s file=data
http_proxy=http://127.0.0.1:1 no_proxy=127.0.0.1 pull one
asked
rm -r d

echo "- all that a suite needs, or a part of it"
cat >s.yaml <<'YAML'
name: s
version: "1"
kind: pairs
title: S
data:
  parts:
    first: {files: [{entry: one}]}
    second: {files: [{entry: two}, {entry: one}, {path: data}]}
fields: {prompt: a, completions: [b, c]}
YAML
serve s file=data file=data
pull --suite ./s.yaml:first
pull --suite ./s.yaml
pull --suite ./none.yaml
pull --suite core
asked
rm -r d
mkdir suites
cp s.yaml suites/s.yaml
serve s file=data file=data
export ASSAY_SUITES=$PWD/suites
pull s:first # a built-in suite by its name
pull s two
unset ASSAY_SUITES
asked
rm -r d

echo "- nothing is written outside the data folder"
mkdir -p d outside
ln -s ../outside d/sets
pull one
ls -A outside
rm -r d

echo "- two at a time: the second one waits, and finds it there"
serve s file=data,hold=100
assay data pull --data-dir d --no-progress one >first 2>&1 &
one=$!
wait_for d/sets/one.jsonl.part
assay data pull --data-dir d --no-progress one >second 2>&1 &
two=$!
until [ -s second ]; do sleep 0.01; done
touch s.port.go
wait $one
wait $two
plain first second
asked
rm -r d s.port.go

echo "- interrupted, it goes on"
serve s file=data,etag=a,hold=100 file=data,etag=a
assay data pull --data-dir d --no-progress one >first 2>&1 &
one=$!
until [ -s d/sets/one.jsonl.part ]; do sleep 0.01; done
kill -TERM $one
wait $one || echo "status $?"
plain first
touch s.port.go
pull one
asked
