#include "metrics/bootstrap.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "harness/core/sum.h"
#include "metrics/quantile.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DRAWS_PER_BINOMIAL = 16, /* single draws that cost as much as one binomial */
    FEW_GROUPS = 16          /* are looked through one by one */
};

/* What a cluster adds to one cell. */
struct part {
    uint32_t cluster;
    uint32_t cell;
    uint32_t item; /* the first of them */
    uint32_t count;
    double sum;
};

/* The parts of one cluster, consecutive; clusters alike in all parts are one group. */
struct unit {
    const struct part *part;
    uint32_t parts;
    uint32_t stratum; /* lowest cell of it */
    uint32_t times;   /* clusters that look like this one */
};

struct plan {
    struct part *part;
    size_t parts;
    struct unit *unit;
    size_t units;
    size_t *parent; /* (cells,) union-find over cells */
};

/* gsl's distributions, fed by SplitMix64. */
static unsigned long int feed_bits(void *state)
{
    return assay_rng_next(state);
}

static double feed_uniform(void *state)
{
    return assay_rng_uniform(state);
}

static void feed_seed(void *state, unsigned long int seed)
{
    *(struct assay_rng *)state = (struct assay_rng){seed};
}

static const gsl_rng_type feed = {
    "splitmix64", ULONG_MAX,    0, sizeof(struct assay_rng), feed_seed,
    feed_bits,    feed_uniform,
};

