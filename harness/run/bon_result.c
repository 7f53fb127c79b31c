/* bon_result.c - best-of-n curves as results. */
#include "harness/run/bon_result.h"

#include "metrics/best_of_n.h"

#include <math.h>

enum {
    MEASURES_MAX = 32,
    SERIES_MAX = 16 + 2 * ASSAY_SAMPLE_FIELDS_MAX + 2 * ASSAY_BON_PARTS_MAX,
    NOTES_MAX = 8
};

/* A result on its way. */
struct making {
    const struct assay_bon_told *told;
    const struct assay_bon_study *study;
    const struct assay_bon *bon;
    size_t proxy, gold, last;
    struct assay_arena *arena;
    struct assay_measure *measure;
    struct assay_series *series;
    struct assay_str *note;
    struct assay_result *out;
};

static struct assay_figure figure_of(const struct assay_bon_point *point)
{
    return (struct assay_figure){.defined = point->defined,
                                 .value = point->value,
                                 .has_bootstrap = point->has_band,
                                 .bootstrap_lo = point->lo,
                                 .bootstrap_hi = point->hi,
                                 .why = point->defined
                                            ? ASSAY_STR("")
                                            : ASSAY_STR("no prompt has so many samples")};
}

static struct assay_section section_of(const struct making *m, struct assay_str name,
                                       const struct assay_bon_study *study)
{
    const struct assay_bon_line *line =
        assay_bon_line(study, ASSAY_BON_GOLD, m->proxy, m->gold);
    const struct assay_bon_point *point = &line->at[m->last];
    struct assay_section section = {.name = name,
                                    .items = study->prompts,
                                    .counted = point->prompts,
                                    .clusters = study->clusters,
                                    .value = figure_of(point)};

    section.count[ASSAY_STATE_SCORED] = study->prompts;
    return section;
}

static void put_sections(struct making *m)
{
    const struct assay_bon_told *told = m->told;
    const size_t left = told->left.unscored + told->left.unlabelled;
    struct assay_section *section =
        assay_arena_new(m->arena, told->parts + 1, sizeof(*section));
    struct assay_section *overall = &m->out->overall;

    *overall = section_of(m, ASSAY_STR("Overall"), m->study);
    overall->items += left;
    overall->count[ASSAY_STATE_FAILED] = told->left.unscored;
    overall->count[ASSAY_STATE_SKIPPED] = told->left.unlabelled;
    for (size_t i = 0; i < told->parts; i++)
        section[i] = section_of(m, told->part[i].name, &told->part[i].study);
    m->out->section = section;
    m->out->section_count = told->parts;
}

static void measure(struct making *m, const char *name, struct assay_str unit,
                    struct assay_figure figure)
{
    m->measure[m->out->measure_count++] =
        (struct assay_measure){.name = assay_str_of(name), .unit = unit, .value = figure};
}

/* A curve at the last n. */
static void measure_line(struct making *m, const char *name, struct assay_str unit,
                         enum assay_bon_kind kind)
{
    const size_t proxy =
        kind == ASSAY_BON_ORACLE || kind == ASSAY_BON_MAJORITY ? 0 : m->proxy;
    const size_t gold = kind == ASSAY_BON_PROXY || kind == ASSAY_BON_LENGTH ||
                                kind == ASSAY_BON_TOKENS || kind == ASSAY_BON_KL
                            ? 0
                            : m->gold;
    const struct assay_bon_line *line = assay_bon_line(m->study, kind, proxy, gold);

    if (line)
        measure(m, name, unit, figure_of(&line->at[m->last]));
}

static struct assay_figure number(double value)
{
    return (struct assay_figure){.defined = !isnan(value),
                                 .value = isnan(value) ? 0.0 : value};
}

static struct assay_figure between(double value, double lo, double hi)
{
    struct assay_figure figure = number(value);

    figure.has_bootstrap = figure.defined && !isnan(lo) && !isnan(hi);
    figure.bootstrap_lo = figure.has_bootstrap ? lo : 0.0;
    figure.bootstrap_hi = figure.has_bootstrap ? hi : 0.0;
    if (!figure.defined)
        figure.why = ASSAY_STR("an oracle gains nothing");
    return figure;
}

