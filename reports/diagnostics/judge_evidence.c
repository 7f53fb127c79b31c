/*
 * judge_evidence.c - are judges with tools right more often, and do they favour themselves?
 *
 * A verdict is a point judgement of a response whose correct is known (right where its score is above the threshold), or one of a
 * pair of which it is known who is better. Verdicts with and without tools (judges[].tools) on the same response or pair, of
 * any judge, are paired, the first of each:
 *
 *   McNemar's test of b, right with tools alone, against c, right without alone
 *
 * Self-bias is, over pairs of which one response is the judge's own (src is j), the share that it gives to its own less the share
 * that is better; the gap is the mean over groups of the best point score less the worst.
 *
 * Source: Zhou et al. 2025, Anyprefer: An Agentic Framework for Preference Data Synthesis, arXiv:2504.19276; McNemar (1947).
 */
#include "harness/core/names.h"
#include "harness/core/rollout_judged.h"
#include "metrics/interval.h"
#include "metrics/paired.h"
#include "reports/diagnostics/gold_pair.h"
#include "reports/diagnostics/measured.h"

#include <math.h>

struct evidence {
    double threshold;
    size_t groups;
    struct assay_measured right[2];  /* without and with tools: 1 for a right verdict */
    unsigned both, only[2], neither; /* paired verdicts */
    struct assay_measured own, own_better, gap;
};

static const struct assay_option options[] = {
    {.name = "threshold",
     .help = "a point score above it says that the response is right",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct evidence, threshold),
     .initial = "0.5",
     .lo = -1e9,
     .hi = 1e9},
    {0},
};

static bool has_tools(const struct assay_node *judge)
{
    const struct assay_node *tools = assay_node_get(judge, "tools");

    return tools && !assay_node_is(tools, ASSAY_NODE_NULL) &&
           (!assay_node_is(tools, ASSAY_NODE_LIST) || assay_node_count(tools) > 0);
}

/* Whom a pair's verdict prefers: 1 the first, -1 the second, 0 neither; false without a verdict. */
static bool vote_of(const struct assay_node *judge, int *out)
{
    const struct assay_str vote = assay_rollout_text(judge, "vote");
    double p;

    if (assay_rollout_number(judge, "p", &p))
        *out = (p > 0.5) - (p < 0.5);
    else if (vote.len > 0)
        *out = assay_str_equal(vote, ASSAY_STR("A"))   ? 1
               : assay_str_equal(vote, ASSAY_STR("B")) ? -1
                                                       : 0;
    else
        return false;
    return true;
}

/* Whether a verdict is right: 1, 0, -1 where that is not known. */
static int right_of(const struct evidence *self, const struct assay_rollout_view *view,
                    const struct assay_node *judge)
{
    double score, correct;
    size_t i, k;
    int vote, gold;

    if (!assay_rollout_response(view, assay_rollout_text(judge, "resp"), &i))
        return -1;
    if (assay_rollout_response(view, assay_rollout_text(judge, "vs"), &k)) {
        gold = assay_gold_pair(view, i, k);
        return gold == 0 || !vote_of(judge, &vote) ? -1 : vote == gold;
    }
    if (!assay_rollout_number(judge, "score", &score) ||
        !assay_rollout_number(assay_rollout_view_response(view, i), "correct", &correct))
        return -1;
    return (score > self->threshold) == (correct > 0.5);
}

static bool is_same(const struct assay_node *a, const struct assay_node *b)
{
    return assay_str_equal(assay_rollout_text(a, "resp"),
                           assay_rollout_text(b, "resp")) &&
           assay_str_equal(assay_rollout_text(a, "vs"), assay_rollout_text(b, "vs"));
}

/* The first verdict on the same thing as one with tools, without tools. */
static void pair_up(struct evidence *self, const struct assay_rollout_view *view,
                    const struct assay_node *judges, size_t at)
{
    const struct assay_node *with = assay_node_at(judges, at);
    const int right = right_of(self, view, with);

    for (size_t j = 0; j < at; j++)
        if (has_tools(assay_node_at(judges, j)) &&
            is_same(assay_node_at(judges, j), with))
            return; /* not the first with tools */
    for (size_t j = 0; right >= 0 && j < assay_node_count(judges); j++) {
        const struct assay_node *without = assay_node_at(judges, j);
        const int other = has_tools(without) || !is_same(without, with)
                              ? -1
                              : right_of(self, view, without);

        if (other < 0)
            continue;
        self->both += right && other;
        self->neither += !right && !other;
        self->only[1] += right && !other;
        self->only[0] += !right && other;
        return;
    }
}

