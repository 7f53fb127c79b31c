/*
 * goals.c - of an agent that sets its own goals: are its judge's labels right, and how different are the goals?
 *
 *   kappa    Cohen's, of a point judgement (score above 1/2) and what a check says (correct)
 *   entropy  -sum_g p_g log p_g over the goals of groups (principle), nats; divided by log of their number it is in [0, 1]
 *
 * Source: Colas et al. 2023, Augmenting Autotelic Agents with Large Language Models, arXiv:2305.12487: trajectories are relabelled
 *         with goals that they reached, and judged.
 */
#include "harness/core/memory.h"
#include "harness/core/rollout_judged.h"
#include "harness/core/tally.h"
#include "metrics/agreement.h"
#include "reports/diagnostics/diagnostic.h"

#include <math.h>
#include <stdlib.h>

enum {
    VERDICTS_MAX = 1 << 24
};

struct goals {
    int *verdict; /* (2 n,) a judge's and a check's, one behind the other */
    size_t n, room;
    struct assay_tally goals; /* of groups */
    size_t groups;
};

static void take_verdict(struct goals *goals, int judged, int checked)
{
    if (goals->n == VERDICTS_MAX)
        return;
    if (goals->n == goals->room) {
        goals->room = assay_memory_grow(goals->room, goals->n + 1);
        goals->verdict =
            assay_memory_resize(goals->verdict, 2 * goals->room, sizeof(*goals->verdict));
    }
    goals->verdict[2 * goals->n] = judged;
    goals->verdict[2 * goals->n++ + 1] = checked;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct goals *goals = state;
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    const struct assay_str goal = assay_rollout_text(view->record.node, "principle");

    (void)err;
    if (view->record.kind == ASSAY_ROLLOUT_GROUP && goal.len > 0) {
        (void)assay_tally_add(&goals->goals, goal);
        goals->groups++;
    }
    for (size_t j = 0; j < assay_node_count(judges); j++) {
        const struct assay_node *judge = assay_node_at(judges, j);
        double score, correct;
        size_t i;

        if (assay_str_equal(assay_rollout_text(judge, "kind"), ASSAY_STR("point")) &&
            assay_rollout_response(view, assay_rollout_text(judge, "resp"), &i) &&
            assay_rollout_number(judge, "score", &score) &&
            assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                 &correct))
            take_verdict(goals, score > 0.5, correct > 0.5);
    }
    return ASSAY_OK;
}

static double entropy_of(const struct goals *goals)
{
    double sum = 0.0;

    for (size_t i = 0; i < goals->goals.names.count; i++) {
        const double p = (double)goals->goals.count[i] / (double)goals->groups;

        sum -= p * log(p);
    }
    return sum;
}

/* False where chance alone would have them agree. */
static bool kappa_of(const struct goals *goals, double *out)
{
    int *x = assay_memory_new(2 * goals->n + 1, sizeof(*x));
    struct assay_error ignored;
    bool there;

    for (size_t i = 0; i < goals->n; i++) {
        x[i] = goals->verdict[2 * i];
        x[goals->n + i] = goals->verdict[2 * i + 1];
    }
    there = goals->n > 0 &&
            assay_agreement_kappa(x, x + goals->n, goals->n, out, &ignored) == ASSAY_OK;
    free(x);
    return there;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    const struct goals *goals = state;
    const double entropy = goals->groups ? entropy_of(goals) : 0.0;
    struct assay_page_table *table;
    struct assay_row *row;
    double kappa = 0.0;
    const bool has_kappa = kappa_of(goals, &kappa);

    (void)err;
    if (goals->groups == 0 && goals->n == 0) {
        out->lacks = "principle, or judges[kind=point] of responses with correct";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "%zu groups have %zu different goals (entropy %.4g nats); %zu labels "
            "of judges were held against checks.",
            goals->groups, goals->goals.names.count, entropy, goals->n)));
    table = assay_page_table(out->page, "goals", ASSAY_STR("Goals and labels"));
    (void)assay_table_text(table, "what", ASSAY_STR(""));
    (void)assay_table_number(table, "value", ASSAY_STR("value"));
    row = assay_table_row(table);
    row->cell[0] = assay_cell_text(ASSAY_STR("kappa of judges and checks"));
    row->cell[1] = has_kappa ? assay_cell_number(kappa, ASSAY_STR(""))
                             : assay_cell_undefined(ASSAY_STR("one label alone"));
    row = assay_table_row(table);
    row->cell[0] = assay_cell_text(ASSAY_STR("entropy of goals, nats"));
    row->cell[1] = assay_cell_number(entropy, ASSAY_STR(""));
    assay_node_put(out->arena, out->values, "kappa",
                   has_kappa ? assay_node_of_real(kappa) : assay_node_null());
    assay_node_put_count(out->arena, out->values, "labels", goals->n);
    assay_node_put_count(out->arena, out->values, "goals", goals->goals.names.count);
    assay_node_put_real(out->arena, out->values, "entropy", entropy);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct goals *goals = state;

    free(goals->verdict);
    assay_tally_release(&goals->goals);
}

const struct assay_diagnostic assay_diagnostic_goals = {
    .name = "goals",
    .summary = "are labels of goals right, and how different are the goals?",
    .formula = "Cohen's kappa of score > 1/2 and correct; entropy of principle, nats",
    .needs = "principle judges[].score responses[].correct",
    .source = "Colas et al. 2023, arXiv:2305.12487",
    .rows = {27},
    .state_size = sizeof(struct goals),
    .take = take,
    .tell = tell,
    .end = end,
};
