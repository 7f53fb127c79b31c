/*
 * report.h - runs that are to be told of together, and how; run_page.h makes pages of them.
 */
#ifndef ASSAY_REPORTS_REPORT_H
#define ASSAY_REPORTS_REPORT_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stdbool.h>
#include <stddef.h>

/* Texts of a notable item, fetched from the suite's data when the report is made. */
struct assay_excerpt {
    struct assay_str id;
    struct assay_str prompt, right, wrong; /* may be long; reports cut them */
    double right_score, wrong_score;
};

/* One result with what else is known of its run. */
struct assay_report_run {
    const struct assay_result *result;
    const struct assay_node *run; /* run.json; NULL for a result just measured */
    struct assay_str
        basis; /* what must be the same of runs side by side, in words: version, options, digests of
                               data; empty: not known */
    const struct assay_excerpt *excerpt; /* (excerpt_count,) empty with --no-text */
    size_t excerpt_count;
    const char *excerpt_why; /* why some are missing, one line; may be NULL */
};

struct assay_report_input {
    const struct assay_report_run *runs; /* (count,) count >= 1, in the order given */
    size_t count;
    const char *directory; /* where files go; NULL where there are none */
    bool colour;           /* escape sequences allowed */
    size_t width;          /* columns of the terminal; 0: unlimited */
    bool ascii;            /* no characters beyond ASCII in tables */
};

#endif
