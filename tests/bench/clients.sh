#!/bin/sh
# usage: clients.sh FOLDER [PAIRS]
# Measures what assay adds to a model that is reached over HTTP or as a worker, in one run on one machine,
# where the model itself takes no time (tests/bench/score_server.c, docs/examples/worker_length.c):
#   http: at least 5 times the requests a second of a client in Python's asyncio (aiohttp, Debian's python3-aiohttp, which
#   httpx and the clients built on it do not exceed; asyncio's streams without any HTTP library are told beside it),
#   within 100 MB at 256 requests in flight;
#   worker: under 20 microseconds an item, without the worker's own time.
#
# How to read it. As in run.sh ratios are medians over pairs of runs, the one right behind the other, with the
# least and the greatest. The times of assay are of a whole run, from the start of the program to its
# result; those of the other client of its requests alone. Ends with `N passed, N failed`.
set -eu
out=$1 pairs=${2:-15000}
scratch=$(mktemp -d)
server=
finish() {
    [ ! "$server" ] || kill "$server" || :
    rm -rf "$scratch"
}
trap finish EXIT
awk -v n="$pairs" 'BEGIN { for (i = 0; i < n; i++) printf "{\"id\": \"%d\", \"prompt\": \"What is %d times %d, and what " \
    "has it to do with the price of tea in %d?\", \"chosen\": \"It is %d; nothing, as far as anybody knows.\", \"rejected\": " \
    "\"Nobody can say, %d would be a guess, but tea was cheap then%s.\"}\n", i, i, i % 7, 1800 + i % 200, i * (i % 7), i % 13, \
    substr(" by today'\''s standards", 1, i % 23) }' >"$scratch/pairs.jsonl"
cc -O2 -o "$scratch/worker_length" docs/examples/worker_length.c -ljansson -lm
"$out/tests/bench/score_server" "$scratch/port" &
server=$!
while [ ! -e "$scratch/port" ]; do sleep 0.01; done
cat >"$scratch/client.py" <<'PYTHON'
# What somebody would write: as many tasks as there may be requests in flight, each takes the next text.
import asyncio, json, sys, time
port, path, flight = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
try:
    import aiohttp
except ImportError:
    aiohttp = None


def body_of(prompt, completion):
    return {"model": "m", "messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": completion}],
            "add_generation_prompt": False, "add_special_tokens": False, "use_activation": False}


async def by_aiohttp(texts, scores):
    async def one(session):
        for text in texts:
            async with session.post(f"http://127.0.0.1:{port}/classify", json=body_of(*text)) as answer:
                scores.append((await answer.json())["data"][0]["probs"][0])
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=flight)) as session:
        await asyncio.gather(*[one(session) for _ in range(flight)])


async def by_streams(texts, scores):
    async def one():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for text in texts:
            body = json.dumps(body_of(*text)).encode()
            writer.write(b"POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         b"Content-Length: %d\r\n\r\n" % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.split(b"Content-Length: ")[1].split(b"\r")[0])
            scores.append(json.loads(await reader.readexactly(length))["data"][0]["probs"][0])
        writer.close()
    await asyncio.gather(*[one() for _ in range(flight)])

items = [json.loads(line) for line in open(path)]
texts, scores = iter([(item["prompt"], item[key]) for item in items for key in ("chosen", "rejected")]), []
library = by_streams if "streams" in sys.argv or not aiohttp else by_aiohttp
start, used = time.perf_counter(), time.process_time()
asyncio.run(library(texts, scores))
print(library.__name__[3:], len(scores), time.perf_counter() - start, time.process_time() - used)
PYTHON
/usr/bin/python3 - "$out/assay" "$scratch" <<'PYTHON'
import os, statistics, subprocess, sys, time

assay, scratch = sys.argv[1], sys.argv[2]
port = open(scratch + "/port").read().strip()
pairs = scratch + "/pairs.jsonl"
items = sum(1 for _ in open(pairs))
passed = failed = runs = 0


class Run:
    """A run of a program: seconds, processor seconds with those of its children, most memory in bytes."""

    def __init__(self, words):
        to = [(os.POSIX_SPAWN_OPEN, fd, f"{scratch}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
              for fd, name in ((1, "out"), (2, "err"))]
        start = time.perf_counter()
        _, status, usage = os.wait4(os.posix_spawn(words[0], words, os.environ, file_actions=to), 0)
        self.seconds = time.perf_counter() - start
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024
        if status != 0:
            sys.exit(f"{words}: status {status}: {open(scratch + '/err').read()}")


def measure(model, *options):
    global runs
    runs += 1
    return Run([assay, "run", "--suite", "pairs:" + pairs, "--model", model, "--output", f"{scratch}/run{runs}",
                "--no-progress", "--quiet", "--no-cache", "--replicates", "100"] +
               [word for option in options for word in ("--model-option", option)])


def client(*words):
    told = subprocess.run(["/usr/bin/python3", scratch + "/client.py", port, pairs, "256", *words], check=True,
                          capture_output=True, text=True).stdout.split()
    return told[0], int(told[1]), float(told[2]), float(told[3])


def hold(what, good):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    print(what + ("" if good else "  MISSED"))


def spread(values):
    return f"{statistics.median(values):.3g} ({min(values):.3g} to {max(values):.3g})"


requests = 2 * items
got = [(measure(f"http:http://127.0.0.1:{port}", "concurrency=256"), client()) for _ in range(6)][1:]
ours = statistics.median(run.seconds for run, _ in got)
ratio = [their[2] / run.seconds for run, their in got]
print(f"assay {requests / ours:.0f} requests/s, {statistics.median(run.processor for run, _ in got) / requests * 1e6:.0f} us of "
      f"processor each; {got[0][1][0]} {requests / statistics.median(their[2] for _, their in got):.0f} requests/s, "
      f"{statistics.median(their[3] for _, their in got) / requests * 1e6:.0f} us each")
print(f"processor seconds of {got[0][1][0]} / of assay: {spread([their[3] / run.processor for run, their in got])}")
streams = client("streams")
print(f"asyncio's streams without a library: {streams[3] / requests * 1e6:.0f} us of processor each")
if got[0][1][0] == "aiohttp":
    hold(f"requests a second of assay / of aiohttp: {spread(ratio)}, at least 5", statistics.median(ratio) >= 5)
else:
    hold("requests a second of assay / of aiohttp: python3-aiohttp is not here", False)
memory = max(run.memory for run, _ in got) / 1e6
hold(f"memory at 256 in flight: {memory:.0f} MB, at most 100", memory <= 100)

worker = scratch + "/worker_length"
measure(f"worker:tee {scratch}/asked | {worker}")
got = []
for _ in range(6):
    plain, asked = measure("length"), measure("worker:" + worker)
    alone = Run(["/bin/sh", "-c", f"{worker} <{scratch}/asked"])
    got.append(((asked.processor - plain.processor - alone.processor) / items * 1e6,
                (asked.seconds - plain.seconds - alone.seconds) / items * 1e6))
got = got[1:]
print(f"worker, seconds a million items beyond length's and its own: {spread([wall for _, wall in got])}")
cost = [processor for processor, _ in got]
hold(f"worker, processor us an item beyond length's and its own: {spread(cost)}, at most 20", statistics.median(cost) <= 20)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
PYTHON
