#include "metrics/sampled_starc.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/rng.h"
#include "metrics/interval.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double zero_share = 1e-10, missing_share = 0.1;

const char *const assay_sampled_why_text[] = {
    "",
    "a norm is not above its noise",
    "one trajectory: its noise cannot be told",
    "more than one in ten replicates has no number",
    "no state and action has two rows",
    NULL};

struct work {
    const struct assay_transitions *set;
    const struct assay_sampled_how *how;
    struct assay_lstd *lstd;
    struct assay_moments_of of;
    double *scale;          /* (rewards,) */
    double *moments;        /* (rewards, rewards) */
    double *plain;          /* (rewards, rewards) */
    double *replicate;      /* (replicates, rewards, rewards) */
    unsigned char *missing; /* (replicates,) */
    double *value;          /* (replicates,) scratch */
    struct assay_sampled_study *out;
};

static void draw(struct work *w, size_t r, uint32_t *times)
{
    struct assay_rng rng = assay_rng_stream(w->how->seed, r);

    for (size_t c = 0; c < w->set->clusters; c++)
        times[assay_rng_index(&rng, w->set->clusters)]++;
}

static void replicate(void *state, size_t worker, size_t r)
{
    struct work *w = state;
    const size_t rewards = w->set->rewards;
    uint32_t *times = assay_memory_new(w->set->clusters, sizeof(*times));
    double *weights = assay_memory_new(w->set->features * rewards, sizeof(*weights));
    struct assay_error ignored;

    (void)worker;
    draw(w, r, times);
    w->missing[r] = assay_lstd_fit(w->lstd, times, weights, &ignored) ||
                    !assay_moments(&w->of, w->how->by, weights, times,
                                   w->replicate + r * rewards * rewards);
    free(weights);
    free(times);
}

/* max |r_k| and max |V_k|, by which c_k is 0 or not. */
static void put_zeros(struct work *w)
{
    const struct assay_transitions *set = w->set;
    const size_t rewards = set->rewards;
    double *bound = assay_memory_new(rewards, sizeof(*bound));
    double *v = assay_memory_new(rewards, sizeof(*v));

    for (size_t i = 0; i < set->rows; i++) {
        const size_t span[] = {i, i + 1};

        assay_lstd_value(w->lstd, w->out->weights, span, v);
        for (size_t k = 0; k < rewards; k++) {
            bound[k] = fmax(bound[k], (1.0 + set->gamma) * fabs(v[k]));
            for (size_t j = 0; j < set->samples; j++)
                bound[k] = fmax(bound[k], fabs(set->next[j].reward[i * rewards + k]));
        }
    }
    assay_moments_largest(&w->of, w->out->weights, v);
    for (size_t k = 0; k < rewards; k++) {
        w->out->reward[k].largest = v[k];
        w->out->reward[k].zero = v[k] <= zero_share * bound[k];
        w->scale[k] = v[k] > 0.0 ? v[k] : 1.0;
    }
    free(v);
    free(bound);
}

static double moment(const struct work *w, const double *of, size_t k, size_t l)
{
    return of[k * w->set->rewards + l];
}

/* d^2 of moments whose norms are above 0. */
static double squared_of(const struct work *w, const double *of, size_t k, size_t l)
{
    return 2.0 -
           2.0 * moment(w, of, k, l) / sqrt(moment(w, of, k, k) * moment(w, of, l, l));
}

static bool has_norms(const struct work *w, const double *of, size_t k, size_t l)
{
    return moment(w, of, k, k) > 0.0 && moment(w, of, l, l) > 0.0;
}

static double spread(const double *x, size_t n, double *mean)
{
    double sum = 0.0, squares = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    *mean = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (x[i] - *mean) * (x[i] - *mean);
    return sqrt(squares / (double)(n - 1));
}

static void measure_reward(struct work *w, size_t k)
{
    const size_t all = w->set->rewards * w->set->rewards;
    struct assay_sampled_reward *reward = &w->out->reward[k];
    const double square = w->scale[k] * w->scale[k]; /* may be 0 where c is not */
    const double m = moment(w, w->moments, k, k), plain = moment(w, w->plain, k, k);
    double mean, se;
    size_t n = 0;

    for (size_t r = 0; r < w->how->replicates && w->set->clusters > 1; r++)
        if (!w->missing[r])
            w->value[n++] = moment(w, w->replicate + r * all, k, k);
    se = n > 1 ? spread(w->value, n, &mean) : 0.0;
    reward->norm = m > 0.0 ? sqrt(m) * w->scale[k] : 0.0;
    reward->signal = plain > 0.0 ? m / plain : 0.0;
    reward->squared = m * square;
    reward->plain = plain * square;
    reward->se = se * square;
    if (reward->zero)
        reward->why = ASSAY_SAMPLED_DEFINED;
    else if (w->out->rows == 0)
        reward->why = ASSAY_SAMPLED_NO_PAIRS;
    else if (w->set->clusters < 2)
        reward->why = ASSAY_SAMPLED_ALONE;
    else if (n < 2 ||
             (double)w->out->missing > missing_share * (double)w->how->replicates)
        reward->why = ASSAY_SAMPLED_REPLICATES;
    else if (!(m > assay_interval_half(se, 0, w->how->level)))
        reward->why = ASSAY_SAMPLED_NOISE;
}