static int part_order(const void *left, const void *right)
{
    const struct part *a = left;
    const struct part *b = right;

    if (a->cluster != b->cluster)
        return a->cluster < b->cluster ? -1 : 1;
    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static bool part_same(const struct part *a, const struct part *b)
{
    return a->cluster == b->cluster && a->cell == b->cell;
}

/* One part per cluster and cell; credits add up in the order of the items. */
static size_t parts_merged(struct part *part, size_t n)
{
    size_t kept = 0;

    for (size_t i = 1; i < n; i++) {
        if (part_same(&part[kept], &part[i])) {
            part[kept].sum += part[i].sum;
            part[kept].count += part[i].count;
        } else {
            part[++kept] = part[i];
        }
    }
    return kept + 1;
}

/* By cluster, cell and item, so that sums do not depend on how qsort treats equals. */
static struct part *parts_sorted(const struct assay_sample *sample)
{
    struct part *part = assay_memory_new(sample->n, sizeof(*part));
    bool sorted = true;

    for (size_t i = 0; i < sample->n; i++) {
        const uint32_t cluster = sample->cluster ? sample->cluster[i] : (uint32_t)i;
        const uint32_t cell = sample->cell ? sample->cell[i] : 0;

        assert(cluster < sample->n && cell < sample->cells);
        part[i] = (struct part){cluster, cell, (uint32_t)i, 1, sample->credit[i]};
        sorted = sorted && (i == 0 || part_order(&part[i - 1], &part[i]) < 0);
    }
    if (!sorted)
        qsort(part, sample->n, sizeof(*part), part_order);
    return part;
}

static size_t stratum_of(size_t *parent, size_t cell)
{
    while (parent[cell] != cell)
        cell = parent[cell] = parent[parent[cell]];
    return cell;
}

static void strata_join(size_t *parent, size_t a, size_t b)
{
    a = stratum_of(parent, a);
    b = stratum_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static void units_found(struct plan *plan)
{
    struct unit *unit = NULL;

    for (size_t i = 0; i < plan->parts; i++) {
        const struct part *part = &plan->part[i];

        if (i == 0 || part->cluster != part[-1].cluster) {
            unit = &plan->unit[plan->units++];
            *unit = (struct unit){.part = part, .times = 1};
        }
        unit->parts++;
        strata_join(plan->parent, unit->part->cell, part->cell);
    }
    for (size_t i = 0; i < plan->units; i++)
        plan->unit[i].stratum =
            (uint32_t)stratum_of(plan->parent, plan->unit[i].part->cell);
}

static bool units_in_order(const struct plan *plan)
{
    size_t i = 1;

    while (i < plan->units && plan->unit[i - 1].stratum <= plan->unit[i].stratum)
        i++;
    return i >= plan->units;
}

/* By stratum, then cluster, as they are found: the order in which clusters are indexed. */
static void units_sorted(struct plan *plan, size_t cells)
{
    struct unit *sorted;
    size_t *place; /* next of a stratum */

    if (units_in_order(plan))
        return;
    sorted = assay_memory_new(plan->units, sizeof(*sorted));
    place = assay_memory_new(cells + 1, sizeof(*place));
    for (size_t i = 0; i < plan->units; i++)
        place[plan->unit[i].stratum + 1]++;
    for (size_t s = 0; s < cells; s++)
        place[s + 1] += place[s];
    for (size_t i = 0; i < plan->units; i++)
        sorted[place[plan->unit[i].stratum]++] = plan->unit[i];
    free(place);
    free(plan->unit);
    plan->unit = sorted;
}

static int real_order(double a, double b)
{
    return (a > b) - (a < b);
}

/* By what a cluster adds, and where: 0 for clusters that are interchangeable. */
static int unit_alike(const void *left, const void *right)
{
    const struct unit *a = left;
    const struct unit *b = right;

    if (a->parts != b->parts)
        return a->parts < b->parts ? -1 : 1;
    for (size_t i = 0; i < a->parts; i++) {
        const struct part *p = &a->part[i];
        const struct part *q = &b->part[i];

        if (p->cell != q->cell)
            return p->cell < q->cell ? -1 : 1;
        if (p->sum != q->sum)
            return real_order(p->sum, q->sum);
        if (p->count != q->count)
            return p->count < q->count ? -1 : 1;
    }
    return 0;
}

static struct plan plan_made(const struct assay_sample *sample)
{
    struct plan plan = {.part = parts_sorted(sample)};

    plan.parts = parts_merged(plan.part, sample->n);
    plan.unit = assay_memory_new(plan.parts, sizeof(*plan.unit));
    plan.parent = assay_memory_new(sample->cells, sizeof(*plan.parent));
    for (size_t i = 0; i < sample->cells; i++)
        plan.parent[i] = i;
    units_found(&plan);
    units_sorted(&plan, sample->cells);
    return plan;
}

static void plan_release(struct plan *plan)
{
    free(plan->part);
    free(plan->unit);
    free(plan->parent);
}

static void unit_add(const struct unit *unit, double times, double *sum, double *count)
{
    for (size_t i = 0; i < unit->parts; i++) {
        sum[unit->part[i].cell] += times * unit->part[i].sum;
        count[unit->part[i].cell] += times * unit->part[i].count;
    }
}

static void draw_units(const struct unit *unit, size_t n, struct assay_rng *rng,
                       double *sum, double *count)
{
    for (size_t i = 0; i < n; i++)
        unit_add(&unit[assay_rng_index(rng, n)], 1.0, sum, count);
}

/* n clusters in `groups` groups: one multinomial draw. */
static void draw_counts(const struct unit *group, size_t groups, size_t n,
                        const gsl_rng *rng, double *sum, double *count)
{
    size_t left = n; /* clusters still to draw */
    size_t mass = n; /* clusters in the groups still to come */

    for (size_t i = 0; i < groups && left > 0; i++) {
        const double p = (double)group[i].times / (double)mass;
        const size_t drawn =
            i + 1 == groups ? left : gsl_ran_binomial(rng, p, (unsigned int)left);

        if (drawn > 0)
            unit_add(&group[i], (double)drawn, sum, count);
        left -= drawn;
        mass -= group[i].times;
    }
}

/* Finds the groups of n clusters in one pass, sorted; 0: they are more than a few. */
static size_t few_groups_found(const struct unit *unit, size_t n, struct unit *group)
{
    size_t groups = 0;

    for (size_t i = 0; i < n; i++) {
        size_t g = 0;

        while (g < groups && unit_alike(&group[g], &unit[i]) != 0)
            g++;
        if (g < groups) {
            group[g].times++;
            continue;
        }
        if (groups == FEW_GROUPS)
            return 0;
        group[groups++] = unit[i];
    }
    qsort(group, groups, sizeof(*group), unit_alike);
    return groups;
}

static size_t many_groups_found(const struct unit *unit, size_t n, struct unit *group)
{
    size_t groups = 1;

    memcpy(group, unit, n * sizeof(*group));
    qsort(group, n, sizeof(*group), unit_alike);
    for (size_t i = 1; i < n; i++) {
        if (unit_alike(&group[groups - 1], &group[i]) == 0)
            group[groups - 1].times++;
        else
            group[groups++] = group[i];
    }
    return groups;
}

/* Makes groups of n clusters in place of them, if that is worth it; else returns 0. */
static size_t groups_found(const struct unit *unit, size_t n, struct unit *group)
{
    size_t groups = few_groups_found(unit, n, group);

    if (groups == 0)
        groups = many_groups_found(unit, n, group);
    return (groups - 1) * DRAWS_PER_BINOMIAL < n ? groups : 0;
}

static void stratum_drawn(const struct unit *unit, size_t n, size_t number,
                          const struct assay_resampling *how, size_t cells,
                          double *out[2])
{
    struct assay_rng rng =
        number ? assay_rng_stream(how->seed, number) : (struct assay_rng){how->seed};
    const gsl_rng fed = {&feed, &rng};
    struct unit *group = assay_memory_new(n, sizeof(*group));
    const size_t groups = how->one_by_one ? 0 : groups_found(unit, n, group);

    for (size_t r = 0; r < how->replicates; r++) {
        double *sum = out[0] + r * cells;
        double *count = out[1] + r * cells;

        if (groups > 0)
            draw_counts(group, groups, n, &fed, sum, count);
        else
            draw_units(unit, n, &rng, sum, count);
    }
    free(group);
}

static enum assay_code sample_check(const struct assay_sample *sample,
                                    const struct assay_resampling *how,
                                    struct assay_error *err)
{
    if (sample->n < 1 || sample->n > UINT32_MAX || sample->cells < 1)
        return assay_fail(err, ASSAY_EDOMAIN, "bootstrap of %zu items in %zu cells",
                          sample->n, sample->cells);
    if (how->replicates < 1)
        return assay_fail(err, ASSAY_EDOMAIN, "bootstrap without replicates");
    for (size_t i = 0; i < sample->n; i++) {
        if (!isfinite(sample->credit[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "credit %zu is not finite", i);
    }
    return ASSAY_OK;
}

enum assay_code assay_bootstrap_draw(const struct assay_sample *sample,
                                     const struct assay_resampling *how, double *sum,
                                     double *count, struct assay_error *err)
{
    const enum assay_code code = sample_check(sample, how, err);
    size_t strata = 0;
    size_t n = 0;
    struct plan plan;

    if (code)
        return code;
    memset(sum, 0, how->replicates * sample->cells * sizeof(*sum));
    memset(count, 0, how->replicates * sample->cells * sizeof(*count));
    plan = plan_made(sample);
    for (size_t at = 0; at < plan.units; at += n, strata++) {
        for (n = 1; at + n < plan.units; n++) {
            if (plan.unit[at + n].stratum != plan.unit[at].stratum)
                break;
        }
        stratum_drawn(plan.unit + at, n, strata, how, sample->cells,
                      (double *[]){sum, count});
    }
    plan_release(&plan);
    return ASSAY_OK;
}

enum assay_code assay_bootstrap_percentile(double *value, size_t n, double level,
                                           struct assay_percentile *out,
                                           struct assay_error *err)
{
    double square = 0.0;
    double mean;

    if (n < 2 || !(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "interval of level %g from %zu replicates",
                          level, n);
    mean = assay_sum_sequential(value, n) / (double)n;
    for (size_t i = 0; i < n; i++)
        square += (value[i] - mean) * (value[i] - mean);
    assay_quantile_sort(value, n);
    out->lo = assay_quantile(value, n, (1.0 - level) / 2.0);
    out->hi = assay_quantile(value, n, (1.0 + level) / 2.0);
    out->se = sqrt(square / (double)(n - 1));
    return ASSAY_OK;
}
