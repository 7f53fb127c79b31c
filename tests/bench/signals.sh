#!/bin/sh
# usage: signals.sh FOLDER
# Measures signals of a rollout log against a script of json and numpy (signals_peer.py), in one run on one machine: sums of
# log-ratios over responses (dpo) and steps (oprl), the drop of perplexity (sar), self-certainty, its votes for answers and
# entropies, from the file to a reward a response, at least 5 times faster; all rewards within 1e-9; memory within 100 MB.
#
# The log has 6,000 responses of 128 to 384 tokens, as many digits a number as a trainer writes, and for each signal the
# tracks that it reads, token ids and a text. assay runs `log fill --alone`, --brief but for steps, which holds every record against the rules of
# the format; numpy checks nothing.
#
# Ratios are medians of five pairs of runs, one right behind the other; the least and the greatest stand behind them. assay
# reads ahead and hashes in a second thread: without two idle cores the ratio of times falls, and the ratio of processor
# seconds, which has no limit, hardly does. Ends with `N passed, N failed`; takes two minutes on an idle machine.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
/usr/bin/python3 - "$1/assay" "$(dirname "$0")/signals_peer.py" "$scratch" <<'PYTHON'
import json, os, random, statistics, subprocess, sys, time

assay, peer, scratch = sys.argv[1:]
try:
    import numpy
except ImportError:
    print("no numpy here (apt-get install python3-numpy): nothing to be faster than")
    sys.exit(0)
passed = failed = 0
signals = {"dpo": ("policy", "ref"), "sar": ("policy", "noctx"), "oprl": ("rm", "ref"), "self-certainty": (),
           "self-certainty-borda": (), "entropy": ()}


def make(path, tracks):
    rng = random.Random(20250101)
    with open(path, "w") as out:
        print(json.dumps({"k": "meta", "v": 1, "run": "r", "vocab": 151936}), file=out)
        for group in range(1500):
            responses = []
            for i in range(4):
                n = rng.randint(128, 384)
                tok = {"ids": [rng.randrange(151936) for _ in range(n)],
                       "lp": {track: [-rng.expovariate(1.5) for _ in range(n)] for track in tracks}}
                if not tracks:
                    tok["slp"] = [-151936 * (12 + rng.expovariate(0.3)) for _ in range(n)]
                    tok["H"] = [rng.expovariate(1.5) for _ in range(n)]
                responses.append({"id": f"r{i}", "text": "word " * n, "n_tok": n, "correct": rng.randrange(2), "answer": str(rng.randrange(3)), "tok": tok,
                                  "steps": {"end": sorted(rng.sample(range(1, n), 5)) + [n]}})
            print(json.dumps({"k": "group", "id": f"p{group}", "suite": "s", "run": "r", "prompt": "what " * 50,
                              "responses": responses}), file=out)


def timed(*words):
    with open(scratch + "/out", "w") as out:
        began = time.monotonic()
        child = subprocess.Popen([str(w) for w in words], stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - began
    if status != 0:
        sys.exit(f"{words[0]}: status {status}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def hold(what, value, limit, at_least, unit=""):
    global passed, failed
    good = value >= limit if at_least else value <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'FAILED'}: {what}: {value:.3g}{unit}, {'at least' if at_least else 'at most'} {limit:g}{unit}")


def ours():
    rewards = {}
    for line in open(scratch + "/out"):
        record = json.loads(line)
        for response in record.get("responses", ()):
            said = list(response["reward"].values())
            for steps in response.get("steps", {}).get("reward", {}).values():
                said += steps
            rewards[record["id"], response["id"]] = said
    return rewards


def theirs():
    lines = (line.split() for line in open(scratch + "/out"))
    return {(group, response): [float(x) for x in numbers] for group, response, *numbers in lines}


log = scratch + "/log.jsonl"
for signal, tracks in signals.items():
    make(log, tracks)
    fill = [assay, "log", "fill", log, "--signal", signal, "--alone", *(["--brief"] if signal != "oprl" else [])]
    script = ["/usr/bin/python3", peer, signal, log]
    timed(*fill)
    pairs = [(timed(*fill), timed(*script)) for _ in range(5)]
    got = theirs()
    timed(*fill)
    mine = ours()
    ratios = sorted(b[0] / a[0] for a, b in pairs)
    processor = sorted(b[1] / a[1] for a, b in pairs)
    size = os.path.getsize(log) / 1e6
    print(f"{signal}, {size:.0f} MB: assay {statistics.median(a[0] for a, _ in pairs):.3f} s, numpy "
          f"{statistics.median(b[0] for _, b in pairs):.3f} s ({ratios[0]:.3g} to {ratios[-1]:.3g}); processor seconds of "
          f"numpy / of assay {statistics.median(processor):.3g}")
    hold(f"{signal}, time of numpy / of assay", statistics.median(ratios), 5, True)
    if got.keys() != mine.keys() or any(len(got[key]) != len(mine[key]) for key in got):
        sys.exit(f"{signal}: rewards of other responses")
    worst = max(abs(x - y) / max(1, abs(y)) for key in got for x, y in zip(mine[key], got[key]))
    hold(f"{signal}, rewards apart", worst, 1e-9, False)
    hold(f"{signal}, memory", max(a[2] for a, _ in pairs) / 1e6, 100, False, " MB")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
