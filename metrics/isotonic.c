#include "metrics/isotonic.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct point {
    double x, y, weight;
    size_t at; /* place in the input */
};

/* Points first .. next block's first - 1 share one value. */
struct block {
    size_t first;
    double weight, sum; /* of w, of w y */
};

static int point_order(const void *left, const void *right)
{
    const struct point *a = left;
    const struct point *b = right;

    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static struct point *points_sorted(const struct assay_isotonic_points *points)
{
    struct point *sorted = assay_memory_new(points->n, sizeof(*sorted));

    for (size_t i = 0; i < points->n; i++)
        sorted[i] = (struct point){points->x[i], points->y[i],
                                   points->weight ? points->weight[i] : 1.0, i};
    qsort(sorted, points->n, sizeof(*sorted), point_order);
    return sorted;
}

static double level_of(const struct block *block)
{
    return block->sum / block->weight;
}

/* The last block swallows those before it that are not below it; returns how many are left. */
static size_t violators_pooled(struct block *block, size_t blocks)
{
    while (blocks > 1 && level_of(&block[blocks - 2]) >= level_of(&block[blocks - 1])) {
        block[blocks - 2].weight += block[blocks - 1].weight;
        block[blocks - 2].sum += block[blocks - 1].sum;
        blocks--;
    }
    return blocks;
}

/* Fits sorted points, all but the one at place skip (n: none): level (n,) of each. */
static size_t fit_sorted(const struct point *point, size_t n, size_t skip,
                         struct block *block, double *level)
{
    size_t blocks = 0;
    size_t last = n; /* the point before */

    for (size_t i = 0; i < n; i++) {
        if (i == skip)
            continue;
        if (last < n && point[last].x == point[i].x) {
            block[blocks - 1].weight += point[i].weight;
            block[blocks - 1].sum += point[i].weight * point[i].y;
        } else {
            blocks = blocks > 0 ? violators_pooled(block, blocks) : 0;
            block[blocks++] =
                (struct block){i, point[i].weight, point[i].weight * point[i].y};
        }
        last = i;
    }
    blocks = violators_pooled(block, blocks);
    for (size_t b = 0; b < blocks; b++) {
        const size_t end = b + 1 < blocks ? block[b + 1].first : n;

        for (size_t i = block[b].first; i < end; i++)
            level[i] = level_of(&block[b]);
    }
    return blocks;
}

size_t assay_isotonic_fit(const struct assay_isotonic_points *points, double *value)
{
    struct point *point = points_sorted(points);
    struct block *block = assay_memory_new(points->n, sizeof(*block));
    double *level = assay_memory_new(points->n, sizeof(*level));
    const size_t blocks = fit_sorted(point, points->n, points->n, block, level);

    for (size_t i = 0; i < points->n; i++)
        value[point[i].at] = level[i];
    free(level);
    free(block);
    free(point);
    return blocks;
}

/* The curve at the point skip, from its neighbours. */
static double between(const struct point *point, const double *level, size_t n,
                      size_t skip)
{
    const struct point *p = &point[skip];

    if (skip == 0)
        return level[1];
    if (skip + 1 == n || point[skip - 1].x == p->x)
        return level[skip - 1];
    return level[skip - 1] +
           (level[skip + 1] - level[skip - 1]) *
               ((p->x - point[skip - 1].x) / (point[skip + 1].x - point[skip - 1].x));
}

void assay_isotonic_leave_out(const struct assay_isotonic_points *points, double *out)
{
    const size_t n = points->n;
    struct point *point = points_sorted(points);
    struct block *block = assay_memory_new(n, sizeof(*block));
    double *level = assay_memory_new(n, sizeof(*level));

    for (size_t i = 0; i < n; i++) {
        (void)fit_sorted(point, n, i, block, level);
        out[point[i].at] = point[i].y - between(point, level, n, i);
    }
    free(level);
    free(block);
    free(point);
}