/* A judge's verdict on a pair of which one response is its own. */
static void take_own(struct evidence *self, const struct assay_rollout_view *view,
                     const struct assay_node *judge)
{
    const struct assay_str j = assay_rollout_text(judge, "j");
    size_t i, k;
    int vote;
    bool first, second;

    if (!assay_rollout_response(view, assay_rollout_text(judge, "resp"), &i) ||
        !assay_rollout_response(view, assay_rollout_text(judge, "vs"), &k) ||
        !vote_of(judge, &vote))
        return;
    first = assay_str_equal(
        assay_rollout_text(assay_rollout_view_response(view, i), "src"), j);
    second = assay_str_equal(
        assay_rollout_text(assay_rollout_view_response(view, k), "src"), j);
    if (first == second || assay_gold_pair(view, i, k) == 0)
        return;
    vote = first ? vote : -vote;
    assay_measured_add(&self->own, self->groups, (double)(vote + 1) / 2.0);
    assay_measured_add(&self->own_better, self->groups,
                       (assay_gold_pair(view, i, k) > 0) == first ? 1.0 : 0.0);
}

static void take_gap(struct evidence *self, const struct assay_node *judges)
{
    double best = -HUGE_VAL, worst = HUGE_VAL, score;

    for (size_t j = 0; j < assay_node_count(judges); j++) {
        const struct assay_node *judge = assay_node_at(judges, j);

        if (!assay_str_equal(assay_rollout_text(judge, "kind"), ASSAY_STR("point")) ||
            !assay_rollout_number(judge, "score", &score))
            continue;
        best = fmax(best, score);
        worst = fmin(worst, score);
    }
    if (best >= worst)
        assay_measured_add(&self->gap, self->groups, best - worst);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct evidence *self = state;
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");

    (void)err;
    self->groups += view->count > 0;
    for (size_t j = 0; j < assay_node_count(judges); j++) {
        const struct assay_node *judge = assay_node_at(judges, j);
        const int right = right_of(self, view, judge);

        if (right >= 0)
            assay_measured_add(&self->right[has_tools(judge) ? 1 : 0], self->groups,
                               right);
        if (has_tools(judge))
            pair_up(self, view, judges, j);
        take_own(self, view, judge);
    }
    take_gap(self, judges);
    return ASSAY_OK;
}

static enum assay_code put_all(const struct evidence *self, struct assay_diagnosis *out,
                               struct assay_error *err)
{
    const struct {
        const struct assay_measured *measured;
        struct assay_measured_line line;
    } all[] = {
        {&self->right[0], {"accuracy", "right without tools, %", "percent"}},
        {&self->right[1], {"accuracy_tools", "right with tools, %", "percent"}},
        {&self->own, {"own", "pairs given to the judge's own response, %", "percent"}},
        {&self->own_better, {"own_better", "of which it is better, %", "percent"}},
        {&self->gap, {"gap", "best score less worst, in a group", ""}},
    };
    struct assay_page_table *table =
        assay_measured_table(out, "evidence", "Verdicts of judges");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < sizeof(all) / sizeof(all[0]); i++)
        code = assay_measured_put(all[i].measured, &all[i].line, out->values, table, out,
                                  err);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct evidence *self = state;
    const unsigned n = self->both + self->neither + self->only[0] + self->only[1];
    const struct assay_mcnemar test = assay_paired_mcnemar(self->only[1], self->only[0]);

    if (self->right[0].n + self->right[1].n + self->gap.n == 0) {
        out->lacks =
            "judges of responses with correct, or of pairs of which one is better";
        return ASSAY_OK;
    }
    if (n > 0)
        (void)assay_page_text(
            out->page,
            assay_str_of(assay_arena_printf(
                out->arena,
                "On %u things judged with and without tools, %u were right with tools "
                "alone and %u without alone (McNemar's exact p %.4g): %s.",
                n, self->only[1], self->only[0], test.exact,
                test.exact >= 1.0 - out->level  ? "no difference is shown"
                : self->only[1] > self->only[0] ? "tools help"
                                                : "tools harm")));
    else
        (void)assay_page_text(
            out->page, ASSAY_STR("Nothing was judged both with and without tools."));
    assay_node_put_count(out->arena, out->values, "paired", n);
    assay_node_put_count(out->arena, out->values, "with_alone", self->only[1]);
    assay_node_put_count(out->arena, out->values, "without_alone", self->only[0]);
    assay_node_put_real(out->arena, out->values, "p", test.exact);
    if (self->own.n > 0)
        assay_node_put_real(out->arena, out->values, "self_bias",
                            assay_measured_mean(&self->own) -
                                assay_measured_mean(&self->own_better));
    return put_all(self, out, err);
}

static void end(void *state)
{
    struct evidence *self = state;

    assay_measured_release(&self->right[0]);
    assay_measured_release(&self->right[1]);
    assay_measured_release(&self->own);
    assay_measured_release(&self->own_better);
    assay_measured_release(&self->gap);
}

const struct assay_diagnostic assay_diagnostic_judge_evidence = {
    .name = "judge-evidence",
    .summary = "are judges with tools right more often, and do they favour themselves?",
    .formula = "McNemar of verdicts with and without tools; share given to own responses "
               "less share that is better",
    .needs = "judges[].tools judges[].score responses[].correct responses[].src",
    .source = "Zhou et al. 2025, arXiv:2504.19276; McNemar (1947)",
    .rows = {21},
    .options = options,
    .state_size = sizeof(struct evidence),
    .take = take,
    .tell = tell,
    .end = end,
};
