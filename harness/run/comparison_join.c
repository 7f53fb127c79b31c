/* comparison_join.c - the items that several runs have in common, and what each adds in every run. */
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

/* True, with its number in every table, if all sides have a value of an item of the first one's. */
static bool find(const struct assay_comparison_join *join, bool *const *has, size_t i,
                 size_t *number)
{
    const struct assay_str id = join->side[0]->table.id[i];

    number[0] = i;
    if (!has[0][i])
        return false;
    for (size_t s = 1; s < join->sides; s++) {
        uint32_t j;

        if (!assay_names_find(&join->side[s]->ids, id, &j) || !has[s][j])
            return false;
        number[s] = j;
    }
    return true;
}

static void meet(struct assay_comparison_join *out, bool *const *has)
{
    const size_t most = out->side[0]->table.items;
    size_t *number = assay_memory_new(out->sides, sizeof(*number));

    for (size_t s = 0; s < out->sides; s++)
        out->item[s] = assay_arena_new(out->arena, most, sizeof(**out->item));
    for (size_t i = 0; i < most; i++) {
        if (!find(out, has, i, number))
            continue;
        for (size_t s = 0; s < out->sides; s++)
            out->item[s][out->items] = number[s];
        out->items++;
    }
    for (size_t s = 0; s < out->sides; s++)
        out->only[s] = count(has[s], out->side[s]->table.items) - out->items;
    free(number);
}

static void label(struct assay_comparison_join *out)
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
static void credit(struct assay_comparison_join *out, size_t side)
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

void assay_comparison_join_make(const struct assay_comparison_side *const *side,
                                size_t sides, struct assay_arena *arena,
                                struct assay_comparison_join *out)
{
    const struct assay_table *t = &side[0]->table;
    bool **has = assay_memory_new(sides, sizeof(*has));

    *out = (struct assay_comparison_join){
        .side = side,
        .sides = sides,
        .item = assay_arena_new(arena, sides, sizeof(*out->item)),
        .credit = assay_arena_new(arena, sides, sizeof(*out->credit)),
        .only = assay_arena_new(arena, sides, sizeof(*out->only)),
        .subsets = t->subset_count,
        .outline = assay_outline_new(side[0]->reread.suite, t->subset_name,
                                     t->subset_count, arena),
        .arena = arena,
    };
    for (size_t s = 0; s < sides; s++)
        has[s] = valued(side[s], arena, s == 0 ? &out->left_out : NULL);
    meet(out, has);
    free(has);
    label(out);
    for (size_t s = 0; s < sides; s++)
        credit(out, s);
}
