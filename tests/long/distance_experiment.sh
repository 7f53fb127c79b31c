# The study of Skalse et al. 2023, arXiv:2309.15257, section 4, over 16,384 comparisons, by exact returns: every correlation
# lies within the interval that an independent program had on other draws (numpy; 95 %, by environment), widened by
# 0.02 on either side, and they have its order: none < erc < epic, dard < val < d_J. Takes 15 s of a processor.
assay distance experiment "$top/docs/examples/starc-experiment.yaml" --output study 2>/dev/null >table
python3 - <<'PYTHON'
import json
expected = {"none-l2-l2": (.592, .648), "epic-l2-l2": (.806, .842), "dard-l2-l2": (.811, .845), "valpot-l1-w1": (.839, .873),
            "valpot-w1-w1": (.892, .910), "val-l1-l1": (.897, .914), "val-l2-l2": (.884, .903), "val-jrange-l2": (.900, .923),
            "d_J": (.933, .941), "erc": (.778, .812)}
result = json.load(open("study/result.json"))["results"][0]
r = {m["section"]: m["value"]["value"] for m in result["measure"] if m["name"] == "correlation with regret"}
for name, (lo, hi) in expected.items():
    inside = lo - .02 <= r[name] <= hi + .02
    print(name, "ok" if inside else f"{r[name]:.3f} is not in [{lo} - .02, {hi} + .02]")
order = [r["none-l2-l2"], r["erc"], min(r["epic-l2-l2"], r["dard-l2-l2"]), max(r["epic-l2-l2"], r["dard-l2-l2"]), r["val-l1-l1"], r["d_J"]]
print("order", "ok" if order == sorted(order) else order)
print("epic and dard", "ok" if abs(r["epic-l2-l2"] - r["dard-l2-l2"]) < .02 else "apart")
PYTHON
