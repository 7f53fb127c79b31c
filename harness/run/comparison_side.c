/* comparison_side.c - the items of one run, read again. */
#include "harness/run/comparison_parts.h"

static enum assay_code read_items(struct assay_comparison_side *side,
                                  const struct assay_comparison_how *how,
                                  struct assay_arena *arena, struct assay_error *err)
{
    struct assay_reread *reread = &side->reread;
    enum assay_want want;
    enum assay_code code =
        assay_reread_open(side->stored, side->result, how->places, arena, reread, err);

    if (!code && !reread->answers)
        code = assay_fail(err, ASSAY_EDATA, "it has values of subsets, not of items");
    if (code)
        return code;
    if (how->ties > 0)
        assay_suite_set_ties(reread->suite, (enum assay_tie_rule)(how->ties - 1));
    want = assay_reread_want(reread);
    assay_book_init(&side->book, want, assay_suite_values(reread->suite, want));
    code = assay_reread_table(reread, &side->book, &side->table, err);
    if (code)
        return code;
    assay_book_keep_names(&side->table, arena); /* lines name sections of them */
    code = assay_suite_outcomes_any(reread->suite, &side->table, arena, &side->outcomes,
                                    err);
    for (size_t i = 0; !code && i < side->table.items; i++)
        (void)assay_names_add(&side->ids, side->table.id[i]);
    return code;
}

void assay_comparison_side_read(struct assay_comparison_side *side,
                                const struct assay_comparison_how *how,
                                struct assay_arena *arena)
{
    struct assay_error err = {0};

    if (side->tried)
        return;
    side->tried = true;
    if (read_items(side, how, arena, &err))
        side->why = assay_arena_copy(arena, assay_str_of(err.text));
}

void assay_comparison_side_release(struct assay_comparison_side *side)
{
    if (!side->tried)
        return;
    assay_reread_close(&side->reread);
    assay_book_release(&side->book);
    assay_names_release(&side->ids);
}
