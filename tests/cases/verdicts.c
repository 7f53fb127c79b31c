/* verdicts.c - cases of the benchmarks' parsers of judge texts. */
#include "harness/core/verdict.h"
#include "metrics/credit.h"
#include "tests/cases/case.h"

static bool verdict_of(const char *parser, struct assay_str text, double *value)
{
    return assay_verdict_find(assay_str_of(parser))->parse(text, value);
}

/* The right answer stands first, unless the pair was shown in the other order. */
enum assay_code case_rb1_verdict(const struct assay_node *input,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err)
{
    const struct assay_node *texts = assay_node_get(input, "text");
    const struct assay_node *shuffled = assay_node_get(input, "shuffled");
    const size_t n = assay_node_count(texts);
    double *credit = assay_arena_new(arena, n + 1, sizeof(*credit));

    (void)err;
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *swapped = assay_node_at(shuffled, i);
        double said = 0.0;

        (void)verdict_of("rewardbench", assay_node_text(assay_node_at(texts, i)), &said);
        if (assay_node_is(swapped, ASSAY_NODE_BOOL) && swapped->as.truth)
            said = -said;
        credit[i] =
            assay_credit_of((struct assay_top){said >= 0.0, said <= 0.0}, ASSAY_TIE_HALF)
                .value;
    }
    *out = case_list_node(credit, n, arena);
    return ASSAY_OK;
}

enum assay_code case_rb2_rating_parse(const struct assay_node *input,
                                      struct assay_arena *arena, struct assay_node *out,
                                      struct assay_error *err)
{
    const struct assay_node *texts = assay_node_get(input, "text");
    const size_t n = assay_node_count(texts);
    double *rating = assay_arena_new(arena, n + 1, sizeof(*rating));

    (void)err;
    for (size_t i = 0; i < n; i++)
        if (!verdict_of("rating", assay_node_text(assay_node_at(texts, i)), &rating[i]))
            rating[i] = -1.0;
    *out = case_list_node(rating, n, arena);
    return ASSAY_OK;
}
