#include "harness/run/world_result.h"

#include "harness/core/buf.h"
#include "harness/run/world_pictures.h"

#include <math.h>
#include <string.h>

enum {
    MATRICES_MAX =
        ASSAY_STARC_KINDS + 2 * (int)ASSAY_NORMS + (int)ASSAY_PEARSON_FORMS + 8,
    NOTES_MAX = 24,
    NAMED = 8 /* states that a note names */
};

/* Matrices as they are listed. */
struct listing {
    struct assay_world_matrix *at;
    size_t count;
};

static void list(struct listing *listing, const char *name, const double *value,
                 bool both_ways)
{
    if (value)
        listing->at[listing->count++] =
            (struct assay_world_matrix){name, value, both_ways};
}

static const double *episode_distances(const struct assay_world_study *study,
                                       struct assay_arena *arena)
{
    const size_t all = study->rewards * study->rewards;
    double *out;

    if (!study->episodes)
        return NULL;
    out = assay_arena_new(arena, all, sizeof(*out));
    for (size_t i = 0; i < all; i++)
        out[i] = study->episodes[i].distance;
    return out;
}

const struct assay_world_matrix *assay_world_matrices(
    const struct assay_world_study *study, struct assay_arena *arena)
{
    struct listing all = {assay_arena_new(arena, MATRICES_MAX, sizeof(*all.at)), 0};

    list(&all, "d_J", study->starc_j, false);
    for (size_t i = 0; i < study->wish->kinds; i++) {
        char text[ASSAY_STARC_KIND_TEXT];

        assay_starc_kind_text(&study->wish->kind[i], text);
        list(&all, assay_arena_printf(arena, "%s", text), study->distance[i], false);
    }
    for (unsigned p = 0; p < ASSAY_PEARSON_FORMS; p++)
        list(&all, assay_pearson_name[p], study->pearson[p], false);
    list(&all, "erc", episode_distances(study, arena), false);
    for (unsigned n = 0; n < ASSAY_NORMS; n++)
        list(&all, assay_arena_printf(arena, "quotient-%s", assay_norm_name[n]),
             study->quotient[n], false);
    list(&all, "worst_case_regret", study->worst_case, true);
    list(&all, "regret_lo", study->regret_lo, true);
    list(&all, "regret_hi", study->regret_hi, true);
    return all.at;
}

void assay_world_rollouts(const struct assay_world_study *study,
                          struct assay_arena *arena, const double **lo, const double **hi)
{
    const size_t n = study->rewards;
    double *least, *most;

    *lo = *hi = NULL;
    if (!study->regret_lo)
        return;
    least = assay_arena_new(arena, n * n, sizeof(*least));
    most = assay_arena_new(arena, n * n, sizeof(*most));
    for (size_t x = 0; x < n; x++) {
        const struct assay_return_range *range = &study->reward[x].starc.range;

        for (size_t y = 0; y < n; y++) {
            most[x * n + y] = range->most - study->regret_lo[x * n + y] * range->range;
            least[x * n + y] = range->most - study->regret_hi[x * n + y] * range->range;
        }
    }
    *lo = least;
    *hi = most;
}

/* A result on its way. */
struct making {
    const struct assay_world_study *study;
    struct assay_arena *arena;
    struct assay_measure *measure;
    struct assay_series *series;
    struct assay_result *out;
};

static struct assay_str name_of(const struct making *m, size_t i)
{
    return m->study->world->reward_name[i];
}

static void measure(struct making *m, const char *name, struct assay_str of,
                    const char *unit, double value)
{
    struct assay_figure figure = {.defined = isfinite(value), .value = value};

    if (!figure.defined) {
        figure.value = 0.0;
        figure.why = ASSAY_STR("what it is divided by is no norm of this reward: about 0 "
                               "where the reward is not");
    }
    m->measure[m->out->measure_count++] =
        (struct assay_measure){.name = assay_str_of(name),
                               .section = of,
                               .unit = assay_str_of(unit),
                               .value = figure};
}

static void measure_policy(struct making *m, size_t p, size_t i)
{
    const struct assay_str name = m->study->world->policy_name[p];

    measure(m, assay_arena_printf(m->arena, "J of %.*s", ASSAY_STR_ARG(name)),
            name_of(m, i), "", m->study->reward[i].policy_return[p]);
    measure(m, assay_arena_printf(m->arena, "regret of %.*s", ASSAY_STR_ARG(name)),
            name_of(m, i), "fraction", m->study->reward[i].policy_regret[p]);
}

