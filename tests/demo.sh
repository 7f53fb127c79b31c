#!/bin/sh
# usage: demo.sh FOLDER
# The main job on data that assay makes itself: trains a small linear model on one seed of the core
# suite, measures it and the length baseline on another, and compares them in a report. Writes to
# build/demo; ends by saying where the report is.
set -eu
assay=$1/assay
demo=build/demo
rm -rf "$demo"
mkdir -p "$demo"

step() {
    echo "\$ assay $*"
    "$assay" "$@"
}

step train-linear --suite core --seed 1 --output "$demo/linear.weights"
step run --suite core --seed 2 --model linear:"$demo/linear.weights" --nulls --output "$demo/linear"
step run --suite core --seed 2 --model length --output "$demo/length"
step report "$demo/linear" "$demo/length" --output "$demo/report"
echo "the report: $(pwd)/$demo/report/index.html"
