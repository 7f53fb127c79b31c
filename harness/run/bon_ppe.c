/* bon_ppe.c - best of K as Preference Proxy Evaluations tells it. */
#include "harness/run/bon_ppe.h"

#include "harness/core/rng.h"

static enum assay_code check(const struct assay_sample_set *set, struct assay_error *err)
{
    for (size_t i = 1; i < set->prompts; i++)
        if (assay_sample_count(set, i) != assay_sample_count(set, 0))
            return assay_fail(err, ASSAY_EUSAGE,
                              "PPE's best of K is of prompts with equally many samples: "
                              "there are some with %zu and some with %zu",
                              assay_sample_count(set, 0), assay_sample_count(set, i));
    for (size_t g = 0; g < set->golds; g++)
        for (size_t i = 0; i < set->samples; i++)
            if (set->gold[g][i] != 0.0 && set->gold[g][i] != 1.0)
                return assay_fail(
                    err, ASSAY_EUSAGE,
                    "PPE's best of K is of right and wrong: %.*s has a value "
                    "of %g",
                    ASSAY_STR_ARG(set->gold_name[g]), set->gold[g][i]);
    return ASSAY_OK;
}

/* Rows of a column, a prompt each. */
static const double **rows_of(const struct assay_sample_set *set, const double *column,
                              struct assay_arena *arena)
{
    const double **row = assay_arena_new(arena, set->prompts + 1, sizeof(const double *));

    for (size_t i = 0; i < set->prompts; i++)
        row[i] = column + set->first[i];
    return row;
}

enum assay_code assay_bon_ppe(const struct assay_bon *bon, size_t orders, uint64_t seed,
                              struct assay_arena *arena, const struct assay_bon_ppe **out,
                              struct assay_error *err)
{
    const struct assay_sample_set *set = bon->set;
    struct assay_bon_ppe *list =
        assay_arena_new(arena, set->proxies * set->golds + 1, sizeof(*list));
    const size_t n = set->prompts > 0 ? assay_sample_count(set, 0) : 0;
    double *curve = assay_arena_new(arena, 2 * n + 1, sizeof(*curve));
    enum assay_code code = check(set, err);

    *out = list;
    for (size_t i = 0; !code && i < set->proxies * set->golds; i++) {
        const struct assay_ppe_prompts prompts = {
            rows_of(set, set->proxy[i / set->golds], arena),
            rows_of(set, set->gold[i % set->golds], arena), set->prompts, n};
        struct assay_rng rng = {seed};

        list[i].orders = orders;
        code = assay_ppe_exact(&prompts, curve, curve + n, &list[i].exact, err);
        if (!code)
            code = assay_ppe_resampled(&prompts, &rng, orders, &list[i].drawn,
                                       &list[i].se, err);
    }
    return code;
}
