/*
 * judge_order.c - do judges prefer what they are shown first, and do they get better with the policy?
 *
 * Over judgements of pairs that say their order (AB: resp first) and have a verdict that is no tie:
 *
 *   bias        share that prefers the response shown first, less 1/2
 *   consistent  share of pairs judged in both orders with the same verdict
 *
 * Per checkpoint (judges[].ckpt, else that of the group) accuracy is the share of verdicts on pairs with a better response that
 * name it, and the policy's that of its responses that are correct; their correlation is Pearson's over checkpoints, three at least.
 *
 * Source: Liu et al. 2025, SPARK: Synergistic Policy And Reward Co-Evolving Framework, arXiv:2509.22624; position bias: Wang et al.
 *         2023, Large Language Models are not Fair Evaluators, arXiv:2305.17926.
 */
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/rollout_judged.h"
#include "metrics/correlation.h"
#include "reports/diagnostics/gold_pair.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <stdlib.h>

/* What is counted of a checkpoint. */
struct point {
    double judged, right;      /* verdicts on pairs with a better response */
    double responses, correct; /* of the policy */
};

struct order {
    size_t groups;
    struct assay_measured first, same, right;
    struct assay_names names; /* of checkpoints */
    struct point *point;      /* (names,) */
};

static struct point *point_of(struct order *order, struct assay_str name)
{
    const size_t before = order->names.count;
    const uint32_t at = assay_names_add(&order->names, name);

    if (order->names.count > before) {
        order->point =
            assay_memory_resize(order->point, order->names.count, sizeof(*order->point));
        order->point[at] = (struct point){0};
    }
    return &order->point[at];
}

/* 1: resp is better, -1: vs is; 0: no verdict or a tie. */
static int verdict_of(const struct assay_node *judge)
{
    const struct assay_str vote = assay_rollout_text(judge, "vote");
    double p;

    if (assay_rollout_number(judge, "p", &p))
        return (p > 0.5) - (p < 0.5);
    return assay_str_equal(vote, ASSAY_STR("A"))   ? 1
           : assay_str_equal(vote, ASSAY_STR("B")) ? -1
                                                   : 0;
}

/* Against the first verdict before it of the same judge on the same pair in the other order. */
static void hold_against(struct order *order, const struct assay_node *judges, size_t at)
{
    const struct assay_node *judge = assay_node_at(judges, at);

    for (size_t j = 0; j < at; j++) {
        const struct assay_node *other = assay_node_at(judges, j);

        if (verdict_of(other) == 0 ||
            !assay_str_equal(assay_rollout_text(other, "j"),
                             assay_rollout_text(judge, "j")) ||
            !assay_str_equal(assay_rollout_text(other, "resp"),
                             assay_rollout_text(judge, "resp")) ||
            !assay_str_equal(assay_rollout_text(other, "vs"),
                             assay_rollout_text(judge, "vs")) ||
            assay_rollout_text(other, "order").len == 0 ||
            assay_str_equal(assay_rollout_text(other, "order"),
                            assay_rollout_text(judge, "order")))
            continue;
        assay_measured_add(&order->same, order->groups,
                           verdict_of(other) == verdict_of(judge) ? 1.0 : 0.0);
        return;
    }
}

static void take_judge(struct order *order, const struct assay_rollout_view *view,
                       const struct assay_node *judges, size_t at)
{
    const struct assay_node *judge = assay_node_at(judges, at);
    const struct assay_str shown = assay_rollout_text(judge, "order");
    const int verdict = verdict_of(judge);
    struct assay_str ckpt = assay_rollout_text(judge, "ckpt");
    struct point *point;
    size_t i, k;
    int gold;

    if (verdict == 0 ||
        !assay_rollout_response(view, assay_rollout_text(judge, "resp"), &i) ||
        !assay_rollout_response(view, assay_rollout_text(judge, "vs"), &k))
        return;
    if (shown.len > 0) {
        const int side = assay_str_equal(shown, ASSAY_STR("AB")) ? 1 : -1;

        assay_measured_add(&order->first, order->groups, verdict == side ? 1.0 : 0.0);
        hold_against(order, judges, at);
    }
    gold = assay_gold_pair(view, i, k);
    if (gold == 0)
        return;
    if (ckpt.len == 0)
        ckpt = assay_rollout_text(view->record.node, "ckpt");
    point = point_of(order, ckpt);
    point->judged += 1.0;
    point->right += gold == verdict;
    assay_measured_add(&order->right, order->groups, gold == verdict ? 1.0 : 0.0);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct order *order = state;
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    const struct assay_str ckpt = assay_rollout_text(view->record.node, "ckpt");

    (void)err;
    if (view->count == 0)
        return ASSAY_OK;
    order->groups++;
    for (size_t i = 0; i < view->count; i++) {
        struct point *point = point_of(order, ckpt);
        double correct;

        if (!assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                  &correct))
            continue;
        point->responses += 1.0;
        point->correct += correct;
    }
    for (size_t j = 0; j < assay_node_count(judges); j++)
        take_judge(order, view, judges, j);
    return ASSAY_OK;
}

