# Every command has a page whose name, usage and options are the program's own; every adapter and its options are told.
# `make man` writes again what the program says of itself.
missing=0
cp -r "$top/docs" docs
ln -s docs/man pages
sh pages/refresh.sh "$(command -v assay)"
diff -ru "$top/docs/man" docs/man || { echo "run make man"; missing=1; }
# What is told of an adapter ends where another one's paragraph begins; hf has the options of gguf.
sed 's/\\-/-/g' pages/assay-models.7 >models
for adapter in $(assay ls adapters | sed -n 's/^\([a-z]*\) .*/\1/p'); do
    grep -q "^\.It .*\b$adapter\b\|^\.Sy $adapter\b" models || { echo "no adapter $adapter"; missing=1; }
    [ "$adapter" != hf ] || continue
    awk -v name="$adapter" '/^\.It/ { own = $0 ~ "(^|[ ,\"])" name "([: ,\"]|$)" } own' models >section
    for option in $(assay ls adapters "$adapter" | sed -n 's/^    \([a-z0-9_]*\)=.*/\1/p'); do
        grep -qw -e "$option" section || { echo "adapter $adapter: no option $option"; missing=1; }
    done
done
for page in pages/*.[157]; do
    grep -q "Xr $(basename "$page" | sed 's/\.\([157]\)$/ \1/')\( \|$\)" pages/*.[157] || [ "$page" = pages/assay.1 ] ||
        { echo "$page: no page refers to it"; missing=1; }
done
if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning pages/*.[157]
fi
exit $missing
