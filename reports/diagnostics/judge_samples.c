/*
 * judge_samples.c - how much better does a judge get by being asked k times?
 *
 *   accuracy(k)  chance that the response with the highest sum of k of a group's K samples is the best one in truth, of equal
 *                sums one at random: the mean over subsets of k, and over groups with K >= k
 *   ties(k)      share of subsets with equal sums on top
 *   filtered     the same of the `best` samples with the highest meta scores alone
 *
 * For two responses and scores of which each sample gives one point to one of the two, of K c to the better one,
 *
 *   accuracy(k) = P(X > k/2) + P(X = k/2) / 2,   X hypergeometric: k drawn of K, c of which are right
 *
 * which tests/cases/signals.votes.yaml holds it to.
 *
 * Source: Liu et al. 2025, Inference-Time Scaling for Generalist Reward Modeling, arXiv:2504.02495, section 4.
 */
#include "reports/diagnostics/judge_samples.h"

#include "reports/diagnostics/measured.h"

#include <math.h>

struct judge_samples {
    size_t best, most, groups, judgements, unparsed, deepest;
    unsigned parse;
    uint64_t seed;
    struct assay_measured right[ASSAY_JUDGE_SAMPLES_MAX], tied[ASSAY_JUDGE_SAMPLES_MAX];
    struct assay_measured filtered;
};

static const struct assay_option options[] = {
    {.name = "best",
     .help = "samples that the meta filter leaves",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct judge_samples, best),
     .initial = "1",
     .lo = 1,
     .hi = ASSAY_JUDGE_SAMPLES_MAX},
    {.name = "subsets",
     .help = "most subsets of k samples; beyond, so many are drawn",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct judge_samples, most),
     .initial = "1000",
     .lo = 1,
     .hi = 1e6},
    {.name = "subset-seed",
     .help = "of subsets that are drawn",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct judge_samples, seed),
     .initial = "0"},
    {.name = "parse",
     .help = "where the score of a point judgement is",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct judge_samples, parse),
     .initial = "logged",
     .choices = assay_rollout_parse_words},
    {0},
};

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct judge_samples *self = state;
    struct assay_judge_matrix matrix;
    struct assay_judge_found found;
    uint64_t key[2];

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    self->groups++;
    assay_judge_matrix_read(view, self->parse, &matrix);
    self->judgements += matrix.judgements;
    self->unparsed += matrix.unparsed;
    if (!matrix.best)
        return ASSAY_OK;
    assay_rollout_key(&view->record, key);
    for (size_t k = 1; k <= matrix.samples; k++) {
        assay_judge_matrix_vote(&matrix, k, self->most, self->seed ^ key[0] ^ key[1],
                                &found);
        assay_measured_add(&self->right[k - 1], self->groups, found.right);
        assay_measured_add(&self->tied[k - 1], self->groups, found.tied);
    }
    self->deepest = matrix.samples > self->deepest ? matrix.samples : self->deepest;
    if (assay_judge_matrix_filtered(&matrix, self->best, &found))
        assay_measured_add(&self->filtered, self->groups, found.right);
    return ASSAY_OK;
}

static void put_figure(const struct judge_samples *self, struct assay_point *point,
                       const struct assay_diagnosis *out)
{
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("judge-samples"),
        .title = ASSAY_STR("Accuracy by samples of the judge"),
        .description =
            ASSAY_STR("Mean over subsets of so many samples, and over groups."),
        .x_label = ASSAY_STR("samples"),
        .y_label = ASSAY_STR("accuracy, %"),
        .series = series,
        .series_count = 1,
        .level = out->replicates > 1 ? out->level : 0.0};

    series[0] = (struct assay_series){.name = ASSAY_STR("sum of scores"),
                                      .x_label = spec.x_label,
                                      .y_label = spec.y_label,
                                      .look = ASSAY_LOOK_CURVE,
                                      .points = point,
                                      .count = self->deepest};
    if (self->deepest > 1)
        (void)assay_page_figure(out->page, &spec);
}

