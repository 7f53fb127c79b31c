/*
 * command.h - what a command of the program looks like.
 *
 * Each command is a constant struct in a file of its own, harness/cli/cmd_NAME.c, listed once
 * in commands.def. The word is the same everywhere: file cmd_NAME.c, symbol
 * assay_command_NAME, `assay NAME`. Its help is made from the struct and its option table.
 *
 * Results go to stdout through assay_cli_print, and nothing else does; progress and faults go to
 * stderr. An error that run returns is printed by main, one line, and becomes the exit status.
 */
#ifndef ASSAY_CLI_COMMAND_H
#define ASSAY_CLI_COMMAND_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"
#include "harness/core/str.h"

#include <stddef.h>

enum {
    ASSAY_COMMAND_OPERANDS = 256 /* most operands of any command */
};

struct assay_command {
    const char *name;
    const char *summary; /* one line of `assay help`: a verb, no full stop */
    const char *usage;   /* what follows `assay NAME `: "[options] RUN..." */
    const char *about;   /* paragraphs of help that end in a newline; may be NULL */
    const char *const
        *actions; /* first operands that help knows; ends with NULL; may be NULL */
    const struct assay_option *options; /* may be NULL */
    size_t state_size;                  /* of the struct that options fill; may be 0 */
    size_t operand_min, operand_max;

    ASSAY_MUST_USE enum assay_code (*run)(const void *state,
                                          const struct assay_words *operands,
                                          struct assay_error *err);
};

/* The command called name, or NULL. */
const struct assay_command *assay_command_find(const char *name);

/* The i-th command in alphabetical order, or NULL past the last. */
const struct assay_command *assay_command_at(size_t i);

/* The name of a command near to a mistyped one, or NULL. */
const char *assay_command_nearest(const char *name);

/* Writes text to stdout. Errors: ASSAY_EIO, e.g. a full disk. */
ASSAY_MUST_USE
enum assay_code assay_cli_print(struct assay_str text, struct assay_error *err);

/* Prints the help of a command; of the program where it is NULL. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_cli_help(const struct assay_command *command,
                               struct assay_error *err);

/* The error of a command line that names no command. Always ASSAY_EUSAGE. */
enum assay_code assay_cli_unknown(const char *name, struct assay_error *err);

#define COMMAND(symbol) extern const struct assay_command symbol;
#include "harness/cli/commands.def"
#undef COMMAND

#endif
