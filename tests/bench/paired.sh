#!/bin/sh
# usage: paired.sh FOLDER
# Measures the paired bootstrap against the loop in pure Python that evaluation harnesses have:
#   100,000 replicates of accuracy over 11,943 items at least 100 times faster than choices() and a mean a
#   replicate, measured over 300 replicates and scaled up; ends of the interval within 5 Monte Carlo errors.
# The loop is one of our own that does what bootstrap_stderr of lm-evaluation-harness (lm_eval/api/metrics.py) does
# in one process. It may divide its replicates among processes; so might assay, which uses one thread here.
set -eu
out=$1
/usr/bin/python3 - "$out/tests/bench/time_paired" <<'PYTHON'
import math, random, statistics, subprocess, sys, time

ITEMS, REPLICATES, LOOPED = 11943, 100000, 300
passed = failed = 0


def hold(what, value, limit, at_least=True):
    global passed, failed
    good = value >= limit if at_least else value <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'FAILED'}: {what}: {value:.4g}, {'at least' if at_least else 'at most'} {limit:g}")


def mean(values):
    return sum(values) / len(values)


def loop(values, replicates, seed):
    draw = random.Random(seed)
    start = time.perf_counter()
    got = [mean(draw.choices(values, k=len(values))) for _ in range(replicates)]
    return time.perf_counter() - start, got


def ours():
    lines = subprocess.run([sys.argv[1], str(REPLICATES)], check=True, capture_output=True, text=True).stdout
    rows = [line.split("\t") for line in lines.splitlines()]
    return {row[0]: [float(x) for x in row[1:]] for row in rows}


values = [1.0 if i * 7919 % 1000 < 700 else 0.0 for i in range(ITEMS)]
ratios, pooled = [], []
for turn in range(3):
    mine = ours()
    seconds, got = loop(values, LOOPED, turn)
    pooled += got
    ratios.append(seconds * REPLICATES / LOOPED / mine["accuracy"][0])
hold(f"time of the loop / of assay ({min(ratios):.4g} to {max(ratios):.4g})", statistics.median(ratios), 100)
slow = seconds * REPLICATES / LOOPED / mine["accuracy, one by one"][0]
print(f"  drawing every item, as the loop does: {slow:.4g} times")
se, n = statistics.stdev(pooled), len(pooled)
density = 0.0584 / se  # of a normal at its 2.5 % point
error = math.sqrt(0.025 * 0.975 / n) / density
pooled.sort()
for which, at, end in (("lower", 0.025, mine["accuracy"][2]), ("upper", 0.975, mine["accuracy"][3])):
    hold(f"{which} ends apart, in Monte Carlo errors", abs(pooled[round(at * (n - 1))] - end) / error, 5, False)
hold("standard errors apart, in Monte Carlo errors", abs(se - mine["accuracy"][4]) / (se / math.sqrt(2 * n)), 5, False)
for name, row in mine.items():
    print(f"  {name}: {row[0]:.3f} s")
print(f"  the loop: {seconds * REPLICATES / LOOPED:.1f} s (scaled up from {LOOPED} replicates)")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
