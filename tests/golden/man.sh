# Every command and adapter and every option of it stands in the man page, which is well-formed.
missing=0
text() { sed 's/\\-/-/g; s/\\f[BIR]//g' "$top/docs/assay.1"; }
text >page
for command in $(assay help | sed -n 's/^    \([a-z-]*\) .*/\1/p'); do
    grep -q "^\.SS $command\$" page || { echo "no command $command"; missing=1; }
    sed -n "/^\.SS $command\$/,/^\.S[SH] /p" page >section
    for option in $(assay help "$command" | sed -n 's/^    \(--[a-z0-9-]*\).*/\1/p'); do
        grep -q -e "$option\b" section || { echo "assay $command: no option $option"; missing=1; }
    done
done
# What is told of an adapter ends where another one's paragraph begins; hf has the options of gguf.
sed -n '/^\.SH MODELS$/,/^\.SH EXIT/p' page >models
for adapter in $(assay ls adapters | sed -n 's/^\([a-z]*\) .*/\1/p'); do
    grep -q "^\.B[IR]* \(.*[ ,\"]\)*$adapter\b" models || { echo "no adapter $adapter"; missing=1; }
    [ "$adapter" != hf ] || continue
    awk -v name="$adapter" '/^\.TP/ { getline; own = $0 ~ "(^|[ ,\"])" name "([: ,\"]|$)" } own' models >section
    for option in $(assay ls adapters "$adapter" | sed -n 's/^    \([a-z0-9_]*\)=.*/\1/p'); do
        grep -qw -e "$option" section || { echo "adapter $adapter: no option $option"; missing=1; }
    done
done
if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$top/docs/assay.1"
fi
exit $missing
