/* bandit_pack.c - scores of reward models as units that lie side by side. */
#include "metrics/bandit.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum {
    LANES = ASSAY_BANDIT_LANES
};

static const double zero = 1e-10; /* relative: what is smaller is rounding */

static enum assay_code check_shape(const struct assay_bandit_scores *scores,
                                   struct assay_error *err)
{
    double sum = 0.0;

    if (scores->models < 1 || scores->models > ASSAY_BANDIT_MODELS_MAX)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu models, expected 1 to %d",
                          scores->models, ASSAY_BANDIT_MODELS_MAX);
    if (scores->prompts < 1)
        return assay_fail(err, ASSAY_EDOMAIN, "no prompts");
    for (size_t i = 0; i < scores->prompts; i++) {
        const double weight = scores->weight ? scores->weight[i] : 1.0;

        if (scores->first[i + 1] <= scores->first[i])
            return assay_fail(err, ASSAY_EDOMAIN, "prompt %zu has no completions", i + 1);
        if (!(weight > 0.0) || !isfinite(weight))
            return assay_fail(err, ASSAY_EDOMAIN, "weight %g of prompt %zu", weight,
                              i + 1);
        sum += weight;
    }
    if (!isfinite(sum))
        return assay_fail(err, ASSAY_EDOMAIN, "the weights add up to %g", sum);
    return ASSAY_OK;
}

static enum assay_code check(const struct assay_bandit_scores *scores,
                             struct assay_error *err)
{
    const enum assay_code code = check_shape(scores, err);

    if (code)
        return code;
    for (size_t m = 0; m < scores->models; m++)
        for (size_t j = 0; j < scores->first[scores->prompts]; j++)
            if (!(fabs(scores->score[m][j]) <= ASSAY_BANDIT_SCORE_MAX))
                return assay_fail(err, ASSAY_EDOMAIN,
                                  "model %zu has no finite score of completion %zu, or a "
                                  "score above 1e300",
                                  m + 1, j + 1);
    return ASSAY_OK;
}

static size_t count_of(const struct assay_bandit_scores *scores, size_t i)
{
    return scores->first[i + 1] - scores->first[i];
}

/* Prompts in order of their number of completions, equals in their own order. */
static void order(const struct assay_bandit_scores *scores, size_t *out)
{
    size_t most = 0, at = 0;
    size_t *place;

    for (size_t i = 0; i < scores->prompts; i++)
        most = count_of(scores, i) > most ? count_of(scores, i) : most;
    place = assay_memory_new(most + 1, sizeof(*place));
    for (size_t i = 0; i < scores->prompts; i++)
        place[count_of(scores, i)]++;
    for (size_t k = 0; k <= most; k++) {
        const size_t n = place[k];

        place[k] = at;
        at += n;
    }
    for (size_t i = 0; i < scores->prompts; i++)
        out[place[count_of(scores, i)]++] = i;
    free(place);
}

static void lay_out(const struct assay_bandit_scores *scores, struct assay_bandit *out)
{
    const size_t lanes = out->blocks * LANES;
    double sum = 0.0;

    out->at = assay_memory_new(out->blocks + 1, sizeof(*out->at));
    out->prompt = assay_memory_new(lanes, sizeof(*out->prompt));
    out->count = assay_memory_new(lanes, sizeof(*out->count));
    out->weight = assay_memory_new(lanes, sizeof(*out->weight));
    order(scores, out->prompt);
    for (size_t i = 0; i < scores->prompts; i++)
        sum += scores->weight ? scores->weight[i] : 1.0;
    for (size_t j = 0; j < lanes; j++) {
        if (j >= scores->prompts) {
            out->prompt[j] = SIZE_MAX;
            continue;
        }
        out->count[j] = count_of(scores, out->prompt[j]);
        out->weight[j] = (scores->weight ? scores->weight[out->prompt[j]] : 1.0) / sum;
    }
    for (size_t b = 0; b < out->blocks; b++) {
        size_t depth = 0;

        for (size_t l = 0; l < LANES; l++)
            depth = out->count[b * LANES + l] > depth ? out->count[b * LANES + l] : depth;
        out->at[b + 1] = out->at[b] + depth * LANES;
    }
    out->rows = out->at[out->blocks];
}

