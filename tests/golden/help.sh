assay help >first
assay --help >second
assay -h >third
cmp first second
cmp first third
for command in $(sed -n 's/^    \([a-z-]*\) .*/\1/p' first); do
    assay help "$command" >first
    assay "$command" --help >second
    cmp first second
    head -n 1 first | grep -q "^usage: assay $command"
done
assay help help
assay help data >first
assay help data pull >second
cmp first second
assay help data pul || echo "status $?"
assay help run data || echo "status $?"
# An option of models, given as one of the command, is told as it is to be given.
assay run --suite core --model length --head=h.npz 2>&1 | head -n 1
assay sample --template none 2>&1 | head -n 1
assay doctor --model length --hed h 2>&1 | head -n 1
