/*
 * critics.c - several critics of the same responses: what each picks, what they pick together, where they disagree.
 *
 *   pick_k      mean over groups of right / (right + wrong) among the responses that critic k scores highest
 *   fusion      the same of the critics' mean
 *   best        the same of the weights of a grid that pick best, on the groups that they were chosen on
 *   disagree    share of groups in which two critics score different responses highest (of equals the first)
 *   rescued     share of groups in which the mean picks a right one and some critic a wrong one
 *
 * Groups with right and wrong responses that all critics scored.
 *
 * Source: Tian et al. 2024, AlphaLLM, arXiv:2404.12253, section 4.4 (three critics).
 */
#include "harness/core/word_list.h"
#include "metrics/aggregate.h"
#include "metrics/critic_fusion.h"
#include "reports/diagnostics/measured.h"

#include <math.h>

enum {
    CASES_MAX = 10
};

struct critics {
    const char *paths;
    unsigned aggregate;
    size_t parts, count, groups, cases;
    const char *path[ASSAY_CRITICS_MAX];
    struct assay_critic_grid *grid;
    struct assay_measured pick[ASSAY_CRITICS_MAX], fusion, disagree, rescued;
    const char *example[CASES_MAX]; /* groups in which critics disagree */
    struct assay_arena arena;
};

static const char *const aggregates[] = {
    "prod", "geomean", "min", "mean",
    "last", "max",     "sum", NULL}; /* enum assay_aggregate */

static const struct assay_option options[] = {
    {.name = "critics",
     .help = "paths of the response by comma; scores of steps are aggregated",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct critics, paths),
     .initial = "steps.score.v,steps.score.prm,reward.orm",
     .value = "PATHS"},
    {.name = "aggregate",
     .help = "how scores of steps become one",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct critics, aggregate),
     .initial = "last",
     .choices = aggregates},
    {.name = "parts",
     .help = "of the grid: weights are multiples of one over this",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct critics, parts),
     .initial = "10",
     .lo = 1,
     .hi = ASSAY_CRITIC_PARTS,
     .value = "N"},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct critics *self = state;
    struct assay_str word;

    while (self->count < ASSAY_CRITICS_MAX &&
           assay_word_at(self->paths, self->count, &word))
        self->path[self->count++] = assay_arena_copy(&self->arena, word).ptr;
    if (self->count < 2 || assay_word_at(self->paths, self->count, &word))
        return assay_fail(err, ASSAY_EUSAGE, "critics: from two to %d paths, not \"%s\"",
                          ASSAY_CRITICS_MAX, self->paths);
    self->grid = assay_critic_grid_new(self->count, self->parts);
    return ASSAY_OK;
}

/* NaN where it is missing. */
static enum assay_code score_of(const struct critics *self,
                                const struct assay_rollout_view *view,
                                const struct assay_node *response, size_t k, double *out,
                                struct assay_error *err)
{
    const double *step;
    struct assay_error why;
    size_t n;
    enum assay_code code;

    *out = (double)NAN;
    if (!assay_str_starts(assay_str_of(self->path[k]), ASSAY_STR("steps."))) {
        if (!assay_rollout_number(response, self->path[k], out))
            *out = (double)NAN;
        return ASSAY_OK;
    }
    code = assay_rollout_array(view, response, self->path[k], &step, &n, err);
    if (!code && step &&
        assay_aggregate_steps(step, n, (enum assay_aggregate)self->aggregate, out, &why))
        *out = (double)NAN;
    return code;
}

static size_t highest(const double *score, size_t n)
{
    size_t best = 0;

    for (size_t i = 1; i < n; i++)
        if (score[i] > score[best])
            best = i;
    return best;
}

/* What is picked of a group with right and wrong responses; score (n, count). */
static void add(struct critics *self, const struct assay_rollout_view *view,
                const double *score, const bool *right, size_t n)
{
    double *column = assay_arena_new(view->arena, n, sizeof(*column));
    double weight[ASSAY_CRITICS_MAX];
    size_t first = 0;
    bool differ = false, wrong = false;

    for (size_t k = 0; k < self->count; k++) {
        size_t top;

        weight[k] = 1.0 / (double)self->count;
        for (size_t i = 0; i < n; i++)
            column[i] = score[i * self->count + k];
        top = highest(column, n);
        first = k == 0 ? top : first;
        differ = differ || top != first;
        wrong = wrong || !right[top];
        assay_measured_add(&self->pick[k], self->groups,
                           assay_critic_pick(column, right, n));
    }
    for (size_t i = 0; i < n; i++)
        column[i] = assay_critic_fuse(score + i * self->count, weight, self->count);
    assay_measured_add(&self->fusion, self->groups, assay_critic_pick(column, right, n));
    assay_measured_add(&self->disagree, self->groups, differ);
    assay_measured_add(&self->rescued, self->groups, wrong && right[highest(column, n)]);
    assay_critic_grid_add(self->grid, score, right, n);
    if (differ && self->cases < CASES_MAX)
        self->example[self->cases++] =
            assay_arena_copy(&self->arena,
                             assay_rollout_item(view->record.node, view->arena))
                .ptr;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct critics *self = state;
    double *score =
        assay_arena_new(view->arena, (view->count + 1) * self->count, sizeof(*score));
    bool *right = assay_arena_new(view->arena, view->count + 1, sizeof(*right));
    size_t n = 0, count = 0;
    enum assay_code code = ASSAY_OK;

    self->groups++;
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        bool whole = true;
        double correct;

        if (!assay_rollout_number(response, "correct", &correct))
            continue;
        for (size_t k = 0; !code && k < self->count; k++) {
            double *at = &score[n * self->count + k];

            code = score_of(self, view, response, k, at, err);
            whole = whole && !isnan(*at);
        }
        if (!whole)
            continue;
        right[n++] = correct > 0.5;
        count += correct > 0.5;
    }
    if (!code && count > 0 && count < n)
        add(self, view, score, right, n);
    return code;
}

