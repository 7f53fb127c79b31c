#!/bin/sh
# usage: overlap.sh FOLDER [RECORDS]
# Times `assay data overlap` on RECORDS made-up records (40,000 are 92 MB) against a suite of 2,000
# pairs, with one matching thread, beside a scan in python3 that looks up every 13-gram in a set of
# tuples (the same normalising of ASCII, no MinHash). Both must find the same number of records.
# Prints the median ratio of five pairs of runs, one right behind the other, with the least and the
# greatest: below 1 assay is faster.
set -eu
out=$1 records=${2:-40000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cat >"$scratch/scan.py" <<'PYTHON'
import json, string, sys
drop = str.maketrans(string.ascii_uppercase, string.ascii_lowercase, string.punctuation)
def grams(text, n=13):
    words = text.translate(drop).split()
    return (tuple(words[i:i + n]) for i in range(len(words) - n + 1))
own = set()
for line in open(sys.argv[1]):
    record = json.loads(line)
    for field in ("prompt", "chosen", "rejected"):
        own.update(grams(record[field]))
found = 0
for line in open(sys.argv[2]):
    record = json.loads(line)
    found += any([gram in own for text in record.values() for gram in grams(text)])
print(found)
PYTHON
python3 - "$out/assay" "$records" "$scratch" <<'PYTHON'
import itertools, json, random, statistics, subprocess, sys, time
assay, records, scratch = sys.argv[1], int(sys.argv[2]), sys.argv[3]
random.seed(1)
words = ["".join(random.choices(string, k=random.randint(2, 9)))
         for string in ["abcdefghijklmnopqrstuvwxyz"] for _ in range(30000)]
weights = list(itertools.accumulate(1 / (i + 1) for i in range(len(words))))
def text(n):
    return " ".join(random.choices(words, cum_weights=weights, k=n))
pairs = [{"id": str(i), "prompt": text(60), "chosen": text(200), "rejected": text(200)} for i in range(2000)]
train = [{"prompt": text(100), "response": text(250)} for _ in range(records)]
for i in range(0, records, 1000):
    train[i]["response"] += " " + pairs[i % 2000]["chosen"]
for name, rows in (("pairs", pairs), ("train", train)):
    with open(f"{scratch}/{name}.jsonl", "w") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
def run(command):
    start = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - start, said
ours = [assay, "data", "overlap", f"pairs:{scratch}/pairs.jsonl", f"{scratch}/train.jsonl", "--jobs", "1", "--json"]
theirs = [sys.executable, f"{scratch}/scan.py", f"{scratch}/pairs.jsonl", f"{scratch}/train.jsonl"]
ratios = []
for _ in range(5):
    (a, said), (b, count) = run(ours), run(theirs)
    found = json.loads(said)["file"]["overlapping_records"]
    if found != int(count):
        sys.exit(f"assay finds {found} records, python3 {count}")
    ratios.append(a / b)
print(f"overlap: {found} records; {a:.2f} s, python3 {b:.2f} s; "
      f"ratio {statistics.median(ratios):.3g} ({min(ratios):.3g} to {max(ratios):.3g})")
PYTHON
