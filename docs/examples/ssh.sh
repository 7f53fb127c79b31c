#!/bin/sh
# A run in parts on machines that are reached by ssh and have the same data, model and assay:
#     docs/examples/ssh.sh MODEL SUITE HOST...
# Run it again if one was lost: what was answered stays, complete parts are not asked again.
set -eu
model=$1 suite=$2
shift 2
count=$# number=0 jobs=
for host; do
    number=$((number + 1))
    ssh "$host" "
        part=assay-runs/shard-$number-of-$count
        if [ -e \"\$part/run.json\" ]; then
            assay run --no-progress --resume \"\$part\"
        else
            assay run --no-progress --shard $number/$count --output \"\$part\" --suite '$suite' --model '$model'
        fi" &
    jobs="$jobs $!"
done
for job in $jobs; do wait "$job"; done
number=0 parts=
for host; do
    number=$((number + 1))
    part=shard-$number-of-$count
    # A copy that breaks off leaves no part that is there by half.
    rm -rf "$part.copy"
    scp -qr "$host:assay-runs/$part" "$part.copy"
    rm -rf "$part"
    mv "$part.copy" "$part"
    parts="$parts $part"
done
# shellcheck disable=SC2086
assay merge $parts --output whole
