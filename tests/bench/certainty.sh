#!/bin/sh
# usage: certainty.sh FOLDER
# Measures signals of the distributions of tokens against a script of json and numpy (certainty_peer.py), in one run on one
# machine: self-certainty, its votes for answers, and entropies, from the file to a reward a response, at least 5 times
# faster; all rewards within 1e-9; memory within 100 MB. signals.sh has sums over log-probabilities.
#
# The log has 6,000 responses of 128 to 384 tokens with what the signal reads of each token alone. assay runs `log fill --alone`,
# which holds every record against the rules of the format; numpy checks nothing. Ratios are medians of five pairs of runs,
# one right behind the other, of processor seconds, which what else the machine does hardly changes. Ends with `N passed, N
# failed`; takes half a minute on an idle machine.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
/usr/bin/python3 - "$1/assay" "$(dirname "$0")/certainty_peer.py" "$scratch" <<'PYTHON'
import json, os, random, statistics, subprocess, sys

assay, peer, scratch = sys.argv[1:]
try:
    import numpy
except ImportError:
    print("no numpy here (apt-get install python3-numpy): nothing to be faster than")
    sys.exit(0)
VOCABULARY = 151936
passed = failed = 0


def make(path, track):
    rng = random.Random(20250101)
    with open(path, "w") as out:
        print(json.dumps({"k": "meta", "v": 1, "run": "r", "vocab": VOCABULARY}), file=out)
        for group in range(1500):
            responses = []
            for i in range(4):
                n = rng.randint(128, 384)
                numbers = [rng.expovariate(0.3) for _ in range(n)]
                if track == "slp":
                    numbers = [-VOCABULARY * (12 + x) for x in numbers]
                responses.append({"id": f"r{i}", "answer": str(rng.randrange(3)), "n_tok": n, "tok": {track: numbers}})
            print(json.dumps({"k": "group", "id": f"p{group}", "run": "r", "responses": responses}), file=out)


def measured(*words):
    with open(scratch + "/out", "w") as out:
        child = subprocess.Popen([str(w) for w in words], stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{words[0]}: status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def hold(what, value, limit, at_least, unit=""):
    global passed, failed
    good = value >= limit if at_least else value <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'FAILED'}: {what}: {value:.3g}{unit}, {'at least' if at_least else 'at most'} {limit:g}{unit}")


def ours():
    records = [json.loads(line) for line in open(scratch + "/out")]
    return {(record["id"], response["id"]): next(iter(response["reward"].values()))
            for record in records for response in record.get("responses", ())}


def theirs():
    lines = (line.split() for line in open(scratch + "/out"))
    return {(group, response): float(x) for group, response, x in lines}


log = scratch + "/log.jsonl"
for signal, track, words in (("self-certainty", "slp", ("--set", "per=response")), ("self-certainty-borda", "slp", ()),
                             ("entropy", "H", ("--set", "per=response"))):
    make(log, track)
    fill = [assay, "log", "fill", log, "--signal", signal, "--alone", *words]
    script = ["/usr/bin/python3", peer, signal, log]
    measured(*fill)
    pairs = [(measured(*fill), measured(*script)) for _ in range(5)]
    got = theirs()
    measured(*fill)
    mine = ours()
    ratios = sorted(b[0] / a[0] for a, b in pairs)
    print(f"{signal}, {os.path.getsize(log) / 1e6:.0f} MB: assay {statistics.median(a[0] for a, _ in pairs):.3f} s, numpy "
          f"{statistics.median(b[0] for _, b in pairs):.3f} s ({ratios[0]:.3g} to {ratios[-1]:.3g})")
    hold(f"{signal}, processor seconds of numpy / of assay", statistics.median(ratios), 5, True)
    if got.keys() != mine.keys():
        sys.exit(f"{signal}: rewards of other responses")
    hold(f"{signal}, rewards apart", max(abs(mine[key] - got[key]) / max(1, abs(got[key])) for key in got), 1e-9, False)
    hold(f"{signal}, memory", max(a[1] for a, _ in pairs) / 1e6, 100, False, " MB")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
