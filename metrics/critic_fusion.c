#include "metrics/critic_fusion.h"

#include "harness/core/memory.h"
#include "metrics/credit.h"

#include <stdlib.h>

struct assay_critic_grid {
    size_t critics, parts, points, groups;
    unsigned char *share; /* (points, critics), of parts */
    double *sum;          /* (points,) of what picking is worth */
};

/* The points with `left` parts for the critics from k on; counted alone where share is NULL. */
static size_t fill(struct assay_critic_grid *grid, unsigned char *point, size_t k,
                   size_t left, size_t at)
{
    if (k + 1 == grid->critics) {
        point[k] = (unsigned char)left;
        for (size_t i = 0; grid->share && i < grid->critics; i++)
            grid->share[at * grid->critics + i] = point[i];
        return at + 1;
    }
    for (size_t take = left + 1; take-- > 0;) {
        point[k] = (unsigned char)take;
        at = fill(grid, point, k + 1, left - take, at);
    }
    return at;
}

struct assay_critic_grid *assay_critic_grid_new(size_t critics, size_t parts)
{
    struct assay_critic_grid *grid = assay_memory_new(1, sizeof(*grid));
    unsigned char point[ASSAY_CRITICS_MAX];

    grid->critics = critics;
    grid->parts = parts;
    grid->points = fill(grid, point, 0, parts, 0);
    grid->share = assay_memory_new(grid->points * critics, 1);
    grid->sum = assay_memory_new(grid->points, sizeof(*grid->sum));
    (void)fill(grid, point, 0, parts, 0);
    return grid;
}

void assay_critic_grid_free(struct assay_critic_grid *grid)
{
    if (!grid)
        return;
    free(grid->share);
    free(grid->sum);
    free(grid);
}

double assay_critic_fuse(const double *score, const double *weight, size_t critics)
{
    double sum = 0.0;

    for (size_t k = 0; k < critics; k++)
        sum += weight[k] * score[k];
    return sum;
}

double assay_critic_pick(const double *score, const bool *right, size_t n)
{
    return assay_credit_of(assay_credit_top(score, right, n), ASSAY_TIE_SHARE).value;
}

static void weights_of(const struct assay_critic_grid *grid, size_t point, double *out)
{
    for (size_t k = 0; k < grid->critics; k++)
        out[k] = (double)grid->share[point * grid->critics + k] / (double)grid->parts;
}

static bool is_mixed(const bool *right, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += right[i];
    return count > 0 && count < n;
}

void assay_critic_grid_add(struct assay_critic_grid *grid, const double *score,
                           const bool *right, size_t n)
{
    double weight[ASSAY_CRITICS_MAX], *fused;

    if (!is_mixed(right, n))
        return;
    fused = assay_memory_new(n, sizeof(*fused));
    for (size_t p = 0; p < grid->points; p++) {
        weights_of(grid, p, weight);
        for (size_t i = 0; i < n; i++)
            fused[i] =
                assay_critic_fuse(score + i * grid->critics, weight, grid->critics);
        grid->sum[p] += assay_critic_pick(fused, right, n);
    }
    grid->groups++;
    free(fused);
}

bool assay_critic_grid_best(const struct assay_critic_grid *grid, double *weight,
                            double *accuracy)
{
    size_t best = 0;

    for (size_t p = 1; p < grid->points; p++)
        if (grid->sum[p] > grid->sum[best])
            best = p;
    weights_of(grid, best, weight);
    *accuracy = grid->groups > 0 ? grid->sum[best] / (double)grid->groups : 0.0;
    return grid->groups > 0;
}
