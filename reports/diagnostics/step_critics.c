/*
 * step_critics.c - do critics tell right steps from wrong ones?
 *
 * Over judgements of kind step with a verdict, Correct or Incorrect, of steps that are labelled right (1) or wrong (-1):
 *
 *   right, wrong  accuracy on right and on wrong steps
 *   mean          (right + wrong) / 2,  harmonic 2 right wrong / (right + wrong), which the papers call F1
 *   valid         share of judgements with a verdict; the others are left out
 *   sources       mean over subsets of their accuracies
 *   critic_won    share of games that the critic wins: on a wrong step, planted by a generator, it says Incorrect; whoever wins
 *                 has 1, the other -1
 *
 * Source: Chen et al. 2025, SPC, arXiv:2504.19162; chen-judge/SPC eval/infer_batch.py@a5a1732, filter_critique and
 *         filter_process_bench_critique.
 */
#include "harness/core/memory.h"
#include "harness/core/rollout_judged.h"
#include "reports/diagnostics/measured.h"

#include <math.h>
#include <stdlib.h>

struct step_critics {
    size_t groups, judged, valid, room;
    struct assay_measured side[2]; /* accuracy on wrong and on right steps */
    struct assay_names sources;
    struct assay_measured *source; /* (sources,) accuracy on either */
};

static struct assay_measured *source_of(struct step_critics *self,
                                        const struct assay_node *group)
{
    const struct assay_str subset = assay_rollout_text(group, "subset");
    const uint32_t at =
        assay_names_add(&self->sources, subset.len > 0 ? subset : ASSAY_STR("all"));

    if (at >= self->room) {
        const size_t room = assay_memory_grow(self->room, (size_t)at + 1);

        self->source = assay_memory_resize(self->source, room, sizeof(*self->source));
        for (size_t i = self->room; i < room; i++)
            self->source[i] = (struct assay_measured){0};
        self->room = room;
    }
    return &self->source[at];
}

/* The label of a step, 1 or -1; 0: none, or neutral. */
static int label_of(const struct assay_rollout_view *view,
                    const struct assay_rollout_step_verdict *verdict)
{
    const struct assay_node *labels = assay_rollout_value(
        assay_rollout_view_response(view, verdict->response), ASSAY_STR("steps.label"));
    double label = 0.0;

    (void)assay_node_number(assay_node_at(labels, verdict->step), &label);
    return (label > 0.0) - (label < 0.0);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct step_critics *self = state;
    const struct assay_node *judges = assay_node_get(view->record.node, "judges");
    struct assay_rollout_step_verdict verdict;

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    self->groups++;
    for (size_t k = 0; k < assay_node_count(judges); k++) {
        int label;

        if (!assay_rollout_step_verdict(view, assay_node_at(judges, k), &verdict))
            continue;
        label = label_of(view, &verdict);
        if (label == 0)
            continue;
        self->judged++;
        self->valid += verdict.says != 0;
        if (verdict.says == 0)
            continue;
        assay_measured_add(&self->side[label > 0], self->groups, verdict.says == label);
        assay_measured_add(source_of(self, view->record.node), self->groups,
                           verdict.says == label);
    }
    return ASSAY_OK;
}

static void put_number(struct assay_diagnosis *out, struct assay_page_table *table,
                       const char *key, const char *header, double value)
{
    struct assay_row *row;

    if (isnan(value))
        return;
    row = assay_table_row(table);
    row->cell[0] = assay_cell_text(assay_str_of(header));
    row->cell[1] = assay_cell_number(value, ASSAY_STR("percent"));
    assay_node_put_real(out->arena, out->values, key, value);
}

static void tell_sources(const struct step_critics *self, struct assay_diagnosis *out,
                         struct assay_page_table *table)
{
    struct assay_node *map = assay_node_map(out->arena);
    double sum = 0.0;

    for (size_t s = 0; s < self->sources.count; s++) {
        const double mean = assay_measured_mean(&self->source[s]);

        sum += mean;
        (void)assay_node_put_view(out->arena, map,
                                  assay_arena_copy(out->arena, self->sources.at[s]),
                                  assay_node_of_real(mean));
    }
    put_number(out, table, "sources", "mean of the sources' accuracies",
               sum / (double)self->sources.count);
    assay_node_put(out->arena, out->values, "source", *map);
}

