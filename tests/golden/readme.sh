# Types the console blocks of README.md, one after the other in this folder, and compares what they
# print.
awk '/^```console$/ { on = 1; next } /^```$/ { on = 0 } on' "$top/README.md" >expected
grep -q '^\$ assay' expected
ln -s "$top/docs" docs
sed -n 's/^\$ //p' expected >commands
while IFS= read -r command; do
    echo "\$ $command"
    sh -c "$command" 2>&1 || :
done <commands >printed
diff -u expected printed
