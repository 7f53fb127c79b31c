#include "metrics/multiplicity.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

struct entry {
    double p;
    size_t at;
};

static int entry_order(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;

    return (a->p > b->p) - (a->p < b->p);
}

/* Ascending; equal p end up with equal adjustments, whichever comes first. */
static struct entry *entries_sorted(const double *p, size_t m)
{
    struct entry *entry = assay_memory_new(m + 1, sizeof(*entry));

    for (size_t i = 0; i < m; i++)
        entry[i] = (struct entry){p[i], i};
    qsort(entry, m, sizeof(*entry), entry_order);
    return entry;
}

void assay_multiplicity_holm(const double *p, size_t m, double *adjusted)
{
    struct entry *entry = entries_sorted(p, m);
    double running = 0.0;

    for (size_t r = 0; r < m; r++) {
        running = fmax(running, fmin(1.0, (double)(m - r) * entry[r].p));
        adjusted[entry[r].at] = running;
    }
    free(entry);
}

void assay_multiplicity_bh(const double *p, size_t m, double *adjusted)
{
    struct entry *entry = entries_sorted(p, m);
    double running = 1.0;

    for (size_t r = m; r-- > 0;) {
        running = fmin(running, entry[r].p * (double)m / (double)(r + 1));
        adjusted[entry[r].at] = running;
    }
    free(entry);
}
