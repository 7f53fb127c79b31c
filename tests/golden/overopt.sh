# Overoptimisation out of logs: truth is planted, so that what has to be found is known. alpha = 1 and beta = 0.2
# have their peak at d = 2.5, R = 1.25.
planted() { # FORM SEEDS NOISE: rows of a run at d = 0, 0.2, ..., 5
    awk -v form="$1" -v seeds="$2" -v sd="$3" 'BEGIN { x = 11
        print "seed,step,d,proxy,gold"
        for (s = 1; s <= seeds; s++)
            for (i = 0; i <= 25; i++) {
                d = i * 0.2
                r = form == "turns" ? d * (1 - 0.2 * d) : form == "rl" ? (i ? d * (1 - 0.6 * log(d)) : 0) : 1 - exp(-d / 2)
                z = -6
                for (k = 0; k < 12; k++) { x = (x * 16807) % 2147483647; z += x / 2147483647 }
                printf "%d,%d,%.15g,%.15g,%.15g\n", s, 100 * i, d, 1.5 * d, 7 + r + (i ? sd * z : 0)
            } }'
}
planted turns 1 0 >exact.csv
assay overopt exact.csv
assay overopt exact.csv --json | awk '/"bon_alpha"|"bon_beta"|"bon_d_peak"|"bon_r_peak"/ { name = $2 }
    name && /"value": *[0-9]/ { value = $2 + 0; want = name ~ /alpha/ ? 1 : name ~ /beta/ ? 0.2 : name ~ /d_peak/ ? 2.5 : 1.25
        print name, (value - want < 1e-6 && want - value < 1e-6 ? "within 1e-6" : value); name = "" }'
echo "--"
planted turns 5 0.1 >seeds.csv
assay overopt seeds.csv --output stored
assay show stored | sed -n 1,9p
ls stored stored/report
assay overopt seeds.csv --output drawn --figures svg >/dev/null
mv drawn/report/figures drawn/direct
assay report --figures svg drawn >/dev/null
diff -r drawn/direct drawn/report/figures && ls drawn/direct
assay overopt absent.csv --figures svg 2>&1 || echo "status $?"
assay overopt seeds.csv --jobs 1 --json >one
assay overopt seeds.csv --jobs 3 --json >three
cmp one three
echo "--"
planted rises 5 0.05 >rises.csv
assay overopt rises.csv --format markdown
planted rl 1 0.05 >rl.csv
assay overopt rl.csv | tail -n 3
echo "--"
# Standard errors, samples behind a mean, a baseline that no row has.
awk -F, -v OFS=, 'NR == 1 { print $0, "err", "count" } NR > 1 && $3 > 0 { print $0, 0.02, 50 + NR }' exact.csv >weighted.csv
assay overopt weighted.csv --se err --baseline 7 | tail -n 3
assay overopt weighted.csv --weight count | tail -n 4
echo "--"
# A stored run of best of n.
awk 'BEGIN { seed = 7
    for (p = 0; p < 60; p++) {
        proxy = gold = ""
        for (i = 0; i < 64; i++) {
            seed = (seed * 16807) % 2147483647; quality = seed / 2147483647
            gold = gold (i ? ", " : "") (i % 16 == 3 ? 0.2 : quality)
            proxy = proxy (i ? ", " : "") (i % 16 == 3 ? 5 + quality : quality)
        }
        printf "{\"proxy\": [%s], \"gold\": [%s]}\n", proxy, gold
    } }' >samples.jsonl
