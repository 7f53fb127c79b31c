/* transition_result.c - distances from transitions as a result. */
#include "harness/run/transition_result.h"

#include <math.h>

enum {
    NOTES_MAX = 8 + ASSAY_TRANSITION_NOTES_MAX,
    SERIES_MAX = 2,
    REWARD_MEASURES = 2,
    PAIR_MEASURES = 4
};

struct assay_figure assay_transition_figure(const struct assay_transition_study *study,
                                            size_t a, size_t b)
{
    const struct assay_sampled_distance *d =
        &study->found.distance[a * study->found.rewards + b];

    if (d->why)
        return (struct assay_figure){.why = assay_str_of(assay_sampled_why_text[d->why])};
    return (struct assay_figure){.defined = true,
                                 .value = d->value,
                                 .has_bootstrap = !d->exact,
                                 .bootstrap_lo = d->lo,
                                 .bootstrap_hi = d->hi};
}

struct assay_figure assay_transition_epic_figure(
    const struct assay_transition_study *study, size_t a, size_t b)
{
    const size_t columns = study->table->rewards;
    const struct assay_pearson_found *d;

    if (a < columns || b < columns)
        return (struct assay_figure){
            .why = ASSAY_STR("a column is not known of what was not seen")};
    d = &study->epic[(a - columns) * study->rewards->formulas + b - columns];
    return (struct assay_figure){.defined = true,
                                 .value = d->value,
                                 .has_bootstrap = d->has_band,
                                 .bootstrap_lo = d->lo,
                                 .bootstrap_hi = d->hi};
}

struct assay_figure assay_transition_norm(const struct assay_transition_study *study,
                                          size_t k)
{
    const struct assay_sampled_reward *reward = &study->found.reward[k];

    if (reward->why)
        return (struct assay_figure){
            .why = assay_str_of(assay_sampled_why_text[reward->why])};
    return (struct assay_figure){.defined = true,
                                 .value = reward->zero ? 0.0 : reward->norm};
}

static struct assay_figure figure_of(bool defined, double value, struct assay_str why)
{
    if (!defined)
        return (struct assay_figure){.why = why};
    return (struct assay_figure){.defined = true, .value = value};
}

struct assay_figure assay_transition_noise(const struct assay_transition_study *study,
                                           size_t k)
{
    const struct assay_sampled_reward *reward = &study->found.reward[k];

    if (study->by == ASSAY_MOMENTS_PLAIN)
        return figure_of(false, 0.0, ASSAY_STR("plain products cannot tell it"));
    return figure_of(true,
                     reward->zero ? 0.0 : fmin(1.0, fmax(0.0, 1.0 - reward->signal)),
                     ASSAY_STR(""));
}

/* ---- words ---- */

const char *assay_transition_words(const struct assay_transition_study *study,
                                   struct assay_arena *arena)
{
    return assay_arena_printf(
        arena, "%zu rewards on %zu transitions of %zu trajectories; %zu %s; gamma %g",
        study->found.rewards, study->rows, study->trajectories,
        study->features - study->constant,
        study->table->phi ? (study->constant ? "features and a constant" : "features")
                          : "states by number",
        study->how->gamma);
}

static const char *by_words(const struct assay_transition_study *study)
{
    static const char *const words[] = {
        "noise of next states is kept out by products of two independent next states",
        "noise of next states is kept out by products of two rows of one state and "
        "action",
        "noise of next states is in it: norms are too large, and equivalent rewards are "
        "apart unless next states are certain; intervals are around that, not around d. "
        "Labels of state and action, or second next states, would keep it out"};

    return words[study->by];
}

const struct assay_str *assay_transition_notes(const struct assay_transition_study *study,
                                               struct assay_arena *arena, size_t *count)
{
    const struct assay_transition_table *table = study->table;
    struct assay_str *note = assay_arena_new(arena, NOTES_MAX, sizeof(*note));
    size_t n = 0;

    note[n++] = ASSAY_STR(
        "d: val-l2-l2, the L2 distance of unit advantages under the data's own shares of "
        "states and actions, and its own policy: 0 for rewards that order policies alike "
        "(where all is seen), 2 for opposites");
    note[n++] = assay_str_of(by_words(study));
    if (table->phi)
        note[n++] =
            ASSAY_STR("V is the best in the features' span: shaping by potentials "
                      "in it changes nothing, others may");
    if (study->how->ridge > 0.0)
        note[n++] = ASSAY_STR("with a ridge shaping changes d a little");
    if (study->left_out > 0)
        note[n++] = assay_str_of(assay_arena_printf(
            arena, "left out: %zu transitions to states that no row leaves",
            study->left_out));
    if (study->found.missing > 0)
        note[n++] = assay_str_of(assay_arena_printf(
            arena, "%zu replicates without a fit are left out", study->found.missing));
    if (study->epic)
        note[n++] = assay_str_of(assay_arena_printf(
            arena,
            "epic: Pearson's distance on %zu transitions, mean rewards over %zu pairs of "
            "action and next state that all share; not invariant to redistribution",
            study->epic_rows, study->how->means));
    for (size_t i = 0; i < table->notes; i++)
        note[n++] = assay_str_of(table->note[i]);
    *count = n;
    return note;
}

/* ---- the result ---- */

struct making {
    const struct assay_transition_study *study;
    struct assay_arena *arena;
    struct assay_measure *measure;
    struct assay_result *out;
};

