#!/bin/sh
# usage: gguf.sh FOLDER [large]
# Measures how fast the adapter gguf scores completions of 64 tokens after prompts of 256, in exact mode
# on one thread, against libllama alone (tests/bench/time_gguf.c), with models of made-up weights:
#   pairs at least 1.55 times one sequence a decode, 8 completions a prompt at least 3 times, at scores
#   within 5e-6 (128 wide, 4 blocks, f32); with `large` pairs at least 1.4 times (135 million, f16);
#   at least 0.95 of libllama sharing the prompt by hand;
#   with PROBE, a program that takes `bench MODEL PROMPTS P C K rm` and tells `cpu SECONDS` of its decodes,
#   `assay run` on as many pairs of texts, from its start to its end, at least 0.95 of that in processor time.
#
# How to read it. Ways take turns prompt by prompt and times are those of the processor, so that what else
# the machine does falls on all alike; a ratio is the median over prompts with the least and the greatest.
# Tokens alone would give (K (P + C)) / (P + K C): 1.67 for pairs, 3.33 for 8; what is above them comes from
# slices of 256 tokens, which do not attend over cells that are not in use yet or no longer. Ends with
# `N passed, N failed`; takes a minute or two, with `large` ten.
set -eu
out=$1 large=${2:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$out/tests/make_gguf" "$scratch/small.gguf" width=128 blocks=4 heads=4 kv=2 inner=384 vocabulary=4096
[ "$large" != large ] || "$out/tests/make_gguf" "$scratch/large.gguf" width=576 blocks=30 heads=9 kv=3 \
    inner=1536 vocabulary=49152 f16=1
/usr/bin/python3 - "$out" "$scratch" "$large" <<'PYTHON'
import json, os, random, re, statistics, subprocess, sys

out, scratch, large = sys.argv[1:]
passed = failed = 0


def hold(what, values, limit, least=True):
    global passed, failed
    good = values[0] >= limit if least else values[0] <= limit
    passed, failed = passed + good, failed + (not good)
    spread = f" ({values[1]:.3g} to {values[2]:.3g})" if len(values) > 1 else ""
    print(f"{what}: {values[0]:.3g}{spread}, at {'least' if least else 'most'} {limit:.3g}"
          f"{'' if good else '  MISSED'}", flush=True)


def decoding(model, prompts, k, limit):
    got = json.loads(subprocess.check_output([out + "/tests/bench/time_gguf", f"{scratch}/{model}.gguf",
                                              str(prompts), "256", "64", str(k)]))
    name = f"{model}, {k} completions"
    print(f"{name}: " + ", ".join(f"{way} {got[way + ' a second']:.1f} a second" for way in ("naive", "bare", "assay")))
    hold(f"{name}: assay / naive", got["assay / naive"], limit)
    hold(f"{name}: assay / bare", got["assay / bare"], 0.95)
    hold(f"{name}: difference of scores", [got["difference"]], 5e-6, least=False)


def processor(words):
    """Seconds of processor that a program takes, and what it says."""
    to = os.open(scratch + "/said", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    child = os.posix_spawn(words[0], words, {**os.environ, "EXACT": "1", "T": "1", "MODES": "c"},
                           file_actions=[(os.POSIX_SPAWN_DUP2, to, 1), (os.POSIX_SPAWN_DUP2, to, 2)])
    _, status, usage = os.wait4(child, 0)
    os.close(to)
    said = open(scratch + "/said").read()
    if status:
        sys.exit(f"{words}: {said}")
    return usage.ru_utime + usage.ru_stime, said


def text(n):
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz  ", k=n))


decoding("small", 60, 2, 1.55)
decoding("small", 20, 8, 3)
if large:
    decoding("large", 8, 2, 1.4)

random.seed(1)
PAIRS = 200
with open(scratch + "/pairs.jsonl", "w") as file:
    for i in range(PAIRS):
        file.write(json.dumps({"id": str(i), "prompt": text(256), "chosen": text(64), "rejected": text(64)}) + "\n")
probe, ratios, runs = os.environ.get("PROBE"), [], 0
for _ in range(5 if probe else 0):
    runs += 1
    ours, _ = processor([out + "/assay", "run", "--suite", f"pairs:{scratch}/pairs.jsonl", "--model",
                         f"gguf:{scratch}/small.gguf", "--model-option", "template=none", "--jobs", "1", "--output",
                         f"{scratch}/run{runs}", "--quiet"])
    _, said = processor([probe, "bench", scratch + "/small.gguf", str(PAIRS), "256", "64", "2", "rm"])
    ratios.append(float(re.search(r" cpu ([0-9.]+)", said)[1]) / ours)
if probe:
    hold("assay run / probe", [statistics.median(ratios), min(ratios), max(ratios)], 0.95)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
