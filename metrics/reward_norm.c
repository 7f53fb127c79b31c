#include "metrics/reward_norm.h"

#include "harness/core/memory.h"
#include "harness/core/wide.h"
#include "metrics/row_loops.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double void_share = 1e-10;

const char *const assay_norm_name[ASSAY_NORMS] = {
    [ASSAY_NORM_L1] = "l1",         [ASSAY_NORM_L2] = "l2",
    [ASSAY_NORM_LINF] = "linf",     [ASSAY_NORM_W1] = "w1",
    [ASSAY_NORM_W2] = "w2",         [ASSAY_NORM_WINF] = "winf",
    [ASSAY_NORM_JRANGE] = "jrange", [ASSAY_NORM_NONE] = "none",
};

/* Sums and greatest of |z| as they grow, plain and under tau. */
struct totals {
    assay_lanes sum, square, largest;
};

typedef long long lanes_mask __attribute__((vector_size(ASSAY_LANES * sizeof(double))));

/* The one of two in each lane. */
static inline void take_greater(assay_lanes *of, const assay_lanes *other)
{
    const lanes_mask more = *other > *of;

    *of = (assay_lanes)(((lanes_mask)*other & more) | ((lanes_mask)*of & ~more));
}

/* Four numbers, each with its weight; weight NULL: 1. */
static inline void count_in(struct totals *totals, const assay_lanes *z,
                            const assay_lanes *weight)
{
    const lanes_mask sign = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    assay_lanes size = (assay_lanes)((lanes_mask)*z & sign), square = *z * *z;

    if (weight) {
        size *= *weight;
        square *= *weight;
    }
    totals->sum += size;
    totals->square += square;
    take_greater(&totals->largest, &size);
}

/* One number: what is left behind the last four. */
static inline void count_one(struct totals *totals, double z, double weight)
{
    const assay_lanes at = {z, 0.0, 0.0, 0.0}, by = {weight, 0.0, 0.0, 0.0};

    count_in(totals, &at, &by);
}

/* n numbers of a row, weights 1. */
ASSAY_CLONES
static void count_plain(const double *x, const double *y, size_t n,
                        const struct assay_norm_scale *scale, struct totals *totals)
{
    struct totals at = *totals;
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        const assay_lanes z = scale->x * *(const assay_lanes_at *)(x + i) -
                              scale->y * *(const assay_lanes_at *)(y + i);

        count_in(&at, &z, NULL);
    }
    for (; i < n; i++)
        count_one(&at, scale->x * x[i] - scale->y * y[i], 1.0);
    *totals = at;
}

/* The same under the weights of a row of tau that has all entries. */
ASSAY_CLONES
static void count_full(const double *x, const double *y, const double *tau, size_t n,
                       const struct assay_norm_scale *scale, struct totals *totals)
{
    struct totals at = *totals;
    size_t i = 0;

    for (; i + ASSAY_LANES <= n; i += ASSAY_LANES) {
        const assay_lanes z = scale->x * *(const assay_lanes_at *)(x + i) -
                              scale->y * *(const assay_lanes_at *)(y + i);
        const assay_lanes weight = *(const assay_lanes_at *)(tau + i);

        count_in(&at, &z, &weight);
    }
    for (; i < n; i++)
        count_one(&at, scale->x * x[i] - scale->y * y[i], tau[i]);
    *totals = at;
}

static double sum_of(const assay_lanes *x)
{
    return ((*x)[0] + (*x)[1]) + ((*x)[2] + (*x)[3]);
}

static double largest_of(const assay_lanes *x)
{
    return fmax(fmax((*x)[0], (*x)[1]), fmax((*x)[2], (*x)[3]));
}

/* What is under way for one pair: rows as numbers, totals of each scale. */
struct pass {
    const struct assay_canonical *x, *y;
    double *row_x, *row_y;         /* (states,) where they are made */
    double *support_x, *support_y; /* (states,) those where tau is not 0 */
    const struct assay_norm_scale *scale;
    size_t count;
    struct totals *plain, *weighted; /* (count,) */
};