static void measure(struct making *m, const char *name, struct assay_str of,
                    struct assay_figure figure)
{
    m->measure[m->out->measure_count++] = (struct assay_measure){
        .name = assay_str_of(name), .section = of, .value = figure};
}

static void measure_pair(struct making *m, size_t a, size_t b)
{
    const struct assay_transition_study *study = m->study;
    const struct assay_str *name = study->rewards->name;
    const struct assay_sampled_distance *d =
        &study->found.distance[a * study->found.rewards + b];
    const struct assay_figure figure = assay_transition_figure(study, a, b);
    const struct assay_str of = assay_str_of(assay_arena_printf(
        m->arena, "%.*s | %.*s", ASSAY_STR_ARG(name[a]), ASSAY_STR_ARG(name[b])));

    measure(m, "d", of, figure);
    measure(m, "d_squared", of, figure_of(!d->why, d->squared, figure.why));
    measure(m, "d_plain", of, figure_of(!d->why, d->plain, figure.why));
    if (study->epic)
        measure(m, "epic", of, assay_transition_epic_figure(study, a, b));
}

static void put_measures(struct making *m)
{
    const size_t n = m->study->found.rewards;

    m->measure = assay_arena_new(m->arena, n * REWARD_MEASURES + n * n * PAIR_MEASURES,
                                 sizeof(*m->measure));
    for (size_t k = 0; k < n; k++) {
        measure(m, "norm", m->study->rewards->name[k],
                assay_transition_norm(m->study, k));
        measure(m, "noise", m->study->rewards->name[k],
                assay_transition_noise(m->study, k));
    }
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            measure_pair(m, a, b);
    m->out->measure = m->measure;
}

static struct assay_series cells_of(
    const struct making *m, const char *name,
    struct assay_figure (*of)(const struct assay_transition_study *study, size_t a,
                              size_t b))
{
    const size_t n = m->study->found.rewards;
    struct assay_point *point = assay_arena_new(m->arena, n * n, sizeof(*point));
    double *value = assay_arena_new(m->arena, n * n, sizeof(*value));
    size_t count = 0;

    for (size_t k = 0; k < n * n; k++) {
        const size_t row = k / n, column = k % n;
        const struct assay_figure figure = of(m->study, row, column);

        if (!figure.defined)
            continue;
        point[count] = (struct assay_point){.x = (double)column,
                                            .y = (double)row,
                                            .has_band = figure.has_bootstrap,
                                            .lo = figure.bootstrap_lo,
                                            .hi = figure.bootstrap_hi,
                                            .n = m->study->rows};
        value[count++] = figure.value;
    }
    return (struct assay_series){.figure = ASSAY_STR("distances of rewards"),
                                 .name = assay_str_of(name),
                                 .panel = assay_str_of(name),
                                 .look = ASSAY_LOOK_CELLS,
                                 .category = m->study->rewards->name,
                                 .category_count = n,
                                 .points = point,
                                 .count = count,
                                 .value = value};
}

static void put_series(struct making *m)
{
    struct assay_series *series = assay_arena_new(m->arena, SERIES_MAX, sizeof(*series));

    series[m->out->series_count++] = cells_of(m, "d", assay_transition_figure);
    if (m->study->epic)
        series[m->out->series_count++] =
            cells_of(m, "epic", assay_transition_epic_figure);
    m->out->series = series;
}

/* The mean of d over pairs that have one. */
static void put_overall(struct making *m)
{
    const struct assay_transition_study *study = m->study;
    const size_t n = study->found.rewards;
    struct assay_section *overall = &m->out->overall;
    double sum = 0.0;
    size_t pairs = 0;

    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++) {
            const struct assay_figure d = assay_transition_figure(study, a, b);

            sum += d.defined ? d.value : 0.0;
            pairs += d.defined;
        }
    *overall = (struct assay_section){
        .name = ASSAY_STR("Overall"),
        .items = study->rows + study->left_out,
        .counted = study->rows,
        .clusters = study->trajectories,
        .value = figure_of(pairs > 0, pairs ? sum / (double)pairs : 0.0,
                           ASSAY_STR("no pair has a distance"))};
    overall->count[ASSAY_STATE_SCORED] = study->rows;
    overall->count[ASSAY_STATE_SKIPPED] = study->left_out;
}

void assay_transition_result(const struct assay_transition_study *study,
                             struct assay_str target, struct assay_arena *arena,
                             struct assay_result *out)
{
    struct making m = {.study = study, .arena = arena, .out = out};

    *out = (struct assay_result){
        .suite = ASSAY_STR("transitions"),
        .suite_version = ASSAY_STR("1"),
        .kind = ASSAY_STR("distance"),
        .title = ASSAY_STR("transitions"),
        .model = target,
        .label = assay_str_of(
            assay_arena_printf(arena, "distances of %zu rewards", study->found.rewards)),
        .rule = assay_str_of(assay_transition_words(study, arena)),
        .unit = ASSAY_STR("fraction"),
        .overall_rule = ASSAY_STR("mean of pairs"),
        .level = study->how->level,
        .seed = study->how->seed,
        .replicates = study->how->replicates,
    };
    put_overall(&m);
    put_measures(&m);
    put_series(&m);
    out->note = assay_transition_notes(study, arena, &out->note_count);
}