/* Best of K, exactly and of random orders, by the names that suites have for them. */
static void put_ppe(struct making *m)
{
    const struct assay_bon_ppe *ppe;
    const struct assay_str unit = ASSAY_STR("fraction");

    if (!m->told->ppe)
        return;
    ppe = &m->told->ppe[m->proxy * m->bon->set->golds + m->gold];
    measure(m, "loss_exact", unit, number(ppe->exact.loss));
    measure(m, "mean_max_exact", unit, number(ppe->exact.max));
    measure(m, "mean_end_exact", unit, number(ppe->exact.end));
    measure(m, "loss", unit, number(ppe->drawn.loss));
    measure(m, "loss_se", unit, number(ppe->se.loss));
    measure(m, "mean_max", unit, number(ppe->drawn.max));
    measure(m, "mean_max_se", unit, number(ppe->se.max));
    measure(m, "mean_end", unit, number(ppe->drawn.end));
    measure(m, "mean_end_se", unit, number(ppe->se.end));
}

static void put_measures(struct making *m)
{
    const struct assay_bon_turn *turn =
        &m->study->turn[m->proxy * m->bon->set->golds + m->gold];
    const struct assay_str unit = m->told->unit, plain = ASSAY_STR("");
    const double none = turn->has_band ? 0.0 : (double)NAN;
    const struct assay_bon_line *gold =
        assay_bon_line(m->study, ASSAY_BON_GOLD, m->proxy, m->gold);

    measure(m, "n", ASSAY_STR("count"), number((double)m->bon->n[m->last]));
    measure(m, "random_pick", unit, figure_of(&gold->at[0]));
    measure_line(m, "oracle", unit, ASSAY_BON_ORACLE);
    measure_line(m, "regret", unit, ASSAY_BON_REGRET);
    measure(m, "gain", unit,
            between(turn->gain, turn->gain_lo + none, turn->gain_hi + none));
    measure(m, "gain_of_oracle", ASSAY_STR("percent"),
            between(turn->share, turn->share_lo + none, turn->share_hi + none));
    measure_line(m, "win_rate", ASSAY_STR("percent"), ASSAY_BON_WIN);
    measure(m, "peak_n", ASSAY_STR("count"),
            between((double)m->bon->n[turn->peak],
                    (double)m->bon->n[turn->peak_lo] + none,
                    (double)m->bon->n[turn->peak_hi] + none));
    measure(m, "fall_from_peak", unit,
            turn->has_fall ? between(turn->fall, turn->lo, turn->hi)
                           : number(turn->fall));
    measure(m, "turns", ASSAY_STR("count"), number(turn->turns ? 1.0 : 0.0));
    measure(m, "kl_bound", plain, number(assay_best_of_n_kl(m->bon->n[m->last])));
    measure_line(m, "kl_samples", plain, ASSAY_BON_KL);
    measure_line(m, "proxy", plain, ASSAY_BON_PROXY);
    measure_line(m, "length", plain, ASSAY_BON_LENGTH);
    measure_line(m, "tokens", plain, ASSAY_BON_TOKENS);
    measure_line(m, "majority", unit, ASSAY_BON_MAJORITY);
    measure_line(m, "weighted_votes", unit, ASSAY_BON_WEIGHTED);
    measure_line(m, "votes_by_rank", unit, ASSAY_BON_BORDA);
    put_ppe(m);
    m->out->measure = m->measure;
}

const char *const assay_bon_axis_words[] = {"log2", "n", "kl", "kl-samples", NULL};

/* What a figure's x axis is. */
enum axis {
    AXIS_CHOSEN,   /* --axis */
    AXIS_DISTANCE, /* root of the KL bound */
    AXIS_COST,     /* tokens generated and scored a prompt */
};

static double cost_of(const struct making *m, size_t k)
{
    const struct assay_bon_line *tokens =
        assay_bon_line(m->study, ASSAY_BON_TOKENS, m->proxy, 0);

    return (double)m->bon->n[k] * tokens->at[0].value;
}

