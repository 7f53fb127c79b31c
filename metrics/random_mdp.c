/* random_mdp.c - random decision processes and reward functions. */
#include "metrics/random_mdp.h"

#include "harness/core/rng.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

static const double tail_logit = -20.0, spread = 10.0;

const struct assay_random_chances assay_random_paper = {0.2, 0.7, 0.3, 0.5};

/* Stream i of the environment: 0 is the process, k + 1 the k-th reward. */
static struct assay_rng stream_of(const struct assay_random_setting *setting, uint64_t i)
{
    struct assay_rng rng = assay_rng_stream(setting->seed, setting->environment);

    return assay_rng_stream(assay_rng_next(&rng), i);
}

double assay_random_normal(struct assay_rng *rng)
{
    return gsl_cdf_ugaussian_Pinv(assay_rng_uniform(rng) + 0x1p-54); /* never of 0 or 1 */
}

/* One of three values by how many states there are. */
static double by_size(size_t states, double few, double some, double many)
{
    if (states < 50)
        return few;
    return states < 100 ? some : many;
}

/* tau of one row into next and chance; returns how many entries it has. */
static size_t draw_row(const struct assay_random_setting *setting, struct assay_rng *rng,
                       uint32_t *next, double *chance)
{
    const double cut = by_size(setting->states, 1.0, 1.5, 1.8);
    const bool soft = setting->tail == ASSAY_RANDOM_SOFT;
    size_t count = 0;
    double sum = 0.0;

    for (size_t s = 0; s < setting->states; s++) {
        const double logit = assay_random_normal(rng);

        if (!soft && logit <= cut)
            continue;
        next[count] = (uint32_t)s;
        chance[count] = exp(logit > cut ? logit : tail_logit);
        sum += chance[count++];
    }
    for (size_t i = 0; i < count; i++)
        chance[i] /= sum;
    if (count > 0)
        return count;
    for (size_t s = 0; s < setting->states; s++) {
        next[s] = (uint32_t)s;
        chance[s] = 1.0 / (double)setting->states;
    }
    return setting->states;
}

void assay_random_mdp(const struct assay_random_setting *setting,
                      struct assay_arena *arena, struct assay_mdp *out)
{
    const size_t states = setting->states, rows = states * setting->actions;
    double *start = assay_arena_new(arena, states, sizeof(*start));
    size_t *row = assay_arena_new(arena, rows + 1, sizeof(*row));
    uint32_t *next = assay_arena_new(arena, rows * states, sizeof(*next));
    double *chance = assay_arena_new(arena, rows * states, sizeof(*chance));
    struct assay_rng rng = stream_of(setting, 0);

    for (size_t s = 0; s < states; s++)
        start[s] = 1.0 / (double)states;
    for (size_t k = 0; k < rows; k++)
        row[k + 1] = row[k] + draw_row(setting, &rng, next + row[k], chance + row[k]);
    *out = (struct assay_mdp){.states = states,
                              .actions = setting->actions,
                              .gamma = setting->gamma,
                              .start = start,
                              .row = row,
                              .next = next,
                              .chance = chance};
}

/* True with a probability; takes one word whatever it is. */
static bool happens(struct assay_rng *rng, double chance)
{
    return assay_rng_uniform(rng) < chance;
}

/* Adds gamma Phi(s') - Phi(s), of which phi is (states,) scratch. */
static void shape(const struct assay_random_setting *setting, struct assay_rng *rng,
                  double *phi, double *out)
{
    const size_t states = setting->states;
    const double scale = spread * assay_rng_uniform(rng), offset = assay_rng_uniform(rng);

    for (size_t s = 0; s < states; s++)
        phi[s] = scale * assay_random_normal(rng) + offset;
    for (size_t k = 0; k < states * setting->actions; k++)
        for (size_t s = 0; s < states; s++)
            out[k * states + s] += setting->gamma * phi[s] - phi[k / setting->actions];
}

void assay_random_reward(const struct assay_random_setting *setting, size_t k,
                         double *out)
{
    const size_t n = setting->states * setting->actions * setting->states;
    const struct assay_random_chances *chances = &setting->chances;
    struct assay_rng rng = stream_of(setting, (uint64_t)k + 1);
    const double cut = happens(&rng, chances->sparse)
                           ? by_size(setting->states, 3.0, 3.5, 3.8)
                           : -(double)INFINITY;
    const bool scaled = happens(&rng, chances->scaled);
    const double factor = spread * assay_rng_uniform(&rng);
    const bool moved = happens(&rng, chances->offset);
    const double offset = spread * assay_rng_uniform(&rng);
    const bool shaped = happens(&rng, chances->shaped);

    for (size_t i = 0; i < n; i++) {
        const double x = assay_random_normal(&rng);

        out[i] = (x > cut ? x : 0.0) * (scaled ? factor : 1.0) + (moved ? offset : 0.0);
    }
    if (shaped) {
        struct assay_arena arena = {0};

        shape(setting, &rng, assay_arena_new(&arena, setting->states, sizeof(double)),
              out);
        assay_arena_release(&arena);
    }
}

void assay_reward_between(const double *first, const double *second, size_t count,
                          size_t i, size_t n, double *out)
{
    const double t = (double)i / (double)n;

    for (size_t k = 0; k < count; k++)
        out[k] = (1.0 - t) * first[k] + t * second[k];
}
