/*
 * selectors.c - which of a prompt's samples to trust: the process reward model's, the policy's own, or the majority's?
 *
 * Over groups with n samples whose answers are judged, the expected accuracy of
 *
 *   random    any sample
 *   prm       the one with the highest aggregate of step scores, of equals one at random
 *   self      the one with the highest mean of point judgements
 *   majority  the answer given most often, of equals one at random
 *   oracle    some sample is right
 *
 * so that with n = 1 all are equal. Of samples that the judge accepts (score at or above a threshold), by difficulty,
 *
 *   precision = right and accepted / accepted
 *
 * and a difficulty whose precision is below a tenth is flagged; more than 20 difficulties are put into ten bins of about equally
 * many groups, each called by its highest. Along checkpoints, how often the policy solves beside how often
 * it judges right, (accepted = right), and their correlation.
 *
 * Source: Feng et al. 2025, Is PRM Necessary? Problem-Solving RL Implicitly Induces PRM Capability in LLMs, arXiv:2505.11227.
 */
#include "reports/diagnostics/selectors.h"
#include "harness/core/memory.h"
#include "harness/core/rollout_judged.h"
#include "metrics/correlation.h"

#include <math.h>
#include <stdlib.h>

static const char *const aggregates[] = {"prod", "geomean", "min", "mean",
                                         "last", "max",     NULL};

static const struct assay_option options[] = {
    ASSAY_TRAINING_RUN(offsetof(struct assay_selectors, training)),
    {.name = "track",
     .help = "scores of steps, steps.score.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_selectors, track),
     .initial = "prm",
     .value = "NAME"},
    {.name = "aggregate",
     .help = "what scores of steps become",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct assay_selectors, aggregate),
     .initial = "min",
     .choices = aggregates},
    {.name = "accept",
     .help = "mean point judgement from which a sample is accepted",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_selectors, accept),
     .initial = "0.5"},
    {.name = "low",
     .help = "precision below which a difficulty is flagged",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_selectors, low),
     .initial = "0.1",
     .lo = 0.0,
     .hi = 1.0},
    {0},
};

static const struct assay_track tracks[ASSAY_SELECTOR_TRACKS] = {
    {"solve", "samples that are right", "percent", "solving and judging"},
    {"judge", "samples that it judges rightly", "percent", "solving and judging"}};

/* ---- collecting ---- */

static void keep_level(struct assay_selectors *self,
                       const struct assay_selector_level *level)
{
    if (self->levels == self->level_room) {
        self->level_room = assay_memory_grow(self->level_room, self->levels + 1);
        self->level =
            assay_memory_resize(self->level, self->level_room, sizeof(*self->level));
    }
    self->level[self->levels++] = *level;
}

/* Judgements of samples against what is right. */
static void take_judged(struct assay_selectors *self,
                        const struct assay_rollout_view *view,
                        const struct assay_selector_columns *columns, uint32_t checkpoint)
{
    const uint32_t prompt = assay_training_prompt(&self->training, view->record.node);
    struct assay_selector_level level = {.groups = 1};
    double agreed = 0.0, solved = 0.0;
    size_t n = 0;

    for (size_t i = 0; i < columns->n; i++) {
        const bool accepted = columns->self[i] >= self->accept;

        solved += columns->right[i];
        if (isnan(columns->self[i]))
            continue;
        agreed += accepted == (columns->right[i] > 0.5);
        n++;
        level.accepted += accepted;
        level.right += accepted && columns->right[i] > 0.5;
    }
    if (n > 0 && assay_rollout_number(view->record.node, "diff", &level.difficulty))
        keep_level(self, &level);
    assay_training_add(&self->training, 0, checkpoint, prompt,
                       solved / (double)columns->n);
    if (n > 0)
        assay_training_add(&self->training, 1, checkpoint, prompt, agreed / (double)n);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct assay_selectors *self = state;
    struct assay_selector_columns columns;
    uint32_t checkpoint;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP ||
        !assay_training_takes(&self->training, view->record.node, &checkpoint))
        return ASSAY_OK;
    code = assay_selector_columns_read(self, view, &columns, err);
    if (code || columns.n == 0)
        return code;
    self->groups++;
    take_judged(self, view, &columns, checkpoint);
    return assay_selectors_add(self, &columns, err);
}