static double x_of(const struct making *m, enum axis axis, size_t k)
{
    const size_t n = m->bon->n[k];

    if (axis == AXIS_DISTANCE)
        return sqrt(assay_best_of_n_kl(n));
    if (axis == AXIS_COST)
        return cost_of(m, k);
    if (m->told->axis == ASSAY_BON_AXIS_BOUND)
        return assay_best_of_n_kl(n);
    if (m->told->axis == ASSAY_BON_AXIS_SAMPLES)
        return assay_bon_line(m->study, ASSAY_BON_KL, m->proxy, 0)->at[k].value;
    return (double)n;
}

static struct assay_str axis_label(const struct making *m, enum axis axis)
{
    static const char *const chosen[] = {"n, samples a prompt", "n, samples a prompt",
                                         "KL bound, nats", "KL for these samples, nats"};

    return assay_str_of(axis == AXIS_DISTANCE ? "d = root of the KL bound, nats^(1/2)"
                        : axis == AXIS_COST   ? "tokens generated and scored a prompt"
                                              : chosen[m->told->axis]);
}

static const struct assay_point *points_of(const struct making *m,
                                           const struct assay_bon_line *line,
                                           enum axis axis, double scale, bool together,
                                           size_t *count)
{
    struct assay_point *point = assay_arena_new(m->arena, m->bon->ns, sizeof(*point));

    *count = 0;
    for (size_t k = 0; k < m->bon->ns; k++) {
        const struct assay_bon_point *at = &line->at[k];

        if (at->defined)
            point[(*count)++] = (struct assay_point){
                .x = x_of(m, axis, k),
                .y = at->value * scale,
                .has_band = at->has_band,
                .lo = (together ? at->low : at->lo) * scale,
                .hi = (together ? at->high : at->hi) * scale,
                .n = at->prompts,
            };
    }
    return point;
}

/* A series of a figure; its points are a curve's. */
struct look {
    const char *figure;
    struct assay_str name, y_label, panel;
    enum assay_series_look as;
    enum axis axis;
    double scale;
    bool together; /* simultaneous bands */
};

static void draw(struct making *m, const struct look *look,
                 const struct assay_bon_line *line)
{
    struct assay_series *series = &m->series[m->out->series_count];

    if (!line || m->out->series_count == SERIES_MAX)
        return;
    *series = (struct assay_series){
        .figure = assay_str_of(look->figure),
        .name = look->name,
        .x_label = axis_label(m, look->axis),
        .y_label = look->y_label,
        .panel = look->panel,
        .look = look->as,
        .x_scale = look->axis == AXIS_CHOSEN && m->told->axis == ASSAY_BON_AXIS_LOG2
                       ? ASSAY_SCALE_LOG2
                       : ASSAY_SCALE_LINEAR,
    };
    series->points =
        points_of(m, line, look->axis, look->scale, look->together, &series->count);
    m->out->series_count += series->count > 0;
}

/* The mean of single draws, as a level line. */
static void draw_random(struct making *m, const struct look *look,
                        const struct assay_bon_line *gold)
{
    struct assay_bon_point *level = assay_arena_new(m->arena, m->bon->ns, sizeof(*level));
    const struct assay_bon_line line = {gold->curve, level};

    for (size_t k = 0; k < m->bon->ns; k++) {
        level[k] = gold->at[0];
        level[k].defined = gold->at[k].defined;
        level[k].has_band = false;
    }
    draw(m, look, &line);
}

static struct assay_str gold_label(const struct making *m)
{
    const struct assay_str name = m->bon->set->gold_name[m->gold];
    const bool percent = assay_str_equal(m->told->unit, ASSAY_STR("percent"));

    return assay_str_of(assay_arena_printf(m->arena, "%.*s of the pick%s",
                                           ASSAY_STR_ARG(name), percent ? ", %" : ""));
}

static double scale_of(const struct making *m)
{
    return assay_str_equal(m->told->unit, ASSAY_STR("percent")) ? 100.0 : 1.0;
}

