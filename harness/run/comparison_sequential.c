/*
 * comparison_sequential.c - what a test that may stop after any item would have saved.
 *
 * Items come in the order of the plan, which no answer decides. Where they are right or wrong and alone in their
 * clusters the steps are the discordant ones; else a step is a cluster, taken when its last item is answered.
 */
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"
#include "metrics/sequential.h"

#include <math.h>
#include <stdlib.h>

static bool counts(const struct assay_comparison_steps *steps, size_t k)
{
    return steps->column->has[k] &&
           assay_outline_holds(steps->match->outline, steps->section,
                               steps->match->subset[k]);
}

static double difference_at(const struct assay_comparison_steps *steps, size_t k)
{
    return steps->column->value[1][k] - steps->column->value[0][k];
}

/* Items seen when the test settles; 0: it does not. */
static size_t walk_pairs(const struct assay_comparison_steps *steps,
                         struct assay_sequential *test)
{
    size_t seen = 0;

    for (size_t k = 0; k < steps->match->items; k++) {
        const double difference = counts(steps, k) ? difference_at(steps, k) : 0.0;

        seen += counts(steps, k);
        if (difference != 0.0 && assay_sequential_pair(test, difference > 0.0))
            return seen;
    }
    return 0;
}

/* Clusters on their way. */
struct clusters {
    double *sum, *weight; /* (clusters,) of the items seen; of all */
    size_t *left;         /* (clusters,) items that are to come */
    double most;          /* the largest weight */
};

static void clusters_init(const struct assay_comparison_steps *steps,
                          struct clusters *out)
{
    const struct assay_comparison_match *match = steps->match;

    out->sum = assay_memory_new(match->clusters + 1, sizeof(*out->sum));
    out->weight = assay_memory_new(match->clusters + 1, sizeof(*out->weight));
    out->left = assay_memory_new(match->clusters + 1, sizeof(*out->left));
    out->most = 0.0;
    for (size_t k = 0; k < match->items; k++) {
        const uint32_t c = match->cluster[k];

        if (!counts(steps, k))
            continue;
        out->weight[c] += steps->coefficient[match->subset[k]];
        out->left[c]++;
        out->most = fmax(out->most, out->weight[c]);
    }
}

static void clusters_release(struct clusters *clusters)
{
    free(clusters->sum);
    free(clusters->weight);
    free(clusters->left);
}

static size_t walk_clusters(const struct assay_comparison_steps *steps,
                            struct assay_sequential *test)
{
    const struct assay_comparison_match *match = steps->match;
    struct clusters clusters;
    size_t seen = 0, at = 0;

    clusters_init(steps, &clusters);
    for (size_t k = 0; k < match->items && at == 0; k++) {
        const uint32_t c = match->cluster[k];

        if (!counts(steps, k))
            continue;
        seen++;
        clusters.sum[c] += steps->coefficient[match->subset[k]] * difference_at(steps, k);
        if (--clusters.left[c] == 0 &&
            assay_sequential_step(test,
                                  fmax(-1.0, fmin(1.0, clusters.sum[c] / clusters.most))))
            at = seen;
    }
    clusters_release(&clusters);
    return at;
}

/* True where every difference is within [-1, 1]: composites may go beyond. */
static bool is_bounded(const struct assay_comparison_steps *steps)
{
    for (size_t k = 0; k < steps->match->items; k++)
        if (counts(steps, k) && fabs(difference_at(steps, k)) > 1.0)
            return false;
    return true;
}

void assay_comparison_walk(const struct assay_comparison_steps *steps,
                           struct assay_comparison_line *line)
{
    const bool pairs =
        line->test == ASSAY_COMPARE_MCNEMAR || line->test == ASSAY_COMPARE_MCNEMAR_MIDP;
    struct assay_sequential test = {0};
    size_t at;

    line->sequential = (struct assay_comparison_sequential){.at = line->items, .p = 1.0};
    if (line->metric != ASSAY_COMPARE_ACCURACY || !is_bounded(steps))
        return;
    if (pairs)
        assay_sequential_init_pairs(&test, steps->match->how->alpha, 0.0);
    else
        assay_sequential_init_bounded(&test, steps->match->how->alpha);
    at = pairs ? walk_pairs(steps, &test) : walk_clusters(steps, &test);
    line->sequential.p = assay_sequential_p(&test);
    assay_sequential_release(&test);
    if (at == 0)
        return;
    line->sequential.settled = true;
    line->sequential.at = at;
    line->sequential.saved = line->items - at;
}
