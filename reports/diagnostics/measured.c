#include "reports/diagnostics/measured.h"

#include "harness/core/memory.h"
#include "metrics/bootstrap.h"

#include <math.h>
#include <stdlib.h>

void assay_measured_add(struct assay_measured *measured, size_t group, double value)
{
    if (isnan(value))
        return;
    if (measured->n == measured->room) {
        measured->room = assay_memory_grow(measured->room, measured->n + 1);
        measured->value = assay_memory_resize(measured->value, measured->room,
                                              sizeof(*measured->value));
        measured->cluster = assay_memory_resize(measured->cluster, measured->room,
                                                sizeof(*measured->cluster));
    }
    measured->clusters += measured->n == 0 || measured->last != group;
    measured->last = group;
    measured->cluster[measured->n] = measured->clusters - 1;
    measured->value[measured->n++] = value;
}

double assay_measured_mean(const struct assay_measured *measured)
{
    double sum = 0.0;

    for (size_t i = 0; i < measured->n; i++)
        sum += measured->value[i];
    return measured->n > 0 ? sum / (double)measured->n : (double)NAN;
}

struct assay_page_table *assay_measured_table(struct assay_diagnosis *out,
                                              const char *name, const char *caption)
{
    struct assay_page_table *table =
        assay_page_table(out->page, name, assay_str_of(caption));

    (void)assay_table_text(table, "what", ASSAY_STR(""));
    assay_table_number(table, "value", ASSAY_STR("value"))->interval = assay_str_of(
        assay_arena_printf(out->arena, "%g %% interval", 100.0 * out->level));
    (void)assay_table_number(table, "n", ASSAY_STR("n"));
    table->intervals = ASSAY_STR("bootstrap over groups");
    return table;
}

enum assay_code assay_measured_interval(const struct assay_measured *measured,
                                        const struct assay_diagnosis *out, bool *ranged,
                                        double *lo, double *hi, struct assay_error *err)
{
    const struct assay_sample sample = {.credit = measured->value,
                                        .cluster = measured->cluster,
                                        .n = measured->n,
                                        .cells = 1};
    const struct assay_resampling how = {.replicates = out->replicates,
                                         .seed = out->seed};
    struct assay_percentile percentile;
    enum assay_code code;

    *ranged = measured->clusters > 1 && out->replicates > 1;
    if (!*ranged)
        return ASSAY_OK;
    code = assay_bootstrap_mean(&sample, &how, out->level, &percentile, err);
    if (code)
        return code;
    *lo = percentile.lo;
    *hi = percentile.hi;
    return ASSAY_OK;
}

enum assay_code assay_measured_put(const struct assay_measured *measured,
                                   const struct assay_measured_line *line,
                                   struct assay_node *values,
                                   struct assay_page_table *table,
                                   const struct assay_diagnosis *out,
                                   struct assay_error *err)
{
    const double mean = assay_measured_mean(measured);
    struct assay_row *row;
    struct assay_node *ends;
    double lo, hi;
    bool ranged;
    enum assay_code code;

    if (measured->n == 0)
        return ASSAY_OK;
    code = assay_measured_interval(measured, out, &ranged, &lo, &hi, err);
    if (code)
        return code;
    assay_node_put_real(out->arena, values, line->key, mean);
    row = assay_table_row(table);
    row->cell[0] = assay_cell_text(assay_str_of(line->header));
    row->cell[1] = assay_cell_number(mean, assay_str_of(line->unit));
    row->cell[2] = assay_cell_count(measured->n);
    if (!ranged)
        return ASSAY_OK;
    row->cell[1] = assay_cell_between(row->cell[1], lo, hi);
    ends = assay_node_list(out->arena);
    (void)assay_node_push(out->arena, ends, assay_node_of_real(lo));
    (void)assay_node_push(out->arena, ends, assay_node_of_real(hi));
    assay_node_put(out->arena, values,
                   assay_arena_printf(out->arena, "%s_interval", line->key), *ends);
    return ASSAY_OK;
}

void assay_measured_courses(const struct assay_courses *courses, const char *name,
                            const struct assay_diagnosis *out)
{
    struct assay_diagnosis inner = *out;

    inner.values = assay_node_map(out->arena);
    assay_training_tell(courses, name, &inner);
    assay_node_put(out->arena, out->values, "by_checkpoint", *inner.values);
}

void assay_measured_release(struct assay_measured *measured)
{
    free(measured->value);
    free(measured->cluster);
    *measured = (struct assay_measured){0};
}
