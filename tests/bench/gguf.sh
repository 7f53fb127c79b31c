#!/bin/sh
# usage: gguf.sh FOLDER [135m]
# Measures how fast completions of 64 tokens are scored after prompts of 256, in exact mode on one thread, with
# models of made-up weights, against programs that use libllama alone. With `135m` (gguf_135m.sh) the shape is
# that of a model of 135 million parameters in f16 (576 wide, 30 blocks, vocabulary 49,152), else that of
# tests' small one (128 wide, 4 blocks, vocabulary 4,096, f32). MODEL=FILE takes a GGUF with one label instead.
#
#   assay run, from its start to its end, texts in and tables out, against tests/bench/gguf_peer.c, of which only
#   the decodes count: pairs at least 1.55 times as fast as one sequence a decode (1.4 times where 135m) and 8
#   completions at least 3 times (2.8), each at least 0.95 of one decode a prompt;
#   assay_gguf_decode against the same two ways in one process (tests/bench/time_gguf.c), by turns, prompt by
#   prompt: the same limits.
#
# By turns scores have to be those of one sequence a decode, bit for bit, whatever the weights' type: the order in which
# they are summed up does not follow from what goes together. The peer sums up otherwise: in its `n` the last layer
# has one column, in its `c` completions lie in the cache as they come. So in whole runs scores are within 5e-6 of it
# where weights are f32, and where they are not, within what `assay doctor --model` says of them (weights.moves). Such
# a model is measured once more with dtype=f32 against programs that read its numbers as f32: its speed is told for
# information, and its scores have to be the same by turns, within 5e-6 of `n` and 2e-5 of `c`.
#
# How to read it. Times are those of the processor, programs run one right behind the other and each goes first
# in its turn, so that what else the machine does falls on all alike; a ratio is the median over rounds (prompts)
# with the least and the greatest. Tokens alone would give (K (P + C)) / (P + K C): 1.67 for pairs, 3.33 for 8;
# what is above them comes from slices of 256 tokens, which do not attend over cells that are not in use yet or
# no longer. Ends with `N passed, N failed`; takes two minutes, with 135m twenty.
set -eu
out=$1 shape=${2:-small} wide=
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
model=${MODEL:-$scratch/model.gguf}
case $shape in
small) words="width=128 blocks=4 heads=4 kv=2 inner=384 vocabulary=4096" ;;
135m) words="width=576 blocks=30 heads=9 kv=3 inner=1536 vocabulary=49152 type=f16" wide=$scratch/wide.gguf ;;
*) echo "usage: gguf.sh FOLDER [135m]" >&2; exit 2 ;;
esac
[ ! "${MODEL:-}" ] || wide=
# shellcheck disable=SC2086
[ "${MODEL:-}" ] || "$out/tests/make_gguf" "$model" $words
# shellcheck disable=SC2086
[ ! "$wide" ] || "$out/tests/make_gguf" "$wide" $words wide=1
/usr/bin/python3 - "$out" "$scratch" "$model" "$shape" "$wide" <<'PYTHON'
import json, os, random, re, statistics, subprocess, sys

out, scratch, model, shape, wide = sys.argv[1:]
large = shape == "135m"
passed = failed = runs = 0
# Of K completions: items of whole runs, rounds of them, prompts by turns, least ratio to one sequence a decode.
PLAN = [(2, 6, 3, 8, 1.4), (8, 2, 3, 4, 2.8)] if large else [(2, 100, 5, 40, 1.55), (8, 25, 5, 12, 3)]
EXACT, ROUNDED = 5e-6, 2e-5
told = subprocess.check_output([out + "/assay", "doctor", "--model", "gguf:" + model], text=True)
moves = re.search(r"^weights.moves .* up to about ([^;]*);", told, re.M)


class Way:
    """How weights are computed with: the file that the peer reads, options, and how far scores may be from either's."""
    def __init__(self, name, file, options, timed, apart):
        self.name, self.file, self.options, self.timed, self.apart = name, file, options, timed, apart


def hold(what, values, limit, least=True):
    """A limit of None is one that nothing is held to."""
    global passed, failed
    middle = statistics.median(values)
    spread = f" ({min(values):.3g} to {max(values):.3g})" if len(values) > 1 else ""
    if limit is None:
        print(f"{what}: {middle:.3g}{spread}", flush=True)
        return
    good = middle >= limit if least else middle <= limit
    passed, failed = passed + good, failed + (not good)
    print(f"{what}: {middle:.3g}{spread}, at {'least' if least else 'most'} {limit:.3g}"
          f"{'' if good else '  MISSED'}", flush=True)