/* Rows k, accuracy, ties, groups; among the values maps by k. */
static enum assay_code put_curve(const struct judge_samples *self,
                                 struct assay_diagnosis *out, struct assay_error *err)
{
    struct assay_node *accuracy = assay_node_map(out->arena);
    struct assay_node *ties = assay_node_map(out->arena);
    struct assay_page_table *table =
        assay_page_table(out->page, "samples", ASSAY_STR("By samples of the judge"));
    struct assay_point *point =
        assay_arena_new(out->arena, self->deepest + 1, sizeof(*point));
    enum assay_code code = ASSAY_OK;

    (void)assay_table_number(table, "k", ASSAY_STR("samples"));
    assay_table_number(table, "accuracy", ASSAY_STR("accuracy, %"))->interval =
        assay_str_of(
            assay_arena_printf(out->arena, "%g %% interval", 100.0 * out->level));
    (void)assay_table_number(table, "ties", ASSAY_STR("ties, %"));
    (void)assay_table_number(table, "groups", ASSAY_STR("groups"));
    for (size_t k = 0; !code && k < self->deepest; k++) {
        const double mean = assay_measured_mean(&self->right[k]);
        const char *key = assay_arena_printf(out->arena, "%zu", k + 1);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_count(k + 1);
        row->cell[1] = assay_cell_number(mean, ASSAY_STR("percent"));
        row->cell[2] =
            assay_cell_number(assay_measured_mean(&self->tied[k]), ASSAY_STR("percent"));
        row->cell[3] = assay_cell_count(self->right[k].n);
        point[k] = (struct assay_point){
            .x = (double)(k + 1), .y = 100.0 * mean, .n = self->right[k].n};
        code = assay_measured_interval(&self->right[k], out, &point[k].has_band,
                                       &point[k].lo, &point[k].hi, err);
        if (!code && point[k].has_band)
            row->cell[1] = assay_cell_between(row->cell[1], point[k].lo, point[k].hi);
        point[k].lo *= 100.0;
        point[k].hi *= 100.0;
        assay_node_put_real(out->arena, accuracy, key, mean);
        assay_node_put_real(out->arena, ties, key, assay_measured_mean(&self->tied[k]));
    }
    if (code)
        return code;
    assay_node_put(out->arena, out->values, "accuracy", *accuracy);
    assay_node_put(out->arena, out->values, "ties", *ties);
    put_figure(self, point, out);
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line line = {
        "filtered", "accuracy of the samples that the meta filter leaves", "percent"};
    const struct judge_samples *self = state;
    struct assay_page_table *table;
    double first, last;
    enum assay_code code;

    if (self->deepest == 0) {
        out->lacks = "judges[].score of all responses, with correct, gold.score or "
                     "gold.rank";
        return ASSAY_OK;
    }
    first = assay_measured_mean(&self->right[0]);
    last = assay_measured_mean(&self->right[self->deepest - 1]);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "One sample of the judge finds the best response of %.4g %% of groups, the "
            "sum of %zu that of %.4g %%; %zu of %zu judgements have no verdict.",
            100.0 * first, self->deepest, 100.0 * last, self->unparsed,
            self->judgements)));
    assay_node_put_real(out->arena, out->values, "unparsed",
                        (double)self->unparsed / (double)self->judgements);
    code = put_curve(self, out, err);
    if (code || self->filtered.n == 0)
        return code;
    table = assay_measured_table(out, "filter", "Samples that a meta judge trusts");
    return assay_measured_put(&self->filtered, &line, out->values, table, out, err);
}

static void end(void *state)
{
    struct judge_samples *self = state;

    for (size_t k = 0; k < ASSAY_JUDGE_SAMPLES_MAX; k++) {
        assay_measured_release(&self->right[k]);
        assay_measured_release(&self->tied[k]);
    }
    assay_measured_release(&self->filtered);
}

const struct assay_diagnostic assay_diagnostic_judge_samples = {
    .name = "judge-samples",
    .summary = "how much better does a judge get by being asked k times?",
    .formula = "chance that the highest sum of k samples' scores is the best response's",
    .needs = "judges[].score judges[].k correct gold.score gold.rank",
    .source = "Liu et al. 2025, arXiv:2504.02495, section 4",
    .rows = {44},
    .quirk = "of equal sums one counts at random; the rule of the paper is not known",
    .options = options,
    .state_size = sizeof(struct judge_samples),
    .take = take,
    .tell = tell,
    .end = end,
};