static void measure_rewards(struct making *m)
{
    for (size_t i = 0; i < m->study->rewards; i++) {
        const struct assay_world_reward *of = &m->study->reward[i];

        measure(m, "J_max", name_of(m, i), "", of->starc.range.most);
        measure(m, "J_min", name_of(m, i), "", of->starc.range.least);
        measure(m, "range", name_of(m, i), "", of->starc.range.range);
        measure(m, "J_pi", name_of(m, i), "", of->returned);
        for (size_t p = 0; p < m->study->world->policies; p++)
            measure_policy(m, p, i);
    }
}

static struct assay_str pair_name(const struct making *m, size_t a, const char *between,
                                  size_t b)
{
    return assay_str_of(assay_arena_printf(m->arena, "%.*s%s%.*s",
                                           ASSAY_STR_ARG(name_of(m, a)), between,
                                           ASSAY_STR_ARG(name_of(m, b))));
}

static void measure_pair(struct making *m, const struct assay_world_matrix *matrix,
                         size_t a, size_t b)
{
    const size_t n = m->study->rewards;

    if (!matrix->both_ways) {
        measure(m, matrix->name, pair_name(m, a, " | ", b), "fraction",
                matrix->value[a * n + b]);
        return;
    }
    measure(m, matrix->name, pair_name(m, a, " by ", b), "fraction",
            matrix->value[a * n + b]);
    measure(m, matrix->name, pair_name(m, b, " by ", a), "fraction",
            matrix->value[b * n + a]);
}

static void put_measures(struct making *m, const struct assay_world_matrix *matrices)
{
    const size_t n = m->study->rewards;
    size_t count = 0;

    while (matrices[count].name)
        count++;
    m->measure =
        assay_arena_new(m->arena, n * n * count + n * (4 + 2 * m->study->world->policies),
                        sizeof(*m->measure));
    measure_rewards(m);
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            for (size_t i = 0; i < count; i++)
                measure_pair(m, &matrices[i], a, b);
    m->out->measure = m->measure;
}

/* Cell i of rows of n. */
static struct assay_point cell_at(size_t i, size_t n)
{
    const size_t row = i / n;

    return (struct assay_point){.x = (double)(i - row * n), .y = (double)row};
}

/* A matrix as a figure of cells. */
static void put_cells(struct making *m, const char *figure, const char *meaning,
                      const double *value)
{
    const size_t n = m->study->rewards;
    struct assay_point *point = assay_arena_new(m->arena, n * n, sizeof(*point));
    double *shown = assay_arena_new(m->arena, n * n, sizeof(*shown));
    size_t count = 0;

    for (size_t i = 0; value && i < n * n; i++) {
        if (!isfinite(value[i]))
            continue;
        point[count] = cell_at(i, n);
        shown[count++] = value[i];
    }
    if (count > 0)
        m->series[m->out->series_count++] =
            (struct assay_series){.figure = assay_str_of(figure),
                                  .name = assay_str_of(meaning),
                                  .look = ASSAY_LOOK_CELLS,
                                  .category = m->study->world->reward_name,
                                  .category_count = n,
                                  .points = point,
                                  .count = count,
                                  .value = shown};
}

static void put_series(struct making *m)
{
    const double *lo, *hi;

    m->series =
        assay_arena_new(m->arena, 8 + ASSAY_WORLD_PICTURES_MAX, sizeof(*m->series));
    put_cells(m, "d_J", "d_J", m->study->starc_j);
    put_cells(m, "worst-case regret", "WR of row, by column", m->study->worst_case);
    assay_world_rollouts(m->study, m->arena, &lo, &hi);
    put_cells(m, "rollouts", "J of row, best for column", lo);
    m->out->series_count +=
        assay_world_pictures(m->study, m->arena, m->series + m->out->series_count);
    m->out->series = m->series;
}

static void put_overall(struct making *m)
{
    const size_t n = m->study->rewards, pairs = n * (n - 1) / 2;
    double sum = 0.0;

    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            sum += m->study->starc_j[a * n + b];
    m->out->overall =
        (struct assay_section){.name = ASSAY_STR("Overall"),
                               .items = pairs,
                               .counted = pairs,
                               .clusters = pairs,
                               .value = {.defined = true, .value = sum / (double)pairs}};
    m->out->overall.count[ASSAY_STATE_SCORED] = pairs;
}

/* Notes as they are added. */
struct noting {
    struct assay_arena *arena;
    struct assay_str *note;
    size_t count;
};

