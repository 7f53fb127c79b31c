# assay distance of a small world whose numbers are worked out by hand: three arms, gamma 0.5. Under `good` arm 2 is
# worth 4 and arm 0 nothing; `other` likes arm 1 best. Half arm 0, half arm 1 are as good to `other` as arm 2, so that choosing
# by it loses up to 3/4; half of the distance between 2 and 1 is 1/2. `shaped` is `good` by shaping, `flat` is trivial.
cat >world.json <<'EOF'
{"name": "three arms", "S": 1, "A": 3, "gamma": 0.5, "mu0": [1], "tau": [[[1], [1], [1]]],
 "rewards": {"good": [[[0], [1], [2]]], "other": [[[0], [2], [1]]], "shaped": [[[-1.5], [-0.5], [0.5]]], "flat": [[[3], [3], [3]]]}}
EOF
assay distance world.json
echo
echo "-- what is asked for"
assay distance world.json --starc none-l2-l2 --starc none-jrange-linf --quotient linf --format markdown
echo
echo "-- JSON"
assay distance world.json --json | python3 -c '
import json, sys
d = json.load(sys.stdin)
m = d["matrices"]
print([r["name"] for r in d["rewards"]], [r["trivial"] for r in d["rewards"]])
for name in ("d_J", "val-l2-l2", "worst_case_regret", "regret_hi", "rollout_hi"):
    print(name, [[round(x, 9) for x in row] for row in m[name]])'
assay distance world.json --starc all | grep more
echo "-- least norms: |r - c| summed, and its largest, for the best c"
assay distance world.json --quotient l1 --quotient linf --json | python3 -c '
import json, sys
for r in json.load(sys.stdin)["rewards"]:
    print(r["name"], {k: round(v, 9) for k, v in r["quotient_norm"].items()})'
echo "-- a policy: half arm 1, half arm 2 earn 3 of 4 under good; where it goes sums to 1 / (1 - gamma)"
echo '[[0, 0.5, 0.5]]' >half.json
assay distance world.json --policy half=half.json | head -n 7
assay distance world.json --policy half=half.json --json | python3 -c '
import json, sys
p = json.load(sys.stdin)["policies"][0]
print({k: round(v, 9) for k, v in p["J"].items()}, {k: round(v, 9) for k, v in p["regret"].items()}, [round(x, 9) for x in p["occupancy"]])'
echo "-- without regrets"
assay distance world.json --no-regret | sed -n 8,17p
echo "-- jobs change nothing"
assay distance world.json --starc all --json --jobs 1 >one
assay distance world.json --starc all --json --jobs 4 >four
cmp one four && echo same
echo "-- stored"
assay distance world.json --output out 2>err && sed "s|$PWD/||" err && ls out && assay show out | head -n 12
echo "-- mistakes"
assay distance world.json --starc val-l2 || echo "status $?"
assay distance world.json --quotient l3 || echo "status $?"
sed 's/"gamma": 0.5/"gamma": 1/' world.json >bad.json
assay distance bad.json || echo "status $?"
sed 's/\[\[\[1\], \[1\], \[1\]\]\]/[[[1], [0.9], [1]]]/' world.json >bad.json
assay distance bad.json || echo "status $?"
assay distance nowhere.json || echo "status $?"
assay distance world.json --metric l2 || echo "status $?"
assay distance experiment world.json --seed 3 || echo "status $?"
echo "-- a ladder on a grid: by shaping, a second, lower peak, noise, the opposite; d_J to the first"
assay distance grid:5x4,slip=0.1,goal=4:3 --reward 'true=next_goal && !goal' \
    --reward 'shaped=3 * (next_goal && !goal) + 0.95 * (next_x + next_y) - (x + y)' \
    --reward 'second peak=(next_goal && !goal) + 0.01 * (next_x == 4 && next_y == 0)' \
    --reward 'noise=(s * 7919 + a * 104729) - 1000 * floor((s * 7919 + a * 104729) / 1000)' \
    --reward 'negated=-(next_goal && !goal)' --json | python3 -c '
import json, sys
d = json.load(sys.stdin)
j = d["matrices"]["d_J"][0]
print([r["name"] for r in d["rewards"]])
print("equivalent 0:", j[1] < 1e-12, "order:", j[1] < j[2] < j[3] < j[4], "opposite 2:", abs(j[4] - 2) < 1e-12)'
