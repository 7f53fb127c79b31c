/*
 * kept.h - commands whose work is gone on with: what their options are, out of the command line, a file of
 * options and what a stored run kept of them.
 */
#ifndef ASSAY_CLI_KEPT_H
#define ASSAY_CLI_KEPT_H

#include "harness/core/arena.h"
#include "harness/core/error.h"
#include "harness/core/option.h"

/* The options of a command, and those that a stored run keeps: what shapes its result. */
struct assay_kept {
    const char *command;
    const struct assay_option *options;
    const char *const *names; /* ends with NULL */
    size_t size;              /* of the struct that options fill */
};

/* What a line of a command says of where the rest is. */
struct assay_kept_line {
    const void *given; /* the struct, as the line alone fills it */
    const struct assay_words *words;
    const char *config, *resume, *output; /* as given; NULL: not given */
};

/*
 * The line, with what a configuration or a stored run adds to it.
 *
 *   out  the command's struct
 *
 * Errors: ASSAY_EUSAGE where no run of this command is there, or options go not together; ASSAY_EDATA;
 *         those of a command line.
 */
ASSAY_MUST_USE
enum assay_code assay_kept_settle(const struct assay_kept *kept,
                                  const struct assay_kept_line *line,
                                  struct assay_arena *arena, void *out,
                                  struct assay_error *err);

/* The options that are kept, as a map. */
const struct assay_node *assay_kept_options(const struct assay_kept *kept,
                                            const void *given, struct assay_arena *arena);

#endif
