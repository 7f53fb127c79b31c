# Where things are looked for, and what is lost where they are not there.
mkdir data
assay doctor --data-dir "$PWD/data" | sed "s|$PWD|HERE|; s|$top|TOP|; /^libraries\|^gnuplot\|^Parquet\|^assay\|^gguf/d"
ASSAY_DATA=/nowhere ASSAY_SUITES=/nowhere ASSAY_DUCKDB=/nowhere/x.so PATH=$out assay doctor |
    grep -v '^gguf' | grep 'not there\|not here'
