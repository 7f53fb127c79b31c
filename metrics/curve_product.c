#include "metrics/curve_product.h"

#include "metrics/clones.h"

#include <assert.h>
#include <string.h>

enum {
    ROWS = 4,    /* replicates whose sums are in registers at a time */
    DEPTH = 256, /* clusters for which factors stay near the processor */
    VECTORS = ASSAY_CURVE_PANEL / ASSAY_LANES
};

static_assert(ASSAY_CURVE_PANEL % ASSAY_LANES == 0 && ASSAY_CURVE_BLOCK % ROWS == 0,
              "blocks are whole");

/* Counts of ROWS replicates as doubles, those of one cluster side by side. */
static void pack(const uint16_t *times, size_t clusters, size_t depth, double *packed)
{
    for (size_t r = 0; r < ROWS; r++)
        for (size_t c = 0; c < depth; c++)
            packed[c * ROWS + r] = (double)times[r * clusters + c];
}

/* Adds depth clusters to ROWS x ASSAY_CURVE_PANEL sums. */
ASSAY_CLONES
static void add_panel(const double *packed, const double *add, size_t depth, double *out)
{
    assay_lanes sum[ROWS][VECTORS];

    memcpy(sum, out, sizeof(sum));
    for (size_t c = 0; c < depth; c++) {
        assay_lanes row[VECTORS];

        memcpy(row, add + c * ASSAY_CURVE_PANEL, sizeof(row));
        for (size_t r = 0; r < ROWS; r++)
            for (size_t v = 0; v < VECTORS; v++)
                sum[r][v] += packed[c * ROWS + r] * row[v];
    }
    memcpy(out, sum, sizeof(sum));
}

void assay_curve_product(const uint16_t *times, const double *add, size_t clusters,
                         size_t panels, double *out)
{
    double packed[DEPTH * ROWS];

    memset(out, 0, panels * ASSAY_CURVE_BLOCK * ASSAY_CURVE_PANEL * sizeof(*out));
    for (size_t from = 0; from < clusters; from += DEPTH) {
        const size_t depth = clusters - from < DEPTH ? clusters - from : DEPTH;

        for (size_t r = 0; r < ASSAY_CURVE_BLOCK; r += ROWS) {
            pack(times + r * clusters + from, clusters, depth, packed);
            for (size_t p = 0; p < panels; p++)
                add_panel(packed, add + (p * clusters + from) * ASSAY_CURVE_PANEL, depth,
                          out + (p * ASSAY_CURVE_BLOCK + r) * ASSAY_CURVE_PANEL);
        }
    }
}
