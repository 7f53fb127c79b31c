# make install puts a program there that finds its suites wherever the tree is moved; uninstall leaves
# nothing behind. DuckDB's library goes with it where make deps-parquet got it.
mode=${out##*/}
make -s -C "$top" MODE="$mode" DESTDIR="$PWD/root" PREFIX=/usr install >log
(cd root && find . -type f ! -name '*.yaml' ! -name libduckdb.so ! -path '*/man/*' | sort)
mv root moved
cd /
PATH=$OLDPWD/moved/usr/bin:$PATH
assay doctor | sed -n "s|$OLDPWD||; /^suites/p; /^manifest/p"
cd "$OLDPWD"
if [ -e "$top/build/deps/libduckdb.so" ]; then
    moved/usr/bin/assay doctor | grep -qF "$PWD/moved/usr/lib/assay/libduckdb.so"
fi
ls moved/usr/share/assay/suites | grep -c . >count
[ "$(cat count)" = "$(ls "$top"/suites/*.yaml | grep -c .)" ]
[ "$(find moved/usr/share/man -type f | grep -c .)" = "$(ls "$top"/docs/man/*.[157] | grep -c .)" ]
make -s -C "$top" MODE="$mode" DESTDIR="$PWD/moved" PREFIX=/usr uninstall >log
find moved -type f
