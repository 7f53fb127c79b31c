# The examples of nights in docs/examples, as they stand: the line of cron, the script of the workflow and that of
# Slurm are run, here by hand, and the units are held against systemd's own check where it is.
for i in 1 2 3 4; do echo "{\"id\": \"$i\", \"prompt\": \"$i?\", \"chosen\": \"yes\", \"rejected\": \"no\"}"; done >s.jsonl
cat >nightly.yaml <<'END'
output: nights
models: [{label: length, adapter: length}]
suites: ['pairs:s.jsonl']
reports: [markdown]
END
echo "--- the file"
assay nightly --dry-run --date 2026-11-26 "$top/docs/examples/nightly.yaml"
echo "--- cron"
mkdir home
mkdir home/rewards
cp s.jsonl nightly.yaml home/rewards/
HOME=$PWD/home sh -c "$(sed -n 's/^17 1 \* \* \* //p' "$top/docs/examples/nightly.cron")"
ls home/rewards/nights/latest/night.json
echo "--- the workflow"
python3 - "$top/docs/examples/nightly-github.yaml" <<'END'
import sys, yaml
flow = yaml.safe_load(open(sys.argv[1]))
job = flow["jobs"]["nightly"]
steps = job["steps"]
assert flow[True]["schedule"][0]["cron"].split() == ["17", "1", "*", "*", "*"]
assert all(set(step) <= {"name", "uses", "with", "run", "if"} and ("uses" in step) != ("run" in step) for step in steps)
open("steps.sh", "w").write("set -eu\n" + "".join(step["run"] + "\n" for step in steps if "run" in step))
END
GITHUB_STEP_SUMMARY=$PWD/summary.md sh steps.sh
grep -c 'Night of' summary.md
echo "--- Slurm: a job that is told to end is requeued, and goes on with its night"
mkdir bin
printf '#!/bin/sh\nexec "$@"\n' >bin/srun
printf '#!/bin/sh\necho "scontrol $*"\n' >bin/scontrol
chmod +x bin/*
sed 's/output: nights/output: slurm/; s/\[{.*/[{label: slow, adapter: worker, target: "touch up; sleep 100"}]/' nightly.yaml >slow.yaml
PATH=$PWD/bin:$PATH SLURM_JOB_ID=7 sh "$top/docs/examples/nightly.sbatch" slow.yaml 2026-11-26 >said 2>&1 &
job=$!
while [ ! -e up ]; do sleep 0.1; done
# Slurm signals the processes of a step
kill -USR1 "$(pgrep -P $job)"
code=0
wait $job || code=$?
cat said
echo "exit status $code"
echo "--- systemd"
if command -v systemd-analyze >/dev/null; then
    mkdir units
    cp "$top"/docs/examples/assay-nightly.timer units/
    # the program and its manual page are where this test runs
    sed "s|/usr/bin/assay|$(command -v assay)|; /^Documentation/d" "$top/docs/examples/assay-nightly.service" >units/assay-nightly.service
    systemd-analyze verify units/assay-nightly.service units/assay-nightly.timer 2>&1 || echo "systemd-analyze: status $?"
    systemd-analyze calendar "$(sed -n 's/OnCalendar=//p' units/assay-nightly.timer)" | sed -n 's/ *Normalized form: //p'
else
    echo '*-*-* 01:17:00 UTC'
fi
