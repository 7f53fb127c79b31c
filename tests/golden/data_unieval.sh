# UniEval: Pearson, Spearman and Kendall of every dimension, as reproduce/README.md of the official
# repository prints them, from the whole numbers of the result.
for part in sfres qags_xsum qags_cnndm; do
    echo "$part"
    assay run --suite "unieval:$part" --model "replay:$ASSAY_DATA/unieval/${part}_result.json" \
        --replicates 100 --quiet --json | awk -F'"' '
            /"measure":/ { on = 1 }
            on && /"name":/ { name = $4 }
            on && /"section":/ { section = $4 }
            on && /"value": [-0-9]/ && name ~ /^(pearson|spearman|kendall)$/ {
                sub(/.*: /, ""); sub(/,.*/, ""); printf "%s %s %.6f\n", section, name, $0
            }'
done