static void note(struct noting *noting, const char *text)
{
    if (noting->count < NOTES_MAX)
        noting->note[noting->count++] = assay_str_of(text);
}

static void note_states(struct noting *noting, const struct assay_world_study *study)
{
    const size_t states = study->world->mdp.states, lost = states - study->reached;
    struct assay_buf names = {0};
    size_t told = 0;

    if (lost == 0)
        return;
    for (size_t s = 0; s < states && told < NAMED; s++) {
        if (study->reachable[s])
            continue;
        if (study->world->state_name)
            assay_buf_printf(&names, "%s%.*s", told ? ", " : "",
                             ASSAY_STR_ARG(study->world->state_name[s]));
        else
            assay_buf_printf(&names, "%s%zu", told ? ", " : "", s);
        told++;
    }
    note(noting,
         assay_arena_printf(
             noting->arena,
             "%zu of %zu states are not reached from the start (%.*s%s): %s", lost,
             states, ASSAY_STR_ARG(assay_buf_view(&names)), lost > told ? ", ..." : "",
             study->wish->reachable_only
                 ? "they are left out"
                 : "d_J, erc and regret do not depend on them, the other distances do; "
                   "--reachable leaves them out"));
    assay_buf_release(&names);
}

static void note_rewards(struct noting *noting, const struct assay_world_study *study)
{
    for (size_t i = 0; i < study->rewards; i++)
        if (study->reward[i].starc.range.trivial)
            note(noting, assay_arena_printf(
                             noting->arena,
                             "%.*s is trivial: all policies earn the same under it",
                             ASSAY_STR_ARG(study->world->reward_name[i])));
    for (size_t i = 0; i < study->world->notes; i++)
        note(noting, study->world->note_text[i]);
}

static void note_undefined(struct noting *noting, const struct assay_world_study *study)
{
    const size_t n = study->rewards;

    for (size_t k = 0; k < study->wish->kinds; k++) {
        size_t count = 0;
        char text[ASSAY_STARC_KIND_TEXT];

        for (size_t a = 0; a < n; a++)
            for (size_t b = a + 1; b < n; b++)
                count += isfinite(study->distance[k][a * n + b]) ? 0 : 1;
        assay_starc_kind_text(&study->wish->kind[k], text);
        if (count > 0)
            note(noting, assay_arena_printf(
                             noting->arena,
                             "%s is not defined for %zu of %zu pairs: %s is about 0 "
                             "of a form that is not",
                             text, count, n * (n - 1) / 2,
                             assay_norm_name[study->wish->kind[k].normaliser]));
    }
}

/* The next power of ten, 1e-12 or more: the rest is rounding, which machines do not have in common. */
static double decade(double width)
{
    return pow(10.0, ceil(log10(fmax(width, 1e-12)) - 1e-9));
}

const struct assay_str *assay_world_notes(const struct assay_world_told *told,
                                          struct assay_arena *arena, size_t *count)
{
    const struct assay_world_study *study = told->study;
    struct noting noting = {
        .arena = arena, .note = assay_arena_new(arena, NOTES_MAX, sizeof(*noting.note))};

    note_states(&noting, study);
    note_rewards(&noting, study);
    note_undefined(&noting, study);
    note(&noting,
         assay_arena_printf(arena, "values of best policies are certified to %.0e",
                            decade(study->width)));
    if (study->episodes)
        note(&noting, "erc: neither shaping (unless the start is one state) nor "
                      "redistribution over next states leaves it as it was");
    *count = noting.count;
    return noting.note;
}

void assay_world_result(const struct assay_world_told *told, struct assay_arena *arena,
                        struct assay_result *out)
{
    const struct assay_world *world = told->study->world;
    struct making m = {.study = told->study, .arena = arena, .out = out};

    *out = (struct assay_result){
        .suite = ASSAY_STR("mdp"),
        .suite_version = ASSAY_STR("1"),
        .kind = ASSAY_STR("distance"),
        .title = world->name,
        .model = told->target,
        .label = assay_str_of(
            assay_arena_printf(arena, "%zu reward functions", told->study->rewards)),
        .rule = ASSAY_STR("d_J = Range_J of the difference of rewards of unit range"),
        .unit = ASSAY_STR("fraction"),
        .overall_rule = ASSAY_STR("mean of pairs"),
        .level = 0.95,
    };
    put_overall(&m);
    put_measures(&m, assay_world_matrices(told->study, arena));
    put_series(&m);
    out->note = assay_world_notes(told, arena, &out->note_count);
}
