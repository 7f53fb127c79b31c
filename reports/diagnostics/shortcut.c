/*
 * shortcut.c - are answers about pictures right without a sound reading of the picture?
 *
 * Over responses whose answer was judged, and the answer that the model's own description gives (alt):
 *
 *   shortcut rate  P(correct | alt wrong): right although the description does not carry the answer
 *   grounded       P(alt right | correct)
 *   accuracy, description accuracy
 *
 * Source: Vision-SR1: Self-Rewarding Vision-Language Model via Reasoning Decomposition, arXiv:2508.19652, section 4 (language
 *         shortcut rate).
 */
#include "reports/diagnostics/share.h"

struct shortcut {
    size_t count[2][2]; /* by whether the answer, and the description's, is right */
};

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct shortcut *shortcut = state;

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        double right, described;

        if (assay_rollout_number(response, "correct", &right) &&
            assay_rollout_number(response, "alt.correct", &described))
            shortcut->count[right > 0.5][described > 0.5]++;
    }
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct shortcut *shortcut = state;
    const size_t taken = shortcut->count[1][0], wrong = taken + shortcut->count[0][0];
    const size_t grounded = shortcut->count[1][1], right = taken + grounded;
    const size_t n = wrong + grounded + shortcut->count[0][1];
    struct assay_page_table *table;
    enum assay_code code;

    if (n == 0) {
        out->lacks = "correct with alt.correct";
        return ASSAY_OK;
    }
    assay_node_put_count(out->arena, out->values, "responses", n);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Of %zu responses whose description does not give the right answer, %zu "
            "are right all the same: so often something other than what was described "
            "led to the answer.",
            wrong, taken)));
    table =
        assay_page_table(out->page, "shortcuts", ASSAY_STR("Answers and descriptions"));
    (void)assay_table_text(table, "what", ASSAY_STR(""));
    assay_table_number(table, "share", ASSAY_STR("%"))->interval = ASSAY_STR("Wilson");
    (void)assay_table_number(table, "of", ASSAY_STR("of"));
    table->n = n;
    table->of = "responses";
    code = assay_diagnosis_share(out, table, "shortcut rate", taken, wrong, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "grounded", grounded, right, err);
    if (!code)
        code = assay_diagnosis_share(out, table, "accuracy", right, n, err);
    if (!code)
        code =
            assay_diagnosis_share(out, table, "description accuracy", n - wrong, n, err);
    return code;
}

const struct assay_diagnostic assay_diagnostic_shortcut = {
    .name = "shortcut",
    .summary = "are answers right that the model's own description does not give?",
    .formula = "P(correct | alt wrong), P(alt right | correct)",
    .needs = "correct alt.correct",
    .source = "Vision-SR1, arXiv:2508.19652, section 4",
    .rows = {26},
    .state_size = sizeof(struct shortcut),
    .take = take,
    .tell = tell,
};