/* ---- telling ---- */

static int by_difficulty(const void *a, const void *b)
{
    const struct assay_selector_level *x = a, *y = b;

    return (x->difficulty > y->difficulty) - (x->difficulty < y->difficulty);
}

/* Sorts by difficulty, and puts together what of two neighbours is one level. */
static void merge_levels(struct assay_selectors *self, size_t bins)
{
    const size_t all = self->levels;
    size_t total = 0, groups = 0, bin = 0, n = 0;

    for (size_t k = 0; k < all; k++)
        total += self->level[k].groups;
    qsort(self->level, all, sizeof(*self->level), by_difficulty);
    for (size_t k = 0; k < all; k++) {
        const struct assay_selector_level one = self->level[k];
        struct assay_selector_level *last = n > 0 ? &self->level[n - 1] : NULL;
        const size_t place = bins > 0 ? groups * bins / total : 0;
        const bool same = last && last->difficulty == one.difficulty;

        groups += one.groups;
        if (same || (last && bins > 0 && place == bin)) {
            last->difficulty = one.difficulty;
            last->groups += one.groups;
            last->accepted += one.accepted;
            last->right += one.right;
            continue;
        }
        bin = place;
        self->level[n++] = one;
    }
    self->levels = n;
}

static void tell_difficulties(struct assay_selectors *self, struct assay_diagnosis *out)
{
    struct assay_page_table *table = assay_page_table(
        out->page, "difficulties", ASSAY_STR("Precision of the judge by difficulty"));
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_node *low = assay_node_list(out->arena);
    bool binned;

    if (self->levels > 0)
        merge_levels(self, 0);
    binned = self->levels > ASSAY_SELECTOR_LEVELS;
    if (binned)
        merge_levels(self, ASSAY_SELECTOR_BINS);
    (void)assay_table_number(table, "difficulty",
                             binned ? ASSAY_STR("difficulty, up to")
                                    : ASSAY_STR("difficulty"));
    (void)assay_table_number(table, "precision", ASSAY_STR("precision, %"));
    (void)assay_table_number(table, "accepted", ASSAY_STR("accepted"));
    for (size_t k = 0; k < self->levels; k++) {
        const struct assay_selector_level *level = &self->level[k];
        const double precision = level->accepted > 0
                                     ? (double)level->right / (double)level->accepted
                                     : (double)NAN;
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_number(level->difficulty, ASSAY_STR(""));
        row->cell[1] = assay_cell_number(precision, ASSAY_STR("percent"));
        row->cell[2] = assay_cell_count(level->accepted);
        if (precision < self->low) {
            row->cell[1] = assay_cell_toned(row->cell[1], ASSAY_TONE_WARN);
            (void)assay_node_push(out->arena, low, assay_node_of_real(level->difficulty));
        }
        (void)assay_node_put(out->arena, map,
                             assay_arena_printf(out->arena, "%.12g", level->difficulty),
                             assay_node_of_real(precision));
    }
    if (self->levels == 0)
        return;
    assay_node_put(out->arena, out->values, "precision", *map);
    assay_node_put(out->arena, out->values, "low_precision", *low);
}

static enum assay_code tell_course(const struct assay_selectors *self,
                                   struct assay_diagnosis *out, struct assay_error *err)
{
    const struct assay_course *solve, *judge;
    struct assay_courses courses;
    struct assay_error none;
    double r;
    enum assay_code code = assay_training_settle(
        &self->training, tracks, ASSAY_SELECTOR_TRACKS, out, &courses, err);

    if (code || out->lacks || courses.count < 2)
        return code;
    assay_measured_courses(&courses, "selectors", out);
    solve = &courses.track[0];
    judge = &courses.track[1];
    for (size_t i = 0; i < courses.count; i++)
        if (!judge->any || isnan(solve->value[i]) || isnan(judge->value[i]))
            return ASSAY_OK;
    if (!assay_correlation_pearson(solve->value, judge->value, courses.count, &r, &none))
        assay_node_put_real(out->arena, out->values, "coevolution", r);
    return ASSAY_OK;
}

