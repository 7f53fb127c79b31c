/* judge_samples.h - samples of a judge as a matrix, and what voting among k of them finds. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_JUDGE_SAMPLES_H
#define ASSAY_REPORTS_DIAGNOSTICS_JUDGE_SAMPLES_H

#include "harness/core/rollout_judged.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_JUDGE_SAMPLES_MAX =
        256 /* samples of a group that are looked at: the first ones */
};

/* What samples say of a group's responses. */
struct assay_judge_matrix {
    size_t samples, responses;
    double
        *score; /* (samples, responses), all finite: samples that scored every response */
    double *meta;     /* (samples,) NaN: none */
    const bool *best; /* (responses,) which are best in truth; NULL: not known */
    size_t judgements, unparsed;
};

/* Reads it, in the view's arena. A sample is what one judge said with one k, of single responses or in a list. */
void assay_judge_matrix_read(const struct assay_rollout_view *view,
                             enum assay_rollout_parse parse,
                             struct assay_judge_matrix *out);

/* What the sum of some samples finds: the chance that the response with the highest sum is best, of equals one of them at
   random, and whether there are equals. */
struct assay_judge_found {
    double right, tied;
};

/*
 * Mean over subsets of k of the samples: over all of them where they are at most `most`, else over `most` that are drawn.
 *
 *   k  1 .. matrix->samples
 */
void assay_judge_matrix_vote(const struct assay_judge_matrix *matrix, size_t k,
                             size_t most, uint64_t seed, struct assay_judge_found *out);

/* The same of the k samples with the highest meta scores, of equals the earlier; false where a sample has none. */
bool assay_judge_matrix_filtered(const struct assay_judge_matrix *matrix, size_t k,
                                 struct assay_judge_found *out);

#endif
