/* bandit_regret.c - regret of best-of-K selection. */
#include "metrics/bandit_regret.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/wide.h"

#include <math.h>
#include <stdlib.h>

enum {
    LANES = ASSAY_BANDIT_LANES
};

static const double equal = 1e-9; /* of the largest unit */

/* Eight prompts of two models; a lane has a completion k where k < count. */
struct picking {
    const double *x, *y;
    const size_t *count;
    size_t depth;
    double tie;
};

/* The highest of the completions that are there. */
ASSAY_CLONES
static void highest(const double *restrict x, const double *restrict limit, size_t depth,
                    double *restrict out)
{
    for (size_t l = 0; l < LANES; l++)
        out[l] = x[l];
    for (size_t k = 1; k < depth; k++)
        for (size_t l = 0; l < LANES; l++) {
            const double z = (double)k < limit[l] ? x[k * LANES + l] : x[l];

            out[l] = z > out[l] ? z : out[l];
        }
}

/* The highest and the lowest x where y is at least `from`. */
ASSAY_CLONES
static void extremes(const struct picking *p, const double *restrict limit,
                     const double *restrict from, double *restrict best,
                     double *restrict worst)
{
    for (size_t l = 0; l < LANES; l++) {
        best[l] = -(double)INFINITY;
        worst[l] = (double)INFINITY;
    }
    for (size_t k = 0; k < p->depth; k++)
        for (size_t l = 0; l < LANES; l++) {
            const double z = p->x[k * LANES + l];
            const bool tied = (double)k < limit[l] && p->y[k * LANES + l] >= from[l];

            best[l] = tied && z > best[l] ? z : best[l];
            worst[l] = tied && z < worst[l] ? z : worst[l];
        }
}

/* What a's highest is above the best and the worst of those of b's that are as high as its highest. */
static void block_regret(const struct picking *p, double *lo, double *hi)
{
    double limit[LANES], most[LANES], from[LANES], best[LANES], worst[LANES];

    for (size_t l = 0; l < LANES; l++)
        limit[l] = (double)p->count[l];
    highest(p->x, limit, p->depth, most);
    highest(p->y, limit, p->depth, from);
    for (size_t l = 0; l < LANES; l++)
        from[l] -= p->tie;
    extremes(p, limit, from, best, worst);
    for (size_t l = 0; l < LANES; l++) {
        lo[l] = most[l] - best[l];
        hi[l] = most[l] - worst[l];
    }
}

void assay_bandit_regret_parts(const struct assay_bandit *bandit, size_t a, size_t b,
                               double *lo, double *hi)
{
    const double *x = bandit->unit + a * bandit->rows,
                 *y = bandit->unit + b * bandit->rows;

    for (size_t i = 0; i < bandit->blocks; i++)
        block_regret(&(struct picking){x + bandit->at[i], y + bandit->at[i],
                                       bandit->count + i * LANES,
                                       assay_bandit_depth(bandit, i),
                                       equal * bandit->largest[b]},
                     lo + i * LANES, hi + i * LANES);
    for (size_t j = 0; j < bandit->blocks * LANES; j++) {
        lo[j] = j < bandit->prompts ? bandit->weight[j] * lo[j] : 0.0;
        hi[j] = j < bandit->prompts ? bandit->weight[j] * hi[j] : 0.0;
    }
}

struct regrets {
    const struct assay_bandit *bandit;
    struct assay_bandit_range *out;
    double *parts; /* (workers, 2, blocks * LANES) */
};

static void regret_pair(void *state, size_t worker, size_t pair)
{
    const struct regrets *r = state;
    const struct assay_bandit *bandit = r->bandit;
    const size_t a = pair / bandit->models, b = pair % bandit->models;
    const size_t lanes = bandit->blocks * LANES;
    double *lo = r->parts + worker * 2 * lanes, *hi = lo + lanes;
    struct assay_bandit_range *out = &r->out[pair];

    *out = (struct assay_bandit_range){0.0, bandit->trivial[b] ? 1.0 : 0.0};
    if (bandit->trivial[a] || a == b)
        out->hi = 0.0;
    if (bandit->trivial[a] || bandit->trivial[b])
        return;
    assay_bandit_regret_parts(bandit, a, b, lo, hi);
    out->hi = 0.0;
    for (size_t j = 0; j < lanes; j++) {
        out->lo += lo[j];
        out->hi += hi[j];
    }
}

void assay_bandit_regrets(const struct assay_bandit *bandit, size_t jobs,
                          struct assay_bandit_range *out)
{
    const size_t lanes = bandit->blocks * LANES;
    struct regrets r = {bandit, out,
                        assay_memory_new(jobs * 2 * lanes, sizeof(*r.parts))};

    assay_parallel(jobs, bandit->models * bandit->models, regret_pair, &r);
    free(r.parts);
}
