# make dist packs what builds and tests itself.
make -s -C "$top" dist >name
tar xf "$top/$(cat name)"
cd assay-*/
test -x tests/check.sh
test ! -e build
make -s -j2 MODE=dev all >log
build/dev/assay help >/dev/null
