# make install puts a program there that finds its suites wherever the tree is moved; uninstall leaves
# nothing behind. DuckDB's library goes with it where make deps-parquet got it.
mode=${out##*/}
make -s -C "$top" MODE="$mode" DESTDIR="$PWD/root" PREFIX=/usr install >log
(cd root && find . -type f ! -name '*.yaml' ! -name libduckdb.so ! -path '*/man/*' ! -path '*/include/*' ! -path '*/lib/assay/*' | sort)
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
# Programs of others call what is in the library: McNemar's exact test of 10 against 20 (scipy: binomtest(10, 30)).
cat >caller.c <<'END'
#include "metrics/paired.h"

#include <stdio.h>

int main(void)
{
    printf("mcnemar %.4f\n", assay_paired_mcnemar(10, 20).exact);
}
END
export PKG_CONFIG_PATH=$PWD/moved/usr/lib/pkgconfig
cc -o caller caller.c $(pkg-config --define-variable=prefix="$PWD/moved/usr" --static --cflags --libs assay)
./caller
make -s -C "$top" MODE="$mode" DESTDIR="$PWD/moved" PREFIX=/usr uninstall >log
find moved -type f
