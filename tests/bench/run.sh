#!/bin/sh
# usage: run.sh FOLDER [ROWS]
# Measures assay against its limits, in one run on one machine:
#   a file of ROWS scored pairs (125,000 are 700 MB) from file to printed table in at most half the
#   time in which python3's json alone reads it, within 150 MB plus 64 bytes a row;
#   `assay --version` in less than 0.3 of the time of `python3 -c pass`;
#   10,000 bootstrap replicates over 12,000 items in milliseconds (tests/bench/time_bootstrap.c).
#
# How to read it. Each ratio is a median over pairs of runs, one of either program, the one right
# behind the other, after a pair that does not count: what else the machine does then falls on both
# alike. "0.35 (0.31 to 0.44)" is the median with the least and the greatest of the pairs; a wide
# range means a busy machine. assay works with three threads and python3 with one, so on a machine
# without idle cores the ratio of the times rises; the ratio of the processor seconds, which has no
# limit of its own, hardly does. Parts are those of the run with the median time; reading and
# answering overlap, so "score" holds "read". The rest is starting, ids of the plan and printing.
# Ends with `N passed, N failed`; takes about a minute.
set -eu
out=$1 rows=${2:-125000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$out/tests/bench/make_pairs" "$rows" >"$scratch/pairs.jsonl"
echo "$(wc -c <"$scratch/pairs.jsonl") bytes"
"$out/tests/bench/time_bootstrap" >"$scratch/bootstrap"
/usr/bin/python3 - "$out" "$rows" "$scratch" <<'PYTHON'
import os, re, statistics, sys, time

out, rows, scratch = sys.argv[1], int(sys.argv[2]), sys.argv[3]
pairs = scratch + "/pairs.jsonl"
python = "/usr/bin/python3"
reader = "import json, sys\nfor line in open(sys.argv[1], 'rb'): json.loads(line)"
passed = failed = runs = 0


class Run:
    """One run of a program: seconds, processor seconds, most memory in bytes, what it said."""

    def __init__(self, words):
        to = [(os.POSIX_SPAWN_OPEN, fd, f"{scratch}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
               0o600) for fd, name in ((1, "out"), (2, "err"))]
        start = time.perf_counter()
        child = os.posix_spawn(words[0], words, os.environ, file_actions=to)
        _, status, usage = os.wait4(child, 0)
        self.seconds = time.perf_counter() - start
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024
        self.said = open(scratch + "/err").read()
        if status != 0:
            sys.exit(f"{words}: status {status}: {self.said}")


def measure():
    global runs
    runs += 1
    return Run([out + "/assay", "run", "--suite", "pairs:" + pairs, "--model", "replay:" + pairs,
                "--output", f"{scratch}/run{runs}", "--no-progress", "--timings"])


def alternate(ours, theirs, times):
    """Pairs of runs, A B A B, without the first."""
    return [(ours(), theirs()) for _ in range(times + 1)][1:]


def hold(what, values, limit, unit=""):
    global passed, failed
    middle = statistics.median(values)
    good = middle <= limit
    passed, failed = passed + good, failed + (not good)
    spread = f" ({min(values):.3g} to {max(values):.3g})" if len(values) > 1 else ""
    print(f"{what}: {middle:.3g}{spread}{unit}, at most {limit:.3g}{'' if good else '  TOO MUCH'}")


def middle_of(all_runs):
    return sorted(all_runs, key=lambda run: run.seconds)[len(all_runs) // 2]


got = alternate(measure, lambda: Run([python, "-c", reader, pairs]), 5)
print(open(scratch + "/out").read(), end="")
ours, theirs = middle_of([a for a, _ in got]), middle_of([b for _, b in got])
print(f"assay {ours.seconds:.2f} s, {ours.processor:.2f} s of processor; "
      f"python3 json {theirs.seconds:.2f} s, {theirs.processor:.2f} s")
print("parts of assay:", "; ".join(line.strip() for line in ours.said.splitlines() if re.search("[0-9] s", line)))
ratios = [a.processor / b.processor for a, b in got]
print(f"processor seconds of assay / of python3: {statistics.median(ratios):.3g} "
      f"({min(ratios):.3g} to {max(ratios):.3g})")
hold("time of assay / of python3 json", [a.seconds / b.seconds for a, b in got], 0.5)
hold("memory", [max(a.memory for a, _ in got) / 1e6], 150 + 64e-6 * rows, " MB")

got = alternate(lambda: Run([out + "/assay", "--version"]), lambda: Run([python, "-c", "pass"]), 40)
ours, theirs = middle_of([a for a, _ in got]), middle_of([b for _, b in got])
print(f"assay --version {ours.seconds * 1e3:.2f} ms; python3 -c pass {theirs.seconds * 1e3:.2f} ms")
hold("time of assay --version / of python3 -c pass", [a.seconds / b.seconds for a, b in got], 0.3)

for line in open(scratch + "/bootstrap"):
    shape, counts, one_by_one = re.match(r"(.*?)\s+counts\s+(\S+)\s+one by one\s+(\S+)", line).groups()
    hold(f"bootstrap of {shape} (one by one {float(one_by_one):.0f} ms)", [float(counts)], 100, " ms")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
