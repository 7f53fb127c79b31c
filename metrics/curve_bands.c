/* curve_bands.c - pointwise and simultaneous bands from the replicates of a curve. */
#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "metrics/ascending.h"
#include "metrics/curve_bootstrap.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>

/* Standard deviation of one column, in two passes. */
static double spread_of(const double *x, size_t n)
{
    double mean = 0.0, sum = 0.0;

    for (size_t r = 0; r < n; r++)
        mean += x[r];
    mean /= (double)n;
    for (size_t r = 0; r < n; r++)
        sum += (x[r] - mean) * (x[r] - mean);
    return sqrt(sum / (double)(n - 1));
}

/* What workers share, and scratch of each. */
struct work {
    const struct assay_curve_replicates *of;
    double level;
    struct assay_curve_bands *out;
    double *column;               /* (workers, replicates) */
    struct assay_ascending *room; /* (workers,) */
};

static void point_made(void *state, size_t worker, size_t p)
{
    const struct work *work = state;
    const struct assay_curve_replicates *of = work->of;
    const struct assay_curve_bands *out = work->out;
    double *column = work->column + worker * of->replicates;

    out->banded[p] = of->clusters[p] >= 2 && of->missing[p] == 0;
    out->lo[p] = out->hi[p] = of->mean[p];
    if (!out->banded[p])
        return;
    for (size_t r = 0; r < of->replicates; r++)
        column[r] = of->value[r * of->points + p];
    out->se[p] = spread_of(column, of->replicates);
    assay_ascending_sort(&work->room[worker], column, of->replicates);
    out->lo[p] = assay_quantile(column, of->replicates, (1.0 - work->level) / 2.0);
    out->hi[p] = assay_quantile(column, of->replicates, (1.0 + work->level) / 2.0);
}

static void pointwise(const struct assay_curve_replicates *of, double level,
                      size_t threads, struct assay_curve_bands *out)
{
    const size_t jobs = assay_parallel_jobs(threads, of->points);
    struct work work = {.of = of, .level = level, .out = out};

    work.column = assay_memory_new(jobs * of->replicates, sizeof(*work.column));
    work.room = assay_memory_new(jobs, sizeof(*work.room));
    assay_parallel(jobs, of->points, point_made, &work);
    for (size_t w = 0; w < jobs; w++)
        assay_ascending_release(&work.room[w]);
    free(work.column);
    free(work.room);
}

/* How far each replicate strays at most, in standard errors: its quantile at the level. */
static double critical_of(const struct assay_curve_replicates *of,
                          const struct assay_curve_bands *bands, double level)
{
    double *most = assay_memory_new(of->replicates, sizeof(*most));
    struct assay_ascending room = {0};
    double critical;

    for (size_t r = 0; r < of->replicates; r++) {
        for (size_t p = 0; p < of->points; p++) {
            const double far = fabs(of->value[r * of->points + p] - of->mean[p]);

            if (bands->se[p] > 0.0 && far / bands->se[p] > most[r])
                most[r] = far / bands->se[p];
        }
    }
    assay_ascending_sort(&room, most, of->replicates);
    critical = assay_quantile(most, of->replicates, level);
    assay_ascending_release(&room);
    free(most);
    return critical;
}

enum assay_code assay_curve_bands(const struct assay_curve_replicates *of, double level,
                                  size_t threads, struct assay_arena *arena,
                                  struct assay_curve_bands *out, struct assay_error *err)
{
    double *const all = assay_arena_new(arena, 5 * of->points, sizeof(*all));

    if (!(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "a level of %g", level);
    if (of->replicates < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu replicates, at least 2",
                          of->replicates);
    *out = (struct assay_curve_bands){
        .se = all,
        .lo = all + of->points,
        .hi = all + 2 * of->points,
        .all_lo = all + 3 * of->points,
        .all_hi = all + 4 * of->points,
        .banded = assay_arena_new(arena, of->points, sizeof(*out->banded))};
    pointwise(of, level, threads, out);
    out->critical = critical_of(of, out, level);
    for (size_t p = 0; p < of->points; p++) {
        out->all_lo[p] = of->mean[p] - out->critical * out->se[p];
        out->all_hi[p] = of->mean[p] + out->critical * out->se[p];
    }
    return ASSAY_OK;
}
