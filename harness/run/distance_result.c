/* distance_result.c - distances between models as a result. */
#include "harness/run/distance_result.h"

#include "harness/core/buf.h"
#include "harness/run/distance_figures.h"

enum {
    NOTES_MAX = 8,
    PAIR_MEASURES = 8
};

const struct assay_distance_pair *assay_distance_pairs(
    const struct assay_distance_models *found, struct assay_arena *arena, size_t *count)
{
    const size_t models = found->models, all = models * (models - 1) / 2;
    struct assay_distance_pair *pair = assay_arena_new(arena, all, sizeof(*pair));
    size_t n = 0;

    for (size_t a = 0; found->gold < models && a < found->gold; a++)
        pair[n++] = (struct assay_distance_pair){a, found->gold};
    for (size_t a = 0; all <= ASSAY_DISTANCE_PAIRS_TOLD && a < models; a++)
        for (size_t b = a + 1; b < models; b++)
            if (b != found->gold)
                pair[n++] = (struct assay_distance_pair){a, b};
    *count = n;
    return pair;
}

const char *assay_distance_metric_name(const struct assay_bandit_metric *metric,
                                       struct assay_arena *arena)
{
    if (metric->kind == ASSAY_BANDIT_EPIC)
        return "epic";
    if (metric->kind == ASSAY_BANDIT_DIRECT)
        return "direct";
    return assay_arena_printf(arena, "%s/%s", assay_bandit_norm_words[metric->n],
                              assay_bandit_norm_words[metric->m]);
}

/* A result on its way. */
struct making {
    const struct assay_distance_models *found;
    struct assay_arena *arena;
    struct assay_measure *measure;
    struct assay_result *out;
};

static struct assay_figure figure_of(const struct assay_distance_value *value)
{
    return (struct assay_figure){.defined = true,
                                 .value = value->value,
                                 .has_bootstrap = value->has_band,
                                 .bootstrap_lo = value->lo,
                                 .bootstrap_hi = value->hi};
}

static void measure(struct making *m, const char *name, struct assay_str of,
                    const struct assay_distance_value *value)
{
    m->measure[m->out->measure_count++] =
        (struct assay_measure){.name = assay_str_of(name),
                               .section = of,
                               .unit = ASSAY_STR("fraction"),
                               .value = figure_of(value)};
}

static struct assay_str pair_name(const struct making *m, size_t a, const char *between,
                                  size_t b)
{
    return assay_str_of(assay_arena_printf(m->arena, "%.*s%s%.*s",
                                           ASSAY_STR_ARG(m->found->name[a]), between,
                                           ASSAY_STR_ARG(m->found->name[b])));
}

/* What picking with b loses under a. */
static void measure_way(struct making *m, size_t a, size_t b)
{
    const size_t at = a * m->found->models + b;
    const struct assay_str of = pair_name(m, a, " by ", b);

    measure(m, "worst_case_regret", of, &m->found->worst[at]);
    measure(m, "regret_lo", of, &m->found->lo[at]);
    measure(m, "regret_hi", of, &m->found->hi[at]);
}

/* All of a pair. */
static void measure_pair(struct making *m, size_t a, size_t b)
{
    const struct assay_distance_models *found = m->found;
    const struct assay_str both = pair_name(m, a, " | ", b);

    measure(m, "d_J", both, &found->headline[a * found->models + b]);
    if (found->metric)
        measure(m, assay_distance_metric_name(&found->how->metric, m->arena), both,
                &found->metric[a * found->models + b]);
    measure_way(m, a, b);
    measure_way(m, b, a);
}

static void put_measures(struct making *m)
{
    const size_t pairs = m->found->models * (m->found->models - 1) / 2;
    size_t count;
    const struct assay_distance_pair *pair =
        assay_distance_pairs(m->found, m->arena, &count);

    m->measure = assay_arena_new(m->arena, pairs * PAIR_MEASURES, sizeof(*m->measure));
    for (size_t i = 0; i < count; i++)
        measure_pair(m, pair[i].a, pair[i].b);
    m->out->measure = m->measure;
}

