/* measure_reference.c - what is to be had without the model, on the same items. */
#include "harness/core/memory.h"
#include "metrics/probing.h"
#include "suites/measure_parts.h"

#include <stdlib.h>

/* Values of every section and, behind them, the overall one. */
struct draws {
    size_t count, values; /* values: sections + 1 */
    double *value;        /* (values, count) */
    bool *defined;        /* (values,): states are the same in all draws */
};

/* The same items with other verdicts. */
static enum assay_code measure_draw(const struct assay_measurement *m,
                                    const double *verdict, struct draws *draws, size_t r,
                                    struct assay_error *err)
{
    struct assay_arena arena = {0};
    struct assay_table table = *m->table;
    struct assay_measurement other = *m;
    const size_t overall = draws->values - 1;
    enum assay_code code;

    table.value = verdict;
    other.table = &table;
    other.arena = &arena;
    code = assay_measure_items(&other, err);
    for (size_t i = 0; !code && i < overall; i++)
        draws->defined[i] = assay_measure_band(&other, &m->band[i], ASSAY_VIEW_OFFICIAL,
                                               &draws->value[i * draws->count + r]);
    if (!code)
        draws->defined[overall] = assay_measure_overall(
            &other, ASSAY_VIEW_OFFICIAL, &draws->value[overall * draws->count + r]);
    assay_arena_release(&arena);
    return code;
}

static void add(struct assay_measures *list, const char *name, const char *unit,
                struct assay_str section, double value)
{
    assay_measures_add(list, &(struct assay_measure){
                                 .name = assay_str_of(name),
                                 .section = section,
                                 .unit = assay_str_of(unit),
                                 .value = {.defined = true, .value = value},
                             });
}

/* How far draws lie apart and where the model stands among them. */
static void tell_standing(const struct assay_reference *reference,
                          const struct assay_probe_standing *standing,
                          struct assay_str section, struct assay_measures *list)
{
    const char *name = assay_arena_printf(list->arena, "%.*s: mean of draws",
                                          ASSAY_STR_ARG(reference->name));

    add(list, name, "percent", section, standing->mean);
    if (reference->draws > 1)
        add(list,
            assay_arena_printf(list->arena, "%.*s: sd of draws",
                               ASSAY_STR_ARG(reference->name)),
            "percent", section, standing->sd);
    add(list,
        assay_arena_printf(list->arena, "%.*s: of %zu draws as good",
                           ASSAY_STR_ARG(reference->name), reference->draws),
        "count", section, (double)standing->as_good);
    add(list, assay_arena_printf(list->arena, "%.*s: p", ASSAY_STR_ARG(reference->name)),
        "", section, standing->p);
}

/* The figure of a section, or of all, beside what the model has there. */
static struct assay_figure figure_of(const struct assay_reference *reference,
                                     const struct draws *draws, size_t i,
                                     const struct assay_section *told,
                                     struct assay_str name, struct assay_measures *list)
{
    const double *value = draws->value + i * draws->count;
    struct assay_probe_standing standing;

    if (!draws->defined[i])
        return (struct assay_figure){.why = told->value.why};
    if (reference->draws == 0)
        return (struct assay_figure){.defined = true, .value = value[0]};
    standing = assay_probe_stand(told->value.value, value, draws->count);
    if (told->value.defined)
        tell_standing(reference, &standing, name, list);
    return (struct assay_figure){.defined = true, .value = standing.mean};
}

enum assay_code assay_measure_reference(const struct assay_measurement *m,
                                        const struct assay_reference *reference,
                                        const struct assay_result *result,
                                        struct assay_measures *list,
                                        struct assay_null *out, struct assay_error *err)
{
    const size_t n = result->section_count;
    struct draws draws = {.count = reference->draws ? reference->draws : 1,
                          .values = n + 1};
    struct assay_figure *section = assay_arena_new(m->arena, n, sizeof(*section));
    enum assay_code code = ASSAY_OK;

    draws.value = assay_memory_new(draws.values * draws.count, sizeof(*draws.value));
    draws.defined = assay_memory_new(draws.values, sizeof(*draws.defined));
    for (size_t r = 0; !code && r < draws.count; r++)
        code = measure_draw(m, reference->value + r * m->table->items, &draws, r, err);
    for (size_t i = 0; !code && i < n; i++)
        section[i] = figure_of(reference, &draws, i, &result->section[i],
                               result->section[i].name, list);
    *out = (struct assay_null){.name = reference->name, .section = section};
    if (!code)
        out->overall =
            figure_of(reference, &draws, n, &result->overall, ASSAY_STR(""), list);
    free(draws.value);
    free(draws.defined);
    return code;
}
