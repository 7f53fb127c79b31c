#!/bin/sh
# Fails if no case under tests/golden that needs no benchmark data runs a description, or if one
# names data that data_manifest.txt does not have.
set -eu
cases=$(ls tests/golden/*.sh | grep -v '/data_')
bad=0
for description in suites/*.yaml; do
    name=$(basename "$description" .yaml)
    # shellcheck disable=SC2086
    grep -qE -e "--suite[ =]\"?$name([: \"]|\$)" $cases ||
        { echo "$description: no case of tests/golden runs it without benchmark data"; bad=1; }
    for entry in $(sed -n 's/.*{entry: \([a-z0-9.-]*\).*/\1/p' "$description"); do
        grep -qx "name: $entry" data_manifest.txt ||
            { echo "$description: $entry is not in data_manifest.txt"; bad=1; }
    done
done
exit $bad
