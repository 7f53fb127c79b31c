/* prompt_mean.h - a mean over values of prompts, with its interval over resampled prompts. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_PROMPT_MEAN_H
#define ASSAY_REPORTS_DIAGNOSTICS_PROMPT_MEAN_H

#include "harness/core/names.h"
#include "reports/diagnostics/diagnostic.h"

/* Zero bytes are empty. */
struct assay_prompt_mean {
    struct assay_names prompts;
    double *x;         /* (n,) */
    uint32_t *cluster; /* (n,) */
    size_t n, room;
};

/* Adds a finite value of a prompt, which may have several. */
void assay_prompt_mean_add(struct assay_prompt_mean *mean, struct assay_str prompt,
                           double x);

/*
 * The mean and, where out has replicates, its percentile interval (metrics/bootstrap.h, one by one). Of no value it is
 * undefined, with why.
 *
 * Errors: ASSAY_EDOMAIN.
 */
ASSAY_MUST_USE
enum assay_code assay_prompt_mean_figure(const struct assay_prompt_mean *mean,
                                         const struct assay_diagnosis *how,
                                         const char *why, struct assay_figure *out,
                                         struct assay_error *err);

/* Puts a figure among the values: {"value", "lo", "hi"}, or null. */
void assay_diagnosis_put_figure(struct assay_diagnosis *out, struct assay_node *map,
                                const char *key, const struct assay_figure *figure);

void assay_prompt_mean_release(struct assay_prompt_mean *mean);

#endif
