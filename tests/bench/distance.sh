#!/bin/sh
# usage: distance.sh FOLDER [SIZE...]
# Measures distances between reward functions of random worlds (those of the study of STARC, gamma .95) against vectorised
# numpy with OpenBLAS, one thread each, in one run on one machine, at 32x4, 128x8 and 512x8 states x actions, with the
# authors' tail of tau (every entry above 0) and with true zeros: nothing slower than numpy at any size, at least 3 times
# faster at 32x4 and 128x8; and d_J with worst-case regret of all pairs of 20 rewards at 128x8 at least 5 times faster than
# numpy pair by pair. Both read the same files, and what comes out agrees to 1e-9.
#
# Times are processor seconds of the one thread. A ratio is the median over pairs of measurements, one right behind the
# other, each the median of batches of calls; the least and the greatest stand behind it. SIZE is such as 32x4; without one all three. Ends with `N passed, N failed`; takes five
# minutes on an idle machine.
set -eu
out=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
export OPENBLAS_NUM_THREADS OMP_NUM_THREADS
/usr/bin/python3 - "$out/tests/bench/time_distance" "$(dirname "$0")/distance_peer.py" "$scratch" "$@" <<'PYTHON'
import json, os, shutil, statistics, subprocess, sys

driver, peer, scratch, *sizes = sys.argv[1:]
sizes = sizes or ["32x4", "128x8", "512x8"]
passed = failed = 0
try:
    import numpy
except ImportError:
    print("no numpy here (apt-get install python3-numpy): nothing to be faster than")
    print("0 passed, 0 failed")
    sys.exit(0)

WORDS = {
    "epic": "EPIC form", "dard": "DARD form", "val": "VAL form", "valpot": "VALPotential form",
    "minpot": "MinimalPotential-L2 form", "min_l2": "Minimal-L2 form", "norms": "36 norm x metric distances of a pair",
    "val_distance": "VAL-L2-L2 distance, all in", "optimum": "exact optimum",
    "regrets": "both optima and worst, regrets, d_J", "worst": "worst-case regret, one side", "erc": "exact ERC",
}


def version():
    shown = subprocess.run(["/usr/bin/python3", "-c", """
import numpy, ctypes, re
lib = [l.split()[-1] for l in open('/proc/self/maps') if re.search('blas', l)]
print('numpy', numpy.__version__)
for path in sorted(set(lib)):
    try:
        f = ctypes.CDLL(path).openblas_get_config
        f.restype = ctypes.c_char_p
        print(f().decode(), '(%s)' % path)
    except (AttributeError, OSError):
        print(path)
"""], capture_output=True, text=True, check=True).stdout
    return "; ".join(shown.split("\n")[:-1])


class Side:
    def __init__(self, *words):
        self.process = subprocess.Popen([str(w) for w in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, quantity, seconds):
        self.process.stdin.write(f"{quantity} {seconds}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{quantity}: no answer")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def hold(what, good):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    print(f"{'ok' if good else 'FAILED'}: {what}", flush=True)


def differ(a, b):
    if len(a) != len(b):
        return float("inf")
    scale = max([1.0] + [abs(x) for x in b])
    return max((abs(x - y) for x, y in zip(a, b)), default=0.0) / scale


def seconds_told(s):
    return f"{s * 1e3:.3f} ms" if s < 1 else f"{s:.2f} s"


def compare(what, limit, ours, theirs, rounds, seconds):
    pairs = []
    for i in range(rounds):
        pairs.append((ours(seconds), theirs(seconds)))
    ratios = sorted(b["seconds"] / a["seconds"] for a, b in pairs)
    mine, numpys = (statistics.median(p[i]["seconds"] for p in pairs) for i in (0, 1))
    value = statistics.median(ratios)
    apart = max(differ(a["values"], b["values"]) for a, b in pairs)
    hold(f"{what}: {seconds_told(numpys)} / assay {seconds_told(mine)} = {value:.2f} "
         f"({ratios[0]:.2f} to {ratios[-1]:.2f}), at least {limit}; values within {apart:.0e}",
         value >= limit and apart <= 1e-9)


def world(size, tail, rewards):
    states, actions = size.split("x")
    folder = f"{scratch}/{size}-{tail}-{rewards}"
    os.mkdir(folder)
    subprocess.run([driver, "make", folder, states, actions, tail, str(rewards)], check=True)
    mine = Side(driver, "serve", folder, states, actions, rewards)
    numpys = Side("/usr/bin/python3", peer, folder, states, actions, rewards)
    return folder, mine, numpys


def measure(size, tail):
    folder, mine, numpys = world(size, tail, 3)
    small = size != "512x8"
    for quantity, words in WORDS.items():
        compare(f"{size}, {'every entry above 0' if tail == 'soft' else 'true zeros'}: {words}", 3 if small else 1,
                lambda s, q=quantity: mine.ask(q, s), lambda s, q=quantity: numpys.ask(q, s), 7 if small else 5, 0.1)
    mine.close()
    numpys.close()
    shutil.rmtree(folder)


def many_rewards(size, rewards):
    folder, mine, numpys = world(size, "soft", rewards)
    scale = rewards * (rewards - 1) / 2 / 3

    def scaled(side):
        def ask(seconds):
            got = side.ask("pair_by_pair", seconds)
            return {"seconds": got["seconds"] * scale, "values": got["values"]}
        return ask

    compare(f"{size}, d_J and worst case of all pairs of {rewards} rewards, numpy pair by pair (three pairs, scaled up)", 5,
            lambda s: mine.ask("all_pairs", s), scaled(numpys), 3, 0.1)
    compare(f"the same, assay itself pair by pair in place of numpy, without a limit", 0,
            lambda s: mine.ask("all_pairs", s), scaled(mine), 3, 0.1)
    mine.close()
    numpys.close()
    shutil.rmtree(folder)


print(version())
print("load:", " ".join(f"{x:.2f}" for x in os.getloadavg()))
for size in sizes:
    for tail in ("soft", "zero"):
        measure(size, tail)
if "128x8" in sizes:
    many_rewards("128x8", 20)
print("load:", " ".join(f"{x:.2f}" for x in os.getloadavg()))
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
