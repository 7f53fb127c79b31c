/* comparison_match.c - the items that two runs have in common. */
#include "harness/run/comparison_parts.h"

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
    const struct assay_comparison_side *const side[2] = {first, second};
    struct assay_comparison_join join;

    assay_comparison_join_make(side, 2, arena, &join);
    *out = (struct assay_comparison_match){
        .side = {first, second},
        .how = how,
        .items = join.items,
        .item = {join.item[0], join.item[1]},
        .subset = join.subset,
        .cluster = join.cluster,
        .clusters = join.clusters,
        .subsets = join.subsets,
        .credit = {join.credit[0], join.credit[1]},
        .left_out = join.left_out,
        .outline = join.outline,
        .only = {join.only[0], join.only[1]},
        .arena = arena,
    };
    out->subset_of[0] = subsets_of(out, 0);
    out->subset_of[1] = subsets_of(out, 1);
}