/* Row k of x and of y, weighed; of a row that is not full the numbers at its entries are brought together. */
static void count_weighted(const struct pass *pass, size_t k, const double *x,
                           const double *y)
{
    const struct assay_mdp *mdp = pass->x->mdp;
    const size_t from = mdp->row[k], entries = mdp->row[k + 1] - from;

    if (entries < mdp->states) {
        assay_row_gather(x, mdp->next + from, pass->support_x, entries);
        assay_row_gather(y, mdp->next + from, pass->support_y, entries);
        x = pass->support_x;
        y = pass->support_y;
    }
    for (size_t j = 0; j < pass->count; j++)
        count_full(x, y, mdp->chance + from, entries, &pass->scale[j],
                   &pass->weighted[j]);
}

static void count_rows(const struct pass *pass)
{
    const struct assay_mdp *mdp = pass->x->mdp;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        assay_canonical_row(pass->x, k, pass->row_x);
        if (pass->y)
            assay_canonical_row(pass->y, k, pass->row_y);
        for (size_t j = 0; j < pass->count; j++)
            count_plain(pass->row_x, pass->row_y, mdp->states, &pass->scale[j],
                        &pass->plain[j]);
        count_weighted(pass, k, pass->row_x, pass->row_y);
    }
}

static double level_at(const struct assay_canonical *canonical, size_t k)
{
    return canonical && !canonical->zero ? canonical->level[k] : 0.0;
}

/* |x - y| of levels, scaled. */
static void put_sizes(const struct pass *pass, const struct assay_norm_scale *scale,
                      double *out, size_t rows)
{
    const struct assay_canonical *x = pass->x, *y = pass->y;
    const bool with_y = y && !y->zero;
    const struct assay_row_apart apart = {x->zero ? 0.0 : scale->x, scale->y, x->level,
                                          with_y ? y->level : NULL};

    assay_row_apart(&apart, out, rows);
}

/* max tau |z| over rows whose |z| is known: the row of the greatest first, and then those alone that can pass what was
   found, tau being at most 1. */
static double largest_weighted(const struct assay_mdp *mdp, const double *size,
                               double greatest)
{
    const size_t rows = mdp->states * mdp->actions;
    size_t first = 0;
    double out;

    while (first + 1 < rows && size[first] < greatest)
        first++;
    out = size[first] * assay_mdp_largest_chance(mdp, first);
    for (size_t k = 0; k < rows; k++) {
        const double most =
            size[k] > out ? size[k] * assay_mdp_largest_chance(mdp, k) : 0.0;

        out = most > out ? most : out;
    }
    return out;
}

/* The same number for every s': S times it, and once under tau, whose row sums to 1. */
static void count_levels(const struct pass *pass)
{
    const struct assay_mdp *mdp = pass->x->mdp;
    const size_t rows = mdp->states * mdp->actions;
    double *size = assay_memory_new(rows, sizeof(*size));

    for (size_t j = 0; j < pass->count; j++) {
        struct totals *plain = &pass->plain[j], *weighted = &pass->weighted[j];

        put_sizes(pass, &pass->scale[j], size, rows);
        weighted->sum[0] = assay_row_sum(size, rows);
        weighted->square[0] = assay_row_dot(size, size, rows);
        plain->sum[0] = (double)mdp->states * weighted->sum[0];
        plain->square[0] = (double)mdp->states * weighted->square[0];
        plain->largest[0] = assay_row_largest(size, rows);
        weighted->largest[0] = largest_weighted(mdp, size, plain->largest[0]);
    }
    free(size);
}

/* z tau of row k. */
static void count_entries(const struct assay_mdp *mdp, size_t k, double z,
                          struct totals *plain, struct totals *weighted)
{
    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
        count_one(plain, z * mdp->chance[i], 1.0);
        count_one(weighted, z * mdp->chance[i], mdp->chance[i]);
    }
}

