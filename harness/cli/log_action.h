/* log_action.h - the actions of `assay log`, each in a file of its own, harness/cli/log_NAME.c. */
#ifndef ASSAY_CLI_LOG_ACTION_H
#define ASSAY_CLI_LOG_ACTION_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/option.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Options of the command; NULL where not given. */
struct assay_log_options {
    const char *output;
    const char *format; /* convert */
    const char *run, *suite, *ckpt,
        *policy;                   /* convert: of all that is written; cat: wanted */
    const char *kind;              /* cat */
    size_t limit;                  /* cat */
    struct assay_option_list need; /* stat */
    struct assay_option_list signal, set; /* fill */
    bool alone, brief;                    /* fill */
    const char *ref;                      /* fill; and policy, which is a model there */
    struct assay_option_list track, prm, model_option; /* fill */
    size_t top;                                        /* fill */
    bool noctx;                                        /* fill */
    unsigned ties, unparsable;                         /* stat */
    uint64_t seed;                                     /* stat, recycle */
    bool json;                                         /* stat */
};

/*
 * An action.
 *
 *   files  (n,) its operands
 *
 * Errors: ASSAY_EUSAGE, ASSAY_EDATA, ASSAY_EIO.
 */
typedef enum assay_code assay_log_action(const struct assay_log_options *options,
                                         const char *const *files, size_t n,
                                         struct assay_error *err);

/* `log check LOG...`: reads all of each, side files too; a line of what is in it. */
assay_log_action assay_log_check;
/* `log stat LOG`: which fields how many records have, what judges said, and whom --need would serve. */
assay_log_action assay_log_stat;
/* `log cat LOG...`: records in order, arrays of side files in place. */
assay_log_action assay_log_cat;
/* `log join LOG LOG`: what both say of each record, by its key. */
assay_log_action assay_log_join;
/* `log convert FILE`: what another tool wrote, as a log. */
assay_log_action assay_log_convert;
/* `log fill LOG`: what live models and signals say of its responses, beside what is there. */
assay_log_action assay_log_fill;
/* `log recycle LOG`: checked rollouts as questions to a judge, as JSON Lines. */
assay_log_action assay_log_recycle;
/* `log fields`: every field of the format, as docs/LOGS.md has them. */
assay_log_action assay_log_fields;

/* Where records go: a file that appears whole or not at all, or stdout. Zero bytes but for path begin. */
struct assay_log_output {
    const char *path; /* NULL: stdout */
    char *part;       /* its path with .part behind it */
    FILE *file;
    struct assay_buf text; /* not written yet */
};

ASSAY_MUST_USE
enum assay_code assay_log_output_open(struct assay_log_output *output,
                                      struct assay_error *err);
/* Writes text on, once there is enough of it. */
ASSAY_MUST_USE
enum assay_code assay_log_output_flush(struct assay_log_output *output,
                                       struct assay_error *err);
/* Makes what was written the file, or takes it away where code is an error; releases. Gives code, or the first error. */
enum assay_code assay_log_output_close(struct assay_log_output *output,
                                       enum assay_code code, struct assay_error *err);

#endif
