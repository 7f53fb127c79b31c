/*
 * group.h - the runs of a report, put together by what they measured.
 *
 * Runs of one suite and part, of the same data, version and options, stand side by side; others follow one
 * another.
 */
#ifndef ASSAY_REPORTS_GROUP_H
#define ASSAY_REPORTS_GROUP_H

#include "reports/report.h"

struct assay_group {
    const struct assay_report_run **run; /* (count,) count >= 1, in the order given */
    size_t count;
    const struct assay_str *name; /* (count,) labels of the models, told apart */
    struct assay_str
        title; /* "JudgeBench, gpt-4o"; of further data "JudgeBench, gpt-4o (2: other data, version or options)" */
    struct assay_str slug; /* for file names and identifiers, unique in the report */
};

/* The groups of a report, in order of first sight; all in arena. */
void assay_group_runs(const struct assay_report_input *input, struct assay_arena *arena,
                      struct assay_group **groups, size_t *count);

/* The section with that name, overall included, or NULL. */
const struct assay_section *assay_group_section(const struct assay_result *result,
                                                struct assay_str name);

#endif
