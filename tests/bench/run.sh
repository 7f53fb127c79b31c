#!/bin/sh
# usage: run.sh FOLDER [ROWS]
# Measures assay against its limits, in one run on one machine: a file of ROWS scored pairs (125,000
# are 700 MB) from file to printed table at least 2 times faster than python3's json alone reads it,
# within 150 MB plus 64 bytes a row; `assay --version` within 0.3 of `python3 -c pass`.
# Ends with `N passed, N failed`.
set -eu
out=$1 rows=${2:-125000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$out/tests/bench/make_pairs" "$rows" >"$scratch/pairs.jsonl"
ls -l "$scratch/pairs.jsonl" | awk '{ print $5 " bytes" }'
/usr/bin/python3 - "$out" "$rows" "$scratch" <<'PYTHON'
import os, subprocess, sys, time

out, rows, scratch = sys.argv[1], int(sys.argv[2]), sys.argv[3]
pairs = scratch + "/pairs.jsonl"
passed = failed = 0


def run(words, times=1):
    """Least seconds over some runs, and most memory in bytes."""
    seconds, memory = [], 0
    for _ in range(times):
        start = time.perf_counter()
        with open(scratch + "/out", "w") as stdout:
            child = subprocess.Popen(words, stdout=stdout)
            _, status, usage = os.wait4(child.pid, 0)
        seconds.append(time.perf_counter() - start)
        memory = max(memory, usage.ru_maxrss * 1024)
        if status != 0:
            sys.exit(f"{words}: status {status}")
    return min(seconds), memory


def hold(what, value, limit):
    global passed, failed
    good = value <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{what}: {value:.4g}, at most {limit:.4g}{'' if good else '  TOO MUCH'}")


reader = "import json, sys\nfor line in open(sys.argv[1], 'rb'): json.loads(line)"
theirs, _ = run(["/usr/bin/python3", "-c", reader, pairs], 3)
number = 0


def assay():
    global number
    number += 1
    return run([out + "/assay", "run", "--suite", "pairs:" + pairs, "--model",
                "replay:" + pairs, "--output", f"{scratch}/run{number}", "--quiet"])


ours = [assay() for _ in range(3)]
print(open(scratch + "/out").read())
print(f"python3 json: {theirs:.2f} s; assay: {min(s for s, _ in ours):.2f} s")
hold("time of assay / time of python3", min(s for s, _ in ours) / theirs, 0.5)
hold("memory, MB", max(m for _, m in ours) / 1e6, 150 + 64e-6 * rows)
python, _ = run(["/usr/bin/python3", "-c", "pass"], 40)
start, _ = run([out + "/assay", "--version"], 40)
hold("assay --version / python3 -c pass", start / python, 0.3)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
