"""certainty_peer.py SIGNAL LOG: what a signal says of every response of a rollout log, as one would write it with json and numpy.

One line a response, GROUP RESPONSE REWARD.
"""
import json
import sys

import numpy as np


def certainty(response, meta):
    slp = np.array(response["tok"]["slp"])
    return np.mean(-slp / meta["vocab"] - np.log(meta["vocab"]))


def self_certainty(group, meta):
    return [certainty(response, meta) for response in group["responses"]]


def borda(group, meta):
    sure = np.array(self_certainty(group, meta))
    votes = np.empty(len(sure))
    votes[np.argsort(-sure, kind="stable")] = np.arange(len(sure), 0, -1) ** 0.5
    answers = np.array([response["answer"] for response in group["responses"]])
    return [votes[answers == answer].sum() for answer in answers]


def entropy(group, meta):
    return [-np.mean(np.array(response["tok"]["H"])) for response in group["responses"]]


signal = {"self-certainty": self_certainty, "self-certainty-borda": borda, "entropy": entropy}[sys.argv[1]]
meta = {}
with open(sys.argv[2]) as log:
    for line in log:
        record = json.loads(line)
        if record["k"] == "meta":
            meta = record
        elif record["k"] == "group":
            for response, reward in zip(record["responses"], signal(record, meta)):
                print(record["id"], response["id"], repr(float(reward)))
