#!/bin/sh
# usage: distance_models.sh FOLDER
# Measures distances between reward models against vectorised numpy, in one run on one machine:
#   the d_J matrix of 100 models x 3,000 prompts x 32 completions within 5 seconds, at least 3 times faster than numpy,
#   both with one thread, to the same numbers;
#   its memory at most 2.5 times the scores (the scores, what is packed of them, nothing of pairs);
#   all 9,900 worst-case regrets at least 5 times faster than numpy, which searches 200 of them and is scaled up;
#   intervals of d_J from 100 replicates: told, without a limit.
#
# Ratios are medians of three pairs of runs, one right behind the other; the least and the greatest stand behind them.
# Ends with `N passed, N failed`; takes a minute on an idle machine. Without numpy it says so and measures assay alone.
set -eu
out=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
/usr/bin/python3 - "$out/tests/bench/time_distance_models" "$(dirname "$0")/distance_models_peer.py" "$scratch/scores" <<'PYTHON'
import json, os, statistics, subprocess, sys

driver, peer, data = sys.argv[1:]
sizes = (100, 3000, 32)
pairs = 200
passed = failed = 0
os.environ["OPENBLAS_NUM_THREADS"] = "1"
try:
    import numpy
except ImportError:
    numpy = None
    print("no numpy here (apt-get install python3-numpy): nothing to be faster than")


def run(*words):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True).stdout


def ours(mode, *words):
    return json.loads(run(driver, mode, data, *sizes, *words))


def theirs(mode, *words):
    return json.loads(run("/usr/bin/python3", peer, mode, data, *sizes, *words))


def hold(what, value, limit, at_least=True, spread="", unit=""):
    global passed, failed
    good = value >= limit if at_least else value <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'FAILED'}: {what}: {value:.3g}{unit}{spread}, "
          f"{'at least' if at_least else 'at most'} {limit:g}{unit}")


def ratio(what, found, limit, scale=1.0):
    ratios = sorted(scale * b["seconds"] / a["seconds"] for a, b in found)
    hold(what, statistics.median(ratios), limit, spread=f" ({ratios[0]:.3g} to {ratios[-1]:.3g})")
    print(f"  processor seconds: assay {statistics.median(a['processor'] for a, _ in found):.3g}, numpy "
          f"{numpy.__version__} {statistics.median(scale * b['processor'] for _, b in found):.3g}")


def apart(a, b, names):
    return max(abs(a[n] - b[n]) for n in names)


run(driver, "make", data, *sizes)
one = [ours("distances", 1) for _ in range(3)]
hold("d_J of 100 models, seconds of one thread", statistics.median(r["seconds"] for r in one), 5, False, unit=" s")
hold("its memory over that of the scores", one[0]["memory"] / one[0]["scores"], 2.5, False)
print(f"  {one[0]['memory'] / 1e6:.0f} MB, scores {one[0]['scores'] / 1e6:.0f} MB")
if numpy:
    found = [(ours("distances", 1), theirs("distances")) for _ in range(3)]
    ratio("d_J, time of numpy / of assay", found, 3)
    hold("d_J, difference from numpy", apart(*found[0], ("mean", "first", "last")), 1e-11, False)
    every = sizes[0] * (sizes[0] - 1)
    found = [(ours("worsts", 1), theirs("worsts", pairs)) for _ in range(3)]
    ratio("worst-case regrets, time of numpy / of assay", found, 5, every / pairs)
    hold("worst-case regret, difference from numpy", apart(*found[0], ("first",)), 1e-11, False)
two = ours("distances", 2)
print(f"two threads: d_J {two['seconds']:.3g} s, worst cases {ours('worsts', 2)['seconds']:.3g} s, intervals of d_J from 100 "
      f"replicates {ours('draws', 2, 100)['seconds']:.3g} s")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
