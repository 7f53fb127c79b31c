#include "tests/unit/bandit_parts.h"

#include "harness/core/rng.h"
#include "tests/unit/unit.h"

#include <math.h>

static double normal(struct assay_rng *rng)
{
    const double radius = sqrt(-2.0 * log(1.0 - assay_rng_uniform(rng)));

    return radius * cos(6.283185307179586 * assay_rng_uniform(rng));
}

void made_scores(uint64_t seed, size_t models, size_t prompts, size_t depth, bool tied,
                 struct made_scores *out)
{
    struct assay_rng rng = {seed};
    double shared[MADE_PROMPTS * MADE_DEPTH];

    *out = (struct made_scores){.models = models, .prompts = prompts};
    for (size_t i = 0; i < prompts; i++) {
        out->first[i + 1] = out->first[i] + 1 + assay_rng_index(&rng, depth);
        out->weight[i] = 0.1 + assay_rng_uniform(&rng);
    }
    for (size_t j = 0; j < out->first[prompts]; j++)
        shared[j] = normal(&rng);
    for (size_t m = 0; m < models; m++)
        for (size_t j = 0; j < out->first[prompts]; j++) {
            const double score = normal(&rng) + (double)m * shared[j];

            out->score[m][j] = tied ? floor(score) : score;
        }
}

void made_pack(const struct made_scores *made, struct assay_bandit *out)
{
    const double *score[MADE_MODELS];
    const struct assay_bandit_scores scores = {made->models, made->prompts, made->first,
                                               score, made->weight};
    struct assay_error err;

    for (size_t m = 0; m < made->models; m++)
        score[m] = made->score[m];
    ck_assert_msg(assay_bandit_pack(&scores, 1, out, &err) == ASSAY_OK, "%s", err.text);
}

double made_range(const struct made_scores *made, const double *x, const double *y,
                  double lambda)
{
    double sum = 0.0, weight = 0.0;

    for (size_t i = 0; i < made->prompts; i++) {
        double most = -(double)INFINITY, least = (double)INFINITY;

        for (size_t j = made->first[i]; j < made->first[i + 1]; j++) {
            const double z = x[j] - lambda * y[j];

            most = fmax(most, z);
            least = fmin(least, z);
        }
        sum += made->weight[i] * (most - least);
        weight += made->weight[i];
    }
    return sum / weight;
}
