/*
 * first_errors.c - does a process reward model find the first wrong step, and say so where there is none?
 *
 * What it says is the first step whose score is below a threshold, or none. Over solutions whose first wrong step is known:
 *
 *   error    share of wrong solutions whose very step is found,  correct  share of right ones said to be right
 *   f1       2 error correct / (error + correct), as ProcessBench has it: a harmonic mean of two accuracies
 *
 * Source: Zheng et al. 2024, ProcessBench, arXiv:2412.06559; QwenLM/ProcessBench code/run_eval.py (processbench.h); Feng et al.
 *         2025, Is PRM Necessary?, arXiv:2505.11227.
 */
#include "harness/core/memory.h"
#include "metrics/processbench.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <stdlib.h>

struct first_errors {
    const char *track;
    double threshold;
    size_t groups, room;
    struct assay_measured side[2]; /* wrong and right solutions */
    struct assay_names subsets;
    struct assay_processbench_count all, *of; /* (subsets,) */
};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "scores of steps, steps.score.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct first_errors, track),
     .initial = "prm",
     .value = "NAME"},
    {.name = "threshold",
     .help = "score below which a step is said to be wrong",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct first_errors, threshold),
     .initial = "0.5"},
    {0},
};

static struct assay_processbench_count *subset_of(struct first_errors *self,
                                                  const struct assay_node *group)
{
    const struct assay_str subset = assay_rollout_text(group, "subset");
    const uint32_t at =
        assay_names_add(&self->subsets, subset.len > 0 ? subset : ASSAY_STR("all"));

    if (at >= self->room) {
        const size_t room = assay_memory_grow(self->room, (size_t)at + 1);

        self->of = assay_memory_resize(self->of, room, sizeof(*self->of));
        for (size_t i = self->room; i < room; i++)
            self->of[i] = (struct assay_processbench_count){0};
        self->room = room;
    }
    return &self->of[at];
}

/* The first step labelled wrong, else what the group's gold says; false where neither does. */
static bool label_of(const struct assay_rollout_view *view,
                     const struct assay_node *response, long *out)
{
    const struct assay_node *labels =
        assay_rollout_value(response, ASSAY_STR("steps.label"));
    double value;

    *out = ASSAY_STEP_NONE;
    for (size_t s = 0; s < assay_node_count(labels); s++)
        if (assay_node_number(assay_node_at(labels, s), &value) && value < 0.0) {
            *out = (long)s;
            return true;
        }
    if (labels)
        return true;
    if (!assay_rollout_number(view->record.node, "gold.first_error", &value))
        return false;
    *out = value < 0.0 ? ASSAY_STEP_NONE : (long)value;
    return true;
}

static long said_by(const struct first_errors *self, const double *score, size_t n)
{
    for (size_t s = 0; s < n; s++)
        if (score[s] < self->threshold)
            return (long)s;
    return ASSAY_STEP_NONE;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct first_errors *self = state;
    enum assay_code code = ASSAY_OK;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    self->groups++;
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);
        const double *score;
        size_t n;
        long label, said;

        code = assay_rollout_array(
            view, response,
            assay_arena_printf(view->arena, "steps.score.%s", self->track), &score, &n,
            err);
        if (code || !score || !label_of(view, response, &label))
            continue;
        said = said_by(self, score, n);
        assay_processbench_add(&self->all, label, said, true);
        assay_processbench_add(subset_of(self, view->record.node), label, said, true);
        assay_measured_add(&self->side[label == ASSAY_STEP_NONE], self->groups,
                           said == label);
    }
    return code;
}

/* F1 of a part; NaN where a class is not there or nothing is right. */
static double f1_of(const struct assay_processbench_count *count)
{
    struct assay_processbench scores;
    struct assay_error none;

    return assay_processbench_scores(count, &scores, &none) ? (double)NAN
                                                            : scores.f1 / 100.0;
}

static void tell_subsets(const struct first_errors *self, struct assay_diagnosis *out)
{
    struct assay_page_table *table =
        assay_page_table(out->page, "subsets", ASSAY_STR("F1 by subset"));
    struct assay_node *map = assay_node_map(out->arena);
    double sum = 0.0;
    size_t n = 0;

    (void)assay_table_text(table, "subset", ASSAY_STR("subset"));
    (void)assay_table_number(table, "f1", ASSAY_STR("F1, %"));
    (void)assay_table_number(table, "n", ASSAY_STR("solutions"));
    for (size_t s = 0; s < self->subsets.count; s++) {
        const double f1 = f1_of(&self->of[s]);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(self->subsets.at[s]);
        row->cell[1] = isnan(f1) ? assay_cell_undefined(ASSAY_STR(
                                       "no wrong or no right solution, or none found"))
                                 : assay_cell_number(f1, ASSAY_STR("percent"));
        row->cell[2] = assay_cell_count(self->of[s].wrong + self->of[s].correct);
        (void)assay_node_put_view(out->arena, map,
                                  assay_arena_copy(out->arena, self->subsets.at[s]),
                                  assay_node_of_real(f1));
        sum += isnan(f1) ? 0.0 : f1;
        n += isnan(f1) ? 0 : 1;
    }
    assay_node_put(out->arena, out->values, "subsets", *map);
    if (n > 0)
        assay_node_put_real(out->arena, out->values, "mean_f1", sum / (double)n);
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line lines[] = {
        {"error", "wrong solutions whose first wrong step is found", "percent"},
        {"correct", "right solutions said to be right", "percent"}};
    const struct first_errors *self = state;
    const double f1 = f1_of(&self->all);
    struct assay_page_table *table;
    enum assay_code code = ASSAY_OK;

    if (self->side[0].n + self->side[1].n == 0) {
        out->lacks = "steps.score with steps.label or gold.first_error";
        return ASSAY_OK;
    }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Of %zu wrong solutions the first wrong step is found in %zu, and of %zu "
            "right ones %zu are said to be right.",
            self->all.wrong, self->all.wrong_right, self->all.correct,
            self->all.correct_right)));
    table = assay_measured_table(out, "first-errors", "First wrong steps");
    for (size_t k = 0; !code && k < 2; k++)
        code =
            assay_measured_put(&self->side[k], &lines[k], out->values, table, out, err);
    if (code)
        return code;
    assay_node_put_real(out->arena, out->values, "f1", f1);
    struct assay_row *row = assay_table_row(table);
    row->cell[0] = assay_cell_text(ASSAY_STR("F1, their harmonic mean"));
    row->cell[1] = isnan(f1) ? assay_cell_undefined(ASSAY_STR("a class is missing"))
                             : assay_cell_number(f1, ASSAY_STR("percent"));
    tell_subsets(self, out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct first_errors *self = state;

    assay_measured_release(&self->side[0]);
    assay_measured_release(&self->side[1]);
    assay_names_release(&self->subsets);
    free(self->of);
}

const struct assay_diagnostic assay_diagnostic_first_errors = {
    .name = "first-errors",
    .summary = "does a process reward model find the first wrong step?",
    .formula = "accuracy on wrong solutions (the very step) and on right ones; their "
               "harmonic mean",
    .needs = "steps.score.prm gold.first_error steps.label subset",
    .source = "Zheng et al. 2024, ProcessBench, arXiv:2412.06559; Feng et al. 2025, "
              "arXiv:2505.11227",
    .rows = {28},
    .quirk = "what ProcessBench calls F1 is the harmonic mean of two accuracies",
    .options = options,
    .state_size = sizeof(struct first_errors),
    .take = take,
    .tell = tell,
    .end = end,
};