/* tau times a level: nothing off the support. */
static void count_support(const struct pass *pass)
{
    const struct assay_mdp *mdp = pass->x->mdp;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const double x = level_at(pass->x, k), y = level_at(pass->y, k);

        for (size_t j = 0; j < pass->count; j++)
            count_entries(mdp, k, pass->scale[j].x * x - pass->scale[j].y * y,
                          &pass->plain[j], &pass->weighted[j]);
    }
}

static void count_all(const struct pass *pass)
{
    switch (pass->x->layout) {
    case ASSAY_LAYOUT_LEVEL:
        count_levels(pass);
        break;
    case ASSAY_LAYOUT_SUPPORT:
        count_support(pass);
        break;
    case ASSAY_LAYOUT_ROWS:
        count_rows(pass);
        break;
    }
}

/* The greatest number that a scaled difference may hold. */
static double bound_of(const struct assay_canonical *x, const struct assay_canonical *y,
                       struct assay_norm_scale scale)
{
    return fmax(fabs(scale.x) * x->largest, y ? fabs(scale.y) * y->largest : 0.0);
}

static void put_norms(const struct totals *plain, const struct totals *weighted,
                      double unit, double out[ASSAY_NORM_PLAIN])
{
    out[ASSAY_NORM_L1] = unit * sum_of(&plain->sum);
    out[ASSAY_NORM_L2] = unit * sqrt(sum_of(&plain->square));
    out[ASSAY_NORM_LINF] = unit * largest_of(&plain->largest);
    out[ASSAY_NORM_W1] = unit * sum_of(&weighted->sum);
    out[ASSAY_NORM_W2] = unit * sqrt(sum_of(&weighted->square));
    out[ASSAY_NORM_WINF] = unit * largest_of(&weighted->largest);
}

void assay_canonical_norms(const struct assay_canonical *x,
                           const struct assay_canonical *y,
                           const struct assay_norm_scale *scale, size_t count,
                           double (*out)[ASSAY_NORM_PLAIN])
{
    struct totals plain[ASSAY_NORMS] = {0}, weighted[ASSAY_NORMS] = {0};
    struct assay_norm_scale unit_scale[ASSAY_NORMS];
    double unit[ASSAY_NORMS];
    struct pass pass = {
        .x = x, .y = y, .scale = unit_scale, .plain = plain, .weighted = weighted};

    pass.count = count < ASSAY_NORMS ? count : ASSAY_NORMS;
    for (size_t j = 0; j < pass.count; j++) {
        unit[j] = bound_of(x, y, scale[j]);
        unit[j] = unit[j] > 0.0 ? unit[j] : 1.0;
        unit_scale[j] =
            (struct assay_norm_scale){scale[j].x / unit[j], scale[j].y / unit[j]};
    }
    pass.row_x = assay_memory_new(4 * x->mdp->states, sizeof(*pass.row_x));
    pass.row_y = pass.row_x + x->mdp->states;
    pass.support_x = pass.row_y + x->mdp->states;
    pass.support_y = pass.support_x + x->mdp->states;
    count_all(&pass);
    free(pass.row_x);
    for (size_t j = 0; j < pass.count; j++)
        put_norms(&plain[j], &weighted[j], unit[j], out[j]);
}

bool assay_norm_is_void(const struct assay_canonical *canonical,
                        enum assay_reward_norm norm, double value)
{
    const double rows = (double)(canonical->mdp->states * canonical->mdp->actions);
    double bound = canonical->largest;

    if (canonical->zero || norm == ASSAY_NORM_NONE)
        return false;
    if (norm == ASSAY_NORM_W1)
        bound *= rows;
    else if (norm == ASSAY_NORM_W2)
        bound *= sqrt(rows);
    else if (norm == ASSAY_NORM_JRANGE)
        bound *= 2.0 / (1.0 - canonical->mdp->gamma);
    else if (norm != ASSAY_NORM_WINF)
        return false;
    return !(value > void_share * bound);
}
