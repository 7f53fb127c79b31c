/* What an experiment found, as a result. */
#include "harness/run/experiment.h"

#include <math.h>
#include <stdlib.h>

enum {
    POINTS_MAX = 4096, /* of a scatter: of more, every second, third, ... */
    LINE = 2
};

/* A result on its way. */
struct making {
    const struct assay_experiment *of;
    const struct assay_experiment_data *data;
    const struct assay_experiment_finding *finding;
    struct assay_arena *arena;
    struct assay_measure *measure;
    struct assay_series *series;
    struct assay_result *out;
};

static void measure(struct making *m, const char *name, size_t metric,
                    const struct assay_experiment_estimate *value, bool banded)
{
    m->measure[m->out->measure_count++] = (struct assay_measure){
        .name = assay_str_of(name),
        .section = assay_str_of(m->of->metric[metric].name),
        .unit = ASSAY_STR(""),
        .value = {.defined = value->defined,
                  .value = value->defined ? value->value : 0.0,
                  .has_bootstrap = banded && value->defined,
                  .bootstrap_lo = value->lo,
                  .bootstrap_hi = value->hi,
                  .why = value->defined ? ASSAY_STR("")
                                        : ASSAY_STR("one of the two is constant")}};
}

static void put_measures(struct making *m)
{
    m->measure = assay_arena_new(m->arena, 3 * m->of->metrics, sizeof(*m->measure));
    for (size_t i = 0; i < m->of->metrics; i++) {
        const struct assay_experiment_finding *finding = &m->finding[i];
        const struct assay_experiment_estimate rank = {.defined = isfinite(finding->rank),
                                                       .value = finding->rank};

        measure(m, "correlation with regret", i, &finding->regret, true);
        measure(m, "rank correlation with regret", i, &rank, false);
        measure(m, "correlation with worst-case regret", i, &finding->worst, true);
    }
    m->out->measure = m->measure;
}

/* One bar a metric. */
static void put_bars(struct making *m, const char *name, bool worst)
{
    struct assay_str *category =
        assay_arena_new(m->arena, m->of->metrics, sizeof(*category));
    struct assay_point *point = assay_arena_new(m->arena, m->of->metrics, sizeof(*point));
    size_t count = 0;

    for (size_t i = 0; i < m->of->metrics; i++) {
        const struct assay_experiment_estimate *at =
            worst ? &m->finding[i].worst : &m->finding[i].regret;

        category[i] = assay_str_of(m->of->metric[i].name);
        if (at->defined)
            point[count++] = (struct assay_point){.x = (double)i,
                                                  .y = at->value,
                                                  .has_band = true,
                                                  .lo = at->lo,
                                                  .hi = at->hi};
    }
    m->series[m->out->series_count++] =
        (struct assay_series){.figure = ASSAY_STR("correlation"),
                              .name = assay_str_of(name),
                              .y_label = ASSAY_STR("Pearson's r over comparisons"),
                              .look = ASSAY_LOOK_BARS,
                              .category = category,
                              .category_count = m->of->metrics,
                              .points = point,
                              .count = count};
}

