/*
 * measure_given.c - intervals for accuracies that were published per subset.
 *
 * An accuracy of a subset whose rows are known (`rows:` of the suite) is k of n items right. Such
 * items are laid out, k right and n - k wrong, and measured as any others, and their intervals
 * go to the values that were given. Where an accuracy is no k / n the subset, and all that
 * needs it, goes without. Which problems the subsets share is not in a table of accuracies,
 * so every item is a cluster of its own.
 */
#include "suites/measure_parts.h"

#include <math.h>

enum {
    ROWS_MAX = 1000000 /* of one subset */
};

/* Accuracies are printed with up to seventeen digits; fewer than six tell no k. */
static const double near_integer = 1e-6;

/* The rows of a subset and how many of them are right; false where they cannot be told. */
static bool counted(const struct assay_suite *suite, struct assay_str subset,
                    double value, size_t *rows, size_t *right)
{
    double n, k;

    if (!assay_node_number(
            assay_node_find(suite->rows, assay_suite_declared(suite, subset)), &n) ||
        n > ROWS_MAX)
        return false;
    k = nearbyint(value * n);
    if (!(k >= 0.0 && k <= n) || fabs(value * n - k) > near_integer * n)
        return false;
    *rows = (size_t)n;
    *right = (size_t)k;
    return true;
}

/* The arrays of a table of pairs under construction. */
struct layout {
    struct assay_str *id, *name;
    uint32_t *subset, *cluster;
    uint64_t *line;
    size_t *first;
    double *gold, *value;
    unsigned char *state;
};

static struct layout layout_new(struct assay_arena *arena, size_t items, size_t subsets)
{
    struct layout out = {
        .id = assay_arena_new(arena, items, sizeof(*out.id)),
        .name = assay_arena_new(arena, subsets, sizeof(*out.name)),
        .subset = assay_arena_new(arena, items, sizeof(*out.subset)),
        .cluster = assay_arena_new(arena, items, sizeof(*out.cluster)),
        .line = assay_arena_new(arena, items, sizeof(*out.line)),
        .first = assay_arena_new(arena, items + 1, sizeof(*out.first)),
        .gold = assay_arena_new(arena, 2 * items, sizeof(*out.gold)),
        .value = assay_arena_new(arena, 2 * items, sizeof(*out.value)),
        .state = assay_arena_new(arena, 2 * items, sizeof(*out.state)),
    };

    return out;
}

/* A pair of the subset, the chosen completion above the rejected one or below it. */
static void add_pair(struct layout *out, size_t item, size_t subset, bool right)
{
    out->id[item] = ASSAY_STR("");
    out->subset[item] = (uint32_t)subset;
    out->cluster[item] = (uint32_t)item;
    out->first[item + 1] = 2 * (item + 1);
    out->gold[2 * item] = 1.0;
    out->value[2 * item + (right ? 0 : 1)] = 1.0;
    out->state[2 * item] = out->state[2 * item + 1] = ASSAY_STATE_SCORED;
}

/* The items that the accuracies speak of; .items 0 where none can be told. */
static struct assay_table laid_out(const struct assay_measurement *m,
                                   const double *values)
{
    const size_t given = m->table->subset_count;
    size_t items = 0, subsets = 0, rows, right;
    struct layout out;

    for (size_t s = 0; s < given; s++)
        if (counted(m->suite, m->table->subset_name[s], values[s], &rows, &right))
            items += rows;
    out = layout_new(m->arena, items, given);
    items = 0;
    for (size_t s = 0; s < given; s++) {
        if (!counted(m->suite, m->table->subset_name[s], values[s], &rows, &right))
            continue;
        for (size_t i = 0; i < rows; i++)
            add_pair(&out, items++, subsets, i < right);
        out.name[subsets++] = m->table->subset_name[s];
    }
    return (struct assay_table){
        .want = ASSAY_WANT_SCORES,
        .items = items,
        .subset_count = subsets,
        .subset_name = out.name,
        .id = out.id,
        .subset = out.subset,
        .cluster = out.cluster,
        .line = out.line,
        .gold_first = out.first,
        .gold = out.gold,
        .first = out.first,
        .value = out.value,
        .state = out.state,
    };
}

/* Takes the intervals of a value over where it is the value that was given. */
static bool borrow(const struct assay_figure *from, struct assay_figure *to)
{
    struct assay_figure with = *from;

    if (!from->defined || !to->defined || fabs(from->value - to->value) > near_integer)
        return false;
    with.value = to->value;
    with.why = to->why;
    *to = with;
    return true;
}

static bool borrow_all(const struct assay_section *from, size_t from_count,
                       struct assay_section *to, size_t to_count)
{
    bool any = false;

    for (size_t i = 0; i < to_count; i++)
        for (size_t k = 0; k < from_count; k++)
            if (assay_str_equal(from[k].name, to[i].name))
                any |= borrow(&from[k].value, &to[i].value);
    return any;
}

static void add_note(struct assay_arena *arena, struct assay_result *out)
{
    struct assay_str *notes = assay_arena_new(arena, out->note_count + 1, sizeof(*notes));

    for (size_t i = 0; i < out->note_count; i++)
        notes[i] = out->note[i];
    notes[out->note_count++] = ASSAY_STR(
        "intervals take a published accuracy as k right of the subset's n rows, "
        "each row on its own");
    out->note = notes;
}

bool assay_measure_given(const struct assay_measurement *m, const double *values,
                         struct assay_section *section, struct assay_section *subset,
                         struct assay_result *out)
{
    const struct assay_table table = laid_out(m, values);
    struct assay_result shadow;
    struct assay_error ignored;
    bool any;

    if (table.items == 0 ||
        assay_suite_measure(m->suite, &table, m->measuring, m->arena, &shadow, &ignored))
        return false;
    any = borrow_all(shadow.section, shadow.section_count, section, out->section_count);
    if (subset)
        any |= borrow_all(shadow.subset, shadow.subset_count, subset, out->subset_count);
    any |= borrow(&shadow.overall.value, &out->overall.value);
    if (!any)
        return false;
    out->overall.clusters = shadow.overall.clusters;
    add_note(m->arena, out);
    return true;
}
