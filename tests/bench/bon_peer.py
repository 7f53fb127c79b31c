"""The peers of tests/bench/bon.sh, vectorised numpy and exact integers:

    bon_peer.py curves FILE PROMPTS SAMPLES PROXIES N,N,...
    bon_peer.py integers FILE SAMPLES N,N,...
    bon_peer.py bootstrap FILE PROMPTS POINTS REPLICATES

Files are those of time_bon. Each prints one object of JSON: seconds and processor seconds
without reading, most memory in bytes, and what came out.
"""
import json
import math
import resource
import sys
import time

import numpy as np


def now():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), usage.ru_utime + usage.ru_stime


def since(start):
    return [b - a for a, b in zip(start, now())]


def weights(samples, ns):
    """(ns, samples) by the stable product, for ranks in ascending order; made once for all prompts."""
    rank = np.arange(1, samples + 1, dtype=np.float64)
    table = np.zeros((len(ns), samples))
    for k, n in enumerate(ns):
        factor = (rank[n:] - n) / (rank[n:] - 1)
        table[k, n - 1:] = n / samples * np.cumprod(np.concatenate(([1.0], factor[::-1])))[::-1]
    return table


def curves(path, prompts, samples, proxies, ns):
    data = np.fromfile(path).reshape(1 + proxies, prompts, samples)
    data[:, :, ::512].sum()  # every page is touched, as time_bon does
    start = now()
    table = weights(samples, ns).T.copy()
    out = [(np.sort(data[0], axis=1) @ table).mean(0)]
    for proxy in data[1:]:
        order = np.argsort(proxy, axis=1)
        for value in (proxy, data[0]):
            out.append((np.take_along_axis(value, order, axis=1) @ table).mean(0))
    return since(start), {"curves": np.concatenate(out).tolist()}


def integers(path, samples, ns):
    """One prompt and one value: a ratio of exact binomials for every rank and n."""
    gold = np.fromfile(path, count=samples)
    start = now()
    gold = np.sort(gold).tolist()
    out = []
    for n in ns:
        subsets = math.comb(samples, n)
        out.append(sum(math.comb(i - 1, n - 1) / subsets * gold[i - 1] for i in range(n, samples + 1)))
    return since(start), {"curves": out}


def bootstrap(path, prompts, points, replicates):
    data = np.fromfile(path).reshape(prompts, points)
    data.sum()
    rng = np.random.default_rng(1)
    start = now()
    means = np.array([data[rng.integers(0, prompts, prompts)].mean(0) for _ in range(replicates)])
    lo, hi = np.quantile(means, [0.025, 0.975], axis=0)
    return since(start), {"lo": lo.tolist(), "hi": hi.tolist(),
                                         "se": means.std(0, ddof=1).tolist()}


mode, file, *sizes = sys.argv[1:]
if mode == "curves":
    spent, out = curves(file, *map(int, sizes[:3]), [int(n) for n in sizes[3].split(",")])
elif mode == "integers":
    spent, out = integers(file, int(sizes[0]), [int(n) for n in sizes[1].split(",")])
else:
    spent, out = bootstrap(file, *map(int, sizes))
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": spent[0], "processor": spent[1], "memory": memory, "numpy": np.__version__} | out))
