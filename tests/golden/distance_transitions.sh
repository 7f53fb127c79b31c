# Transitions of a world of four states and two actions, drawn by a generator of its own: state 3 ends a trajectory, twenty steps at
# most. Rewards: base; shaped = 2 (base + 0.9 Phi(s') - Phi(s)), Phi = 3, -1, 2, 0; noisy = base and what has mean 0 given s and a
# (next states 0 and 1 are as likely as one another); other; none (0 everywhere). d(base, shaped) is 0, of noisy it covers 0. By the
# world's linear equations, with the shares of states and actions of twenty steps: norms 0.8993 (base) and 0.3727 (other), d(base, other) 1.7907.
draw() {
    awk -v second="$1" 'function u() { x = (x * 16807) % 2147483647; return x / 2147483647 }
    function to(v) { return v < 0.4 ? 0 : v < 0.8 ? 1 : v < 0.93 ? 2 : 3 }
    function base(s, a, n) { return (s == a ? 2 : 0) + (n == 2) - 0.1 * s }
    function row(s, a, n) {
        return sprintf(",%d,%d,%.15g,%.15g,%.15g,%.15g,0", n, n == 3, base(s, a, n), 2 * (base(s, a, n) + 0.9 * phi[n] - phi[s]),
                       base(s, a, n) + (n == 0) - (n == 1), a == 1 && s != 1)
    }
    BEGIN {
        x = 42; phi[0] = 3; phi[1] = -1; phi[2] = 2; phi[3] = 0
        names = "next,done,reward_base,reward_shaped,reward_noisy,reward_other,reward_none"
        more = "second_next,second_done,second_reward_base,second_reward_shaped,second_reward_noisy,second_reward_other,second_reward_none"
        print "episode,step,state,action," names (second ? "," more : "")
        for (e = 0; e < 80; e++) {
            s = int(3 * u())
            for (t = 0; t < 20 && s != 3; t++) {
                a = u() < 0.4 ? 0 : 1; n = to(u()); m = to(u())
                print e "," t "," s "," a row(s, a, n) (second ? row(s, a, m) : "")
                s = n
            }
        }
    }'
}
draw 0 >one.csv
draw 1 >two.csv
assay distance transitions one.csv --gamma 0.9
echo "--- two next states a row; Markdown"
assay distance transitions two.csv --gamma 0.9 --format markdown | sed -n '/| A/,$p'
echo "--- plain products"
assay distance transitions one.csv --gamma 0.9 --products plain --replicates 50 | grep -E '^base +(shaped|noisy)|noise of'
echo "--- any number of threads; JSON Lines and columns of other names; EPIC of expressions"
assay distance transitions one.csv --gamma 0.9 --json --jobs 1 >a
assay distance transitions one.csv --gamma 0.9 --json --jobs 3 >b
cmp a b && grep -cE '"(interval|d_squared|norm_squared_se)"' a && grep -E '"(transitions|products|level|trivial)"' a
awk -F, 'NR > 1 { printf "{\"run\": \"e%s\", \"i\": %s, \"at\": {\"s\": %s}, \"a\": %s, \"s2\": %s, \"done\": %s}\n", $1, $2, $3, $4, $5, $6 }' one.csv >one.jsonl
assay distance transitions one.jsonl --gamma 0.9 --column trajectory=run --column step=i --column state=at.s --column action=a \
    --column next=s2 --reward 'base=(s == a ? 2 : 0) + (next == 2) - 0.1 * s' \
    --reward 'shaped=(s == a ? 2 : 0) + (next == 2) - 0.1 * s + gamma * (next == 0) - (s == 0)' --reward 'far=next == 1 ? 1 : s - a' \
    --epic --absorbing far=1 --means 64
echo "--- EPIC of s, a and s' that are drawn each for itself; tables"
put_table() { # R[s][a] = 2 (s == a) as float64, and R[s] = s
    printf '\223NUMPY\001\000v\000%-117s\n' "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2), }"
    for v in 1 0 0 1 0 0 0 0; do [ $v = 1 ] && printf '\0\0\0\0\0\0\0\100' || printf '\0\0\0\0\0\0\0\0'; done
}
put_table >table.npy
assay distance transitions one.csv --gamma 0.9 --reward table=@table.npy --reward 'same=s == a ? 2 : 0' --reward 'next=next' --epic \
    --coverage product --means 16 --replicates 50 | grep -E '^(table|same) +(same|next)'
echo "--- stored, and shown as any other"
assay distance transitions one.csv --gamma 0.9 --replicates 50 --output run >/dev/null 2>&1 && assay show run | grep -v '^$' | head -n 20
echo "--- what is refused"
printf 'state,next,reward_a,reward_b\n0,1,1,2\n1,0,x,1\n' >bad.csv
printf 'state,next,reward_a\n0,0,1\n' >alone.csv
printf 'state,next,reward_a,reward_b\n0,1,1,2\n' >nowhere.csv
printf 'feature_x,feature_y,next_feature_x,next_feature_y,reward_a,reward_b\n1,2,3,6,1,2\n2,4,1,2,0,1\n3,6,2,4,1,1\n' >same.csv
for bad in "bad.csv" "alone.csv" "nowhere.csv" "same.csv" "absent.csv" "one.csv --gamma 1" "one.csv --products double" \
    "one.csv --epic" "one.csv --reward x=1/(s-s)" "one.csv --reward x=stat" "one.csv --absorbing y=1" "one.csv --column nxt=next" \
    "one.csv --replicates 0" "one.csv --reward x=@absent.npy" ""; do
    # shellcheck disable=SC2086
    assay distance transitions $bad 2>&1 >/dev/null | head -n 1
done
