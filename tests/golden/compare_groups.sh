# Configurations of several seeds: three runs of "old" and two of "new" on 24 items, two a prompt, of two sections.
#
# What is expected was worked out by numpy 1.24 and scipy 1.10 alone, by this script, whose formulas are those of
# metrics/seed_variance.h and harness/run/comparison_groups.h:
#
#     import numpy as np
#     from scipy import stats
#     bits = {"o1": "110101010100100001000000", "o2": "111111110110110001111010", "o3": "111101001101110001001000",
#             "n1": "111101110100100101101001", "n2": "111111111111111101111110"}
#     SECTION = {"easy": slice(0, 14), "hard": slice(14, 24), "Overall": slice(0, 24)}
#     def table(runs, at):                       # clusters by runs, differences between sections taken out
#         X = np.array([[float(b) for b in bits[r]] for r in runs]).T
#         D = np.vstack([X[s] - X[s].mean() for s in (slice(0, 14), slice(14, 24))])[at]
#         return X[at].mean(), len(D) // 2 * D.reshape(-1, 2, len(runs)).sum(1) / len(D)
#     def squares(S):
#         C, R = S.shape; S = S - S.mean(); row, col = S.mean(1), S.mean(0)
#         return (R * (row**2).sum() / (C - 1), C * (col**2).sum() / (R - 1),
#                 ((S - row[:, None] - col)**2).sum() / (C - 1) / (R - 1), row)
#     for name, at in SECTION.items():
#         t = {}
#         for g, runs in {"old": ("o1", "o2", "o3"), "new": ("n1", "n2")}.items():
#             m, S = table(runs, at); C, R = S.shape; d, s, r, row = squares(S)
#             tot = max(d + s - r, d, s); se = np.sqrt(tot / C / R)
#             df = max(tot**2 / (d*d/(C-1) + s*s/(R-1) + r*r/(C-1)/(R-1)), 1); h = se * stats.t.ppf(.975, df)
#             t[g] = (m, row, max(0, s - r) / C / R, (s*s/(R-1) + r*r/(C-1)/(R-1)) / (C*R)**2)
#             print("%s %s mean %.2f %.2f %.2f sd of seeds %.2f of items %.2f se %.2f share %.2f" % (name, g, 100*m, 100*(m-h), 100*(m+h),
#                   100*np.sqrt(max(0, s-r)/C), 100*np.sqrt(max(0, d-r)/R), 100*se, 100*max(0, s-r)/tot), "se_data %.2f se_seed %.2f" % (100*np.sqrt(d/C/R), 100*np.sqrt(s/C/R)))
#         (a, ra, va, fa), (b, rb, vb, fb) = t["old"], t["new"]
#         data = ((rb - ra)**2).sum() / (C - 1) / C; tot = data + va + vb
#         df = max(tot**2 / (data**2 / (C - 1) + fa + fb), 1); se = np.sqrt(tot)
#         h = se * stats.t.ppf(.975, df)
#         print("%s new minus old %+.2f %.2f %.2f se items %.2f p %.3f" % (name, 100*(b-a), 100*(b-a-h), 100*(b-a+h), 100*np.sqrt(data), 2*stats.t.sf(abs(b-a)/se, df)))
old1=110101010100100001000000 old2=111111110110110001111010 old3=111101001101110001001000
new1=111101110100100101101001 new2=111111111111111101111110

pairs() {
    awk 'BEGIN { for (i = 0; i < 24; i++) printf "{\"id\": \"i%d\", \"prompt\": \"q%d\", \"chosen\": \"y\", \"rejected\": \"n%d\", \"subset\": \"%s\"}\n", i, i / 2, i, i < 14 ? "easy" : "hard" }'
}
run() { # NAME BITS
    echo "$2" | awk '{ for (i = 0; i < length($0); i++) printf "{\"id\": \"i%d\", \"scores\": [%s, 0.5]}\n", i, substr($0, i + 1, 1) }' >"$1.jsonl"
    assay run --suite pairs:s.jsonl --model "replay:$1.jsonl" --label same --output "$1" --quiet --replicates 100 >/dev/null
}
short() { sed -E 's/([0-9]\.[0-9]{6})[0-9]+/\1/g'; }
try() { status=0; "$@" 2>why || status=$?; cat why; echo "status $status"; }
pairs >s.jsonl
run o1 $old1
run o2 $old2
run o3 $old3
run n1 $new1
run n2 $new2
echo "--- two groups"
assay compare --group old=o1,o2,o3 --group new=n1,n2
echo "--- the other way round: every sign"
assay compare --group new=n1,n2 --group old=o1,o2,o3 --section hard --adjust none | sed -n 5,9p
echo "--- one group alone: its mean and what it is made of"
assay compare --group old=o1,o2,o3 --section easy | sed -n 1,9p
echo "--- margins are of the models' units: 1/2 right, -1/2 wrong, so half of twice the accuracy less one"
assay compare --group old=o1,o2,o3 --group new=n1,n2 --metric margin --json | short | grep -A 3 -E '"(mean|difference)":' | tail -7
echo "--- CSV"
assay compare --group old=o1,o2,o3 --group new=n1,n2 --format csv | cut -d'"' -f1-2,5- | cut -d, -f1-8 | short | head -4
echo "--- sections that weigh 1 and 2: (69.05 + 2 * 26.67) / 3 and (82.14 + 2 * 65) / 3; S is 12 times sums of x / 14 / 3 and 2 x / 10 / 3"
printf 'name: mine\nversion: "1"\nkind: pairs\ntitle: Mine\ndata: {files: [{path: s.jsonl}]}\nfields: {id: id, prompt: prompt, subset: subset, completions: [chosen, rejected]}\nsections:\n  - {name: easy, weight: 1}\n  - {name: hard, weight: 2}\noverall: sections\nties: half\n' >mine.yaml
for one in o1 o2 o3 n1 n2; do assay run --suite ./mine.yaml --model "replay:$one.jsonl" --label same --output "w$one" --quiet --replicates 100 >/dev/null; done
assay compare --group old=wo1,wo2,wo3 --group new=wn1,wn2 | grep -E "^Overall" | sed -E 's/  +/ /g'
echo "--- mistakes"
try assay compare
try assay compare --group old=o1
try assay compare --group old=o1,o2 --group new=n1,o1
try assay compare --group old=o1,o2 --group old=n1,n2
try assay compare --group o1,o2
try assay compare --group old=o1,,o2
try assay compare --group old=o1,o2 n1
try assay compare --group old=o1,o2 --calibrate
try assay compare --group old=o1,o2 --metric ece
try assay compare --group old=o1,o2 --section nowhere
echo "--- other data"
sed 's/"y"/"yes"/' s.jsonl >t.jsonl
assay run --suite pairs:t.jsonl --model replay:n2.jsonl --label same --output other --quiet --replicates 100 >/dev/null
try assay compare --group old=o1,o2 --group new=n1,other | sed -E 's/sha256 [0-9a-f]*/sha256 X/g'
echo "--- fewer items in one run"
assay run --suite pairs:s.jsonl --model replay:n2.jsonl --label same --output first --quiet --replicates 100 --limit 20 >/dev/null
assay compare --group old=o1,o2,o3 --group new=n1,first | grep -E "^(note|coverage)"
