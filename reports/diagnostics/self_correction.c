/*
 * self_correction.c - does a second attempt mend answers or break them?
 *
 * Over responses with a first and a second attempt (turns with attempt 1 and 2 and correct):
 *
 *   acc@t1, acc@t2           shares of right answers at the first and at the second attempt
 *   delta                    acc@t2 - acc@t1
 *   delta(i->c), delta(c->i) shares of all that went from wrong to right, and from right to wrong
 *
 * so that delta = delta(i->c) - delta(c->i).
 *
 * Source: Kumar et al. 2024, Training Language Models to Self-Correct via Reinforcement Learning, arXiv:2409.12917,
 *         section 3 (metrics).
 */
#include "reports/diagnostics/share.h"

struct self_correction {
    size_t count[2]
                [2]; /* responses by whether the first and the second attempt are right */
};

/* True, with both, if a response has two attempts that somebody judged. */
static bool attempts_of(const struct assay_node *response, unsigned right[2])
{
    const struct assay_node *turns = assay_node_get(response, "turns");
    bool seen[2] = {false, false};
    double attempt, correct;

    for (size_t i = 0; i < assay_node_count(turns); i++) {
        const struct assay_node *turn = assay_node_at(turns, i);

        if (!assay_rollout_number(turn, "attempt", &attempt) ||
            !assay_rollout_number(turn, "correct", &correct))
            continue;
        for (unsigned k = 0; k < 2; k++)
            if (attempt == k + 1) {
                seen[k] = true;
                right[k] = correct > 0.5;
            }
    }
    return seen[0] && seen[1];
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct self_correction *self = state;
    unsigned right[2] = {0, 0};

    (void)err;
    for (size_t i = 0; i < view->count; i++)
        if (attempts_of(assay_rollout_view_response(view, i), right))
            self->count[right[0]][right[1]]++;
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct self_correction *self = state;
    const size_t mended = self->count[0][1], broken = self->count[1][0];
    const size_t first = broken + self->count[1][1], second = mended + self->count[1][1];
    const size_t n = first + mended + self->count[0][0];
    struct assay_page_table *table;
    enum assay_code code;

    if (n == 0) {
        out->lacks = "turns[].attempt with turns[].correct, 1 and 2";
        return ASSAY_OK;
    }
    assay_node_put_count(out->arena, out->values, "responses", n);
    assay_node_put_real(out->arena, out->values, "delta",
                        ((double)second - (double)first) / (double)n);
    (void)assay_page_text(
        out->page, assay_str_of(assay_arena_printf(
                       out->arena,
                       "Of %zu responses the second attempt mended %zu and broke %zu: "
                       "%s.",
                       n, mended, broken,
                       mended > broken   ? "correcting itself helps"
                       : mended < broken ? "correcting itself harms"
                                         : "nothing is gained")));
    table = assay_page_table(out->page, "attempts", ASSAY_STR("Two attempts"));
    (void)assay_table_text(table, "what", ASSAY_STR(""));
    assay_table_number(table, "share", ASSAY_STR("%"))->interval = ASSAY_STR("Wilson");
    table->n = n;
    table->of = "responses";
    code = assay_diagnosis_share(out, table, "acc@t1", first, n, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "acc@t2", second, n, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "wrong to right", mended, n, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "right to wrong", broken, n, err);
    return code;
}

const struct assay_diagnostic assay_diagnostic_self_correction = {
    .name = "self-correction",
    .summary = "does a second attempt mend answers or break them?",
    .formula = "acc@t1, acc@t2, shares that went from wrong to right and from right to "
               "wrong",
    .needs = "turns[].attempt turns[].correct",
    .source = "Kumar et al. 2024, arXiv:2409.12917, section 3",
    .rows = {35},
    .state_size = sizeof(struct self_correction),
    .take = take,
    .tell = tell,
};