static double root_of(double squared)
{
    return squared > 0.0 ? fmin(sqrt(squared), 2.0) : 0.0;
}

static void put_interval(struct work *w, size_t n, struct assay_sampled_distance *out)
{
    const double tail = 0.5 * (1.0 - w->how->level);
    double mean, bias;

    out->se = spread(w->value, n, &mean);
    bias = mean - out->raw;
    out->squared = out->raw - bias;
    assay_quantile_sort(w->value, n);
    out->squared_lo = fmin(assay_quantile(w->value, n, tail) - 2.0 * bias, out->squared);
    out->squared_hi =
        fmax(assay_quantile(w->value, n, 1.0 - tail) - 2.0 * bias, out->squared);
    out->value = root_of(out->squared);
    out->lo = root_of(out->squared_lo);
    out->hi = root_of(out->squared_hi);
}

static void measure_pair(struct work *w, size_t k, size_t l,
                         struct assay_sampled_distance *out)
{
    const size_t all = w->set->rewards * w->set->rewards;
    const struct assay_sampled_reward *x = &w->out->reward[k], *y = &w->out->reward[l];
    size_t n = 0;

    *out = (struct assay_sampled_distance){.why = x->why ? x->why : y->why};
    if (!out->why && (x->zero || y->zero || k == l)) {
        out->exact = true;
        out->value = k != l && x->zero != y->zero ? 1.0 : 0.0;
        out->lo = out->hi = out->raw = out->squared = out->value;
        out->squared_lo = out->squared_hi = out->plain = out->value;
        return;
    }
    if (has_norms(w, w->plain, k, l))
        out->plain = root_of(squared_of(w, w->plain, k, l));
    for (size_t r = 0; !out->why && r < w->how->replicates; r++)
        if (!w->missing[r] && has_norms(w, w->replicate + r * all, k, l))
            w->value[n++] = squared_of(w, w->replicate + r * all, k, l);
    if (!out->why && (double)n < (1.0 - missing_share) * (double)w->how->replicates)
        out->why = ASSAY_SAMPLED_REPLICATES;
    if (out->why)
        return;
    out->raw = squared_of(w, w->moments, k, l);
    put_interval(w, n, out);
}

static void measure(struct work *w)
{
    const size_t rewards = w->set->rewards;

    for (size_t r = 0; r < w->how->replicates; r++)
        w->out->missing += w->missing[r];
    for (size_t k = 0; k < rewards; k++)
        measure_reward(w, k);
    for (size_t k = 0; k < rewards; k++)
        for (size_t l = k; l < rewards; l++) {
            measure_pair(w, k, l, &w->out->distance[k * rewards + l]);
            w->out->distance[l * rewards + k] = w->out->distance[k * rewards + l];
        }
}

static void resample(struct work *w)
{
    const size_t jobs = w->how->jobs < 1 ? 1 : w->how->jobs;

    if (w->set->clusters > 1 && w->out->rows > 0)
        assay_parallel(jobs, w->how->replicates, replicate, w);
}

static void settle(struct work *w, struct assay_arena *arena)
{
    const size_t rewards = w->set->rewards, all = rewards * rewards;
    double *weights =
        assay_arena_new(arena, w->set->features * rewards, sizeof(*weights));

    memcpy(weights, assay_lstd_weights(w->lstd),
           w->set->features * rewards * sizeof(*weights));
    w->out->weights = weights;
    w->scale = assay_memory_new(rewards, sizeof(double));
    w->moments = assay_memory_new(all, sizeof(double));
    w->plain = assay_memory_new(all, sizeof(double));
    w->replicate = assay_memory_new(w->how->replicates * all, sizeof(double));
    w->missing = assay_memory_new(w->how->replicates, 1);
    w->value = assay_memory_new(w->how->replicates, sizeof(double));
    w->of = (struct assay_moments_of){w->set, w->lstd, w->scale};
    put_zeros(w);
    w->out->rows = assay_moments(&w->of, w->how->by, weights, NULL, w->moments);
    (void)assay_moments(&w->of, ASSAY_MOMENTS_PLAIN, weights, NULL, w->plain);
}

enum assay_code assay_sampled_starc(const struct assay_transitions *set,
                                    const struct assay_sampled_how *how,
                                    struct assay_arena *arena,
                                    struct assay_sampled_study *out,
                                    struct assay_error *err)
{
    const size_t rewards = set->rewards;
    struct work w = {.set = set, .how = how, .out = out};
    enum assay_code code = assay_lstd_new(set, how->ridge, &w.lstd, err);

    if (code)
        return code;
    *out = (struct assay_sampled_study){
        .rewards = rewards,
        .reward = assay_arena_new(arena, rewards, sizeof(*out->reward)),
        .distance = assay_arena_new(arena, rewards * rewards, sizeof(*out->distance))};
    settle(&w, arena);
    resample(&w);
    measure(&w);
    free(w.scale);
    free(w.moments);
    free(w.plain);
    free(w.replicate);
    free(w.missing);
    free(w.value);
    assay_lstd_free(w.lstd);
    return ASSAY_OK;
}
