/* ls_runs.h - assay ls runs: the stored runs of a folder, filtered and sorted. */
#ifndef ASSAY_CLI_LS_RUNS_H
#define ASSAY_CLI_LS_RUNS_H

#include "harness/cli/history_words.h"
#include "harness/cli/measuring.h"

enum assay_ls_order {
    ASSAY_LS_STARTED,
    ASSAY_LS_RUN,
    ASSAY_LS_LABEL,
    ASSAY_LS_STATUS,
    ASSAY_LS_VALUE,
};

struct assay_ls_runs {
    struct assay_history_words words;
    unsigned order; /* enum assay_ls_order */
    bool reverse, json;
    unsigned format;
};

extern const char *const assay_ls_orders[]; /* choices of --sort */

/* clang-format off */
/* at: the offset of a struct assay_ls_runs. */
#define ASSAY_LS_RUNS_OPTIONS(at)                                                        \
    ASSAY_HISTORY_OPTIONS((at) + offsetof(struct assay_ls_runs, words)),                 \
    {.name = "status",                                                                   \
     .help = "runs of this status: complete, failed, interrupted, running, cut, broken", \
     .type = ASSAY_OPTION_TEXT,                                                          \
     .offset = (at) + offsetof(struct assay_ls_runs, words.status),                      \
     .value = "WORD",                                                                    \
     .optional = true},                                                                  \
    {.name = "sort",                                                                     \
     .help = "runs by this; by value: that of the first suite, the best first",          \
     .type = ASSAY_OPTION_CHOICE,                                                        \
     .offset = (at) + offsetof(struct assay_ls_runs, order),                             \
     .initial = "started",                                                               \
     .choices = assay_ls_orders},                                                        \
    {.name = "reverse",                                                                  \
     .help = "runs the other way round",                                                 \
     .type = ASSAY_OPTION_FLAG,                                                          \
     .offset = (at) + offsetof(struct assay_ls_runs, reverse)},                          \
    ASSAY_TABLES_OPTIONS((at) + offsetof(struct assay_ls_runs, format),                  \
                         (at) + offsetof(struct assay_ls_runs, json))
/* clang-format on */

/* Prints them. Errors: those of assay_history_gather; ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_ls_runs(const struct assay_ls_runs *how, struct assay_error *err);

#endif