/* By x, as the points of a series have to be, then by y. */
static int compare_points(const void *a, const void *b)
{
    const struct assay_point *p = a, *q = b;

    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

/* Comparisons as points: a metric against an outcome. */
static void put_points(struct making *m, size_t metric, size_t outcome, const char *panel,
                       const char *label)
{
    const size_t all = m->of->environments * m->data->comparisons;
    const size_t every = (all + POINTS_MAX - 1) / POINTS_MAX;
    struct assay_point *point = assay_arena_new(m->arena, POINTS_MAX + 1, sizeof(*point));
    size_t count = 0;

    for (size_t i = 0; i < all; i += every) {
        const double *row = m->data->value + i * m->data->columns;

        if (m->data->there[i / m->data->comparisons] && isfinite(row[metric]))
            point[count++] = (struct assay_point){.x = row[metric], .y = row[outcome]};
    }
    qsort(point, count, sizeof(*point), compare_points);
    m->series[m->out->series_count++] =
        (struct assay_series){.figure = ASSAY_STR("regret"),
                              .name = ASSAY_STR("comparisons"),
                              .x_label = assay_str_of(m->of->metric[metric].name),
                              .y_label = assay_str_of(label),
                              .look = ASSAY_LOOK_POINTS,
                              .panel = assay_str_of(panel),
                              .points = point,
                              .count = count};
}

/* y = slope x, as far as y = 1, which regret cannot pass. */
static void put_bound(struct making *m, const char *name, const char *panel, double slope,
                      double end)
{
    struct assay_point *point = assay_arena_new(m->arena, LINE, sizeof(*point));

    point[1] = (struct assay_point){.x = end, .y = slope * end};
    m->series[m->out->series_count++] =
        (struct assay_series){.figure = ASSAY_STR("regret"),
                              .name = assay_str_of(name),
                              .look = ASSAY_LOOK_REFERENCE,
                              .panel = assay_str_of(panel),
                              .points = point,
                              .count = LINE};
}

/* Regret and worst-case regret against d_J, with the bounds that hold of every pair. */
static void put_scatter(struct making *m)
{
    const char *regret = "best policy's regret", *worst = "worst-case regret";

    for (size_t i = 0; i < m->of->metrics; i++) {
        if (m->of->metric[i].family != ASSAY_EXPERIMENT_D_J)
            continue;
        put_points(m, i, m->of->metrics, regret, "regret, share of range");
        put_bound(m, "at most d_J", regret, 1.0, 1.0);
        put_points(m, i, m->of->metrics + 1, worst, "regret, share of range");
        put_bound(m, "at most d_J", worst, 1.0, 1.0);
        put_bound(m, "at least d_J / 2", worst, 0.5, 2.0);
    }
}

/* The best of the metrics, which is told as the value. */
static size_t best_of(const struct making *m)
{
    size_t best = 0;

    for (size_t i = 1; i < m->of->metrics; i++)
        if (m->finding[i].regret.defined &&
            (!m->finding[best].regret.defined ||
             m->finding[i].regret.value > m->finding[best].regret.value))
            best = i;
    return best;
}

static void put_overall(struct making *m)
{
    const size_t best = best_of(m);
    const struct assay_experiment_estimate *at = &m->finding[best].regret;
    struct assay_section *overall = &m->out->overall;

    *overall = (struct assay_section){.name = ASSAY_STR("Overall"),
                                      .items = m->of->environments,
                                      .value = {.defined = at->defined,
                                                .value = at->defined ? at->value : 0.0,
                                                .has_bootstrap = at->defined,
                                                .bootstrap_lo = at->lo,
                                                .bootstrap_hi = at->hi}};
    for (size_t e = 0; e < m->of->environments; e++)
        overall->counted += m->data->there[e] ? 1 : 0;
    overall->clusters = overall->counted;
    overall->count[ASSAY_STATE_SCORED] = overall->counted;
    overall->count[ASSAY_STATE_SKIPPED] = overall->items - overall->counted;
    m->out->overall_rule = assay_str_of(
        assay_arena_printf(m->arena, "correlation of %s, the best of %zu, with regret",
                           m->of->metric[best].name, m->of->metrics));
}

static void put_notes(struct making *m)
{
    struct assay_str *note = assay_arena_new(m->arena, m->of->metrics + 2, sizeof(*note));
    const struct assay_random_setting *world = &m->of->world;

    note[m->out->note_count++] = assay_str_of(assay_arena_printf(
        m->arena,
        "%zu environments of %zu states and %zu actions, gamma %g, %s; %zu pairs of "
        "reward "
        "functions each and %zu steps between the two of a pair: %zu comparisons; regret "
        "is the mean of both ways, worst-case regret too",
        m->out->overall.counted, world->states, world->actions, world->gamma,
        world->tail == ASSAY_RANDOM_SOFT ? "cut transitions left at exp(-20)"
                                         : "cut transitions 0",
        m->of->pairs, m->of->steps, m->out->overall.counted * m->data->comparisons));
    for (size_t i = 0; i < m->of->metrics; i++)
        if (m->finding[i].undefined > 0)
            note[m->out->note_count++] = assay_str_of(assay_arena_printf(
                m->arena,
                "%s is not defined in %zu comparisons, which are left out of it",
                m->of->metric[i].name, m->finding[i].undefined));
    m->out->note = note;
}

void assay_experiment_result(const struct assay_experiment *of,
                             const struct assay_experiment_data *data,
                             const struct assay_experiment_finding *finding,
                             struct assay_arena *arena, struct assay_result *out)
{
    struct making m = {of, data, finding, arena, NULL, NULL, out};

    *out = (struct assay_result){
        .suite = ASSAY_STR("mdp"),
        .suite_version = ASSAY_STR("1"),
        .kind = ASSAY_STR("distance"),
        .title = of->title.len ? of->title : ASSAY_STR("distances against regret"),
        .citation = ASSAY_STR("Skalse et al. 2023, arXiv:2309.15257, section 4"),
        .model = assay_str_of(of->path),
        .label = ASSAY_STR("distances of reward functions"),
        .rule =
            ASSAY_STR("Pearson's r between a distance and regret over all comparisons; "
                      "intervals by resampling whole environments"),
        .unit = ASSAY_STR("fraction"),
        .level = of->level,
        .seed = of->world.seed,
        .replicates = of->replicates,
    };
    m.series = assay_arena_new(arena, 8 * (of->metrics + 1), sizeof(*m.series));
    put_overall(&m);
    put_measures(&m);
    put_bars(&m, "with regret", false);
    put_bars(&m, "with worst-case regret", true);
    put_scatter(&m);
    out->series = m.series;
    put_notes(&m);
}
