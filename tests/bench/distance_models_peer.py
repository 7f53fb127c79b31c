"""The peer of tests/bench/distance_models.sh: distances between reward models in vectorised numpy.

    distance_models_peer.py distances|worsts FILE MODELS PROMPTS COMPLETIONS [PAIRS]

Files are those of time_distance_models. Prints one object of JSON: seconds and processor seconds without
reading, most memory in bytes, and what came out. Of worsts the first PAIRS pairs are searched.
"""
import json
import resource
import sys
import time

import numpy as np


def now():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), usage.ru_utime + usage.ru_stime


def since(start):
    return [b - a for a, b in zip(start, now())]


def units(data):
    """Divided by the mean over prompts of what the best completion has more than the worst."""
    spread = data.max(2) - data.min(2)
    return data / spread.mean(1)[:, None, None]


def distances(data):
    start = now()
    unit = units(data)
    n = len(unit)
    out = np.zeros((n, n))
    scratch = np.empty_like(unit[0])
    for a in range(n):
        for b in range(a + 1, n):
            np.subtract(unit[a], unit[b], out=scratch)
            out[a, b] = out[b, a] = np.mean(scratch.max(1) - scratch.min(1))
    return since(start), out


def worst(x, y):
    """min over lam of mean(max - min of x - lam y): two lines from below meet at the next lam."""
    rows = np.arange(len(x))

    def touch(lam):
        z = x - lam * y
        hi, lo = z.argmax(1), z.argmin(1)
        return lam, np.mean(z[rows, hi] - z[rows, lo]), -np.mean(y[rows, hi] - y[rows, lo])

    left, right, best, lam = (0.0, 1.0, -1.0), (2.0, 1.0, 1.0), 1.0, 1.0
    for _ in range(200):
        line = touch(lam)
        best = min(best, line[1])
        if line[2] == 0:
            break
        if line[2] < 0:
            left = line
        else:
            right = line
        lam = ((left[1] - left[2] * left[0]) - (right[1] - right[2] * right[0])) / (right[2] - left[2])
        if best - (left[1] + left[2] * (lam - left[0])) <= 1e-12:
            break
    return best


def worsts(data, pairs):
    start = now()
    unit = units(data)
    n = len(unit)
    out = np.zeros((n, n))
    for k in [k for k in range(n * n) if k // n != k % n][:pairs]:
        out[k // n, k % n] = worst(unit[k // n], unit[k % n])
    return since(start), out


mode, path, *sizes = sys.argv[1:]
models, prompts, completions = map(int, sizes[:3])
scores = np.fromfile(path).reshape(models, prompts, completions)
scores.sum()
spent, matrix = distances(scores) if mode == "distances" else worsts(scores, int(sizes[3]))
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": spent[0], "processor": spent[1], "memory": memory, "numpy": np.__version__,
                  "mean": float(matrix.mean()), "first": float(matrix[0, 1]), "last": float(matrix[-1, -2])}))
