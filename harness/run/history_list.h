/* history_list.h - the runs of a folder that are meant, kept and sorted. */
#ifndef ASSAY_RUN_HISTORY_LIST_H
#define ASSAY_RUN_HISTORY_LIST_H

#include "harness/run/history_filter.h"

/* Runs with the results that are meant; values of sections are not kept: some 1,000 bytes a result. */
struct assay_history_list {
    struct assay_history_run *run; /* (count,) by start, then by name */
    size_t count, room;
};

/* Errors: those of assay_history_read. */
ASSAY_MUST_USE
enum assay_code assay_history_gather(const struct assay_history_setting *setting,
                                     const struct assay_history_filter *filter,
                                     struct assay_arena *arena,
                                     struct assay_history_list *out,
                                     struct assay_history_told *told,
                                     struct assay_error *err);

/* Runs in an order: by start, then name. For qsort. */
int assay_history_by_start(const void *a, const void *b);

/* A result in its own words, in arena, without values. */
struct assay_history_result assay_history_copy(const struct assay_history_result *result,
                                               struct assay_arena *arena);

/* SUITE or SUITE:PART. */
struct assay_str assay_history_suite(const struct assay_history_result *result,
                                     struct assay_arena *arena);

/* Items that were answered: scored or tied, of all. */
size_t assay_history_answered(const struct assay_history_result *result);

/* What is known of a run, as in `assay ls runs --json`: keys are the columns of the index, and results a list. */
struct assay_node assay_history_run_node(const struct assay_history_run *run,
                                         struct assay_arena *arena);
struct assay_node assay_history_result_node(const struct assay_history_result *result,
                                            struct assay_arena *arena);

/* The text as UTF-8: names of folders may be none. */
struct assay_str assay_history_clean(struct assay_str text, struct assay_arena *arena);

#endif
