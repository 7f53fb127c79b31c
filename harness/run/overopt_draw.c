/* overopt_draw.c - figures of curves of gold against d. */
#include "harness/run/overopt_draw.h"

#include "metrics/interval.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum {
    LINE_POINTS = 81,
    TOGETHER_MAX = 8 /* curves in one figure: colours that can be told apart */
};

static const char *const figure_own = "gold against d";
static const char *const figure_gap = "Goodhart gap";

/* Figures on their way. */
struct drawing {
    const struct assay_overopt_told *told;
    const struct assay_overopt_study *study;
    struct assay_arena *arena;
    struct assay_findings *out;
};

/* What is drawn. */
struct look {
    const char *figure;
    struct assay_str name, of, y_label;
    enum assay_series_look as;
};

static void draw(struct drawing *g, const struct look *look,
                 const struct assay_point *points, size_t count)
{
    const struct assay_series series = {
        .figure = assay_str_of(look->figure),
        .name = look->name,
        .of = look->of,
        .x_label = ASSAY_STR("d = root of the KL, nats^(1/2)"),
        .y_label = look->y_label,
        .look = look->as,
        .points = points,
        .count = count,
    };

    assay_findings_series(g->out, &series);
}

static int compare_points(const void *left, const void *right)
{
    const struct assay_point *a = left, *b = right;

    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

void assay_overopt_sort_points(struct assay_point *point, size_t n)
{
    qsort(point, n, sizeof(*point), compare_points);
}

enum what {
    GOLD,
    PROXY,
    GAP
};

/* Points at the places, by d, with bands where errors are known: of gold and of the gap. */
static struct assay_point *points_of(const struct drawing *g, enum what what)
{
    const struct assay_overopt_curve *curve = g->study->curve;
    const size_t df = curve->unit == ASSAY_OVEROPT_POINT ? 0 : curve->units - 1;
    struct assay_point *point =
        assay_arena_new(g->arena, curve->places + 1, sizeof(*point));

    for (size_t k = 0; k < curve->places; k++) {
        const struct assay_overopt_place *at = &curve->place[k];
        const double half = assay_interval_half(what == GAP ? at->gap_se : at->se, df,
                                                g->told->how->level);
        const double y = what == GOLD    ? at->gold
                         : what == PROXY ? at->proxy
                                         : at->proxy - at->gold;

        point[k] = (struct assay_point){.x = at->d,
                                        .y = y,
                                        .has_band = (what == GOLD && at->has_se) ||
                                                    (what == GAP && at->has_gap_se),
                                        .lo = y - half,
                                        .hi = y + half};
    }
    assay_overopt_sort_points(point, curve->places);
    return point;
}

static const struct assay_point *line_of(const struct drawing *g,
                                         const struct assay_overopt_fitted *fitted,
                                         bool band)
{
    struct assay_point *point = assay_arena_new(g->arena, LINE_POINTS, sizeof(*point));

    for (size_t k = 0; k < LINE_POINTS; k++) {
        const double d = g->study->d_most * (double)k / (double)(LINE_POINTS - 1);
        const struct assay_gao_fit *fit = &fitted->gao.fit;

        point[k] = (struct assay_point){
            .x = d, .y = assay_gao_value(fit->form, fit->alpha, fit->beta, d)};
        if (band && fitted->has_ranges) {
            const struct assay_range range = assay_gao_band(&fitted->gao, d);

            point[k].has_band = true;
            point[k].lo = fmin(range.lo, point[k].y);
            point[k].hi = fmax(range.hi, point[k].y);
        }
    }
    return point;
}

static struct assay_str gain_label(const struct drawing *g)
{
    return g->study->curve->direct
               ? assay_str_of(assay_arena_printf(g->arena, "win rate less %.*s",
                                                 ASSAY_STR_ARG(g->told->centre)))
               : ASSAY_STR("gain over the initial policy");
}

/* d* with its interval in x, where it lies among the points or not far beyond. */
static void draw_peak(struct drawing *g, const char *figure, struct assay_str of)
{
    const struct assay_overopt_fitted *fitted = &g->study->form[g->study->told];
    const struct assay_gao_peak *peak = &fitted->gao.fit.peak;
    const struct assay_range *range = &fitted->gao.range.d_peak;
    const struct look look = {
        .figure = figure, .of = of, .y_label = gain_label(g), .as = ASSAY_LOOK_PEAK};
    struct assay_point *point = assay_arena_new(g->arena, 1, sizeof(*point));

    if (!peak->exists || peak->d > 1.5 * g->study->d_most)
        return;
    *point = (struct assay_point){.x = peak->d, .y = peak->r};
    if (fitted->has_ranges && range->has_lo) {
        point->has_band = true;
        point->lo = fmin(range->lo, peak->d);
        point->hi = range->has_hi ? fmax(range->hi, peak->d) : DBL_MAX;
    }
    draw(g, &look, point, 1);
}

static void draw_forms(struct drawing *g, const char *figure, struct assay_str of,
                       bool both)
{
    struct look look = {.figure = figure, .y_label = gain_label(g), .as = ASSAY_LOOK_FIT};

    for (size_t f = 0; f < ASSAY_OVEROPT_FORMS; f++) {
        const bool told = f == (size_t)g->study->told;

        if (!g->study->form[f].fitted || (!told && !both))
            continue;
        look.of = told ? of : ASSAY_STR("");
        look.as = told ? ASSAY_LOOK_FIT : ASSAY_LOOK_REFERENCE;
        look.name = !both                ? of
                    : f == ASSAY_GAO_BON ? ASSAY_STR("d(\u03b1 \u2212 \u03b2 d)")
                                         : ASSAY_STR("d(\u03b1 \u2212 \u03b2 log d)");
        draw(g, &look, line_of(g, &g->study->form[f], told && both), LINE_POINTS);
    }
}

/* One curve: gold and proxy as measured, both forms, the peak of the one told. */
static void draw_own(struct drawing *g)
{
    const struct assay_overopt_curve *curve = g->study->curve;
    struct look look = {.figure = figure_own,
                        .name = curve->gold,
                        .of = curve->gold,
                        .y_label = gain_label(g),
                        .as = ASSAY_LOOK_POINTS};

    draw_forms(g, figure_own, curve->gold, true);
    draw(g, &look, points_of(g, GOLD), curve->places);
    if (g->study->fitted)
        draw_peak(g, figure_own, curve->gold);
    if (!curve->has_proxy)
        return;
    look.name = look.of = g->told->proxy;
    draw(g, &look, points_of(g, PROXY), curve->places);
}

/* All curves' gold with the form told. */
static void draw_together(struct drawing *g)
{
    const size_t most = g->told->count < TOGETHER_MAX ? g->told->count : TOGETHER_MAX;

    for (size_t i = 0; i < most; i++) {
        struct look look = {.figure = "gold against d, all curves",
                            .as = ASSAY_LOOK_POINTS};

        g->study = &g->told->study[i];
        look.y_label = gain_label(g);
        look.name = look.of = g->study->curve->name;
        if (g->study->fitted)
            draw_forms(g, look.figure, look.of, false);
        draw(g, &look, points_of(g, GOLD), g->study->curve->places);
        if (g->study->fitted)
            draw_peak(g, look.figure, look.of);
    }
}

/* What the proxy gained and gold did not, in the units that they are logged in where no spread is known. */
static void draw_gap(struct drawing *g)
{
    const struct assay_overopt_curve *curve = g->study->curve;
    const struct look look = {.figure = figure_gap,
                              .name = ASSAY_STR("proxy gain \u2212 gold gain"),
                              .y_label = ASSAY_STR("gap, units as logged"),
                              .as = ASSAY_LOOK_CURVE};

    if (curve->has_proxy && curve->draws.n == 0)
        draw(g, &look, points_of(g, GAP), curve->places);
}

void assay_overopt_draw(const struct assay_overopt_told *told, size_t which,
                        struct assay_findings *out)
{
    struct drawing g = {.told = told, .arena = out->arena, .out = out};

    if (which == 0 && told->count > 1)
        draw_together(&g);
    g.study = &told->study[which];
    draw_own(&g);
    draw_gap(&g);
}