/* Curves of some proxies with oracle and random pick. */
static void draw_best(struct making *m, const char *figure, struct assay_str panel,
                      const struct assay_bon_study *study, size_t from, size_t end)
{
    struct look look = {.figure = figure,
                        .y_label = gold_label(m),
                        .panel = panel,
                        .axis = AXIS_CHOSEN,
                        .scale = scale_of(m)};

    for (size_t p = from; p < end; p++) {
        look.name = m->bon->set->proxy_name[p];
        draw(m, &look, assay_bon_line(study, ASSAY_BON_GOLD, p, m->gold));
    }
    look.as = ASSAY_LOOK_REFERENCE;
    look.name = ASSAY_STR("oracle");
    draw(m, &look, assay_bon_line(study, ASSAY_BON_ORACLE, 0, m->gold));
    look.name = ASSAY_STR("random pick");
    draw_random(m, &look, assay_bon_line(study, ASSAY_BON_GOLD, from, m->gold));
}

/* Votes among the answers, beside the best of n. */
static void draw_votes(struct making *m)
{
    static const struct {
        const char *name;
        enum assay_bon_kind kind;
        bool by_proxy;
    } votes[] = {{"majority", ASSAY_BON_MAJORITY, false},
                 {"weighted votes", ASSAY_BON_WEIGHTED, true},
                 {"votes by rank", ASSAY_BON_BORDA, true}};
    struct look look = {.figure = "votes",
                        .y_label = gold_label(m),
                        .axis = AXIS_CHOSEN,
                        .scale = scale_of(m)};

    if (!assay_bon_line(m->study, ASSAY_BON_MAJORITY, 0, m->gold))
        return;
    look.name = m->bon->set->proxy_name[m->proxy];
    draw(m, &look, assay_bon_line(m->study, ASSAY_BON_GOLD, m->proxy, m->gold));
    for (size_t i = 0; i < sizeof(votes) / sizeof(votes[0]); i++) {
        look.name = assay_str_of(votes[i].name);
        draw(m, &look,
             assay_bon_line(m->study, votes[i].kind, votes[i].by_proxy ? m->proxy : 0,
                            m->gold));
    }
}

/* What gold costs in tokens. */
static void draw_cost(struct making *m)
{
    const struct look look = {.figure = "gold by tokens",
                              .name = m->bon->set->proxy_name[m->proxy],
                              .y_label = gold_label(m),
                              .axis = AXIS_COST,
                              .scale = scale_of(m)};

    if (assay_bon_line(m->study, ASSAY_BON_TOKENS, m->proxy, 0))
        draw(m, &look, assay_bon_line(m->study, ASSAY_BON_GOLD, m->proxy, m->gold));
}

static void draw_differences(struct making *m)
{
    const struct assay_sample_set *set = m->bon->set;
    struct look look = {.figure = "difference of best-of-n",
                        .y_label = ASSAY_STR("difference"),
                        .axis = AXIS_CHOSEN,
                        .scale = scale_of(m),
                        .together = true};

    for (size_t c = 0; c < m->bon->curves; c++) {
        const struct assay_bon_curve *curve = &m->bon->curve[c];

        if (curve->kind != ASSAY_BON_DIFFERENCE || curve->gold != m->gold)
            continue;
        look.name = assay_str_of(assay_arena_printf(
            m->arena, "%.*s - %.*s", ASSAY_STR_ARG(set->proxy_name[curve->proxy]),
            ASSAY_STR_ARG(set->proxy_name[curve->other])));
        draw(m, &look, &m->study->line[c]);
    }
}

/* What was gained over a draw, in standard deviations of single samples. */
static void draw_standard(struct making *m, const char *name,
                          const struct assay_bon_line *line, double spread)
{
    const struct look look = {.figure = "Goodhart gap",
                              .name = assay_str_of(name),
                              .y_label = ASSAY_STR("gain, sd of one sample"),
                              .axis = AXIS_DISTANCE,
                              .scale = spread > 0.0 ? 1.0 / spread : 0.0};

    if (spread > 0.0)
        draw(m, &look, line);
}

/* Standard deviation over all samples. */
static double spread_of(const double *x, size_t n)
{
    double mean = 0.0, sum = 0.0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - mean) * (x[i] - mean);
    return n > 1 ? sqrt(sum / (double)(n - 1)) : 0.0;
}

static void draw_length(struct making *m)
{
    const struct look look = {.figure = "length of the pick",
                              .name = m->bon->set->proxy_name[m->proxy],
                              .y_label = ASSAY_STR("characters"),
                              .axis = AXIS_CHOSEN,
                              .scale = 1.0};

    draw(m, &look, assay_bon_line(m->study, ASSAY_BON_LENGTH, m->proxy, 0));
}