struct packing {
    const struct assay_bandit_scores *scores;
    const struct assay_bandit *out;
};

/* Extremes and mean of n scores; the mean of equal ones is exactly they. */
struct spread {
    double least, most, mean;
};

static struct spread spread_of(const double *score, size_t n)
{
    struct spread s = {score[0], score[0], 0.0};

    for (size_t k = 0; k < n; k++) {
        s.least = score[k] < s.least ? score[k] : s.least;
        s.most = score[k] > s.most ? score[k] : s.most;
        s.mean += score[k] / (double)n;
    }
    if (s.least == s.most)
        s.mean = s.least;
    return s;
}

/* val of a model, in its place; what it is measured by. Returns the largest absolute score. */
static double centre(const struct packing *p, size_t m, double *range, double *largest)
{
    const struct assay_bandit *out = p->out;
    double *unit = out->unit + m * out->rows, *mean = out->mean + m * out->blocks * LANES;
    double top = 0.0;

    *range = *largest = 0.0;
    for (size_t j = 0; j < p->scores->prompts; j++) {
        const double *score = p->scores->score[m] + p->scores->first[out->prompt[j]];
        const struct spread s = spread_of(score, out->count[j]);
        double *to = unit + out->at[j / LANES] + j % LANES;

        for (size_t k = 0; k < out->count[j]; k++) {
            const double val = score[k] - s.mean;

            to[k * LANES] = val;
            top = fmax(top, fabs(score[k]));
            *largest = fmax(*largest, fabs(val));
        }
        mean[j] = s.mean;
        *range += out->weight[j] * (s.most - s.least);
    }
    return top;
}

/* Means of prompts less the mean of them all, which would hide them. */
static void centre_means(const struct assay_bandit *out, size_t m)
{
    double *mean = out->mean + m * out->blocks * LANES;
    double all = 0.0;

    for (size_t j = 0; j < out->prompts; j++)
        all += out->weight[j] * mean[j];
    for (size_t j = 0; j < out->prompts; j++)
        mean[j] -= all;
}

static void pack_model(void *state, size_t worker, size_t m)
{
    const struct packing *p = state;
    const struct assay_bandit *out = p->out;
    double range, largest;
    const double top = centre(p, m, &range, &largest);
    double *unit = out->unit + m * out->rows, *mean = out->mean + m * out->blocks * LANES;
    double by;

    (void)worker;
    centre_means(out, m);
    out->trivial[m] = largest <= zero * top || !(range > 0.0);
    out->range[m] = out->trivial[m] ? 0.0 : range;
    by = out->trivial[m] ? (top > 0.0 ? top : 1.0) : range;
    for (size_t j = 0; j < out->rows; j++)
        unit[j] = out->trivial[m] ? 0.0 : unit[j] / by;
    for (size_t j = 0; j < out->blocks * LANES; j++)
        mean[j] /= by;
    out->largest[m] = out->trivial[m] ? 0.0 : largest / by;
}

enum assay_code assay_bandit_pack(const struct assay_bandit_scores *scores, size_t jobs,
                                  struct assay_bandit *out, struct assay_error *err)
{
    const enum assay_code code = check(scores, err);
    struct packing packing = {scores, out};

    *out = (struct assay_bandit){0};
    if (code)
        return code;
    out->models = scores->models;
    out->prompts = scores->prompts;
    out->blocks = (scores->prompts + LANES - 1) / LANES;
    lay_out(scores, out);
    out->unit = assay_memory_new(out->models * out->rows, sizeof(*out->unit));
    out->mean = assay_memory_new(out->models * out->blocks * LANES, sizeof(*out->mean));
    out->range = assay_memory_new(out->models, sizeof(*out->range));
    out->trivial = assay_memory_new(out->models, sizeof(*out->trivial));
    out->largest = assay_memory_new(out->models, sizeof(*out->largest));
    assay_parallel(jobs, out->models, pack_model, &packing);
    return ASSAY_OK;
}

void assay_bandit_release(struct assay_bandit *bandit)
{
    free(bandit->at);
    free(bandit->prompt);
    free(bandit->count);
    free(bandit->weight);
    free(bandit->unit);
    free(bandit->mean);
    free(bandit->range);
    free(bandit->trivial);
    free(bandit->largest);
    *bandit = (struct assay_bandit){0};
}
