#!/bin/sh
# usage: history.sh FOLDER [RUNS [ITEMS]]
# A folder of RUNS (1,000) stored runs of ITEMS (10,000) items each, in nights of ten: how long the index takes to make
# and to bring up to date after ten new runs, and how long `history`, `trend` and `ls runs` take with it and without,
# with the most memory that each takes. Limits: with the index a second each, without it five, 100 MB.
#
# One run is real: 10,000 pairs in 20 subsets and four sections, scored and measured by assay. The others are its
# documents with other labels, times and values; the journal, which nobody here reads, is a link to the one of the first.
# Times are of the clock, the least of three; files were read before. Ends with `N passed, N failed`; about a minute.
set -eu
out=$1 runs=${2:-1000} items=${3:-10000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
/usr/bin/python3 - "$(cd "$out" && pwd)" "$runs" "$items" "$scratch" <<'PYTHON'
import json, os, random, sys, time

out, runs, items, scratch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
passed = failed = 0
draw = random.Random(1)
os.chdir(scratch)


def call(*words):
    """Seconds, most memory in bytes, and what it said."""
    to = [(os.POSIX_SPAWN_OPEN, fd, name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
          for fd, name in ((1, "said"), (2, "err"))]
    start = time.perf_counter()
    child = os.posix_spawn(out + "/assay", ("assay",) + words, os.environ, file_actions=to)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{words}: status {status}: {open('err').read()}")
    return seconds, usage.ru_maxrss * 1024, open("said", "rb").read()


def make_first():
    sections = "".join(f"  - {{name: part{s}, subsets: [{', '.join(f's{k}' for k in range(s, 20, 4))}]}}\n"
                       for s in range(4))
    open("bench.yaml", "w").write(
        "name: bench\nversion: \"1\"\nkind: pairs\ntitle: A suite of four sections\ndata: {files: [{path: bench.jsonl}]}\n"
        "fields: {id: id, subset: subset, prompt: id, completions: [chosen, rejected]}\n"
        f"sections:\n{sections}overall: sections\n")
    with open("bench.jsonl", "w") as data, open("m.jsonl", "w") as scores:
        for i in range(items):
            data.write(f'{{"id": "i{i}", "subset": "s{i % 20}", "chosen": "y", "rejected": "n"}}\n')
            scores.write(f'{{"id": "i{i}", "scores": [{draw.gauss(0.7, 1):.4f}, {draw.gauss(0, 1):.4f}]}}\n')
    call("run", "--suite", "./bench.yaml", "--model", "replay:m.jsonl", "--output", "first", "--quiet",
         "--no-progress")


def figures(node):
    """Every figure of a section or measure of a result."""
    if isinstance(node, dict):
        if isinstance(node.get("value"), float):
            yield node
        for value in node.values():
            yield from figures(value)
    elif isinstance(node, list):
        for value in node:
            yield from figures(value)


class Maker:
    def __init__(self):
        self.run = json.load(open("first/run.json"))
        self.result = json.load(open("first/result.json"))
        self.at = [(figure, figure["value"], figure.get("bootstrap"))
                   for figure in figures(self.result["results"])]

    def make(self, number):
        night = time.gmtime(1735700000 + 86400 * (number // 10))
        folder = f"assay-runs/{time.strftime('%Y-%m-%d', night)}/m{number % 10}"
        shift = 0.002 * draw.gauss(0, 1) + (0.02 if number > runs / 2 else 0)
        for figure, value, interval in self.at:
            figure["value"] = value + shift
            if interval:
                figure["bootstrap"] = [end + shift for end in interval]
        self.result["results"][0]["label"] = self.run["config"]["label"] = f"m{number % 10}"
        self.run["started"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", night)
        os.makedirs(folder, exist_ok=True)
        os.link("first/items.jsonl", folder + "/items.jsonl")
        json.dump(self.run, open(folder + "/run.json", "w"), indent=2)
        json.dump(self.result, open(folder + "/result.json", "w"), indent=2)


def hold(name, limit, words, times=3, memory=100e6):
    global passed, failed
    told = [call(*words) for _ in range(times)]
    seconds, most = min(t[0] for t in told), max(t[1] for t in told)
    good = seconds <= limit and most <= memory
    print(f"{'ok    ' if good else 'FAILED'}  {name:34}  {seconds:7.3f} s of {limit:g}  {most / 1e6:6.1f} MB of "
          f"{memory / 1e6:g}")
    passed, failed = passed + good, failed + (not good)
    return told[0][2]


def check(name, good):
    global passed, failed
    print(f"{'ok    ' if good else 'FAILED'}  {name}")
    passed, failed = passed + good, failed + (not good)


make_first()
maker = Maker()
for i in range(runs):
    maker.make(i)
size = sum(os.path.getsize("first/" + name) for name in ("run.json", "result.json"))
print(f"{runs} runs of {items} items, documents of {size / 1e3:.0f} KB a run")
plain = hold("history without index", 5, ("history", "--json", "--no-index"))
hold("history rebuild", 10, ("history", "rebuild"))
print(f"        history.sqlite has {os.path.getsize('assay-runs/history.sqlite') / 1e6:.1f} MB")
check("history with index, the same bytes", hold("history", 1, ("history", "--json")) == plain)
hold("ls runs", 1, ("ls", "runs"))
plain = hold("trend without index", 5, ("trend", "--suite", "bench", "--json", "--no-index"))
check("trend with index, the same bytes", hold("trend", 2, ("trend", "--suite", "bench", "--json")) == plain)
for i in range(runs, runs + 10):
    maker.make(i)
hold("history with ten new runs", 1, ("history",), 1)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
