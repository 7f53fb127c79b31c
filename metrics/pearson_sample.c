#include "metrics/pearson_sample.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/rng.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double constant = 1e-10;

struct work {
    const struct assay_pearson_rows *rows;
    const struct assay_pearson_how *how;
    double *z;         /* (rows, rewards) standardised over all */
    bool *flat;        /* (rewards,) */
    double *sums;      /* (clusters, width) count, z and products of each trajectory */
    size_t width;      /* 1 + rewards + rewards^2 */
    double *replicate; /* (replicates, rewards, rewards) */
};

static void standardise(struct work *w, size_t k)
{
    const struct assay_pearson_rows *rows = w->rows;
    const size_t n = rows->rows, step = rows->rewards;
    const double *x = rows->value + k;
    double mean = 0.0, squares = 0.0, largest = 0.0, sd;

    for (size_t i = 0; i < n; i++) {
        mean += x[i * step] / (double)n;
        largest = fmax(largest, fabs(x[i * step]));
    }
    for (size_t i = 0; largest > 0.0 && i < n; i++)
        squares += pow((x[i * step] - mean) / largest, 2.0) / (double)n;
    sd = largest * sqrt(squares);
    w->flat[k] = !(sd > constant * largest);
    for (size_t i = 0; i < n; i++)
        w->z[i * step + k] = w->flat[k] ? 0.0 : (x[i * step] - mean) / sd;
}

static double distance(const struct work *w, size_t k, size_t l)
{
    const size_t step = w->rows->rewards;
    double sum = 0.0;

    for (size_t i = 0; i < w->rows->rows; i++)
        sum += pow(w->z[i * step + k] - w->z[i * step + l], 2.0);
    return fmin(0.5 * sqrt(sum / (double)w->rows->rows), 1.0);
}

/* ---- resampling ---- */

static void put_sums(struct work *w)
{
    const struct assay_pearson_rows *rows = w->rows;
    const size_t n = rows->rewards;

    for (size_t c = 0; c < rows->clusters; c++)
        for (size_t i = rows->first[c]; i < rows->first[c + 1]; i++) {
            const double *z = w->z + i * n;
            double *sums = w->sums + c * w->width;

            sums[0] += 1.0;
            for (size_t k = 0; k < n; k++) {
                sums[1 + k] += z[k];
                for (size_t l = 0; l < n; l++)
                    sums[1 + n + k * n + l] += z[k] * z[l];
            }
        }
}

/* Of n rows' sums; a column that these rows have constant is as one that all have. */
static double distance_of(const double *sums, size_t n, size_t k, size_t l)
{
    const double *products = sums + 1 + n;
    const double count = sums[0], a = sums[1 + k], b = sums[1 + l];
    const double x = products[k * n + k] - a * a / count;
    const double y = products[l * n + l] - b * b / count;
    const double both = products[k * n + l] - a * b / count;
    const bool no_x = !(x > constant * count), no_y = !(y > constant * count);

    if (no_x || no_y)
        return no_x && no_y ? 0.0 : 0.5;
    return sqrt(0.5 * fmax(0.0, 1.0 - both / sqrt(x * y)));
}

static void replicate(void *state, size_t worker, size_t r)
{
    struct work *w = state;
    const size_t n = w->rows->rewards, clusters = w->rows->clusters;
    struct assay_rng rng = assay_rng_stream(w->how->seed, r);
    double *sums = assay_memory_new(w->width, sizeof(*sums));

    (void)worker;
    for (size_t c = 0; c < clusters; c++) {
        const double *one = w->sums + assay_rng_index(&rng, clusters) * w->width;

        for (size_t i = 0; i < w->width; i++)
            sums[i] += one[i];
    }
    for (size_t k = 0; k < n; k++)
        for (size_t l = 0; l < n; l++)
            w->replicate[(r * n + k) * n + l] =
                sums[0] > 0.0 ? distance_of(sums, n, k, l) : 0.0;
    free(sums);
}

static void put_bands(struct work *w, struct assay_pearson_found *out)
{
    const size_t n = w->rows->rewards, all = n * n, b = w->how->replicates;
    const double tail = 0.5 * (1.0 - w->how->level);
    double *value = assay_memory_new(b, sizeof(*value));

    for (size_t at = 0; at < all; at++) {
        for (size_t r = 0; r < b; r++)
            value[r] = w->replicate[r * all + at];
        assay_quantile_sort(value, b);
        out[at].has_band = true;
        out[at].lo = fmin(assay_quantile(value, b, tail), out[at].value);
        out[at].hi = fmax(assay_quantile(value, b, 1.0 - tail), out[at].value);
    }
    free(value);
}

static void resample(struct work *w, struct assay_pearson_found *out)
{
    const size_t n = w->rows->rewards;

    w->width = 1 + n + n * n;
    w->sums = assay_memory_new(w->rows->clusters * w->width, sizeof(*w->sums));
    w->replicate = assay_memory_new(w->how->replicates * n * n, sizeof(*w->replicate));
    put_sums(w);
    assay_parallel(w->how->jobs < 1 ? 1 : w->how->jobs, w->how->replicates, replicate, w);
    put_bands(w, out);
    free(w->replicate);
    free(w->sums);
}

void assay_pearson_sample(const struct assay_pearson_rows *rows,
                          const struct assay_pearson_how *how,
                          struct assay_pearson_found *out)
{
    const size_t n = rows->rewards;
    struct work w = {.rows = rows, .how = how};

    w.z = assay_memory_new(rows->rows * n, sizeof(*w.z));
    w.flat = assay_memory_new(n, sizeof(*w.flat));
    for (size_t k = 0; k < n; k++)
        standardise(&w, k);
    for (size_t k = 0; k < n; k++)
        for (size_t l = 0; l < n; l++) {
            out[k * n + l] = (struct assay_pearson_found){.value = distance(&w, k, l)};
            out[k * n + l].lo = out[k * n + l].hi = out[k * n + l].value;
        }
    for (size_t at = 0; at < n * n; at++)
        if (w.flat[at / n] != w.flat[at % n]) /* exactly */
            out[at].value = out[at].lo = out[at].hi = 0.5;
    if (how->replicates > 1 && rows->clusters > 1)
        resample(&w, out);
    free(w.flat);
    free(w.z);
}
