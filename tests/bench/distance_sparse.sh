#!/bin/sh
# usage: distance_sparse.sh FOLDER [STATES SIDE]
# Measures values and optima of large decision processes against scipy (distance_sparse.py), in one run on one
# machine, with one million states and four actions each:
#   random successors, five a row, gamma .95: the value of the uniform policy to a residual of 1e-12 of the
#   largest reward, and the optimum certified to 1e-7, each at least twice as fast as scipy;
#   a grid of 1000 x 1000 where steps slip, gamma .99, which mixes slowly: the same;
#   most memory of the process at most 1.5 times the input, which is tau, mu0 and r as they are in memory.
#
# scipy's optimum is modified policy iteration with evaluations by sweeps or by BiCGSTAB: the faster of
# the two is taken. Ratios are medians of three pairs of runs, one right behind the other; the least
# and the greatest stand behind them. assay has two threads, numpy what its BLAS takes. Reading is not
# counted. Ends with `N passed, N failed`; takes three minutes on an idle machine.
set -eu
out=$1 states=${2:-1000000} side=${3:-1000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
peer=$(dirname "$0")/distance_sparse.py
/usr/bin/python3 - "$out/tests/bench/time_mdp" "$peer" "$scratch" "$states" "$side" <<'PYTHON'
import json, statistics, subprocess, sys

driver, peer, scratch, states, side = sys.argv[1:]
passed = failed = 0
try:
    import numpy, scipy
except ImportError:
    print("no scipy here (apt-get install python3-scipy): nothing to be faster than")
    print("0 passed, 0 failed")
    sys.exit(0)


def run(*words):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True).stdout


def ours(*words):
    return json.loads(run(driver, *words, scratch + "/ours"))


def theirs(*words):
    return json.loads(run("/usr/bin/python3", peer, *words, scratch + "/theirs"))


def hold(what, value, limit, at_least=True, spread=""):
    global passed, failed
    good = value >= limit if at_least else value <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'FAILED'}: {what}: {value:.3g}{spread}, "
          f"{'at least' if at_least else 'at most'} {limit:g}")


def apart():
    a, b = (numpy.fromfile(f"{scratch}/{name}") for name in ("ours", "theirs"))
    return abs(a - b).max()


def compare(what, mine, others, within):
    """Pairs of runs against the one of the others that is fastest in a run before."""
    words = min(others, key=lambda w: theirs(*w)["seconds"]) if len(others) > 1 else others[0]
    pairs = [(ours(*mine), theirs(*words)) for _ in range(3)]
    ratios = sorted(b["seconds"] / a["seconds"] for a, b in pairs)
    hold(f"{what}, time of scipy / of assay", statistics.median(ratios), 2,
         spread=f" ({ratios[0]:.3g} to {ratios[-1]:.3g})")
    processor = sorted(b["processor"] / a["processor"] for a, b in pairs)
    mean = [statistics.median(run["seconds"] for run in side) for side in zip(*pairs)]
    one = ours(mine[0], mine[1], 1, *mine[3:])
    print(f"  assay {mean[0]:.2f} s with two threads, {one['seconds']:.2f} s with one; scipy {mean[1]:.2f} s "
          f"({' '.join(words[3:]) or 'bicgstab'}); processor seconds of scipy / of assay: "
          f"{statistics.median(processor):.3g} ({processor[0]:.3g} to {processor[-1]:.3g}); scipy takes "
          f"{pairs[0][1]['memory'] / 1e6:.0f} MB")
    hold(f"{what}, most memory / input of {pairs[0][0]['input'] / 1e6:.0f} MB",
         max(a["memory"] / a["input"] for a, _ in pairs), 1.5, False)
    hold(f"{what}, width", pairs[0][0]["width"], within, False)
    hold(f"{what}, apart from scipy", apart(), 2 * within, False)


print(f"numpy {numpy.__version__}, scipy {scipy.__version__}")
for name, size, gamma in (("random", states, 0.95), ("grid", side, 0.99)):
    data = f"{scratch}/{name}"
    run(driver, "make-" + name, data, size, gamma)
    compare(f"{name}, value", ("value", data, 2, 1e-12), [("value", data, 1e-12)], 1e-9)
    compare(f"{name}, optimum", ("optimum", data, 2, 1e-7),
            [("optimum", data, 1e-7, how) for how in ("sweeps", "krylov")], 1e-7)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
