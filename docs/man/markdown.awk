# markdown.awk: a document of docs/ as a manual page in mdoc, for docs/man/refresh.sh.
# awk -v name=assay-suite -v section=5 -v about="one line" -v date="Month D, YYYY" -f markdown.awk FILE.md
# Knows what those documents use: headings, paragraphs, lists, tables, code in blocks and in lines, bold, links.

function plain(text,   out, middle) { # without what Markdown says of looks
    gsub(/\*\*/, "", text)
    out = ""
    while (match(text, /\[[^]]*\]\([^)]*\)/)) {
        middle = substr(text, RSTART + 1, RLENGTH - 1)
        sub(/\].*/, "", middle)
        out = out substr(text, 1, RSTART - 1) middle
        text = substr(text, RSTART + RLENGTH)
    }
    return out text
}
function line(text) { # a line of running text
    text = plain(text)
    gsub(/\\\|/, "|", text)
    gsub(/\\\\/, "\\", text)
    gsub(/\\/, "\\e", text)
    gsub(/`/, "", text)
    gsub(/--/, "\\-\\-", text)
    if (text ~ /^[.']/)
        text = "\\&" text
    return text
}
function sentences(text,   out) { # a line each, as mdoc wants them
    text = line(text)
    out = ""
    while (match(text, /[a-zA-Z0-9)"\]][.?!] [A-Z]/)) {
        out = out substr(text, 1, RSTART + 1) "\n"
        text = substr(text, RSTART + 3)
    }
    return out text
}
function literal(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/)
        text = "\\&" text
    return text
}
function flush() { # the paragraph that was gathered
    if (words == "")
        return
    if (!fresh)
        print ".Pp"
    print sentences(words)
    words = ""
    fresh = 0
}
function close_list() {
    if (listed)
        print ".El"
    listed = 0
}
function close_table() {
    if (tabled)
        print ".El"
    tabled = 0
}
function close_code() {
    if (coded)
        print ".Ed"
    coded = blank = 0
}
function finish() { flush(); close_list(); close_table(); close_code() }
function row(text,   cell, n, k) { # the first cell is what a row is about
    gsub(/^\| */, "", text)
    gsub(/ *\|$/, "", text)
    gsub(/\\\|/, "\001", text)
    n = split(text, cell, / *\| */)
    if (n < 2)
        return
    gsub("\001", "|", text)
    if (!tabled) {
        finish()
        print ".Bl -tag -width Ds"
        tabled = 1
        for (k = 1; k <= n; k++)
            header[k] = cell[k]
        return
    }
    for (k = 1; k <= n; k++)
        gsub("\001", "|", cell[k])
    if (cell[1] ~ /^[-: ]+$/)
        return
    print ".It " line(cell[1])
    for (k = 2; k <= n; k++)
        if (cell[k] != "")
            print sentences(k > 2 ? "(" plain(header[k]) ": " cell[k] ")" : cell[k])
}

BEGIN {
    printf ".\\\" Written by docs/man/refresh.sh from its Markdown: change that, not this.\n.Dd %s\n.Dt %s %s\n.Os assay\n", date, toupper(name), section
    printf ".Sh NAME\n.Nm %s\n.Nd %s\n.Sh DESCRIPTION\n", name, about
    fresh = 1
}
/^```/ {
    if (fenced) { print ".Ed"; fenced = 0; fresh = 0; next }
    finish()
    print ".Bd -literal -offset indent"
    fenced = 1
    next
}
fenced { print literal($0); next }
/^# / { next }
/^##+ / {
    finish()
    sub(/^##+ /, "")
    print ".Ss " line($0)
    fresh = 1
    next
}
/^    / && words == "" && !listed {
    if (!coded) {
        finish()
        print ".Bd -literal -offset indent"
        coded = 1
    }
    while (blank-- > 0)
        print ""
    blank = 0
    print literal(substr($0, 5))
    next
}
/^$/ && coded { blank++; next }
coded { close_code(); fresh = 0 }
/^\|/ { if (words != "") flush(); row($0); next }
/^ *([-*]|[0-9]+\.) / {
    if (words != "" && listed) { print sentences(words); words = "" } else flush()
    close_table()
    if (!listed) print ".Bl -bullet"
    listed = 1
    print ".It"
    sub(/^ *([-*]|[0-9]+\.) /, "")
    words = $0
    fresh = 1
    next
}
/^$/ {
    if (listed && words != "") { print sentences(words); words = "" } else flush()
    close_table()
    gap = 1
    next
}
{
    if (gap && listed && $0 !~ /^  /) { close_list(); fresh = 0 }
    gap = 0
    sub(/^ +/, "")
    words = words (words == "" ? "" : " ") $0
}
END {
    if (listed && words != "") { print sentences(words); words = "" }
    finish()
    print ".Sh SEE ALSO\n.Xr assay 1"
}
