#!/bin/sh
# Fails if no case under tests/golden that needs no benchmark data runs a description, or if one
# names data that data_manifest.txt does not have, or if it does not say where it comes from and what
# became of it: its version is one of its history.
set -eu
cases=$(ls tests/golden/*.sh | grep -v '/data_')
bad=0
for description in suites/*.yaml; do
    name=$(basename "$description" .yaml)
    # shellcheck disable=SC2086
    grep -qE -e "--suite[ =]\"?$name([: \"]|\$)" $cases ||
        { echo "$description: no case of tests/golden runs it without benchmark data"; bad=1; }
    # a file of the user's has no authors that the description could name
    needed="title source history"
    grep -q "argument: true" "$description" || needed="$needed citation licence"
    for key in $needed; do
        grep -q "^$key:" "$description" || { echo "$description: no $key"; bad=1; }
    done
    version=$(sed -n 's/^version: //p' "$description")
    awk -v version="$version" '/^history:/ { on = 1 } /^[a-z]/ && !/^history:/ { on = 0 }
        on && index($0, version ":") { found = 1 } END { exit !found }' "$description" ||
        { echo "$description: version $version is not in its history"; bad=1; }
    for entry in $(sed -n 's/.*{entry: \([a-z0-9.-]*\).*/\1/p' "$description"); do
        grep -qx "name: $entry" data_manifest.txt ||
            { echo "$description: $entry is not in data_manifest.txt"; bad=1; }
    done
done
exit $bad