/* Accuracies over checkpoints that have both, with their correlation. */
static void put_checkpoints(const struct order *order, struct assay_diagnosis *out)
{
    double *x = assay_arena_new(out->arena, 2 * order->names.count + 1, sizeof(*x));
    double *y = x + order->names.count, r = 0.0;
    struct assay_page_table *table =
        assay_page_table(out->page, "checkpoints", ASSAY_STR("Judge and policy"));
    struct assay_error ignored;
    size_t n = 0;
    bool there;

    (void)assay_table_text(table, "ckpt", ASSAY_STR("checkpoint"));
    (void)assay_table_number(table, "judge", ASSAY_STR("judge, %"));
    (void)assay_table_number(table, "policy", ASSAY_STR("policy, %"));
    for (size_t i = 0; i < order->names.count; i++) {
        const struct point *point = &order->point[i];
        struct assay_row *row;

        if (point->judged == 0.0 || point->responses == 0.0)
            continue;
        x[n] = point->right / point->judged;
        y[n] = point->correct / point->responses;
        row = assay_table_row(table);
        row->cell[0] = assay_cell_text(assay_arena_copy(out->arena, order->names.at[i]));
        row->cell[1] = assay_cell_number(x[n], ASSAY_STR("percent"));
        row->cell[2] = assay_cell_number(y[n++], ASSAY_STR("percent"));
    }
    there = n >= 3 && assay_correlation_pearson(x, y, n, &r, &ignored) == ASSAY_OK;
    assay_node_put(out->arena, out->values, "correlation",
                   there ? assay_node_of_real(r) : assay_node_null());
    assay_node_put_count(out->arena, out->values, "checkpoints", n);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line line[] = {
        {"first", "the response shown first is preferred, %", "percent"},
        {"consistent", "same verdict in both orders, %", "percent"},
        {"accuracy", "verdicts that are right, %", "percent"}};
    const struct order *order = state;
    const struct assay_measured *const all[] = {&order->first, &order->same,
                                                &order->right};
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (order->first.n + order->right.n == 0) {
        out->lacks = "judges[kind=pair] with order, or of pairs of which one is better";
        return ASSAY_OK;
    }
    if (order->first.n > 0) {
        const double bias = assay_measured_mean(&order->first) - 0.5;

        assay_node_put_real(out->arena, out->values, "bias", bias);
        (void)assay_page_text(out->page,
                              assay_str_of(assay_arena_printf(
                                  out->arena,
                                  "Of %zu verdicts %.2f %% prefer the response shown "
                                  "first: a bias of %+.2f "
                                  "points.",
                                  order->first.n, 100.0 * (bias + 0.5), 100.0 * bias)));
    }
    table = assay_measured_table(out, "order", "Judges of pairs");
    for (size_t i = 0; !code && i < 3; i++)
        code = assay_measured_put(all[i], &line[i], out->values, table, out, err);
    put_checkpoints(order, out);
    return code;
}

static void end(void *state)
{
    struct order *order = state;

    assay_measured_release(&order->first);
    assay_measured_release(&order->same);
    assay_measured_release(&order->right);
    assay_names_release(&order->names);
    free(order->point);
}

const struct assay_diagnostic assay_diagnostic_judge_order = {
    .name = "judge-order",
    .summary = "do judges prefer what they are shown first, and do they get better with "
               "the policy?",
    .formula = "share that prefers the response shown first, less 1/2; Pearson's r of "
               "judge's and policy's accuracy over checkpoints",
    .needs = "judges[].order judges[].vote responses[].correct ckpt",
    .source =
        "Liu et al. 2025, SPARK, arXiv:2509.22624; Wang et al. 2023, arXiv:2305.17926",
    .rows = {62},
    .state_size = sizeof(struct order),
    .take = take,
    .tell = tell,
    .end = end,
};
