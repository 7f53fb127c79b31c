#include "metrics/joint_draw.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DRAWS_PER_BINOMIAL = 16, /* single draws that cost as much as one binomial */
    FEW_GROUPS = 16,         /* are looked through one by one */
    INDICES = 512            /* drawn at once */
};

/* What a cluster adds to one cell. */
struct part {
    uint32_t cluster;
    uint32_t cell;
    uint32_t item; /* the first of them */
    uint32_t count;
    double *sum; /* (columns,) */
};

/* The parts of one cluster, consecutive; clusters alike in all parts are one group. */
struct unit {
    const struct part *part;
    uint32_t parts;
    uint32_t stratum; /* lowest cell of it */
    uint32_t times;   /* clusters that look like this one */
    uint32_t columns;
};

/* Clusters that are drawn among themselves. */
struct stratum {
    const struct unit *unit; /* (n,) */
    size_t n;
    struct unit *group; /* (groups,) in place of them, where counts are drawn */
    size_t groups;      /* 0: clusters are drawn one by one */
    struct assay_rng rng;
};

struct assay_joint {
    size_t cells, columns;
    struct part *part;
    size_t parts;
    double *sums; /* (items, columns), of parts */
    struct unit *unit;
    size_t units;
    size_t *parent; /* (cells,) union-find over cells */
    struct stratum *stratum;
    size_t strata;
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
static size_t parts_merged(struct part *part, size_t n, size_t columns)
{
    size_t kept = 0;

    for (size_t i = 1; i < n; i++) {
        if (!part_same(&part[kept], &part[i])) {
            part[++kept] = part[i];
            continue;
        }
        for (size_t k = 0; k < columns; k++)
            part[kept].sum[k] += part[i].sum[k];
        part[kept].count += part[i].count;
    }
    return kept + 1;
}

/* By cluster, cell and item, so that sums do not depend on how qsort treats equals. */
static void parts_sorted(struct assay_joint *joint,
                         const struct assay_joint_sample *sample)
{
    struct part *part = assay_memory_new(sample->n, sizeof(*part));
    bool sorted = true;

    for (size_t i = 0; i < sample->n; i++) {
        const uint32_t cluster = sample->cluster ? sample->cluster[i] : (uint32_t)i;
        const uint32_t cell = sample->cell ? sample->cell[i] : 0;

        assert(cluster < sample->n && cell < sample->cells);
        part[i] = (struct part){cluster, cell, (uint32_t)i, 1,
                                joint->sums + i * sample->columns};
        sorted = sorted && (i == 0 || part_order(&part[i - 1], &part[i]) < 0);
    }
    if (!sorted)
        qsort(part, sample->n, sizeof(*part), part_order);
    joint->part = part;
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

static void units_found(struct assay_joint *joint)
{
    struct unit *unit = NULL;

    for (size_t i = 0; i < joint->parts; i++) {
        const struct part *part = &joint->part[i];

        if (i == 0 || part->cluster != part[-1].cluster) {
            unit = &joint->unit[joint->units++];
            *unit = (struct unit){
                .part = part, .times = 1, .columns = (uint32_t)joint->columns};
        }
        unit->parts++;
        strata_join(joint->parent, unit->part->cell, part->cell);
    }
    for (size_t i = 0; i < joint->units; i++)
        joint->unit[i].stratum =
            (uint32_t)stratum_of(joint->parent, joint->unit[i].part->cell);
}

static bool units_in_order(const struct assay_joint *joint)
{
    size_t i = 1;

    while (i < joint->units && joint->unit[i - 1].stratum <= joint->unit[i].stratum)
        i++;
    return i >= joint->units;
}

/* By stratum, then cluster, as they are found: the order in which clusters are indexed. */
static void units_sorted(struct assay_joint *joint)
{
    struct unit *sorted;
    size_t *place; /* next of a stratum */

    if (units_in_order(joint))
        return;
    sorted = assay_memory_new(joint->units, sizeof(*sorted));
    place = assay_memory_new(joint->cells + 1, sizeof(*place));
    for (size_t i = 0; i < joint->units; i++)
        place[joint->unit[i].stratum + 1]++;
    for (size_t s = 0; s < joint->cells; s++)
        place[s + 1] += place[s];
    for (size_t i = 0; i < joint->units; i++)
        sorted[place[joint->unit[i].stratum]++] = joint->unit[i];
    free(place);
    free(joint->unit);
    joint->unit = sorted;
}

static int real_order(double a, double b)
{
    return (a > b) - (a < b);
}

/* By what a cluster adds, and where: 0 for clusters that are interchangeable. */
static int sums_alike(const double *a, const double *b, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (a[k] != b[k])
            return real_order(a[k], b[k]);
    return 0;
}

static int part_alike(const struct part *a, const struct part *b, size_t columns)
{
    const int sums = a->cell == b->cell ? sums_alike(a->sum, b->sum, columns) : 0;

    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    if (sums != 0)
        return sums;
    return (a->count > b->count) - (a->count < b->count);
}

static int unit_alike(const void *left, const void *right)
{
    const struct unit *a = left;
    const struct unit *b = right;
    int order = (a->parts > b->parts) - (a->parts < b->parts);

    for (size_t i = 0; order == 0 && i < a->parts; i++)
        order = part_alike(&a->part[i], &b->part[i], a->columns);
    return order;
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

/* Makes groups of a stratum's clusters, if drawing counts of them is worth it. */
static void groups_found(struct stratum *stratum)
{
    const size_t n = stratum->n;
    size_t groups;

    stratum->group = assay_memory_new(n, sizeof(*stratum->group));
    groups = few_groups_found(stratum->unit, n, stratum->group);
    if (groups == 0)
        groups = many_groups_found(stratum->unit, n, stratum->group);
    if ((groups - 1) * DRAWS_PER_BINOMIAL < n) {
        stratum->groups = groups;
        return;
    }
    free(stratum->group);
    stratum->group = NULL;
}

static void strata_found(struct assay_joint *joint, uint64_t seed, bool one_by_one)
{
    size_t n = 0;

    joint->stratum = assay_memory_new(joint->cells, sizeof(*joint->stratum));
    for (size_t at = 0; at < joint->units; at += n) {
        struct stratum *stratum = &joint->stratum[joint->strata];
        const size_t number = joint->strata++;

        for (n = 1; at + n < joint->units; n++) {
            if (joint->unit[at + n].stratum != joint->unit[at].stratum)
                break;
        }
        *stratum = (struct stratum){.unit = joint->unit + at,
                                    .n = n,
                                    .rng = number ? assay_rng_stream(seed, number)
                                                  : (struct assay_rng){seed}};
        if (!one_by_one)
            groups_found(stratum);
    }
}

enum assay_code assay_joint_check(const struct assay_joint_sample *sample,
                                  struct assay_error *err)
{
    if (sample->n < 1 || sample->n > UINT32_MAX || sample->cells < 1 ||
        sample->columns < 1 || sample->columns > UINT32_MAX)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "bootstrap of %zu items in %zu cells and %zu columns",
                          sample->n, sample->cells, sample->columns);
    for (size_t i = 0; i < sample->n * sample->columns; i++) {
        if (!isfinite(sample->credit[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "credit %zu is not finite",
                              i / sample->columns);
    }
    return ASSAY_OK;
}

struct assay_joint *assay_joint_new(const struct assay_joint_sample *sample,
                                    uint64_t seed, bool one_by_one)
{
    struct assay_joint *joint = assay_memory_new(1, sizeof(*joint));
    const size_t credits = sample->n * sample->columns;

    joint->cells = sample->cells;
    joint->columns = sample->columns;
    joint->sums = assay_memory_new(credits, sizeof(*joint->sums));
    memcpy(joint->sums, sample->credit, credits * sizeof(*joint->sums));
    parts_sorted(joint, sample);
    joint->parts = parts_merged(joint->part, sample->n, sample->columns);
    joint->unit = assay_memory_new(joint->parts, sizeof(*joint->unit));
    joint->parent = assay_memory_new(joint->cells, sizeof(*joint->parent));
    for (size_t i = 0; i < joint->cells; i++)
        joint->parent[i] = i;
    units_found(joint);
    units_sorted(joint);
    strata_found(joint, seed, one_by_one);
    return joint;
}

static void unit_add(const struct unit *unit, double times, double *sum, double *count)
{
    const size_t columns = unit->columns;

    for (size_t i = 0; i < unit->parts; i++) {
        const struct part *part = &unit->part[i];
        double *into = sum + part->cell * columns;

        for (size_t k = 0; k < columns; k++)
            into[k] += times * part->sum[k];
        count[part->cell] += times * part->count;
    }
}

static void draw_units(struct stratum *stratum, double *sum, double *count)
{
    uint32_t index[INDICES];
    size_t drawn = 0;

    while (drawn < stratum->n) {
        const size_t left = stratum->n - drawn;
        const size_t now = left < INDICES ? left : INDICES;

        assay_rng_indices(&stratum->rng, (uint32_t)stratum->n, index, now);
        for (size_t i = 0; i < now; i++)
            unit_add(&stratum->unit[index[i]], 1.0, sum, count);
        drawn += now;
    }
}

/* One multinomial draw. */
static void draw_counts(struct stratum *stratum, double *sum, double *count)
{
    const gsl_rng fed = {&feed, &stratum->rng};
    size_t left = stratum->n; /* clusters still to draw */
    size_t mass = left;       /* clusters in the groups still to come */

    for (size_t i = 0; i < stratum->groups && left > 0; i++) {
        const struct unit *group = &stratum->group[i];
        const double p = (double)group->times / (double)mass;
        const size_t drawn = i + 1 == stratum->groups
                                 ? left
                                 : gsl_ran_binomial(&fed, p, (unsigned int)left);

        if (drawn > 0)
            unit_add(group, (double)drawn, sum, count);
        left -= drawn;
        mass -= group->times;
    }
}

void assay_joint_next(struct assay_joint *joint, size_t replicates, double *sum,
                      double *count)
{
    const size_t row = joint->cells * joint->columns;

    memset(sum, 0, replicates * row * sizeof(*sum));
    memset(count, 0, replicates * joint->cells * sizeof(*count));
    for (size_t s = 0; s < joint->strata; s++) {
        struct stratum *stratum = &joint->stratum[s];

        for (size_t r = 0; r < replicates; r++) {
            if (stratum->groups > 0)
                draw_counts(stratum, sum + r * row, count + r * joint->cells);
            else
                draw_units(stratum, sum + r * row, count + r * joint->cells);
        }
    }
}

void assay_joint_total(const struct assay_joint *joint, double *sum, double *count)
{
    memset(sum, 0, joint->cells * joint->columns * sizeof(*sum));
    memset(count, 0, joint->cells * sizeof(*count));
    for (size_t i = 0; i < joint->units; i++)
        unit_add(&joint->unit[i], 1.0, sum, count);
}

void assay_joint_free(struct assay_joint *joint)
{
    if (!joint)
        return;
    for (size_t s = 0; s < joint->strata; s++)
        free(joint->stratum[s].group);
    free(joint->stratum);
    free(joint->parent);
    free(joint->unit);
    free(joint->part);
    free(joint->sums);
    free(joint);
}