static void put_series(struct making *m)
{
    const struct assay_sample_set *set = m->bon->set;

    if (m->proxy == 0 && set->proxies > 1) {
        draw_best(m, "best of n, all proxies", ASSAY_STR(""), m->study, 0, set->proxies);
        draw_differences(m);
    }
    draw_best(m, "best of n", ASSAY_STR(""), m->study, m->proxy, m->proxy + 1);
    for (size_t i = 0; i < m->told->parts; i++)
        draw_best(m, "best of n by part", m->told->part[i].name, &m->told->part[i].study,
                  m->proxy, m->proxy + 1);
    draw_standard(m, "proxy", assay_bon_line(m->study, ASSAY_BON_CLIMB, m->proxy, 0),
                  spread_of(set->proxy[m->proxy], set->samples));
    draw_standard(m, "gold", assay_bon_line(m->study, ASSAY_BON_GAIN, m->proxy, m->gold),
                  spread_of(set->gold[m->gold], set->samples));
    draw_length(m);
    draw_votes(m);
    draw_cost(m);
    m->out->series = m->series;
}

static void note(struct making *m, const char *text)
{
    m->note[m->out->note_count++] = assay_str_of(text);
}

static void put_notes(struct making *m)
{
    const struct assay_bon_left *left = &m->told->left;

    m->note[m->out->note_count++] = assay_bon_words(m->told, m->proxy, m->gold, m->arena);
    if (left->unscored + left->unlabelled > 0)
        note(m,
             assay_arena_printf(m->arena,
                                "left out: %zu prompts without a score of every sample, "
                                "%zu without gold",
                                left->unscored, left->unlabelled));
    if (left->lowest > 0)
        note(m, assay_arena_printf(m->arena,
                                   "%zu samples without a score are below all others",
                                   left->lowest));
    note(m,
         "win_rate: against an independent draw from the same samples, itself included");
    note(m,
         "kl_bound: log n - (n - 1) / n, nats, exact only where no two scores are equal; "
         "kl_samples: exact for the policy that answers with one of a prompt's samples");
    m->out->note = m->note;
}

void assay_bon_result(const struct assay_bon_told *told, size_t proxy, size_t gold,
                      struct assay_arena *arena, struct assay_result *out)
{
    const struct assay_bon *bon = told->whole->bon;
    const struct assay_sample_set *set = bon->set;
    struct making m = {.told = told,
                       .study = told->whole,
                       .bon = bon,
                       .proxy = proxy,
                       .gold = gold,
                       .arena = arena,
                       .out = out};

    m.last =
        assay_bon_last(assay_bon_line(told->whole, ASSAY_BON_GOLD, proxy, gold), bon->ns);
    m.measure = assay_arena_new(arena, MEASURES_MAX, sizeof(*m.measure));
    m.series = assay_arena_new(arena, SERIES_MAX, sizeof(*m.series));
    m.note = assay_arena_new(arena, NOTES_MAX, sizeof(*m.note));
    *out = (struct assay_result){
        .suite = told->suite,
        .suite_version = told->version,
        .part = set->golds > 1 ? set->gold_name[gold] : ASSAY_STR(""),
        .kind = ASSAY_STR("best-of-n"),
        .title = told->title,
        .citation = told->citation,
        .model = assay_str_of(assay_arena_printf(arena, "%.*s:%.*s",
                                                 ASSAY_STR_ARG(told->target),
                                                 ASSAY_STR_ARG(set->proxy_name[proxy]))),
        .label = set->proxy_name[proxy],
        .rule = assay_str_of(
            assay_arena_printf(arena,
                               "%.*s of the proxy's pick among n = %zu samples, expected "
                               "over all choices of n; "
                               "equal scores share",
                               ASSAY_STR_ARG(set->gold_name[gold]), bon->n[m.last])),
        .unit = told->unit,
        .overall_rule = ASSAY_STR("mean of prompts"),
        .level = told->how->level,
        .seed = told->how->seed,
        .replicates = told->how->replicates,
    };
    put_sections(&m);
    put_measures(&m);
    put_series(&m);
    put_notes(&m);
}
