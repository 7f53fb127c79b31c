/* overopt_findings.h - measures, figures and sentences about curves, gathered until a result holds them. */
#ifndef ASSAY_RUN_OVEROPT_FINDINGS_H
#define ASSAY_RUN_OVEROPT_FINDINGS_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/result.h"
#include "metrics/range.h"

enum {
    ASSAY_FINDINGS_NOTES = 128,
    ASSAY_FINDINGS_MEASURES = 256,
    ASSAY_FINDINGS_SERIES = 128
};

/* All of it in arena; beyond the numbers above nothing is added. */
struct assay_findings {
    struct assay_arena *arena;
    struct assay_str *note; /* (notes,) */
    size_t notes;
    struct assay_measure *measure; /* (measures,) */
    size_t measures;
    struct assay_series *series; /* (series_count,) */
    size_t series_count;
};

void assay_findings_init(struct assay_findings *findings, struct assay_arena *arena);

ASSAY_PRINTF(2, 3)
void assay_findings_note(struct assay_findings *findings, const char *fmt, ...);

/* "form_name", or "name" where form is NULL; range may be NULL. An open end is told as NAME_at_least. */
void assay_findings_measure(struct assay_findings *findings, const char *form,
                            const char *name, double value,
                            const struct assay_range *range);
void assay_findings_undefined(struct assay_findings *findings, const char *form,
                              const char *name, const char *why);

/* A whole number. */
void assay_findings_count(struct assay_findings *findings, const char *name,
                          size_t count);

/* Of a series without points nothing. */
void assay_findings_series(struct assay_findings *findings,
                           const struct assay_series *series);

/* All of `more` behind what is there. */
void assay_findings_append(struct assay_findings *findings,
                           const struct assay_findings *more);

/* Gives a result measures, series and notes. */
void assay_findings_settle(const struct assay_findings *findings,
                           struct assay_result *out);

#endif