/* The mean of d_J over pairs. */
static void put_overall(struct making *m)
{
    const struct assay_distance_models *found = m->found;
    const struct assay_distance_left *left = &found->left;
    struct assay_section *overall = &m->out->overall;
    double sum = 0.0;
    size_t pairs = 0;

    for (size_t a = 0; a < found->models; a++)
        for (size_t b = a + 1; b < found->models; b++, pairs++)
            sum += found->headline[a * found->models + b].value;
    *overall = (struct assay_section){
        .name = ASSAY_STR("Overall"),
        .items = found->prompts + left->unscored + left->unlabelled,
        .counted = found->prompts,
        .clusters = found->clusters,
        .value = {.defined = true, .value = sum / (double)pairs}};
    overall->count[ASSAY_STATE_SCORED] = found->prompts;
    overall->count[ASSAY_STATE_FAILED] = left->unscored;
    overall->count[ASSAY_STATE_SKIPPED] = left->unlabelled;
}

/* "left out: 3 items that not all models scored wholly (A 2, B 1)" */
static struct assay_str lacking_note(const struct assay_distance_models *found,
                                     struct assay_arena *arena)
{
    const size_t models = found->gold < found->models ? found->gold : found->models;
    struct assay_buf text = {0};
    struct assay_str out;
    const char *before = " (lacking: ";

    assay_buf_printf(
        &text, "left out for all models: %zu items that not every one scored wholly",
        found->left.unscored);
    for (size_t m = 0; m < models; m++) {
        if (found->left.lacking[m] == 0)
            continue;
        assay_buf_printf(&text, "%s%.*s %zu", before, ASSAY_STR_ARG(found->name[m]),
                         found->left.lacking[m]);
        before = ", ";
    }
    assay_buf_puts(&text, ")");
    out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

const struct assay_str *assay_distance_notes(const struct assay_distance_models *found,
                                             struct assay_arena *arena, size_t *count)
{
    struct assay_str *note = assay_arena_new(arena, NOTES_MAX, sizeof(*note));
    size_t n = 0;

    if (found->left.unscored > 0)
        note[n++] = lacking_note(found, arena);
    if (found->left.unlabelled > 0)
        note[n++] = assay_str_of(assay_arena_printf(
            arena, "left out: %zu without labels; --no-gold keeps them",
            found->left.unlabelled));
    for (size_t m = 0; m < found->models; m++)
        if (found->trivial[m] && n < NOTES_MAX - 2)
            note[n++] = assay_str_of(assay_arena_printf(
                arena,
                "%.*s scores all completions of every prompt alike: a trivial reward",
                ASSAY_STR_ARG(found->name[m])));
    *count = n;
    return note;
}

static void put_notes(struct making *m)
{
    const struct assay_distance_models *found = m->found;
    size_t count;
    const struct assay_str *told = assay_distance_notes(found, m->arena, &count);
    struct assay_str *note = assay_arena_new(m->arena, count + 4, sizeof(*note));

    note[m->out->note_count++] =
        ASSAY_STR("d_J: range over policies of the difference of rewards that are "
                  "divided by their own range, 0 to 2; for every two models regret of "
                  "best-of-K selection <= worst-case regret <= d_J, as shares of the "
                  "range of the first");
    if (found->models == 2) {
        note[m->out->note_count++] =
            assay_str_of(assay_distance_models_words(found, 0, 1, m->arena));
        note[m->out->note_count++] =
            assay_str_of(assay_distance_models_words(found, 1, 0, m->arena));
    }
    if (found->models > 2)
        note[m->out->note_count++] =
            assay_str_of(assay_distance_map_words(found, m->arena));
    for (size_t i = 0; i < count; i++)
        note[m->out->note_count++] = told[i];
    m->out->note = note;
}

void assay_distance_result(const struct assay_distance_told *told,
                           struct assay_arena *arena, struct assay_result *out)
{
    const struct assay_distance_models *found = told->found;
    struct making m = {.found = found, .arena = arena, .out = out};
    struct assay_series *series;

    *out = (struct assay_result){
        .suite = told->suite,
        .suite_version = told->version,
        .kind = ASSAY_STR("distance"),
        .title = told->title,
        .citation = told->citation,
        .model = told->target,
        .label = assay_str_of(
            assay_arena_printf(arena, "distances of %zu models", found->models)),
        .rule = ASSAY_STR("d_J = Range_J of the difference of unit rewards, gamma = 0; "
                          "items that all models scored wholly"),
        .unit = ASSAY_STR("fraction"),
        .overall_rule = ASSAY_STR("mean of pairs"),
        .level = found->how->level,
        .seed = found->how->seed,
        .replicates = found->how->replicates,
    };
    series = assay_arena_new(arena, ASSAY_DISTANCE_SERIES_MAX, sizeof(*series));
    out->series_count = assay_distance_series(found, arena, series);
    out->series = series;
    put_overall(&m);
    put_measures(&m);
    put_notes(&m);
}
