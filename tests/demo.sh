#!/bin/sh
# usage: demo.sh FOLDER
# The main job on data that assay makes itself: trains a small linear model on one seed of the core
# suite, measures it and the length baseline on another, and compares the two, in a report and item by item. Writes
# to build/demo; ends by saying where the report is.
set -eu
assay=$1/assay
demo=build/demo
rm -rf "$demo"
mkdir -p "$demo"

exec 3>&1
step() {
    echo "\$ assay $*" >&3
    "$assay" "$@"
}

step train-linear --suite core --seed 1001 --output "$demo/linear.weights"
set -- --suite core --suite-option seed=2 --nulls --no-progress
step run "$@" --model linear:"$demo/linear.weights" --label linear --output "$demo/linear" \
    >"$demo/linear.txt"
step run "$@" --model length --output "$demo/length" >"$demo/length.txt"
step report "$demo/linear" "$demo/length" --format table
step compare "$demo/length" "$demo/linear" --items 0
step report "$demo/linear" "$demo/length" --output "$demo/report"
step compare "$demo/length" "$demo/linear" --output "$demo/comparison"
echo "the report: $(pwd)/$demo/report/index.html"
