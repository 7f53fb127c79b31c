# Data are fetched whole or not at all, whatever the server does: it breaks off, stalls, lies about
# lengths and places, changes the file, is busy, or sends a page.
. "$top/tests/tools/pull.sh"
seq 1 2000 >data # 8893 bytes
seq 2 2001 >other
set_on_hub one data >manifest.txt
whole() { cmp data d/sets/one.jsonl && ls -A d/sets && rm -r d; }

echo "- whole"
serve s file=data
pull one
asked
whole

echo "- broken off twice: the rest is asked for, if it is still the same"
serve s file=data,etag=a,cut=1000 file=data,etag=a,cut=2000 file=data,etag=a
pull one
asked
whole

echo "- in a later process"
serve s file=data,etag=a,cut=1000 file=data,etag=a
pull --tries 1 one
ls d/sets
pull one
asked
whole

echo "- changed in between: from its start"
serve s file=other,etag=a,cut=1000 file=data,etag=b
pull one
asked
whole

echo "- the server knows no Range, or has no ETag, or a weak one"
serve s file=data,etag=a,cut=1000 file=data,etag=a,norange
pull one
whole
serve s file=data,cut=1000 file=data
pull one
asked
whole
serve s file=data,weak=a,cut=1000 file=data,weak=a
pull one
asked
whole

echo "- without an ETag, changed in between: the digest tells"
serve s file=other,cut=1000 file=data file=data
pull one
whole

echo "- another place than asked for"
serve s file=data,etag=a,cut=1000 file=data,etag=a,place=10 file=data,etag=a
pull one
whole

echo "- shorter than before"
serve s file=data,cut=8000 file=pulled file=data
pull one
whole

echo "- longer and shorter than it says"
serve s file=data,length=9000 file=data
pull one
whole
serve s file=data,length=10
pull one
ls -A d/sets

echo "- no length: it may have been broken off"
serve s file=data,close,cut=100 file=data,close
pull one
whole
serve s file=other,close file=other,close
pull one
ls -A d/sets

echo "- nothing more comes"
# A busy machine may take a healthy answer for a stalled one: then it is asked again.
again='file=data,etag=a file=data,etag=a file=data,etag=a file=data,etag=a file=data,etag=a'
serve s file=data,etag=a,stall=1000 $again $again $again $again
pull --stall 0.5 --tries 20 one | sed -n '1p; $p'
kill "$server"
whole

echo "- busy"
serve s status=500 status=503 status=429,after=1 file=data
pull one
whole
serve s status=500 status=502
pull --tries 2 one
serve s status=429,after=100000
pull one

echo "- not there, not open, not known"
serve s status=404
pull one
serve s status=401
pull one
serve s status=418,endless
pull one

echo "- a page"
printf '<!DOCTYPE html>\n<title>Log in</title>\n' >page
serve s file=page,type=text/html
pull one

echo "- nobody there"
HF_ENDPOINT=http://127.0.0.1:1 pull --tries 1 one | sed 's/port 1.*/port 1/'
ls -A d/sets

echo "- no room: what came is kept"
serve s file=data,etag=a file=data,etag=a
(
    ulimit -f 8 # blocks of 512 bytes
    pull one >short
)
cat short
ls d/sets
pull one
asked
whole
