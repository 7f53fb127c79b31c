#include "metrics/resample.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <stdlib.h>
#include <string.h>

/* Clusters that are drawn among themselves: member[first .. first + count - 1]. */
struct stratum {
    size_t first, count;
    struct assay_rng rng;
};

struct assay_resample {
    struct stratum *stratum; /* (strata,) by their lowest cell */
    size_t strata;
    uint32_t *member; /* clusters with items, by stratum, ascending in each */
    size_t clusters;
};

static uint32_t root_of(uint32_t *parent, uint32_t cell)
{
    while (parent[cell] != cell)
        cell = parent[cell] = parent[parent[cell]];
    return cell;
}

/* Joins cells that share a cluster; out: the first cell seen of each cluster, or cells. */
static void join_cells(const struct assay_resample_items *items, uint32_t *parent,
                       uint32_t *cell_of)
{
    for (size_t c = 0; c < items->cells; c++)
        parent[c] = (uint32_t)c;
    for (size_t c = 0; c < items->clusters; c++)
        cell_of[c] = (uint32_t)items->cells;
    for (size_t i = 0; i < items->n; i++) {
        uint32_t *seen = &cell_of[items->cluster[i]];
        uint32_t a, b;

        if (*seen == items->cells)
            *seen = items->cell[i];
        a = root_of(parent, *seen);
        b = root_of(parent, items->cell[i]);
        parent[a > b ? a : b] = a > b ? b : a;
    }
}

struct assay_resample *assay_resample_new(const struct assay_resample_items *items,
                                          uint64_t seed)
{
    struct assay_resample *out = assay_memory_new(1, sizeof(*out));
    uint32_t *parent = assay_memory_new(items->cells + 1, sizeof(*parent));
    uint32_t *cell_of = assay_memory_new(items->clusters + 1, sizeof(*cell_of));
    size_t *count = assay_memory_new(items->cells + 1, sizeof(*count));
    size_t at = 0;

    join_cells(items, parent, cell_of);
    out->clusters = items->clusters;
    out->member = assay_memory_new(items->clusters + 1, sizeof(*out->member));
    out->stratum = assay_memory_new(items->cells + 1, sizeof(*out->stratum));
    for (size_t c = 0; c < items->clusters; c++)
        if (cell_of[c] < items->cells)
            count[root_of(parent, cell_of[c])]++;
    for (size_t c = 0; c < items->cells; c++) {
        if (count[c] == 0)
            continue;
        out->stratum[out->strata] = (struct stratum){
            at, count[c],
            out->strata ? assay_rng_stream(seed, out->strata) : (struct assay_rng){seed}};
        out->strata++;
        at += count[c];
        count[c] = at - count[c]; /* from here on the next place of its clusters */
    }
    for (size_t c = 0; c < items->clusters; c++)
        if (cell_of[c] < items->cells)
            out->member[count[root_of(parent, cell_of[c])]++] = (uint32_t)c;
    free(count);
    free(cell_of);
    free(parent);
    return out;
}

void assay_resample_next(struct assay_resample *resample, uint32_t *times)
{
    memset(times, 0, resample->clusters * sizeof(*times));
    for (size_t s = 0; s < resample->strata; s++) {
        struct stratum *stratum = &resample->stratum[s];

        for (size_t k = 0; k < stratum->count; k++)
            times[resample->member[stratum->first +
                                   assay_rng_index(&stratum->rng, stratum->count)]]++;
    }
}

void assay_resample_free(struct assay_resample *resample)
{
    if (!resample)
        return;
    free(resample->stratum);
    free(resample->member);
    free(resample);
}
