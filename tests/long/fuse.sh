# The history of runs on a file system that may be a network's: no write-ahead log, said once, and the same outcome.
# Needs bindfs (make deps installs it for check-long), /dev/fuse, and root.
command -v bindfs >/dev/null || { echo "bindfs is not here" >&2; exit 1; }
trap 'umount mounted 2>/dev/null || :' EXIT
for id in a b c d; do echo "{\"id\": \"$id\", \"prompt\": \"$id?\", \"chosen\": \"longer\", \"rejected\": \"n\"}"; done >s.jsonl
mkdir real mounted
bindfs real mounted
for i in 1 2 3; do
    assay run --suite pairs:s.jsonl --model length --output "mounted/runs/r$i" --quiet --replicates 100 >/dev/null
done
assay history --runs mounted/runs --json >first
assay history --runs mounted/runs --json | cmp - first
assay history --runs mounted/runs --json --no-index | cmp - first
# bytes 18 and 19 of the file: 1 for a rollback journal, 2 for a write-ahead log (sqlite.org/fileformat)
od -An -tu1 -j18 -N2 real/runs/history.sqlite
umount mounted
assay history --runs real/runs rebuild
od -An -tu1 -j18 -N2 real/runs/history.sqlite
assay history --runs real/runs --json | cmp - first
