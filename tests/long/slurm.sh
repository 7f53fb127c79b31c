# A real Slurm on this machine, all of it on loopback: an array of eight shards by docs/examples/slurm.sbatch,
# one of them killed in the middle and requeued, and what they give put together is the run in one piece.
# Needs slurmctld, slurmd, slurm-client and munge (make deps installs them for check-long), and root.
for program in slurmctld slurmd sbatch munged; do
    command -v "$program" >/dev/null || { echo "$program is not here" >&2; exit 1; }
done
here=$PWD
pids= job=
# What is ended is what was started here, by its number.
finish() {
    if [ "$job" ] && [ "$(squeue -h -j "$job" -o %T 2>/dev/null)" ]; then
        scancel --signal=KILL --full "$job" || :
        scancel "$job" || :
        sleep 8 # KillWait, and more
    fi
    for pid in $pids; do kill "$pid" 2>/dev/null || :; done
    for pid in $pids; do wait "$pid" 2>/dev/null || :; done
}
trap finish EXIT
wait_until() { # 120 seconds are for a machine that is busy
    looks=0
    until "$@" 2>/dev/null; do
        looks=$((looks + 1))
        [ $looks -lt 1200 ] || { echo "waited in vain: $*" >&2; tail -n 20 "$here"/*.log >&2; exit 1; }
        sleep 0.1
    done
}
# Two ports that nobody listens on.
ports=$(python3 -c 'import socket
a, b = socket.socket(), socket.socket()
a.bind(("127.0.0.1", 0)); b.bind(("127.0.0.1", 0))
print(a.getsockname()[1], b.getsockname()[1])')
name=$(hostname)

mkdir state spool work
chmod 755 .
head -c 1024 /dev/urandom >munge.key
chmod 400 munge.key
munged --foreground --force --key-file="$here/munge.key" --socket="$here/munge.socket" \
    --pid-file="$here/munge.pid" --log-file="$here/munge.log" --seed-file="$here/munge.seed" \
    >munge.out 2>&1 &
pids="$pids $!"
wait_until [ -S munge.socket ]
cat >slurm.conf <<EOF
ClusterName=assay
SlurmctldHost=$name(127.0.0.1)
SlurmctldPort=${ports% *}
SlurmdPort=${ports#* }
SlurmctldParameters=enable_configless
CommunicationParameters=block_null_hash
AuthType=auth/munge
AuthInfo=socket=$here/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
ReturnToService=2
SlurmdParameters=config_overrides
MinJobAge=300
KillWait=5
NodeName=$name NodeAddr=127.0.0.1 CPUs=8 State=UNKNOWN
PartitionName=all Nodes=$name Default=YES MaxTime=INFINITE State=UP
EOF
export SLURM_CONF=$here/slurm.conf
slurmctld -D >slurmctld.out 2>&1 &
pids="$pids $!"
slurmd -D -N "$name" >slurmd.out 2>&1 &
pids="$pids $!"
wait_until sh -c 'sinfo -h -o %T | grep -q idle'

awk 'BEGIN { for (i = 0; i < 80000; i++) printf "{\"id\": %d, \"prompt\": \"What is %d?\", \"chosen\": \"it is %d\", \"rejected\": \"it is %d or so\"}\n", i, i / 2, i * i % 97, i % 89 }' >pairs.jsonl
# The example, whose model is quick: the element that is to be killed kills itself, once.
cat >assay-once <<EOF
#!/bin/sh
[ "\$SLURM_ARRAY_TASK_ID" = 5 ] && [ ! -e $here/killed ] || exec $out/assay "\$@"
$out/assay "\$@" &
until [ "\$(cat $here/work/runs/shard-5/items.jsonl 2>/dev/null | wc -l)" -gt 50 ]; do :; done
kill -9 \$!
wait \$! || echo \$? >$here/killed
scontrol requeue "\$SLURM_JOB_ID"
sleep 600
EOF
chmod +x assay-once
mkdir bin
mv assay-once bin/assay
cd work
PATH=$here/bin:$PATH
export PATH
job=$(ASSAY_SUITE=pairs:$here/pairs.jsonl ASSAY_MODEL=overlap ASSAY_CACHE=$here/cache sbatch --parsable \
    "$top/docs/examples/slurm.sbatch")
# Slurm holds what was requeued back for two minutes, unless it is told otherwise.
all_done() { scontrol update JobId="${job}_5" StartTime=now 2>/dev/null || :; [ "$(ls runs | grep -c .)" -eq 8 ] && ! grep -L '"status": "complete"' runs/*/run.json | grep -q .; }
wait_until all_done
wait_until sh -c "[ -z \"\$(squeue -h -j $job -o %T 2>/dev/null)\" ]"
echo "killed with status $(cat ../killed)"
grep -q '"resumed": [1-9]' runs/shard-5/run.json && echo "and what it had answered was not asked again"
assay_() { "$out/assay" "$@"; }
assay_ run --quiet --suite "pairs:$here/pairs.jsonl" --model overlap --output whole >whole.out
assay_ merge --quiet runs/shard-* --output merged >merged.out
cmp merged/result.json whole/result.json && cmp merged.out whole.out && echo "the same bytes"
