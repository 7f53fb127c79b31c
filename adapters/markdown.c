/*
 * markdown.c - the baseline that likes formatting.
 *
 * The score is the number of headings (lines that begin with 1 to 6 '#' and a blank), list
 * items (lines that begin, after blanks, with '-', '*', '+' or digits and '.' or ')', and a
 * blank) and bold spans (pairs of "**" or "__" within a line) in the completion. Those three
 * kinds of markup are what Li et al. 2024 ("Does style matter?", LMSYS) control for.
 */
#include "adapters/baseline.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_heading(struct assay_str line)
{
    size_t n = 0;

    while (n < line.len && line.ptr[n] == '#')
        n++;
    return n >= 1 && n <= 6 && n < line.len && line.ptr[n] == ' ';
}

static bool is_list_item(struct assay_str line)
{
    size_t n = 0, digits;

    while (n < line.len && (line.ptr[n] == ' ' || line.ptr[n] == '\t'))
        n++;
    digits = n;
    while (n < line.len && is_digit(line.ptr[n]))
        n++;
    if (n + 1 >= line.len || line.ptr[n + 1] != ' ')
        return false;
    if (n > digits)
        return line.ptr[n] == '.' || line.ptr[n] == ')';
    return line.ptr[n] == '-' || line.ptr[n] == '*' || line.ptr[n] == '+';
}

static size_t count_bold(struct assay_str line)
{
    size_t marks = 0;

    for (size_t i = 0; i + 1 < line.len; i++) {
        const char c = line.ptr[i];

        if ((c == '*' || c == '_') && line.ptr[i + 1] == c) {
            marks++;
            i++;
        }
    }
    return marks / 2;
}

static double score(const void *state, const struct assay_item *item, size_t i)
{
    const struct assay_str text = item->completions[i];
    size_t marks = 0;

    (void)state;
    for (size_t from = 0; from < text.len;) {
        const struct assay_str rest = {text.ptr + from, text.len - from};
        const struct assay_str line = {rest.ptr, assay_str_find(rest, ASSAY_STR("\n"))};

        marks += is_heading(line);
        marks += is_list_item(line);
        marks += count_bold(line);
        from += line.len + 1;
    }
    return (double)marks;
}

static enum assay_code markdown_pull(const void *state, struct assay_work *work,
                                     struct assay_error *err)
{
    return assay_baseline_pull(state, score, true, work, err);
}

const struct assay_adapter assay_adapter_markdown = {
    .name = "markdown",
    .summary = "null baseline: prefers headings, lists and bold text",
    .null_baseline = true,
    .reads_text = true,
    .pull = markdown_pull,
};
