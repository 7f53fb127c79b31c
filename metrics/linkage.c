#include "metrics/linkage.h"

#include "harness/core/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Clusters on their way; one is where its lowest thing is, the others' places are empty. */
struct linking {
    const double *d;
    size_t n;
    double *mean;   /* (n, n) mean distances of clusters */
    size_t *name;   /* (n,) what merges call it */
    size_t *size;   /* (n,) things; 0: empty */
    size_t *leaves; /* (n, n) of each its things in order */
};

static void find_nearest(const struct linking *l, size_t *a, size_t *b)
{
    bool found = false;

    for (size_t i = 0; i < l->n; i++)
        for (size_t j = i + 1; l->size[i] > 0 && j < l->n; j++)
            if (l->size[j] > 0 &&
                (!found || l->mean[i * l->n + j] < l->mean[*a * l->n + *b])) {
                *a = i;
                *b = j;
                found = true;
            }
}

static void turn(size_t *leaf, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        const size_t old = leaf[i];

        leaf[i] = leaf[n - 1 - i];
        leaf[n - 1 - i] = old;
    }
}

/* Puts b's leaves behind a's. */
static void join_leaves(const struct linking *l, size_t a, size_t b)
{
    const size_t na = l->size[a], nb = l->size[b];
    size_t *x = l->leaves + a * l->n, *y = l->leaves + b * l->n;
    size_t best = 0;
    double least = 0.0;

    for (size_t way = 0; way < 4; way++) {
        const size_t end = way & 2 ? x[0] : x[na - 1], start = way & 1 ? y[nb - 1] : y[0];

        if (way == 0 || l->d[end * l->n + start] < least) {
            least = l->d[end * l->n + start];
            best = way;
        }
    }
    if (best & 2)
        turn(x, na);
    if (best & 1)
        turn(y, nb);
    memcpy(x + na, y, nb * sizeof(*y));
}

static void join(const struct linking *l, size_t a, size_t b)
{
    const double na = (double)l->size[a], nb = (double)l->size[b];

    for (size_t k = 0; k < l->n; k++)
        if (l->size[k] > 0 && k != a && k != b)
            l->mean[a * l->n + k] = l->mean[k * l->n + a] =
                (na * l->mean[a * l->n + k] + nb * l->mean[b * l->n + k]) / (na + nb);
    join_leaves(l, a, b);
    l->size[a] += l->size[b];
    l->size[b] = 0;
}

void assay_linkage_average(const double *d, size_t n, struct assay_linkage_merge *merge,
                           size_t *order)
{
    const struct linking l = {d,
                              n,
                              assay_memory_new(n * n, sizeof(double)),
                              assay_memory_new(n, sizeof(size_t)),
                              assay_memory_new(n, sizeof(size_t)),
                              assay_memory_new(n * n, sizeof(size_t))};

    memcpy(l.mean, d, n * n * sizeof(*d));
    for (size_t i = 0; i < n; i++) {
        l.name[i] = l.leaves[i * n] = i;
        l.size[i] = 1;
    }
    for (size_t k = 0; k + 1 < n; k++) {
        size_t a = 0, b = 0;

        find_nearest(&l, &a, &b);
        merge[k] = (struct assay_linkage_merge){l.name[a], l.name[b], l.mean[a * n + b],
                                                l.size[a] + l.size[b]};
        join(&l, a, b);
        l.name[a] = n + k;
    }
    memcpy(order, l.leaves, n * sizeof(*order));
    free(l.mean);
    free(l.name);
    free(l.size);
    free(l.leaves);
}

void assay_linkage_places(const struct assay_linkage_merge *merge, const size_t *order,
                          size_t n, double *place)
{
    for (size_t i = 0; i < n; i++)
        place[order[i]] = (double)i;
    for (size_t k = 0; k + 1 < n; k++)
        place[n + k] = (place[merge[k].a] + place[merge[k].b]) / 2.0;
}
