/* comparison_match.c - the items that two runs have in common. */
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"

#include <stdlib.h>

/* Items that have a value by themselves: of subsets without a mean, those that earned something. */
static bool *valued(const struct assay_comparison_side *side, struct assay_arena *arena,
                    bool **left_out)
{
    struct assay_credits credits;

    assay_outcomes_credits(&side->outcomes, NULL, arena, &credits);
    for (size_t i = 0; i < side->table.items; i++)
        if (credits.left_out[side->table.subset[i]])
            credits.used[i] = side->outcomes.earned[i] >= 0.0;
    if (left_out)
        *left_out = credits.left_out;
    return credits.used;
}

static size_t count(const bool *at, size_t n)
{
    size_t out = 0;

    for (size_t i = 0; i < n; i++)
        out += at[i];
    return out;
}

/* Numbers of the common items in both tables, by their ids. */
static void join(struct assay_comparison_match *out, bool *const has[2])
{
    const struct assay_comparison_side *first = out->side[0], *second = out->side[1];
    const size_t most = first->table.items;

    out->item[0] = assay_arena_new(out->arena, most, sizeof(*out->item[0]));
    out->item[1] = assay_arena_new(out->arena, most, sizeof(*out->item[1]));
    for (size_t i = 0; i < most; i++) {
        uint32_t j;

        if (!has[0][i] || !assay_names_find(&second->ids, first->table.id[i], &j) ||
            !has[1][j])
            continue;
        out->item[0][out->items] = i;
        out->item[1][out->items++] = j;
    }
    for (unsigned k = 0; k < 2; k++)
        out->only[k] = count(has[k], out->side[k]->table.items) - out->items;
}

static void label(struct assay_comparison_match *out)
{
    const struct assay_table *t = &out->side[0]->table;
    uint32_t *number, most = 0;

    for (size_t i = 0; i < t->items; i++)
        most = t->cluster[i] > most ? t->cluster[i] : most;
    number = assay_memory_new((size_t)most + 1, sizeof(*number));
    out->subset = assay_arena_new(out->arena, out->items, sizeof(*out->subset));
    out->cluster = assay_arena_new(out->arena, out->items, sizeof(*out->cluster));
    for (size_t k = 0; k < out->items; k++) {
        uint32_t *at = &number[t->cluster[out->item[0][k]]];

        if (*at == 0)
            *at = (uint32_t)++out->clusters;
        out->cluster[k] = *at - 1;
        out->subset[k] = t->subset[out->item[0][k]];
    }
    free(number);
}

/* Credits of the common items alone. */
static void credit(struct assay_comparison_match *out, unsigned side)
{
    const struct assay_comparison_side *from = out->side[side];
    bool *keep = assay_memory_new(from->table.items + 1, sizeof(*keep));
    struct assay_credits credits;

    for (size_t k = 0; k < out->items; k++)
        keep[out->item[side][k]] = true;
    assay_outcomes_credits(&from->outcomes, keep, out->arena, &credits);
    out->credit[side] = assay_arena_new(out->arena, out->items, sizeof(double));
    for (size_t k = 0; k < out->items; k++) {
        const size_t i = out->item[side][k];

        out->credit[side][k] = credits.used[i] ? credits.credit[i] : 0.0;
        if (credits.left_out[from->table.subset[i]])
            out->left_out[out->subset[k]] = true;
    }
    free(keep);
}

/* Numbers of a side's subsets in the first one's table, by name. */
static uint32_t *subsets_of(const struct assay_comparison_match *match, unsigned side)
{
    const struct assay_table *first = &match->side[0]->table;
    const struct assay_table *t = &match->side[side]->table;
    uint32_t *out = assay_arena_new(match->arena, t->subset_count, sizeof(*out));

    for (size_t s = 0; s < t->subset_count; s++) {
        out[s] = UINT32_MAX;
        for (size_t k = 0; k < first->subset_count; k++)
            if (assay_str_equal(first->subset_name[k], t->subset_name[s]))
                out[s] = (uint32_t)k;
    }
    return out;
}

void assay_comparison_match_make(const struct assay_comparison_side *first,
                                 const struct assay_comparison_side *second,
                                 const struct assay_comparison_how *how,
                                 struct assay_arena *arena,
                                 struct assay_comparison_match *out)
{
    bool *has[2];

    *out = (struct assay_comparison_match){
        .side = {first, second},
        .how = how,
        .subsets = first->table.subset_count,
        .outline = assay_outline_new(first->reread.suite, first->table.subset_name,
                                     first->table.subset_count, arena),
        .arena = arena,
    };
    out->subset_of[0] = subsets_of(out, 0);
    out->subset_of[1] = subsets_of(out, 1);
    has[0] = valued(first, arena, &out->left_out);
    has[1] = valued(second, arena, NULL);
    join(out, has);
    label(out);
    credit(out, 0);
    credit(out, 1);
}
