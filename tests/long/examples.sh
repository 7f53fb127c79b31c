# The other examples of runs in parts, as they stand in docs/examples: what they give put together is the run
# in one piece. ssh.sh goes through an sshd of this test's own on loopback, and one part is killed; the script of
# kubernetes.yaml's container is run by hand, its volumes in this folder, and one pod is told to end as that of a
# drained node is. Needs sshd (make deps installs openssh-server for check-long).
sshd=$(PATH=$PATH:/usr/sbin command -v sshd) || { echo "sshd is not here" >&2; exit 1; }
here=$PWD
awk 'BEGIN { for (i = 0; i < 4000; i++) printf "{\"id\": %d, \"prompt\": \"What is %d?\", \"chosen\": \"it is %d\", \"rejected\": \"it is %d or so\"}\n", i, i / 2, i * i % 97, i % 89 }' >pairs.jsonl
# The model: the example in C, which once, where a file `end` names a signal, ends its assay after five batches of 32 items.
cc -O2 -o worker_length "$top/docs/examples/worker_length.c" -ljansson -lm
cat >model <<X
#!/bin/sh
cd $here
mv end ended 2>/dev/null || exec ./worker_length
sed -u 6q | ./worker_length
pid=\$PPID
until [ "\$(cat /proc/\$pid/comm)" = assay ]; do pid=\$(cut -d ' ' -f 4 /proc/\$pid/stat); done
kill -\$(cat ended) \$pid
sleep 5
X
chmod +x model
model=worker:$here/model suite=pairs:$here/pairs.jsonl
assay run --quiet --suite "$suite" --model "$model" --output whole >whole.out
same() {
    grep -q '"resumed": [1-9]' "$@" && echo "what the part that ended had answered was not asked again"
    for part; do
        shift
        set -- "$@" "${part%/run.json}"
    done
    assay merge --quiet "$@" --output merged >merged.out
    cmp merged/result.json whole/result.json && cmp merged.out whole.out && echo "the same bytes"
    rm -r merged
}

ssh-keygen -q -t ed25519 -N '' -f host.key
ssh-keygen -q -t ed25519 -N '' -f user.key
chmod 700 .
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir -p /run/sshd far bin
cat >sshd_config <<X
Port $port
ListenAddress 127.0.0.1
HostKey $here/host.key
AuthorizedKeysFile $here/user.key.pub
StrictModes no
UsePAM no
PidFile none
Subsystem sftp internal-sftp
ForceCommand cd $here/far && export PATH=$out:\$PATH && case "\$SSH_ORIGINAL_COMMAND" in *sftp*) exec $(command -v sftp-server || echo /usr/lib/openssh/sftp-server) ;; esac; eval "\$SSH_ORIGINAL_COMMAND"
X
"$sshd" -D -f "$here/sshd_config" -E "$here/sshd.log" &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
for program in ssh scp; do
    cat >bin/$program <<X
#!/bin/sh
PATH=${PATH}
exec $program -o Port=$port -o IdentityFile=$here/user.key -o IdentitiesOnly=yes -o BatchMode=yes \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=$here/known -o LogLevel=ERROR "\$@"
X
    chmod +x bin/$program
done
hosts="127.0.0.1 localhost 127.0.0.1"
looks=0
until bin/ssh 127.0.0.1 true 2>/dev/null; do
    looks=$((looks + 1))
    [ $looks -lt 200 ] || { cat sshd.log >&2; exit 1; }
    sleep 0.1
done
mkdir near && cd near
by_ssh() { PATH=$here/bin:$PATH sh "$top/docs/examples/ssh.sh" "$model" "$suite" $hosts; }
echo KILL >"$here/end"
by_ssh >/dev/null 2>&1 || echo "a part is lost"
by_ssh >merged.out 2>told || { echo "status $?"; cat told; }
cmp whole/result.json ../whole/result.json && cmp merged.out ../whole.out && echo "the same bytes"
cd ..
same far/assay-runs/shard-*/run.json
kill $server
wait $server 2>/dev/null || :

sed -n '/^            - |$/,/^          [a-z]/p' "$top/docs/examples/kubernetes.yaml" | sed '1d; $d' |
    sed "s,/runs/,$here/runs/,g; s,/scratch/,$here/scratch-\$JOB_COMPLETION_INDEX/,g
        s,--suite [^ ]*,--suite $suite,; s,--model [^ ]*,--model $model," >pod.sh
mkdir runs
echo TERM >end
for index in 0 1 2 3 4 5 6 7; do
    status=0
    JOB_COMPLETIONS=8 JOB_COMPLETION_INDEX=$index sh -eu pod.sh >pod.out 2>pod.err || status=$?
    [ $status = 0 ] && continue
    echo "pod $index ended with $status"
    JOB_COMPLETIONS=8 JOB_COMPLETION_INDEX=$index sh -eu pod.sh >pod.out 2>pod.err || cat pod.err
done
same runs/shard-*/run.json
