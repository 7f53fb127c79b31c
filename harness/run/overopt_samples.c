/* overopt_samples.c - best-of-n curves of a set of samples as curves of gold against d. */
#include "harness/run/overopt_samples.h"

#include "harness/run/overopt_cells.h"

#include <math.h>

/* Contributions of one prompt at the n that it reaches; returns how many cells there are then. */
static size_t add_prompt(const struct assay_bon *bon, size_t prompt, const size_t at[2],
                         struct assay_overopt_cell *cell, size_t cells)
{
    const double *row = bon->x + prompt * bon->columns;

    for (size_t k = 0; k < bon->ns && bon->n[k] <= assay_sample_count(bon->set, prompt);
         k++)
        cell[cells++] = assay_overopt_cell_of_n(bon->n[k], row[at[0] + k], row[at[1] + k],
                                                bon->set->cluster[prompt]);
    return cells;
}

static struct assay_overopt_draws draws_of(const struct assay_sample_set *set,
                                           size_t proxy, size_t gold,
                                           struct assay_arena *arena)
{
    uint32_t *prompt = assay_arena_new(arena, set->samples + 1, sizeof(*prompt));

    for (size_t i = 0; i < set->prompts; i++)
        for (size_t k = set->first[i]; k < set->first[i + 1]; k++)
            prompt[k] = (uint32_t)i;
    return (struct assay_overopt_draws){.proxy = set->proxy[proxy],
                                        .gold = set->gold[gold],
                                        .prompt = prompt,
                                        .n = set->samples,
                                        .prompts = set->prompts};
}

void assay_overopt_of_samples(const struct assay_bon *bon, size_t proxy, size_t gold,
                              struct assay_arena *arena, struct assay_overopt_curve *out)
{
    const struct assay_sample_set *set = bon->set;
    const size_t at[2] = {assay_bon_find(bon, ASSAY_BON_GAIN, proxy, gold)->at,
                          assay_bon_find(bon, ASSAY_BON_CLIMB, proxy, 0)->at};
    struct assay_overopt_cell *cell =
        assay_arena_new(arena, set->prompts * bon->ns + 1, sizeof(*cell));
    size_t cells = 0;

    for (size_t i = 0; i < set->prompts; i++)
        cells = add_prompt(bon, i, at, cell, cells);
    *out = (struct assay_overopt_curve){
        .name = set->proxy_name[proxy],
        .series = set->proxy_name[proxy],
        .family = {set->proxy_name[proxy], set->proxy_name[proxy]},
        .gold = set->gold_name[gold],
        .rm_size = (double)NAN,
        .data_size = (double)NAN,
        .order = ASSAY_OVEROPT_BY_N,
        .base = ASSAY_OVEROPT_BASE_ROWS,
        .draws = draws_of(set, proxy, gold, arena),
    };
    assay_overopt_settle(out, cell, cells, arena);
}
