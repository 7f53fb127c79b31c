#include "metrics/advantage_moments.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 1024 /* rows whose advantages are worked out at once */
};

const char *const assay_moments_name[] = {"double", "pairs", "plain", NULL};

struct work {
    const struct assay_moments_of *of;
    enum assay_moments_by by;
    const double *weights;
    const uint32_t *times;
    double *c[ASSAY_TRANSITION_SAMPLES]; /* (BLOCK, rewards) each */
    double *t, *q, *s; /* (pairs,), (pairs,), (pairs, rewards): T, Q and S of PAIRS */
    double total;
    double *out;
};

static double times_of(const struct work *w, size_t cluster)
{
    return w->times ? (double)w->times[cluster] : 1.0;
}

/* Sums of a pair's rows into T and Q; returns the rows of pairs that have two. */
static size_t weigh_pairs(struct work *w)
{
    const struct assay_transitions *set = w->of->set;
    size_t rows = 0;

    w->t = assay_memory_new(set->pairs, sizeof(*w->t));
    w->q = assay_memory_new(set->pairs, sizeof(*w->q));
    w->s = assay_memory_new(set->pairs * set->rewards, sizeof(*w->s));
    for (size_t c = 0; c < set->clusters; c++)
        for (size_t i = set->first[c]; i < set->first[c + 1]; i++) {
            w->t[set->pair[i]] += times_of(w, c);
            w->q[set->pair[i]] += times_of(w, c) * times_of(w, c);
        }
    for (size_t p = 0; p < set->pairs; p++) {
        if (w->t[p] * w->t[p] > w->q[p])
            rows += (size_t)w->t[p];
        else
            w->t[p] = 0.0;
    }
    w->total = (double)rows;
    return rows;
}

static size_t weigh_rows(struct work *w)
{
    const struct assay_transitions *set = w->of->set;
    size_t rows = 0;

    for (size_t c = 0; c < set->clusters; c++)
        rows += (w->times ? w->times[c] : 1) * (set->first[c + 1] - set->first[c]);
    w->total = (double)rows;
    return rows;
}

/* T_p / T over T_p^2 - Q_p; 0: the pair is left out. */
static double share_of(const struct work *w, size_t p)
{
    return w->t[p] > 0.0 ? w->t[p] / w->total / (w->t[p] * w->t[p] - w->q[p]) : 0.0;
}

/* Half of factor (x_k y_l + x_l y_k), k <= l. */
static void add_product(const struct work *w, double factor, const double *x,
                        const double *y)
{
    const size_t rewards = w->of->set->rewards;

    for (size_t k = 0; k < rewards; k++)
        for (size_t l = k; l < rewards; l++)
            w->out[k * rewards + l] += factor * 0.5 * (x[k] * y[l] + x[l] * y[k]);
}

static void add_row(const struct work *w, size_t i, size_t in_block, double times)
{
    const struct assay_transitions *set = w->of->set;
    const double *x = w->c[0] + in_block * set->rewards;
    const double *y = w->c[set->samples - 1] + in_block * set->rewards;
    double *s;

    if (w->by == ASSAY_MOMENTS_DOUBLE) {
        add_product(w, times / w->total, x, y);
    } else if (w->by == ASSAY_MOMENTS_PLAIN) {
        add_product(w, 0.5 * times / w->total, x, x);
        add_product(w, 0.5 * times / w->total, y, y);
    } else {
        s = w->s + set->pair[i] * set->rewards;
        add_product(w, -share_of(w, set->pair[i]) * times * times, x, x);
        for (size_t k = 0; k < set->rewards; k++)
            s[k] += times * x[k];
    }
}

static void advance(const struct work *w, const size_t span[2])
{
    const struct assay_transitions *set = w->of->set;

    for (size_t j = 0; j < set->samples; j++) {
        assay_lstd_advantage(w->of->lstd, w->weights, j, span, w->c[j]);
        for (size_t i = 0; w->of->scale && i < span[1] - span[0]; i++)
            for (size_t k = 0; k < set->rewards; k++)
                w->c[j][i * set->rewards + k] /= w->of->scale[k];
    }
}

static void add_cluster(const struct work *w, size_t cluster, double times)
{
    const struct assay_transitions *set = w->of->set;
    const size_t end = set->first[cluster + 1];

    for (size_t first = set->first[cluster]; first < end; first += BLOCK) {
        const size_t span[] = {first, end - first < BLOCK ? end : first + BLOCK};

        advance(w, span);
        for (size_t i = span[0]; i < span[1]; i++)
            add_row(w, i, i - span[0], times);
    }
}

static void add_pairs(const struct work *w)
{
    const struct assay_transitions *set = w->of->set;

    for (size_t p = 0; p < set->pairs; p++)
        add_product(w, share_of(w, p), w->s + p * set->rewards, w->s + p * set->rewards);
}

static void begin(struct work *w)
{
    const struct assay_transitions *set = w->of->set;

    for (size_t j = 0; j < ASSAY_TRANSITION_SAMPLES; j++)
        w->c[j] = assay_memory_new(BLOCK * set->rewards, sizeof(*w->c[j]));
}

static void end(struct work *w)
{
    for (size_t j = 0; j < ASSAY_TRANSITION_SAMPLES; j++)
        free(w->c[j]);
    free(w->t);
    free(w->q);
    free(w->s);
}

size_t assay_moments(const struct assay_moments_of *of, enum assay_moments_by by,
                     const double *weights, const uint32_t *times, double *out)
{
    const struct assay_transitions *set = of->set;
    struct work w = {.of = of, .by = by, .weights = weights, .times = times, .out = out};
    size_t rows;

    assert(by != ASSAY_MOMENTS_DOUBLE || set->samples == ASSAY_TRANSITION_SAMPLES);
    assert(by != ASSAY_MOMENTS_PAIRS || set->pair);
    memset(out, 0, set->rewards * set->rewards * sizeof(*out));
    begin(&w);
    rows = by == ASSAY_MOMENTS_PAIRS ? weigh_pairs(&w) : weigh_rows(&w);
    for (size_t c = 0; rows > 0 && c < set->clusters; c++)
        if (times_of(&w, c) > 0.0)
            add_cluster(&w, c, times_of(&w, c));
    if (rows > 0 && by == ASSAY_MOMENTS_PAIRS)
        add_pairs(&w);
    for (size_t k = 0; k < set->rewards; k++)
        for (size_t l = 0; l < k; l++)
            out[k * set->rewards + l] = out[l * set->rewards + k];
    end(&w);
    return rows;
}

void assay_moments_largest(const struct assay_moments_of *of, const double *weights,
                           double *out)
{
    const struct assay_moments_of plain = {of->set, of->lstd, NULL};
    const struct assay_transitions *set = of->set;
    struct work w = {.of = &plain, .weights = weights};

    memset(out, 0, set->rewards * sizeof(*out));
    begin(&w);
    for (size_t first = 0; first < set->rows; first += BLOCK) {
        const size_t span[] = {first,
                               set->rows - first < BLOCK ? set->rows : first + BLOCK};

        advance(&w, span);
        for (size_t j = 0; j < set->samples; j++)
            for (size_t i = 0; i < (span[1] - span[0]) * set->rewards; i++)
                out[i % set->rewards] = fmax(out[i % set->rewards], fabs(w.c[j][i]));
    }
    end(&w);
}