assay bon samples.jsonl --replicates 300 --output best >/dev/null
assay overopt best
# What each prompt adds is kept, so that fits and turnover are those of the samples themselves, of any number of threads.
told() { sed -n '/"turns"/,/"monotone_loo"/p'; }
assay overopt best --json --jobs 1 | told >stored.values
assay overopt --suite samples:samples.jsonl --json | told >own.values
cmp stored.values own.values && grep -c '"value"' own.values
# NumPy's form: 64 bytes of header, then the first prompt's cluster, its gains of gold at 1, 2, 4, ... and of the proxy.
head -c 128 best/prompts.npy | tail -c 118 | tr -s ' ' | head -n 1
tail -c +129 best/prompts.npy | head -c 120 | od -An -v -t f8 -w8 | awk '{ printf " %.6g", $1 } END { print "" }'
cp -r best touched
{ head -c -1 best/prompts.npy; printf "\001"; } >touched/prompts.npy
assay overopt touched 2>&1 || echo "status $?"
cp -r best old
sed '/"prompts": {/,/},/d' best/run.json >old/run.json
assay overopt old | tail -n 2
# Several are checkpoints: here the second proxy is gold itself.
sed 's/.*"gold": \(.*\)}/{"proxy": \1, "gold": \1}/' samples.jsonl >better.jsonl
assay bon better.jsonl --replicates 300 --output mended >/dev/null
assay overopt best mended --output both
# The same from the samples: intervals are of prompts, and single samples say what regression and the tail explain.
assay overopt --suite samples:samples.jsonl | tail -n 4
assay overopt --suite samples:samples.jsonl --jobs 1 --json >one
assay overopt --suite samples:samples.jsonl --jobs 3 --json >three
cmp one three
echo "--"
# Checkpoints of a nightly series: beta is 0.15, 0.15 and 0.25, so that the peak moves once, from 3.33 to 2. Sizes: ten
# times as many add 0.1 to alpha = 1 at 10M, and take 0.05 from beta = 0.25.
rows() { # COLUMN VALUE...
    printf '%s\n' "$*" | awk 'function noise(   z, k) {
            z = -6
            for (k = 0; k < 12; k++) { x = (x * 16807) % 2147483647; z += x / 2147483647 }
            return 0.02 * z
        }
        { x = 5; print $1 ",seed,n,proxy,gold"
        for (v = 2; v <= NF; v++)
            for (seed = 1; seed <= 5; seed++)
                for (n = 1; n <= 4096; n *= 2) {
                    decades = $1 == "rm_size" ? v - 2 : 0
                    alpha = 1 + 0.1 * decades
                    beta = $1 == "rm_size" ? 0.25 - 0.05 * decades : v < 4 ? 0.15 : 0.25
                    d = sqrt(log(n) - (n - 1) / n)
                    printf "%s,%d,%d,%.15g,%.15g\n", $v, seed, n, d, (n > 1 ? d * (alpha - beta * d) + noise() : 0)
                } }'
}
rows checkpoint one two three >nightly.csv
assay overopt nightly.csv --output nightly
ls nightly/report/*.svg
rows rm_size 10M 100M 1B >sizes.csv
assay overopt sizes.csv --predict 10B --output sizes
ls sizes/report/*.svg
rows rm_size 10M 100M 1B 10B >sizes.csv
assay overopt sizes.csv --predict 1B | tail -n 3
echo "--"
# Direct alignment: penalties and seeds are runs of one curve, whose win rates peak early while margins grow.
awk 'BEGIN { print "beta,seed,step,kl,win_rate,margin,response_length"
    for (b = 1; b <= 4; b++)
        for (s = 1; s <= 2; s++)
            for (e = 1; e <= 6; e++) {
                d = 0.4 + e / (b + 1)
                printf "%g,%d,%d,%.15g,%.6g,%g,%d\n", b / 10, s, 100 * e, d * d, 0.5 + d * (0.25 - 0.15 * log(d)) + 0.001 * s * b, e, 100 + 10 * e + s
            } }' >direct.csv
assay overopt direct.csv --column kl_unit=sequence
echo "--"
# KL from log-probabilities: two responses, r = -0.5, 0 and -2, so that sequences have k1 = 0.5 and 2, k2 = 0.125 and 2,
# k3 = 0.1065 and 1.1353; and the cut at 1.
echo '{"step": 0, "p": [-1, -2], "r": [-1, -2]}
{"step": 1, "p": [-1, -2], "r": [-1.5, -2]}
{"step": 0, "p": [-3], "r": [-2]}
{"step": 1, "p": [-1], "r": [-3]}' >responses.jsonl
assay overopt --log-probs p,r responses.jsonl --output kl
assay overopt --log-probs p,r responses.jsonl --clamp 1 | sed -n 3,4p
assay show kl | grep sequence
echo '{"p": [-1, -2], "r": [-1]}' >short.jsonl
echo '{"p": [0.5], "r": [-1]}' >above.jsonl
for bad in "p responses.jsonl" "p,q responses.jsonl" "p,r" "p,r short.jsonl" "p,r above.jsonl" "p,r absent.jsonl"; do
    # shellcheck disable=SC2086
    assay overopt --log-probs $bad 2>&1 || echo "status $?"
done
echo "--"
assay overopt direct.csv --centre sft --column kl_unit=sequence 2>&1 || echo "status $?"
head -n 4 exact.csv >few.csv
assay overopt few.csv
for bad in "" "absent.csv" "exact.csv --unit seed" "exact.csv --column gold=mine" "exact.csv --se mine" "exact.csv --se d" \
    "exact.csv --baseline high" "exact.csv --centre mine" "exact.csv --log mine" "best exact.csv" "best --se d" "stored" \
    "--suite samples:samples.jsonl --se d" "--suite samples:samples.jsonl --column kl=d" "exact.csv --predict many" "exact.csv --predict 3B" "--suite judgebench" "exact.csv --column other=gold" "exact.csv --column other=d"; do
    # shellcheck disable=SC2086
    assay overopt $bad 2>&1 || echo "status $?"
done
