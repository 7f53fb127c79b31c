#!/bin/sh
# usage: stub_server sources | tests/stub/cited.sh FOLDER...
# Holds the rows of the schemas against checkouts of the official sources, at the commits that
# tests/stub/README.md names: says which cited file or line is not there, and which rows have none of their
# names within four lines of one they cite.
set -eu
awk -F '\t' -v folders="$*" '
function load(file,    i, n, root, path, line) {
    if (file in lines) return lines[file]
    n = split(folders, root, " ")
    for (i = 1; i <= n; i++) {
        path = root[i] "/" file
        lines[file] = 0
        while ((getline line <path) > 0) text[file, ++lines[file]] = line
        close(path)
        if (lines[file] > 0) return lines[file]
    }
    return 0
}
{
    found = 0
    n = split($3, cited, ", ")
    k = split($2, name, /[ |]+/)
    for (i = 1; i <= n; i++) {
        split(cited[i], at, ":")
        if (load(at[1]) < at[2]) print $1 ": " $2 ": not there: " cited[i]
        for (l = at[2] - 4; l <= at[2] + 4; l++)
            for (j = 1; j <= k; j++) if (index(text[at[1], l], name[j])) found = 1
    }
    if (!found) print $1 ": " $2 ": not named at " $3
}'