static void put_figure(const struct step_critics *self, const struct assay_diagnosis *out)
{
    const size_t n = self->sources.count < 24 ? self->sources.count : 24;
    struct assay_series *series = assay_arena_new(out->arena, 1, sizeof(*series));
    struct assay_point *point = assay_arena_new(out->arena, n + 1, sizeof(*point));
    const struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("step-critics"),
        .title = ASSAY_STR("Critics of steps by source"),
        .description = ASSAY_STR("Share of verdicts that are right, a point a source."),
        .x_label = ASSAY_STR("source"),
        .y_label = ASSAY_STR("accuracy, %"),
        .series = series,
        .series_count = 1,
        .category = self->sources.at,
        .category_count = n};

    for (size_t s = 0; s < n; s++)
        point[s] =
            (struct assay_point){.x = (double)s,
                                 .y = 100.0 * assay_measured_mean(&self->source[s]),
                                 .n = self->source[s].n};
    series[0] = (struct assay_series){.name = ASSAY_STR("critics"),
                                      .x_label = spec.x_label,
                                      .y_label = spec.y_label,
                                      .look = ASSAY_LOOK_POINTS,
                                      .category = spec.category,
                                      .category_count = n,
                                      .points = point,
                                      .count = n};
    if (n > 1)
        (void)assay_page_figure(out->page, &spec);
}

/* The sentence; NaN: no step of that kind was judged. */
static void say(const struct step_critics *self, double right, double wrong,
                struct assay_diagnosis *out)
{
    const char *how;

    if (isnan(right) || isnan(wrong))
        how = assay_arena_printf(out->arena, "%.4g %% of them, all %s steps",
                                 100.0 * (isnan(right) ? wrong : right),
                                 isnan(right) ? "wrong" : "right");
    else
        how = assay_arena_printf(out->arena,
                                 "%.4g %% of right steps and %.4g %% of wrong ones",
                                 100.0 * right, 100.0 * wrong);
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena,
            "Critics gave a verdict on %zu of %zu steps, and were right on %s.",
            self->valid, self->judged, how)));
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    static const struct assay_measured_line lines[] = {
        {"wrong", "accuracy on wrong steps", "percent"},
        {"right", "accuracy on right steps", "percent"}};
    const struct step_critics *self = state;
    struct assay_page_table *table;
    double right, wrong;
    enum assay_code code;

    if (self->valid == 0) {
        out->lacks = "judges[kind=step] with a verdict, of steps with steps.label";
        return ASSAY_OK;
    }
    right = assay_measured_mean(&self->side[1]);
    wrong = assay_measured_mean(&self->side[0]);
    say(self, right, wrong, out);
    table = assay_measured_table(out, "critics", "Critics of steps");
    code = assay_measured_put(&self->side[1], &lines[1], out->values, table, out, err);
    if (!code)
        code =
            assay_measured_put(&self->side[0], &lines[0], out->values, table, out, err);
    if (code)
        return code;
    put_number(out, table, "mean", "mean of both", (right + wrong) / 2.0);
    put_number(out, table, "harmonic", "harmonic mean of both",
               right + wrong > 0.0 ? 2.0 * right * wrong / (right + wrong) : (double)NAN);
    put_number(out, table, "valid", "judgements with a verdict",
               (double)self->valid / (double)self->judged);
    put_number(out, table, "critic_won", "games that critics won against generators",
               wrong);
    tell_sources(self, out, table);
    if (!isnan(wrong)) {
        assay_node_put_real(out->arena, out->values, "critic_game", 2.0 * wrong - 1.0);
        assay_node_put_real(out->arena, out->values, "generator_game", 1.0 - 2.0 * wrong);
    }
    put_figure(self, out);
    return ASSAY_OK;
}

static void end(void *state)
{
    struct step_critics *self = state;

    for (size_t k = 0; k < 2; k++)
        assay_measured_release(&self->side[k]);
    for (size_t s = 0; s < self->sources.count; s++)
        assay_measured_release(&self->source[s]);
    assay_names_release(&self->sources);
    free(self->source);
}

const struct assay_diagnostic assay_diagnostic_step_critics = {
    .name = "step-critics",
    .summary = "do critics tell right steps from wrong ones?",
    .formula = "accuracy on right and on wrong steps, their mean and harmonic mean",
    .needs = "judges[].text judges[].k steps.label subset",
    .source = "Chen et al. 2025, SPC, arXiv:2504.19162; eval/infer_batch.py",
    .rows = {78},
    .quirk = "what the official code calls F1 is the harmonic mean of two accuracies",
    .state_size = sizeof(struct step_critics),
    .take = take,
    .tell = tell,
    .end = end,
};
