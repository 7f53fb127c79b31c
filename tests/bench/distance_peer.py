"""The peer of tests/bench/distance.sh, vectorised numpy written from the definitions (docs/METRICS.md):

    distance_peer.py FOLDER STATES ACTIONS REWARDS

Files are those of time_distance, which says what it is asked and what it answers. pi, D_S, D_A and mu0 are uniform.
What needs no (states, actions, states) array makes none, as assay does; products are BLAS's where they can be.
"""
import json
import sys
import time

import numpy as np

folder, S, A, K = sys.argv[1], *map(int, sys.argv[2:])
G = 0.95
tau = np.fromfile(folder + "/tau").reshape(S, A, S)
rewards = np.fromfile(folder + "/rewards").reshape(K, S, A, S)
flat = tau.reshape(S * A, S)
by_action = np.ascontiguousarray(tau.transpose(1, 0, 2))
eye, every = np.eye(S), np.arange(S)
start = np.full(S, 1.0 / S)


def level(R):
    return np.einsum("sat,sat->sa", tau, R)


def ahead(v):
    return (flat @ v).reshape(S, A)


def value(r):
    return np.linalg.solve(eye - G * tau.mean(axis=1), r.mean(axis=1))


def shaped(R, p):
    """R + gamma p(s') - p(s), in one array that is new."""
    c = R + (G * p)[None, None, :]
    c -= p[:, None, None]
    return c


def epic(R):
    p = R.mean(axis=(1, 2))
    c = R + (G * p - G * p.mean())[None, None, :]
    c -= p[:, None, None]
    return c, p


def dard(R):
    p = level(R).mean(axis=1)
    k = (G / A) * (by_action @ R.transpose(1, 0, 2) @ by_action.transpose(0, 2, 1)).sum(axis=0)
    c = shaped(R, p)
    c -= k[:, None, :]
    return c, p, k


def advantage(R):
    r = level(R)
    v = value(r)
    return r + G * ahead(v) - v[:, None]


def valpot(R):
    v = value(level(R))
    return shaped(R, v), v


def minpot(R):
    b = R.sum(axis=(1, 2)) - G * R.sum(axis=(0, 1))
    al, be = A * S * (1 + G * G), 2 * G * A
    phi = b / al + be * b.sum() / (al * (al - be * S))
    return shaped(R, phi), phi


def min_l2(R):
    root = np.sqrt(np.einsum("sat,sat->sa", tau, tau))
    B = -G * tau
    B[every, :, every] += 1.0
    B /= root[:, :, None]
    B = B.reshape(S * A, S)
    r = (level(R) / root).ravel()
    phi = np.linalg.solve(B.T @ B, B.T @ r)
    return (r - B @ phi).reshape(S, A) / root


def norms_of(x, wide):
    size = np.abs(x)
    square = x * x
    if not wide:
        return np.sqrt(square.sum())
    t, z, q = tau.ravel(), size.ravel(), square.ravel()
    return np.array([z.sum(), np.sqrt(q.sum()), z.max(), t @ z, np.sqrt(t @ q), (t * z).max()])


def all_norms(x, y):
    nx, ny = norms_of(x, True), norms_of(y, True)
    return np.concatenate([norms_of(x / a - y / b, True) for a, b in zip(nx, ny)])


def val_distance(R1, R2):
    system = eye - G * tau.mean(axis=1)
    r = np.stack([level(R1), level(R2)])
    v = np.linalg.solve(system, r.mean(axis=2).T)
    a = r + G * (flat @ v).T.reshape(2, S, A) - v.T[:, :, None]
    x, y = (one / (np.sqrt(S) * np.linalg.norm(one)) for one in a)
    return np.sqrt(S) * np.linalg.norm(x - y)


def optimum(r, action=None, allowed=None):
    action = np.zeros(S, dtype=int) if action is None else action
    if allowed is not None:
        r = np.where(allowed, r, -np.inf)
        action = np.where(allowed[every, action], action, allowed.argmax(axis=1))
    slack = 1e-13 * np.abs(r[np.isfinite(r)]).max() / (1 - G) if allowed is not None else 1e-13 * np.abs(r).max() / (1 - G)
    while True:
        system = eye - G * tau[every, action]
        v = np.linalg.solve(system, r[every, action])
        q = r + G * ahead(v)
        best = q.max(axis=1)
        gains = best > v + slack
        if not gains.any():
            return v, action, q
        action = np.where(gains, q.argmax(axis=1), action)


def visits(action):
    return np.linalg.solve((eye - G * tau[every, action]).T, start)


class Measured:
    """Best and worst policy, range and unit reward of a level."""

    def __init__(self, r):
        v, self.best, q = optimum(r)
        w, self.worst, _ = optimum(-r)
        self.r, self.most, self.least = r, start @ v, -(start @ w)
        self.range = self.most - self.least
        self.unit = r / self.range
        self.optimal = q >= q.max(axis=1)[:, None] - 1e-9 * np.abs(r).max() / (1 - G)


