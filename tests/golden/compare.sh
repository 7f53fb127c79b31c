# Two runs of one suite, item by item; values, p and counts by hand. Bootstrap ends and what follows from them are masked.
pairs() { # SECTION ID...
    section=$1
    shift
    for id; do echo "{\"id\": \"$id\", \"prompt\": \"$id?\", \"chosen\": \"y\", \"rejected\": \"n\", \"subset\": \"$section\"}"; done
}
scores() { # FILE ID=MARGIN...
    file=$1
    shift
    for word; do echo "{\"id\": \"${word%=*}\", \"scores\": [${word#*=}, 0]}"; done >"$file.jsonl"
}
run() { assay run --suite "${3:-pairs:s.jsonl}" --model "replay:$1.jsonl" --label "$2" --output "$1" --quiet --replicates 100 >/dev/null; }
masked() { "$@" | sed -E 's/[+-]?[0-9.]+ (-|–) [+-]?[0-9.]+/LO - HI/; s/\[[-+0-9., ]*\]/[LO, HI]/g; s/\([0-9.-]+ - [0-9.-]+\)/(LO - HI)/g; s/about [0-9,]+/about N/; s/  +/  /g; s/-{9,}/---------/'; }
{ pairs easy a b c d e f g h; pairs hard i j k l; } >s.jsonl
scores old a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=-1 i=1 j=-1 k=-1 l=-1
scores new a=2 b=1 c=-1 d=-3 e=-2 f=-1 g=-2 h=-1 i=1 j=2 k=-1 l=-1
scores less a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=-1 i=1 j=-1
run old v1
run new v2
run less v3
echo "--- easy 7/8 and 2/8: 5 lost, p 2/32; hard 1/4 and 2/4: 1 gained, p 1; overall 8/12 and 4/12: p 14/64; Holm 2 * 2/32"
masked assay compare old new
echo "--- the other way round: every sign, and lost for gained"
masked assay compare new old --section easy --items 1
echo "--- margins: 4/12 and -6/12 a mean"
masked assay compare old new --metric margin --metric loss --items 0 | grep -E "^(margin|loss|Overall|verdict)"
echo "--- coverage: k and l have a value in v1 alone"
masked assay compare old less --items 0 --adjust none | grep -E "^(hard|coverage|note)"
echo "--- three runs: the last two against the first; Holm over two overall values"
masked assay compare old new less --items 0 | grep -E "^(Overall|adjusted|pairs)"
echo "--- every two of them"
assay compare old new less --items 0 --pairs all --json | grep -E '"(first|second)": "'
echo "--- with figures of every pair, and one matrix"
assay compare old new less --pairs all --output all >/dev/null 2>&1
for figure in all/*.tsv; do echo "$figure"; done
echo "--- Markdown and CSV"
masked assay compare old new --format markdown --section hard --items 0 | grep "^| "
assay compare old new --format csv --items 1 | sed "s/, %, of/ of/" | cut -d, -f1-7,10-14 | head -4
echo "--- a page with its figures in a folder; repeats too"
assay compare old new --output page
ls page
assay compare old new --calibrate --output repeats
assay compare old new --output page --format junit || echo "status $?"
echo "--- a test that may stop: 5 of 6 discordant items lost are not enough"
assay compare old new --sequential --items 0 --json | grep -A5 sequential | tail -5
echo "--- two runs called alike are named by their directories"
run new v1 2>/dev/null || :
cp -r old again
masked assay compare old again --items 0 | head -1
