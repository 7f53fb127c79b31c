#!/bin/sh
# usage: bon.sh FOLDER [PART...]
# Measures best-of-n curves and their bootstrap against vectorised numpy, in one run on one machine:
#   exact curves of 1,000 prompts x 10,000 samples x 3 proxies at 40 n (gold and proxy by each proxy,
#   and the oracle) at least 5 times faster than numpy's argsort, products of weights made once by
#   cumprod and BLAS, within 2 GB; the exact integers of the published form beside it, measured for
#   one value of one prompt at 4 n and scaled up;
#   10,000 replicates of a 40-point curve over 10,000 prompts, with pointwise and simultaneous bands,
#   at least 50 times faster than a numpy loop `x[rng.integers(0, P, P)].mean(0)`, measured over 500
#   replicates and scaled up;
#   time and memory against prompts and samples over two decades: slope of log time at most 1.15 in
#   prompts, at most 1.15 in N log N.
#
# PART is curves, loop or slopes; without one all three.
#
# Ratios are medians of three pairs of runs, one right behind the other; the least and the greatest
# stand behind them. assay has two threads, numpy what its BLAS takes: without two idle cores the ratio
# of times falls, and the ratio of processor seconds, which has no limit, hardly does. Ends with `N passed, N failed`;
# takes two minutes on an idle machine. Without numpy it says so and measures slopes alone.
set -eu
out=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
/usr/bin/python3 - "$out/tests/bench/time_bon" "$(dirname "$0")/bon_peer.py" "$scratch" "$@" <<'PYTHON'
import json, math, os, statistics, subprocess, sys

driver, peer, scratch, *parts = sys.argv[1:]
parts = parts or ["curves", "loop", "slopes"]
passed = failed = 0
try:
    import numpy
except ImportError:
    numpy = None
    print("no numpy here (apt-get install python3-numpy): nothing to be faster than")


def run(*words):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True).stdout


def ours(*words):
    return json.loads(run(driver, *words))


def theirs(*words):
    return json.loads(run("/usr/bin/python3", peer, *words))


def hold(what, value, limit, at_least=True, spread="", unit=""):
    global passed, failed
    good = value >= limit if at_least else value <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'FAILED'}: {what}: {value:.3g}{unit}{spread}, "
          f"{'at least' if at_least else 'at most'} {limit:g}{unit}")


def ratio(what, pairs, limit):
    ratios = sorted(b["seconds"] / a["seconds"] for a, b in pairs)
    hold(what, statistics.median(ratios), limit, spread=f" ({ratios[0]:.3g} to {ratios[-1]:.3g})")
    processor = sorted(b["processor"] / a["processor"] for a, b in pairs)
    print(f"  processor seconds of numpy / of assay: {statistics.median(processor):.3g} "
          f"({processor[0]:.3g} to {processor[-1]:.3g})")
    return statistics.median(a["seconds"] for a, _ in pairs), statistics.median(b["seconds"] for _, b in pairs)


def worst(got, want):
    return max(abs(a - b) / max(abs(a), abs(b)) for a, b in zip(got, want))


def against_curves():
    prompts, samples, proxies = 1000, 10000, 3
    data = scratch + "/curves"
    run(driver, "make-curves", data, prompts, samples, proxies)
    ns = ",".join(f"{n:.0f}" for n in ours("curves", data, prompts, samples, proxies, 2)["n"])
    pairs = [(ours("curves", data, prompts, samples, proxies, 2), theirs("curves", data, prompts, samples, proxies, ns))
             for _ in range(3)]
    mine, numpys = ratio("curves, time of numpy / of assay", pairs, 5)
    one = ours("curves", data, prompts, samples, proxies, 1)
    hold("curves, memory", pairs[0][0]["memory"] / 1e9, 2, False, unit=" GB")
    hold("curves, relative difference from numpy", worst(pairs[0][0]["curves"], pairs[0][1]["curves"]), 1e-11, False)
    few = ns.split(",")[9::10]
    exact = theirs("integers", data, samples, ",".join(few))
    scaled = exact["seconds"] * 40 / len(few) * prompts * (2 * proxies + 1)
    print(f"curves: assay {mine:.2f} s with two threads, {one['seconds']:.2f} s with one; numpy "
          f"{pairs[0][1]['numpy']} {numpys:.2f} s; exact integers {exact['seconds']:.2f} s for one value of one "
          f"prompt at n = {', '.join(few)}, which is {scaled / 3600:.0f} h for all")
    os.remove(data)


def against_loop():
    prompts, points, replicates, looped = 10000, 40, 10000, 500
    data = scratch + "/points"
    run(driver, "make-points", data, prompts, points)
    pairs = []
    for _ in range(3):
        mine = ours("bootstrap", data, prompts, points, replicates, 2)
        numpys = theirs("bootstrap", data, prompts, points, looped)
        numpys["seconds"] *= replicates / looped
        numpys["processor"] *= replicates / looped
        pairs.append((mine, numpys))
    mine, numpys = ratio("bootstrap, time of a numpy loop / of assay", pairs, 50)
    print(f"bootstrap: assay {mine:.3f} s with two threads, numpy {numpys:.1f} s (scaled up from {looped} replicates)")
    a, b = pairs[0]
    far = max(abs(x - y) / s for key in ("lo", "hi") for x, y, s in zip(a[key], b[key], a["se"]))
    hold("bootstrap, ends of the intervals apart, in standard errors", far, 0.6, False)


def slope(what, x, runs):
    t = [math.log(r["seconds"]) for r in runs]
    u = [math.log(v) for v in x]
    mx, mt = statistics.mean(u), statistics.mean(t)
    value = sum((a - mx) * (b - mt) for a, b in zip(u, t)) / sum((a - mx) ** 2 for a in u)
    print("  " + "; ".join(f"{r['seconds']:.4f} s, {r['memory'] / 1e6:.0f} MB" for r in runs))
    hold(f"slope of log time in {what}", value, 1.15, False)


def best_of(data, make, work):
    run(driver, *make)
    got = [ours(*work) for _ in range(5)]
    os.remove(data)
    return min(got, key=lambda r: r["seconds"])


def slopes():
    data = scratch + "/slope"
    sizes = (100, 1000, 10000)
    slope("prompts (100 to 10,000, of 1,000 samples)", sizes,
          [best_of(data, ("make-curves", data, n, 1000, 1), ("curves", data, n, 1000, 1, 1)) for n in sizes])
    sizes = (1000, 10000, 100000)
    slope("samples, N log N (1,000 to 100,000, of 100 prompts)", [n * math.log(n) for n in sizes],
          [best_of(data, ("make-curves", data, 100, n, 1), ("curves", data, 100, n, 1, 1)) for n in sizes])
    sizes = (1000, 10000, 100000)
    slope("prompts of the bootstrap (1,000 to 100,000, 1,000 replicates)", sizes,
          [best_of(data, ("make-points", data, n, 40), ("bootstrap", data, n, 40, 1000, 1)) for n in sizes])


if numpy and "curves" in parts:
    against_curves()
if numpy and "loop" in parts:
    against_loop()
if "slopes" in parts:
    slopes()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