static void put_best(const struct critics *self, struct assay_diagnosis *out,
                     struct assay_page_table *table)
{
    struct assay_row *row = assay_table_row(table);
    struct assay_node *list = assay_node_list(out->arena);
    double weight[ASSAY_CRITICS_MAX], accuracy = 0.0;
    struct assay_buf text = {0};

    (void)assay_critic_grid_best(self->grid, weight, &accuracy);
    for (size_t k = 0; k < self->count; k++) {
        (void)assay_node_push(out->arena, list, assay_node_of_real(weight[k]));
        assay_buf_printf(&text, "%s%.4g", k ? ", " : "", weight[k]);
    }
    assay_node_put(out->arena, out->values, "best_weights", *list);
    assay_node_put_real(out->arena, out->values, "best", accuracy);
    row->cell[0] = assay_cell_text(assay_str_of(assay_arena_printf(
        out->arena, "best weights of the grid, chosen on these groups: %.*s",
        (int)text.len, text.data)));
    row->cell[1] = assay_cell_number(accuracy, ASSAY_STR("percent"));
    row->cell[2] = assay_cell_count(self->fusion.n);
    assay_buf_release(&text);
}

static void put_cases(const struct critics *self, struct assay_diagnosis *out)
{
    struct assay_node *list = assay_node_list(out->arena);
    struct assay_page_table *table;

    for (size_t c = 0; c < self->cases; c++)
        (void)assay_node_push(out->arena, list, assay_node_of_string(self->example[c]));
    assay_node_put(out->arena, out->values, "disagreements", *list);
    if (self->cases == 0)
        return;
    table =
        assay_page_table(out->page, "disagreements",
                         ASSAY_STR("Groups in which critics disagree (the first ten)"));
    table->block->depth = ASSAY_DEPTH_MORE;
    (void)assay_table_text(table, "group", ASSAY_STR("group"));
    for (size_t c = 0; c < self->cases; c++)
        assay_table_row(table)->cell[0] = assay_cell_text(assay_str_of(self->example[c]));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line together[] = {
        {"fusion", "their mean", "percent"},
        {"disagree", "groups in which critics disagree", "percent"},
        {"rescued", "groups in which the mean is right and some critic wrong",
         "percent"}};
    struct critics *self = state;
    const struct assay_measured *const of[] = {&self->fusion, &self->disagree,
                                               &self->rescued};
    struct assay_node *picks = assay_node_map(out->arena);
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (self->fusion.n == 0) {
        out->lacks = assay_arena_printf(
            out->arena, "%s and correct, in a group with right and wrong responses",
            self->paths);
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "%zu critics disagree on the best response in %.1f %% of %zu groups; "
            "their mean picks a right one in %.1f %%.",
            self->count, 100.0 * assay_measured_mean(&self->disagree), self->fusion.n,
            100.0 * assay_measured_mean(&self->fusion))));
    table = assay_measured_table(out, "picks", "Right responses picked");
    for (size_t k = 0; !code && k < self->count; k++) {
        const struct assay_measured_line line = {self->path[k], self->path[k], "percent"};

        code = assay_measured_put(&self->pick[k], &line, picks, table, out, err);
    }
    assay_node_put(out->arena, out->values, "picks", *picks);
    for (size_t k = 0; !code && k < 3; k++)
        code = assay_measured_put(of[k], &together[k], out->values, table, out, err);
    put_best(self, out, table);
    put_cases(self, out);
    return code;
}

static void end(void *state)
{
    struct critics *self = state;

    for (size_t k = 0; k < ASSAY_CRITICS_MAX; k++)
        assay_measured_release(&self->pick[k]);
    assay_measured_release(&self->fusion);
    assay_measured_release(&self->disagree);
    assay_measured_release(&self->rescued);
    assay_critic_grid_free(self->grid);
    assay_arena_release(&self->arena);
}

const struct assay_diagnostic assay_diagnostic_critics = {
    .name = "critics",
    .summary = "what several critics pick, alone and together, and where they disagree",
    .formula =
        "right / (right + wrong) among the responses of the highest score, by critic and "
        "by their mean",
    .needs = "steps.score.v steps.score.prm reward.orm correct",
    .source = "Tian et al. 2024, arXiv:2404.12253, section 4.4",
    .rows = {65},
    .quirk = "the paper's weights are not told: the mean, and the best of a grid",
    .options = options,
    .state_size = sizeof(struct critics),
    .begin = begin,
    .take = take,
    .tell = tell,
    .end = end,
};
