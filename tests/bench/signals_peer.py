"""signals_peer.py SIGNAL LOG: what a signal says of every response of a rollout log, as one would write it with json and numpy.

One line a response, GROUP RESPONSE REWARD; of steps the rewards of these behind it.
"""
import json
import sys

import numpy as np


def dpo(response, meta):
    lp = response["tok"]["lp"]
    return 0.1 * (np.array(lp["policy"]) - np.array(lp["ref"])).sum(), ()


def sar(response, meta):
    lp = response["tok"]["lp"]
    with_, without = np.exp(-np.mean(lp["policy"])), np.exp(-np.mean(lp["noctx"]))
    return max((without - with_) / (without + 1e-9), -1), ()


def oprl(response, meta):
    lp = response["tok"]["lp"]
    tokens = 0.05 * (np.array(lp["rm"]) - np.array(lp["ref"]))
    steps = np.add.reduceat(tokens, np.r_[0, response["steps"]["end"][:-1]])
    return steps.sum(), steps


def self_certainty(response, meta):
    slp = np.array(response["tok"]["slp"])
    return np.mean(-slp / meta["vocab"] - np.log(meta["vocab"])), ()


def entropy(response, meta):
    return -np.mean(response["tok"]["H"]), ()


def each(signal):
    return lambda group, meta: [signal(response, meta) for response in group]


def borda(group, meta):
    sure = np.array([self_certainty(response, meta)[0] for response in group])
    votes = np.empty(len(sure))
    votes[np.argsort(-sure, kind="stable")] = np.arange(len(sure), 0, -1) ** 0.5
    answers = np.array([response["answer"] for response in group])
    return [(votes[answers == answer].sum(), ()) for answer in answers]


signals = {"dpo": dpo, "sar": sar, "oprl": oprl, "self-certainty": self_certainty, "entropy": entropy}
signal = borda if sys.argv[1] == "self-certainty-borda" else each(signals[sys.argv[1]])
meta = {}
with open(sys.argv[2]) as log:
    for line in log:
        record = json.loads(line)
        if record["k"] == "meta":
            meta = record
        group = record.get("responses", ())
        for response, (reward, steps) in zip(group, signal(group, meta)):
            print(record["id"], response["id"], repr(float(reward)), *(repr(float(s)) for s in steps))