static const struct assay_measured_line lines[ASSAY_SELECTORS] = {
    {"random", "any sample", "percent"},
    {"majority", "answer given most often", "percent"},
    {"prm", "highest by steps.score", "percent"},
    {"self", "highest by point judgements", "percent"},
    {"oracle", "some sample is right", "percent"}};

/* A line a selector, over the sizes that every group has. */
static enum assay_code tell_sizes(const struct assay_selectors *self,
                                  const struct assay_diagnosis *out,
                                  struct assay_error *err)
{
    struct assay_node *map = assay_node_map(out->arena);
    struct assay_series *series =
        assay_arena_new(out->arena, ASSAY_SELECTORS, sizeof(*series));
    struct assay_figure_spec spec = {
        .kind = "curves",
        .name = ASSAY_STR("selectors-by-samples"),
        .title = ASSAY_STR("Accuracy by samples to choose from"),
        .description = ASSAY_STR("Expected over all choices of so many samples."),
        .x_label = ASSAY_STR("samples"),
        .y_label = ASSAY_STR("accuracy, %"),
        .series = series,
        .level = out->replicates > 1 ? out->level : 0.0};

    for (size_t s = 0; s < ASSAY_SELECTORS; s++) {
        struct assay_series *line = &series[spec.series_count];
        struct assay_node *values = assay_node_map(out->arena);
        const enum assay_code code =
            assay_selectors_curve(self, s, out, values, line, err);

        if (code)
            return code;
        line->name = assay_str_of(lines[s].header);
        line->x_label = spec.x_label;
        line->y_label = spec.y_label;
        spec.series_count += line->count > 1;
        if (line->count > 0)
            assay_node_put(out->arena, map, lines[s].key, *values);
    }
    if (assay_node_count(map) > 0)
        assay_node_put(out->arena, out->values, "by_samples", *map);
    if (spec.series_count > 0)
        (void)assay_page_figure(out->page, &spec);
    return ASSAY_OK;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct assay_selectors *self = state;
    struct assay_page_table *table;
    const char *best = NULL;
    double high = -1.0;
    enum assay_code code = ASSAY_OK;

    if (self->groups == 0) {
        out->lacks = "responses[].correct";
        return ASSAY_OK;
    }
    for (size_t k = 1; k + 1 < ASSAY_SELECTORS; k++)
        if (assay_measured_mean(&self->of[k]) > high) {
            high = assay_measured_mean(&self->of[k]);
            best = lines[k].header;
        }
    (void)assay_page_text(
        out->page,
        assay_str_of(assay_arena_printf(
            out->arena, "Any sample is right for %.4g %% of %zu groups%s%s%s.",
            100.0 * assay_measured_mean(&self->of[0]), self->groups,
            best ? ", the best choice (" : "", best ? best : "",
            best ? assay_arena_printf(out->arena, ") for %.4g %%", 100.0 * high) : "")));
    table = assay_measured_table(out, "selectors", "Accuracy by who chooses");
    for (size_t k = 0; !code && k < ASSAY_SELECTORS; k++)
        code = assay_measured_put(&self->of[k], &lines[k], out->values, table, out, err);
    if (!code)
        code = tell_sizes(self, out, err);
    if (code)
        return code;
    tell_difficulties(self, out);
    return tell_course(self, out, err);
}

static void end(void *state)
{
    struct assay_selectors *self = state;

    for (size_t k = 0; k < ASSAY_SELECTORS; k++) {
        assay_measured_release(&self->of[k]);
        for (size_t i = 0; i < ASSAY_SELECTOR_SIZES; i++)
            assay_measured_release(&self->by_size[k][i]);
    }
    assay_training_release(&self->training);
    free(self->level);
}

const struct assay_diagnostic assay_diagnostic_selectors = {
    .name = "selectors",
    .summary =
        "whose choice among samples is right: process scores, own scores, majority?",
    .formula = "expected accuracy of the sample with the highest score, and of the most "
               "frequent answer",
    .needs = "correct answer steps.score.prm judges[].score diff step",
    .source = "Feng et al. 2025, Is PRM Necessary?, arXiv:2505.11227",
    .rows = {28},
    .options = options,
    .state_size = sizeof(struct assay_selectors),
    .take = take,
    .tell = tell,
    .end = end,
};
