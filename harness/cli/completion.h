/*
 * completion.h - what a shell may offer behind `assay`, from the tables of commands.
 *
 * A shell is a file completion_NAME.c and a line in completions.def. Its script is printed by
 * `assay completion NAME`; names of suites and adapters it asks the program for, when they are wanted.
 */
#ifndef ASSAY_CLI_COMPLETION_H
#define ASSAY_CLI_COMPLETION_H

#include "harness/cli/command.h"

enum assay_completion_value {
    ASSAY_COMPLETION_NONE,      /* a flag: no value */
    ASSAY_COMPLETION_CHOICES,   /* one of the option's choices */
    ASSAY_COMPLETION_DIRECTORY, /* of the file system */
    ASSAY_COMPLETION_FILE,
    ASSAY_COMPLETION_SUITE,   /* of assay ls suites, or a file */
    ASSAY_COMPLETION_ADAPTER, /* of assay ls adapters, and a colon */
    ASSAY_COMPLETION_OTHER    /* a number, a name: nothing to offer */
};

/* What the value of an option is. */
enum assay_completion_value assay_completion_value(const struct assay_option *option);

/* One line of help between single quotes of a shell: quotes are written as `quote`, and what `escaped`
   has gets a backslash. */
void assay_completion_text(const char *text, const char *quote, const char *escaped,
                           struct assay_buf *out);

struct assay_completion {
    const char *shell;
    void (*write)(struct assay_buf *out); /* appends the whole script */
};

#define COMPLETION(name) extern const struct assay_completion assay_completion_##name;
#include "harness/cli/completions.def"
#undef COMPLETION

#endif
