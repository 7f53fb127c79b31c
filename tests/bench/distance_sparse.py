"""The peer of tests/bench/distance_sparse.sh, scipy's compressed rows:

    distance_sparse.py value FILE TOLERANCE [OUT]
    distance_sparse.py optimum FILE TOLERANCE sweeps|krylov [OUT]

FILE is one of time_mdp. value is BiCGSTAB on I - gamma P of the uniform policy until |b - A x| is at most
TOLERANCE |b|. optimum is modified policy iteration that stops where MacQueen's bounds are at most TOLERANCE
from their middle: a policy is evaluated until the span of a sweep's change is a tenth of what it was, or, with
krylov, by BiCGSTAB to a tenth of the residual. Each prints one object of JSON: seconds and processor seconds
without reading, most memory in bytes, and how far v is from its sweep.
"""
import json
import resource
import sys
import time

import numpy as np
import scipy
from scipy.sparse import csr_matrix, identity
from scipy.sparse.linalg import bicgstab


def now():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), usage.ru_utime + usage.ru_stime


def world(path):
    with open(path, "rb") as file:
        states, actions, entries, gamma = np.fromfile(file, np.float64, 4)
        states, actions, entries = int(states), int(actions), int(entries)
        np.fromfile(file, np.float64, states)
        r = np.fromfile(file, np.float64, states * actions).reshape(states, actions)
        row = np.fromfile(file, np.int64, states * actions + 1)[:].astype(np.int32)
        room = np.fromfile(file, np.float64, int(row[-1]))
        file.seek(8 * (4 + states + states * actions + states * actions + 1 + entries))
        following = np.fromfile(file, np.uint32, int(row[-1])).astype(np.int32)
    return csr_matrix((room, following, row), shape=(states * actions, states)), r, gamma


def solve(matrix, b, tolerance):
    try:
        x, bad = bicgstab(matrix, b, rtol=tolerance, atol=0, maxiter=5000)
    except TypeError:  # before scipy 1.12
        x, bad = bicgstab(matrix, b, tol=tolerance, atol=0, maxiter=5000)
    if bad:
        sys.exit("BiCGSTAB did not converge")
    return x


def value(tau, r, gamma, tolerance):
    """Rows of one state are one behind the other: those of P are rows of tau without their ends."""
    states, actions = r.shape
    P = csr_matrix((tau.data / actions, tau.indices, tau.indptr[::actions]), shape=(states, states))
    if len(np.unique(P.indices[:P.indptr[min(1000, states)]])) < 0.5 * P.indptr[min(1000, states)]:
        P.sum_duplicates()
    A = identity(states, format="csr") - gamma * P
    return solve(A, r.mean(1), tolerance)


def optimum(tau, r, gamma, tolerance, krylov):
    states, actions = r.shape
    first = np.arange(states, dtype=np.int32) * actions
    v = np.zeros(states)
    while True:
        q = r + gamma * (tau @ v).reshape(states, actions)
        choice = q.argmax(1)
        u = q.max(1)
        change = u - v
        lo, hi = change.min(), change.max()
        if gamma / (1 - gamma) * (hi - lo) / 2 <= tolerance:
            return u + gamma / (1 - gamma) * (lo + hi) / 2
        P = tau[first + choice]
        chosen = r[np.arange(states), choice]
        if krylov:
            v = v + solve(identity(states, format="csr") - gamma * P, change, 0.1)
            continue
        span = hi - lo
        v = u
        while True:
            u = gamma * (P @ v) + chosen
            change = u - v
            v = u
            lo, hi = change.min(), change.max()
            if hi - lo <= 0.1 * span:
                break
        v += gamma / (1 - gamma) * (lo + hi) / 2


mode, path, tolerance, *more = sys.argv[1:]
tau, r, gamma = world(path)
start = now()
if mode == "value":
    v = value(tau, r, gamma, float(tolerance))
else:
    v = optimum(tau, r, gamma, float(tolerance), more.pop(0) == "krylov")
spent = [b - a for a, b in zip(start, now())]
if more:
    v.tofile(more[0])
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": spent[0], "processor": spent[1], "memory": memory,
                  "numpy": np.__version__, "scipy": scipy.__version__}))