def starc_j(x, y):
    z = x.unit - y.unit
    return start @ optimum(z, x.best)[0] + start @ optimum(-z, x.worst)[0]


def regret(x, y):
    most = start @ optimum(x.r, y.best, y.optimal)[0]
    least = -(start @ optimum(-x.r, y.best, y.optimal)[0])
    return [min(max((x.most - j) / x.range, 0.0), 1.0) for j in (most, least)]


def worst_case(x, y):
    action = [x.best, x.worst]

    def support(lam):
        z = x.unit - lam * y.unit
        total = slope = 0.0
        for i, sign in enumerate((1.0, -1.0)):
            v, action[i], _ = optimum(sign * z, action[i])
            total += start @ v
            slope -= sign * (visits(action[i]) @ y.unit[every, action[i]])
        return lam, total, slope

    left = support(0.0)
    if left[2] >= 0:
        return min(max(left[1], 0.0), 1.0)
    right = support(2.0)
    found = min(left[1], right[1])
    for _ in range(200):
        lam = (left[1] - right[1] - left[2] * left[0] + right[2] * right[0]) / (right[2] - left[2])
        at = support(lam)
        line = left[1] + left[2] * (lam - left[0])
        found = min(found, at[1])
        if at[1] <= line + 1e-13 or lam <= left[0] or lam >= right[0]:
            break
        left, right = (at, right) if at[2] < 0 else (left, at)
    return min(max(found, 0.0), 1.0)


def erc(R1, R2):
    P = tau.mean(axis=1)
    v = np.linalg.solve(eye - G * P, np.stack([level(R1).mean(axis=1), level(R2).mean(axis=1)], axis=1))
    e = [R + (G * w)[None, None, :] - w[:, None, None] for R, w in ((R1, v[:, 0]), (R2, v[:, 1]))]
    weighed = [tau * e[0], tau * e[1]]
    products = [np.einsum("sat,sat->s", weighed[i], e[j]) / A for i, j in ((0, 0), (0, 1), (1, 1))]
    c = np.linalg.solve(eye - G * G * P, np.stack(products, axis=1))
    d = v - start @ v
    cov = [start @ (c[:, k] + d[:, i] * d[:, j]) for k, (i, j) in enumerate(((0, 0), (0, 1), (1, 1)))]
    return cov[1] / np.sqrt(cov[0] * cov[2])


R1, R2 = rewards[0], rewards[1]
epics = epic(R1)[0], epic(R2)[0]
levels = level(R1), level(R2)
both = Measured(levels[0]), Measured(levels[1])


def regrets():
    x, y = Measured(levels[0]), Measured(levels[1])
    return [x.most, x.least, y.most, y.least, *regret(x, y), *regret(y, x), starc_j(x, y)]


def pair_by_pair():
    out = []
    for i in range(3):
        for j in range(i + 1, 3):
            x, y = Measured(level(rewards[i])), Measured(level(rewards[j]))
            out += [starc_j(x, y), worst_case(x, y), worst_case(y, x)]
    return out


QUANTITIES = {
    "epic": (lambda: epic(R1), lambda got: [np.abs(got[0]).max(), *got[1]]),
    "dard": (lambda: dard(R1), lambda got: [np.abs(got[0]).max(), *got[1], *got[2][0]]),
    "val": (lambda: advantage(R1), lambda got: [np.abs(got).max(), *got.ravel()[:S]]),
    "valpot": (lambda: valpot(R1), lambda got: [np.abs(got[0]).max(), *got[1]]),
    "minpot": (lambda: minpot(R1), lambda got: [np.abs(got[0]).max(), *got[1]]),
    "min_l2": (lambda: min_l2(R1), lambda got: [np.abs(tau * got[:, :, None]).max(), *got.ravel()[:S]]),
    "norms": (lambda: all_norms(*epics), list),
    "val_distance": (lambda: val_distance(R1, R2), lambda got: [got]),
    "optimum": (lambda: optimum(levels[0])[0], list),
    "regrets": (regrets, list),
    "worst": (lambda: worst_case(*both), lambda got: [got]),
    "erc": (lambda: erc(R1, R2), lambda got: [got]),
    "pair_by_pair": (pair_by_pair, list),
}

for line in sys.stdin:
    name, seconds = line.split()
    work, told = QUANTITIES[name]
    got = work()
    begin = time.process_time()
    got = work()
    calls = 1 + int(1e-3 / max(time.process_time() - begin, 1e-7))
    took = []
    begin = time.process_time()
    while len(took) < 1000 and (len(took) < 3 or time.process_time() - begin < float(seconds)):
        at = time.process_time()
        for _ in range(calls):
            got = work()
        took.append((time.process_time() - at) / calls)
    print(json.dumps({"seconds": sorted(took)[len(took) // 2], "values": [float(x) for x in told(got)]}), flush=True)
