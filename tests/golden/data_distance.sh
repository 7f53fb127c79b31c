# Every model of RewardMATH as a reward function. Held against the files of scores themselves, which python3 reads:
# the share of problems on which the right solution is not alone on top is the upper end of a model's regret under the
# labels, and no more than its d_J to them; ArmoRM with an offset a problem and a factor is ArmoRM.
results=$ASSAY_DATA/rewardmath/results/RewardMATH
/usr/bin/python3 - "$results/ArmoRM_reward.json" >moved.json <<'PYTHON'
import json, sys
rows = json.load(open(sys.argv[1]))
for i, row in enumerate(rows):
    row["score"] = [3.0 * s + (i % 17) for s in row["score"]]
print(json.dumps(rows))
PYTHON
run() { assay run --suite rewardmath --model "replay:$1" --label "$2" --output "runs/$2" --quiet --replicates 100 >/dev/null; }
for file in "$results"/*.json; do
    name=${file##*/}
    run "$file" "${name%_reward.json}"
done
run moved.json moved
assay distance --replicates 0 runs/* | sed -n '1,3p; / gold  /p; /^left/p'
assay distance --replicates 300 --json runs/* >all.json
/usr/bin/python3 - "$results" <<'PYTHON'
import json, math, os, sys
found = json.load(open("all.json"))
name = [m["name"] for m in found["models"]]
n, gold, moved, armo = len(name), found["gold"], name.index("moved"), name.index("ArmoRM")
d, worst, lo, hi = (found[k] for k in ("d_J", "worst_case_regret", "regret_lo", "regret_hi"))
near = lambda a, b: abs(a - b) <= 1e-9
pairs = [(a, b) for a in range(n) for b in range(n) if a != b]
print("regret <= worst case <= d_J <= 2 worst case:", all(
    lo[a][b] <= hi[a][b] <= worst[a][b] + 1e-9 and worst[a][b] <= d[a][b] + 1e-12 and d[a][b] <= 2 * worst[a][b] + 1e-9
    for a, b in pairs))
print("triangles:", all(d[a][b] <= d[a][c] + d[c][b] + 1e-12 for a, b in pairs for c in range(n)))
print("moved is ArmoRM:", near(d[moved][armo], 0) and near(worst[moved][armo], 0), all(
    near(x[moved][c], x[armo][c]) and near(x[c][moved], x[c][armo])
    for x in (d, worst, lo, hi) for c in range(n) if c not in (moved, armo)))
band = found["intervals"]["d_J"]
print("its intervals too:", all(near(band[moved][c][k], band[armo][c][k]) for k in (0, 1) for c in range(n)
                                if c not in (moved, armo)))
number = lambda x: math.prod(x) if isinstance(x, list) else x  # a score a step
rows = {m: {r["problem"]: [number(x) for x in r["score"]] for r in json.load(open(os.path.join(sys.argv[1], m + "_reward.json")))}
        for m in name if m not in ("moved", "gold") and "pairwise" not in m}
problems = set.intersection(*(set(r) for r in rows.values()))
print("problems:", len(problems), found["items"])
for m, row in rows.items():
    wrong = sum(max(row[p][1:]) >= row[p][0] for p in problems) / len(problems)
    print(f"{m}: {wrong:.4f}", near(hi[gold][name.index(m)], wrong), wrong <= d[gold][name.index(m)])
PYTHON
