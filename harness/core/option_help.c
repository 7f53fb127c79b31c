#include "harness/core/option.h"

#include <stdio.h>
#include <string.h>

enum {
    HELP_COLUMN = 28 /* where the text begins; longer names get a line of their own */
};

/* A flag of a command line is its name; as a word it takes a value, too. */
static const char *value_name(const struct assay_option *option, bool word)
{
    if (option->value)
        return option->value;
    switch (option->type) {
    case ASSAY_OPTION_FLAG:
        return word ? "true|false" : NULL;
    case ASSAY_OPTION_DOUBLE:
        return "X";
    case ASSAY_OPTION_SIZE:
    case ASSAY_OPTION_SEED:
        return "N";
    case ASSAY_OPTION_CHOICE:
        return "WORD";
    case ASSAY_OPTION_TEXT:
    case ASSAY_OPTION_LIST:
        return "TEXT";
    }
    return NULL;
}

/* What may be given, and what holds when nothing is: "(a, b or c; default a)". */
static void add_values(const struct assay_option *option, bool word,
                       struct assay_buf *out)
{
    const char *initial = option->initial;
    const char *open = " (";

    if (option->type == ASSAY_OPTION_FLAG && word && !initial)
        initial = "false";

    for (size_t i = 0; option->type == ASSAY_OPTION_CHOICE && option->choices[i]; i++) {
        const char *between = option->choices[i + 1] ? ", " : " or ";

        assay_buf_printf(out, "%s%s", i ? between : open, option->choices[i]);
        open = "; ";
    }
    if (option->type == ASSAY_OPTION_LIST) {
        assay_buf_printf(out, "%smay be repeated", open);
        open = "; ";
    }
    if (initial && *initial) {
        assay_buf_printf(out, "%sdefault %s", open, initial);
        open = "; ";
    }
    if (*open == ';')
        assay_buf_putc(out, ')');
}

void assay_options_help(const struct assay_option *table, const char *prefix,
                        struct assay_buf *out)
{
    for (const struct assay_option *option = table; option && option->name; option++) {
        const size_t start = out->len;
        const char *value = value_name(option, !*prefix);

        assay_buf_printf(out, "    %s%s", prefix, option->name);
        if (value)
            assay_buf_printf(out, "%c%s", *prefix ? ' ' : '=', value);
        if (out->len - start + 2 > HELP_COLUMN)
            assay_buf_printf(out, "\n%*s", (int)HELP_COLUMN, "");
        else
            assay_buf_printf(out, "%*s", (int)(HELP_COLUMN - (out->len - start)), "");
        assay_buf_puts(out, option->help);
        add_values(option, !*prefix, out);
        assay_buf_putc(out, '\n');
    }
}
