/*
 * match.c - is the answer of a response the right one?
 *
 *   text    both are spelt alike, as assay_verify_normal has it
 *   number  |a - g| <= absolute + tolerance |g|
 *   either  number where the right answer is one, else text
 *
 * and 1 or 0. Of several right answers, a list, one is enough.
 *
 * Source: percent=either: Yang et al. 2024, Qwen2.5-Math, QwenLM/Qwen2.5-Math evaluation/grader.py (math_equal,
 *         include_percentage); relaxed: Masry et al. 2022, ChartQA, arXiv:2203.10244, section 4.2 (5 %).
 */
#include "adapters/signals/match.h"

#include <math.h>

const char *const assay_match_by_words[] = {"text", "number", "either", NULL};
const char *const assay_match_percent_words[] = {"share", "either", NULL};

struct match {
    struct verify_place place; /* first, as its options have it */
    struct match_rule rule;
};

static const struct assay_option options[] = {
    VERIFY_PLACE_OPTIONS(offsetof(struct match, place)),
    MATCH_RULE_OPTIONS(offsetof(struct match, rule)),
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "exact", .settings = {"by=text"}},
    {.name = "numeric", .settings = {"by=number"}},
    {.name = "chart", .settings = {"by=either", "tolerance=0.05", "fold=true"}},
    {0},
};

static bool near(double a, double gold, const struct match_rule *rule)
{
    return fabs(a - gold) <= rule->absolute + rule->tolerance * fabs(gold);
}

static bool same_number(const struct verify_number *a, const struct verify_number *gold,
                        const struct match_rule *rule)
{
    if (rule->percent == MATCH_EITHER_PERCENT)
        return near(a->value, gold->value, rule) ||
               near(a->value, gold->value / 100.0, rule) ||
               near(a->value, gold->value * 100.0, rule);
    return near(a->percent ? a->value / 100.0 : a->value,
                gold->percent ? gold->value / 100.0 : gold->value, rule);
}

/* Whether one right answer is given; *compared says whether it could be looked at by this rule. */
static bool matches(const struct match_rule *rule, struct assay_str answer,
                    struct assay_str gold, struct assay_arena *arena, bool *compared)
{
    struct verify_number a, g;
    const bool numeric =
        rule->by != MATCH_TEXT && assay_verify_number(gold, rule->units, arena, &g);

    if (rule->by == MATCH_NUMBER && !numeric)
        return false;
    *compared = true;
    if (numeric)
        return assay_verify_number(answer, rule->units, arena, &a) &&
               same_number(&a, &g, rule);
    return answer.len > 0 &&
           assay_str_equal(assay_verify_normal(answer, rule->fold, arena),
                           assay_verify_normal(gold, rule->fold, arena));
}

/* A right answer as a text; the empty view for what is none. */
static struct assay_str gold_text(const struct assay_node *node,
                                  struct assay_arena *arena)
{
    char spelt[ASSAY_STR_REAL];
    double number;

    if (assay_node_number(node, &number))
        return assay_str_of(
            assay_arena_printf(arena, "%s", assay_str_real(number, spelt)));
    if (assay_node_is(node, ASSAY_NODE_BOOL))
        return node->as.truth ? ASSAY_STR("true") : ASSAY_STR("false");
    return assay_node_text(node);
}

bool assay_match_answer(const struct match_rule *rule, struct assay_str answer,
                        const struct assay_node *gold, struct assay_arena *arena,
                        double *out)
{
    const bool list = assay_node_is(gold, ASSAY_NODE_LIST);
    const size_t n = list ? assay_node_count(gold) : 1;
    bool compared = false, right = false;

    for (size_t k = 0; gold && k < n; k++) {
        const struct assay_str text =
            gold_text(list ? assay_node_at(gold, k) : gold, arena);

        if (text.len > 0)
            right = matches(rule, answer, text, arena, &compared) || right;
    }
    *out = right;
    return compared;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct match *match = state;
    const struct assay_node *gold =
        assay_rollout_value(view->record.node, ASSAY_STR("gold.answer"));

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        struct assay_str answer;
        double right;

        if (!gold)
            assay_signal_lack(&out[i], "gold.answer");
        else if (!assay_verify_answer(&match->place, view, i, &out[i], &answer))
            continue;
        else if (!assay_match_answer(&match->rule, answer, gold, view->arena, &right))
            assay_signal_lack(&out[i], match->rule.by == MATCH_NUMBER
                                           ? "number in gold.answer"
                                           : "text or number in gold.answer");
        else
            out[i].reward = right;
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_match = {
    .name = "match",
    .summary = "is the answer the right one, as a text or as a number?",
    .formula = "1 where |answer - gold| <= absolute + tolerance * |gold|, or where both "
               "are spelt alike, else 0",
    .needs = "answer gold.answer",
    .source = "Yang et al. 2024, Qwen2.5-Math evaluation/grader.py (percent); Masry et "
              "al. 2022, arXiv:2203.10244, section 4.2 (chart)",
    .options = options,
    .state_size = sizeof(struct match),
    .presets = presets,
    .take = take,
};
