# Adds the benchmark of docs/ADDING.md to a copy of what assay ships with, as that page says.
block() { sed -n "/^   \`\`\`$1\$/,/^   \`\`\`\$/p" "$top/docs/ADDING.md" | sed '1d; $d; s/^   //'; }
mkdir -p root/bin root/share/assay data/tea
cp "$out/assay" root/bin
cp -r "$top/suites" root/share/assay
block jsonl >data/tea/pairs.jsonl
block yaml >root/share/assay/suites/tea.yaml
{ cat "$top/data_manifest.txt"; echo; block manifest; } >root/share/assay/data_manifest.txt
block scores >scores.jsonl
block sh >commands
PATH=$(pwd)/root/bin:$PATH ASSAY_DATA=data
export PATH ASSAY_DATA
while IFS= read -r command; do
    echo "\$ $command"
    $command
done <commands
