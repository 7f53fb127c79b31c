#include "harness/run/signal_board_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The most accurate first; behind them those that know what is right, undefined behind defined, then by name. */
static int compare(const void *a, const void *b)
{
    const struct assay_signal_line *x = a, *y = b;

    if ((x->served > 0) != (y->served > 0))
        return x->served > 0 ? -1 : 1;
    if (x->knows != y->knows)
        return x->knows ? 1 : -1;
    if (x->accuracy.defined != y->accuracy.defined)
        return x->accuracy.defined ? -1 : 1;
    if (x->accuracy.defined && x->accuracy.value != y->accuracy.value)
        return x->accuracy.value > y->accuracy.value ? -1 : 1;
    return strcmp(x->name, y->name);
}

static enum assay_code measure_distances(const struct signal_truth *truth,
                                         struct assay_arena *arena,
                                         struct assay_signal_board *out,
                                         struct assay_error *err)
{
    const size_t n = out->served;
    enum assay_code code = ASSAY_OK;

    out->distance = assay_arena_new(arena, n * n + 1, sizeof(*out->distance));
    for (size_t a = 0; !code && a < n; a++)
        for (size_t b = a + 1; !code && b < n; b++) {
            code = assay_signal_lines_distance(truth, &out->line[a], &out->line[b],
                                               &out->distance[a * n + b], err);
            out->distance[b * n + a] = out->distance[a * n + b];
        }
    return code;
}

enum assay_code assay_signal_board_make(const struct assay_signal_board_how *how,
                                        struct assay_arena *arena,
                                        struct assay_signal_board *out,
                                        struct assay_error *err)
{
    struct signal_truth truth = {0};
    enum assay_code code = assay_signal_board_read(how, arena, &truth, out, err);

    for (size_t i = 0; !code && i < out->count; i++)
        code = assay_signal_line_measure(how, &truth, &out->line[i], arena, err);
    if (!code) {
        qsort(out->line, out->count, sizeof(*out->line), compare);
        while (out->served < out->count && out->line[out->served].served > 0)
            out->served++;
        code = measure_distances(&truth, arena, out, err);
    }
    assay_signal_truth_release(&truth);
    return code;
}