def processor(words):
    """Seconds of processor that a program takes, and what it says."""
    to = os.open(scratch + "/said", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    child = os.posix_spawn(words[0], words, os.environ,
                           file_actions=[(os.POSIX_SPAWN_DUP2, to, 1), (os.POSIX_SPAWN_DUP2, to, 2)])
    _, status, usage = os.wait4(child, 0)
    os.close(to)
    said = open(scratch + "/said").read()
    if status:
        sys.exit(f"{words}: {said}")
    return usage.ru_utime + usage.ru_stime, said


def text(n):
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz  ", k=n))


def assay(k, way):
    """Seconds of a whole run, and its scores."""
    global runs
    runs += 1
    folder = f"{scratch}/run{runs}"
    took, _ = processor([out + "/assay", "run", "--suite", f"{scratch}/{k}.yaml", "--model", "gguf:" + model,
                         "--model-option", "template=none", *way.options, "--jobs", "1", "--output", folder, "--quiet",
                         "--no-cache", "--allow-changed-data"])
    lines = {line["i"]: line["v"] for line in map(json.loads, list(open(folder + "/items.jsonl"))[1:])}
    return took, [value for i in range(len(lines)) for value in lines[str(i)]]


def peer(k, way, mode):
    """Seconds of the decodes alone, and the scores."""
    _, said = processor([out + "/tests/bench/gguf_peer", way.file, f"{scratch}/{k}.tsv", mode])
    *scores, took = said.splitlines()
    return float(took.split()[1]), [float(score) for score in scores]


def write(k, items):
    with open(f"{scratch}/{k}.jsonl", "w") as file, open(f"{scratch}/{k}.tsv", "w") as plain:
        for i in range(items):
            prompt, completions = text(256), [text(64) for _ in range(k)]
            file.write(json.dumps({"id": str(i), "prompt": prompt, "right": completions[:1], "wrong": completions[1:]}) + "\n")
            plain.write("\t".join([prompt, *completions]) + "\n")
    with open(f"{scratch}/{k}.yaml", "w") as file:
        file.write(f"name: bench\nversion: \"1\"\nkind: bestof\ntitle: Made-up letters\nsource: none\ndata: {{files: [{{path: {k}.jsonl}}]}}\n"
                   "fields: {id: id, prompt: prompt, completions: [right, wrong], correct: {const: 1}}\nties: loss\n")


def whole(k, items, rounds, limit, way):
    got = {"assay": [], "n": [], "c": []}
    scores = {}
    for r in range(rounds + 1):
        order = list(got)
        for who in order[r % 3:] + order[:r % 3]:
            took, scores[who] = assay(k, way) if who == "assay" else peer(k, way, who)
            if r > 0:
                got[who].append(took)
    name = f"{shape}{way.name}, {k} completions, whole run"
    print(f"{name}: " + ", ".join(f"{who} {items * k / statistics.median(took):.4g} a second" for who, took in got.items()))
    for who, least in (("n", limit), ("c", 0.95)):
        hold(f"{name}: assay / peer's {who}", [their / ours for their, ours in zip(got[who], got["assay"])],
             least if way.timed else None)
        worst = max(abs(a - b) for a, b in zip(scores["assay"], scores[who], strict=True))
        hold(f"{name}: difference of scores from {who}", [worst], way.apart[who], least=False)


def by_turns(k, prompts, limit, way):
    got = json.loads(subprocess.check_output([out + "/tests/bench/time_gguf", model, str(prompts), "256", "64", str(k), "1",
                                              *(["f32"] if way.options else [])]))
    name = f"{shape}{way.name}, {k} completions, by turns"
    print(f"{name}: " + ", ".join(f"{who} {got[who + ' a second']:.4g} a second" for who in ("naive", "bare", "assay")))
    hold(f"{name}: assay / naive", got["assay / naive"], limit if way.timed else None)
    hold(f"{name}: assay / bare", got["assay / bare"], 0.95 if way.timed else None)
    hold(f"{name}: difference of scores", [got["difference"]], 0, least=False)


random.seed(1)
apart = float(moves[1]) if moves else EXACT
ways = [Way("", model, [], True, {"n": apart, "c": apart})]
if moves:
    ways.append(Way(" as f32", wide, ["--model-option", "dtype=f32"], False, {"n": EXACT, "c": ROUNDED}))
print("load of the machine:", *os.getloadavg())
for k, items, rounds, prompts, limit in PLAN:
    write(k, items)
    for way in ways:
        if way.file:
            whole(k, items, rounds, limit, way)
        by_turns(k, prompts, limit, way)
print("load of the machine:", *os.getloadavg())
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
