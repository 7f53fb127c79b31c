#!/bin/sh
# refresh.sh ASSAY: writes what manual pages say of names, usages and options, from the program's own tables.
# The parts between BEGIN and END lines are the program's; all else is written by hand. A command without a page gets one.
# Pages of file formats are written whole, from the Markdown in the folder above (markdown.awk).
set -eu
assay=$1
cd "$(dirname "$0")"

# Text as mdoc has it: a hyphen that is typed is no dash, and a line does not begin with a dot.
escape() { sed 's/\\/\\e/g; s/-/\\-/g; s/^\([.'"'"']\)/\\\&\1/'; }

name_block() {
    "$assay" help "$1" | escape | awk -v command="$1" '
        NR == 1 { sub("^usage: assay [a-z\\\\-]* ?", ""); usage = $0 }
        NR == 3 { printf ".Sh NAME\n.Nm assay-%s\n.Nd %s\n.Sh SYNOPSIS\n.Nm assay %s\n%s", command, $0, command,
                  usage == "" ? "" : usage "\n"; exit }'
}

options_block() {
    "$assay" help "$1" | escape | awk '
        function text(words) { gsub(/\. /, ".\n", words); if (words != "") printf "%s%s.\n", toupper(substr(words, 1, 1)), substr(words, 2) }
        /^    \\-\\-/ {
            if (!begun++) print ".Sh OPTIONS\n.Bl -tag -width Ds"
            line = substr($0, 9)
            at = match(line, /  /)
            words = at ? substr(line, at + 1) : ""
            head = at ? substr(line, 1, at - 1) : line
            sub(/^ */, "", words)
            split(head, part, " ")
            printf ".It Fl \\-%s%s\n", part[1], part[2] == "" ? "" : " Ar " part[2]
            text(words)
            waits = words == ""
            next
        }
        begun && waits && /^     / { sub(/^ */, ""); text($0); waits = 0 }
        END { if (begun) print ".El" }'
}

commands_block() {
    echo ".Bl -tag -width Ds"
    "$assay" help | escape | sed -n 's/^    \([a-z\\-]*\)  *\(.*\)/.It Xr assay-\1 1\n\2/p' | sed '/^\.It/s/\\-/-/g'
    echo ".El"
}

# fill PAGE NAME: puts the block NAME, from standard input, between its lines.
fill() {
    awk -v name="$2" -v block="$(cat)" '
        $0 == ".\\\" BEGIN " name { print; if (block != "") print block; skip = 1 }
        $0 == ".\\\" END " name { skip = 0 }
        !skip && !($0 == ".\\\" BEGIN " name) { print }' "$1" >"$1.new"
    mv "$1.new" "$1"
}

begin_page() {
    printf '.Dd %s\n.Dt ASSAY-%s 1\n.Os assay\n' "$(LC_ALL=C date -u '+%B %e, %Y' | tr -s ' ')" "$(echo "$1" | tr a-z A-Z)"
    printf '.\\" BEGIN %s\n.\\" END %s\n' name name options options
    printf '.Sh SEE ALSO\n.Xr assay 1\n'
}

for command in $("$assay" help | sed -n 's/^    \([a-z-]*\) .*/\1/p'); do
    page=assay-$command.1
    [ -f "$page" ] || begin_page "$command" >"$page"
    name_block "$command" | fill "$page" name
    options_block "$command" | fill "$page" options
done
commands_block | fill assay.1 commands

# from DOCUMENT PAGE SECTION ABOUT
from() {
    awk -v name="$2" -v section="$3" -v about="$4" -v date="November 26, 2026" -f markdown.awk "../$1.md" >"$2.$3"
}
from SUITES assay-suite 5 "descriptions of benchmarks, a YAML file each"
from WORLDS assay-world 5 "decision processes with reward functions, and their expressions"
from GATES assay-gate 5 "policies of gates, and how their rules are decided"
from LOGS assay-log 5 "rollout logs: responses and what is said of them, a prompt a line"
from PAPER assay-paper 5 "lists of the tables, figures and numbers of a paper"
from WORKER assay-worker 7 "how a program of your own becomes a model"

# The catalogue of signals stands in its document as the program prints it.
"$assay" signals all --format markdown >signals.new
awk '/^<!-- BEGIN signals/ { print; while ((getline line <"signals.new") > 0) print line; skip = 1 }
     /^<!-- END signals/ { skip = 0 }
     !skip && !/^<!-- BEGIN signals/' ../SIGNALS.md >SIGNALS.new
mv SIGNALS.new ../SIGNALS.md
rm signals.new
