#!/bin/sh
# usage: progress.sh FOLDER
# Watches what a run tells of itself on a terminal: the first line within a second of the start, and after a
# tenth of the work a rate and a time left within 20 % of what they turn out to be; later ones too, until a
# tenth is left. Of a worker that sleeps 15 ms an item, by the clock, and of gguf, which computes: that one's time
# left is held against what was left of its processor time, at the pace of the machine until then, since what else
# the machine does later nobody can tell. Ends with `N passed, N failed`; takes half a minute.
set -eu
out=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cat >"$scratch/worker.py" <<'X'
import json, sys, time
sys.stdin.readline()
print('{"assay":1,"name":"slow","version":"1","gives":"scores","in_flight":1}', flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    time.sleep(0.015)
    print(json.dumps({"id": asked["id"], "values": [1.0] * len(asked["completions"])}), flush=True)
X
[ ! -x "$out/tests/make_gguf" ] ||
    "$out/tests/make_gguf" "$scratch/model.gguf" width=128 blocks=4 heads=4 kv=2 inner=384 vocabulary=4096
/usr/bin/python3 - "$out" "$scratch" <<'PYTHON'
import os, pty, re, statistics, sys, time

out, scratch = sys.argv[1:]
passed = failed = 0


def hold(what, values, least, most):
    global passed, failed
    good = all(least <= value <= most for value in values)
    passed, failed = passed + good, failed + (not good)
    print(f"{what}: {min(values):.3g} to {max(values):.3g}, allowed {least:.3g} to {most:.3g}{'' if good else '  MISSED'}",
          flush=True)


def used_by(child):
    """Seconds of processor of a program that runs."""
    stat = open(f"/proc/{child}/stat").read().rsplit(") ", 1)[1].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def watch(name, items, text, *words):
    """Lines of progress, each with the second it came at and the seconds of processor until then."""
    with open(f"{scratch}/{name}.jsonl", "w") as file:
        for i in range(items):
            file.write(f'{{"id": "{i}", "prompt": "{text} {i}", "chosen": "yes {i}", "rejected": "no {i}"}}\n')
    start = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop("ASSAY_NO_PROGRESS", None)
        os.execv(out + "/assay", [out + "/assay", "run", "--suite", f"pairs:{scratch}/{name}.jsonl", "--output",
                                  f"{scratch}/{name}", "--no-cache", "--replicates", "100", "--model", *words])
    told, rest = [], ""
    while True:
        try:
            got = os.read(terminal, 65536).decode(errors="replace")
        except OSError:  # the terminal's other end is closed
            break
        if not got:
            break
        now, used = time.monotonic() - start, used_by(child)
        *lines, rest = re.split(r"\x1b\[K", rest + got)
        told += [(now, used, line.strip()) for line in lines if line.strip()]
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit(f"{words}: status {status}: {told[-1:]}")
    return told


def check(name, items, text, *words):
    told = watch(name, items, text, *words)
    hold(f"{name}, seconds until the first line", [told[0][0]], 0, 1)
    clock = {"worker": 0, "gguf": 1}[name]
    done = [(line[clock], line[0], int(got[1]), got) for line in told
            if (got := re.search(r" (\d+)/(\d+) \d+ %(?: ([0-9.]+)/s)?(?:, (\d+):(\d\d) left)?", line[2]))]
    most = max(n for _, _, n, _ in done)
    end = min(at for at, _, n, _ in done if n == most) * items / most  # the last line may be of some less
    looked = [(at, now, n, float(got[3]), 60 * int(got[4]) + int(got[5])) for at, now, n, got in done
              if got[4] and 0.1 * items <= n <= 0.9 * items]
    if not looked:
        sys.exit(f"{name}: no line tells a rate and a time left: {told[:3]}")
    print(f"{name}: {len(looked)} lines from {looked[0][2]} to {looked[-1][2]} of {items} items in {told[-1][0]:.1f} s")
    hold(f"{name}, rate told / rate", [rate * (now / at) / (items / end) for at, now, _, rate, _ in looked], 0.8, 1.2)
    # Told in whole seconds: what is nearest to the truth of what may have been rounded.
    ratio = []
    for at, now, _, _, left in looked:
        true, pace = end - at, at / now
        ratio.append(min(max(true, (left - 0.5) * pace), (left + 0.5) * pace) / true)
    hold(f"{name}, time left as told / as it was", ratio, 0.8, 1.2)


print("load of the machine:", *os.getloadavg())
check("worker", 800, "What of", f"worker:/usr/bin/python3 {scratch}/worker.py")
if os.path.exists(scratch + "/model.gguf"):
    check("gguf", 600, "What of " + "the price of tea and of " * 8, f"gguf:{scratch}/model.gguf", "--model-option", "template=none")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
