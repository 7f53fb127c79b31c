/*
 * critiques.c - how well do critiques of steps agree, and what are more of them worth?
 *
 * Of a step, m of K critiques mark it as wrong. Over labelled steps:
 *
 *   accuracy(k)  chance that the majority of k critiques drawn of the K says what the label says:
 *                P(X >= floor(k/2) + 1), X hypergeometric, of wrong steps, and 1 less it of right ones
 *   agreement    share of pairs of critiques that say the same of a step: (C(m, 2) + C(K - m, 2)) / C(K, 2)
 *
 * Source: Xie et al. 2025, CAPO, arXiv:2508.02298 (votes that scale with the number of critiques).
 */
#include "reports/diagnostics/measured.h"

#include <math.h>

enum {
    DEEPEST = 64 /* critiques of a step */
};

struct critiques {
    double mark;
    size_t groups, deepest;
    struct assay_measured right[DEEPEST], agreement;
};

static const struct assay_option options[] = {
    {.name = "mark",
     .help = "the vote that marks a step as wrong",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct critiques, mark),
     .initial = "1"},
    {0},
};

static double log_choose(size_t n, size_t k)
{
    return lgamma((double)n + 1.0) - lgamma((double)k + 1.0) -
           lgamma((double)(n - k) + 1.0);
}

/* P(X >= q), X marks among k drawn of n, m of which are marks. */
static double chance(size_t n, size_t m, size_t k, size_t q)
{
    double sum = 0.0;

    for (size_t x = q; x <= k && x <= m; x++)
        if (k - x <= n - m)
            sum += exp(log_choose(m, x) + log_choose(n - m, k - x) - log_choose(n, k));
    return fmin(sum, 1.0);
}

static void take_step(struct critiques *self, const struct assay_node *votes,
                      double label)
{
    const size_t n =
        assay_node_count(votes) < DEEPEST ? assay_node_count(votes) : DEEPEST;
    size_t m = 0;
    double vote;

    for (size_t k = 0; k < n; k++)
        m += assay_node_number(assay_node_at(votes, k), &vote) && vote == self->mark;
    if (n > 1)
        assay_measured_add(&self->agreement, self->groups,
                           (double)(m * (m - (m > 0)) + (n - m) * (n - m - (n > m))) /
                               (double)(n * (n - 1)));
    if (isnan(label) || label == 0.0)
        return;
    for (size_t k = 1; k <= n; k++) {
        const double wrong = chance(n, m, k, k / 2 + 1);

        assay_measured_add(&self->right[k - 1], self->groups,
                           label < 0.0 ? wrong : 1.0 - wrong);
    }
    self->deepest = n > self->deepest ? n : self->deepest;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct critiques *self = state;

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    self->groups++;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        const struct assay_node *votes =
            assay_rollout_value(response, ASSAY_STR("steps.votes"));
        const struct assay_node *labels =
            assay_rollout_value(response, ASSAY_STR("steps.label"));

        for (size_t s = 0; s < assay_node_count(votes); s++) {
            double label = (double)NAN;

            (void)assay_node_number(assay_node_at(labels, s), &label);
            take_step(self, assay_node_at(votes, s), label);
        }
    }
    return ASSAY_OK;
}

static enum assay_code put_curve(const struct critiques *self,
                                 struct assay_diagnosis *out, struct assay_error *err)
{
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    struct assay_point *point =
        assay_arena_new(out->arena, self->deepest + 1, sizeof(*point));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("critiques"),
        .title = ASSAY_STR("Steps told rightly by number of critiques"),
        .description = ASSAY_STR("The majority of so many critiques, held to labels."),
        .x_label = ASSAY_STR("critiques"),
        .y_label = ASSAY_STR("accuracy, %"),
        .series = series,
        .series_count = 1,
        .level = out->replicates > 1 ? out->level : 0.0};

    for (size_t k = 0; k < self->deepest; k++) {
        const double mean = assay_measured_mean(&self->right[k]);
        enum assay_code code;

        point[k] = (struct assay_point){
            .x = (double)(k + 1), .y = 100.0 * mean, .n = self->right[k].n};
        assay_node_put_real(out->arena, map, assay_arena_printf(out->arena, "%zu", k + 1),
                            mean);
        code = assay_measured_interval(&self->right[k], out, &point[k].has_band,
                                       &point[k].lo, &point[k].hi, err);
        if (code)
            return code;
        point[k].lo *= 100.0;
        point[k].hi *= 100.0;
    }
    assay_node_put(out->arena, out->values, "accuracy", *map);
    series[0] = (struct assay_series){.name = ASSAY_STR("majority"),
                                      .x_label = spec.x_label,
                                      .y_label = spec.y_label,
                                      .look = ASSAY_LOOK_CURVE,
                                      .points = point,
                                      .count = self->deepest};
    if (self->deepest > 1)
        (void)assay_page_figure(out->page, &spec);
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line lines[] = {
        {"agreement", "pairs of critiques that agree on a step", "percent"},
        {"majority", "steps that the majority of all critiques tells rightly",
         "percent"}};
    const struct critiques *self = state;
    const size_t last = self->deepest > 0 ? self->deepest - 1 : 0;
    struct assay_page_table *table;
    enum assay_code code;

    if (self->agreement.n == 0 && self->deepest == 0) {
        out->lacks = "steps.votes of several critiques";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(
            self->deepest > 0
                ? assay_arena_printf(out->arena,
                                     "One critique tells %.4g %% of labelled steps "
                                     "rightly, the majority "
                                     "of %zu %.4g %%.",
                                     100.0 * assay_measured_mean(&self->right[0]),
                                     self->deepest,
                                     100.0 * assay_measured_mean(&self->right[last]))
                : assay_arena_printf(out->arena,
                                     "Two critiques of a step agree %.4g %% of the time.",
                                     100.0 * assay_measured_mean(&self->agreement))));
    table = assay_measured_table(out, "critiques", "Critiques of steps");
    code = assay_measured_put(&self->agreement, &lines[0], out->values, table, out, err);
    if (!code)
        code = assay_measured_put(&self->right[last], &lines[1], out->values, table, out,
                                  err);
    return !code && self->deepest > 0 ? put_curve(self, out, err) : code;
}

static void end(void *state)
{
    struct critiques *self = state;

    for (size_t k = 0; k < DEEPEST; k++)
        assay_measured_release(&self->right[k]);
    assay_measured_release(&self->agreement);
}

const struct assay_diagnostic assay_diagnostic_critiques = {
    .name = "critiques",
    .summary = "how well do critiques of steps agree, and what are more of them worth?",
    .formula = "chance that the majority of k of K critiques says what the label says",
    .needs = "steps.votes steps.label",
    .source = "Xie et al. 2025, CAPO, arXiv:2508.02298",
    .rows = {54},
    .options = options,
    .state_size = sizeof(struct critiques),
    .take = take,
    .tell = tell,
    .end = end,
};
