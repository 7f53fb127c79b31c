# A rollout log that is larger than memory should be: signals and a run over it stay within 500 MB, whatever its size.
# BIG_LOG=5000 makes one of 5 GB, in MB; without it 1000.
size=${BIG_LOG:-1000} most=$((500 << 20))
cat >big_log.awk <<'X'
# A group a line, of 4 responses of 400 tokens with every track that signals read, about 100 KB.
function track(name, from, n, out, i) {
    out = "\"" name "\":["
    for (i = 0; i < n; i++) out = out (i ? "," : "") from - (i * 7 + length(name)) % 13 / 16 - 0.0625
    return out "]"
}
BEGIN {
    n = 400
    for (r = 0; r < 4; r++) {
        ids = "\"ids\":["; for (i = 0; i < n; i++) ids = ids (i ? "," : "") (i * 31 + r) % 1000
        top = "\"topk\":["; for (i = 0; i < n; i++) top = top (i ? "," : "") "[[" i ",-0.5],[" i + 1 ",-1.25]]"
        tail = tail (r ? "," : "") "{\"id\":\"" r "\",\"text\":\"an answer\",\"answer\":\"" r % 2 "\",\"correct\":" r % 2 ",\"n_tok\":" n ",\"tok\":{" ids "]," \
            top "]," track("H", 1, n) "," track("slp", -9000, n) ",\"lp\":{" track("policy", -r, n) "," track("ref", -1, n) "," track("noctx", -2, n) \
            "}},\"steps\":{\"score\":{" track("prm", 1, 5) "}}}"
    }
    tail = "\",\"prompt\":\"a question\",\"responses\":[" tail "]}"
    print "{\"k\":\"meta\",\"v\":1,\"vocab\":1000}"
    for (made = 0; made < size * 1e6; made += length(tail)) print "{\"k\":\"group\",\"id\":\"" ++group tail
}
X
awk -v size="$size" -f big_log.awk >big.jsonl
bytes=$(wc -c <big.jsonl)
[ "$bytes" -ge $((size * 1000000)) ] && echo "the log is as large as it should be"
cat >peak.py <<'X'
import os, sys, time
to = [(os.POSIX_SPAWN_OPEN, 1, "out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
begun = time.monotonic()
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=to), 0)
if status:
    sys.exit("%s: status %d" % (sys.argv[1:], status))
print(usage.ru_maxrss * 1024, round(time.monotonic() - begun, 1))
X
within() { # NAME, words of the program: peak memory against what it may be
    name=$1
    shift
    python3 peak.py "$out/assay" "$@" >peak
    read -r peak seconds <peak
    echo "$name: $bytes bytes of log, $peak bytes of memory, $seconds s" >>"${BIG_LOG_MEASURED:-measured}"
    if [ "$peak" -le $most ]; then
        echo "$name: within 500 MB"
    else
        echo "$name: $peak bytes"
    fi
}
filled() { # SIGNAL: what fill writes has as many groups as the log, each with its signal
    within "fill $1" log fill big.jsonl --signal "$1" --output filled.jsonl
    [ "$(grep -c "signal:$1#" filled.jsonl)" = "$(grep -c '"k":"group"' big.jsonl)" ] && echo "every group has it"
    rm -f filled.jsonl
}
for signal in dpo self-certainty; do filled $signal; done
for signal in dpo self-certainty steps; do
    rm -rf run
    within "run $signal" run --suite samples:big.jsonl --model "signal:$signal" --quiet --output run
    grep -c '^Overall' out
done
within check log check big.jsonl
