/* overopt_study.c - fits of a curve of gold against d, with intervals. */
#include "harness/run/overopt_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CELLS_MAX = 4000 /* beyond which curves are chosen by means: leaving out is O(n^2) */
};

const char *const assay_overopt_form_words[] = {"auto", "bon", "rl", NULL};

static struct assay_overopt_points points_new(struct assay_arena *arena, size_t n)
{
    return (struct assay_overopt_points){
        .d = assay_arena_new(arena, n + 1, sizeof(double)),
        .r = assay_arena_new(arena, n + 1, sizeof(double)),
        .weight = assay_arena_new(arena, n + 1, sizeof(double)),
        .unit = assay_arena_new(arena, n + 1, sizeof(uint32_t))};
}

struct assay_overopt_points assay_overopt_points_of(
    const struct assay_overopt_curve *curve, struct assay_arena *arena)
{
    struct assay_overopt_points points = points_new(arena, curve->cells);

    for (size_t i = 0; i < curve->cells; i++) {
        const struct assay_overopt_cell *cell = &curve->cell[i];

        if (cell->base || !(cell->d > 0.0))
            continue;
        points.d[points.n] = cell->d;
        points.r[points.n] = cell->gold;
        points.weight[points.n] = cell->weight;
        points.unit[points.n++] = cell->unit;
    }
    return points;
}

/* Means over units; those at the base are not fitted. */
static struct assay_overopt_points of_places(const struct assay_overopt_curve *curve,
                                             struct assay_arena *arena)
{
    struct assay_overopt_points points = points_new(arena, curve->places);

    for (size_t k = 0; k < curve->places; k++) {
        const struct assay_overopt_place *place = &curve->place[k];

        if (!(place->d > 0.0) ||
            (curve->order != ASSAY_OVEROPT_BY_D &&
             place->x == (curve->order == ASSAY_OVEROPT_BY_N ? 1.0 : 0.0)))
            continue;
        points.d[points.n] = place->d;
        points.r[points.n] = place->gold;
        points.weight[points.n++] = 1.0;
    }
    return points;
}

static struct assay_gao_points gao_points(const struct assay_overopt_points *points,
                                          bool weighted)
{
    return (struct assay_gao_points){.d = points->d,
                                     .r = points->r,
                                     .weight = weighted ? points->weight : NULL,
                                     .n = points->n};
}

static int compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* Different d, their least and most. */
static void look_at_d(struct assay_overopt_study *study,
                      const struct assay_overopt_points *points,
                      struct assay_arena *arena)
{
    double *d = assay_arena_new(arena, points->n + 1, sizeof(*d));

    study->points = points->n;
    if (points->n == 0)
        return;
    memcpy(d, points->d, points->n * sizeof(*d));
    qsort(d, points->n, sizeof(*d), compare_doubles);
    for (size_t i = 0; i < points->n; i++)
        study->distinct += i == 0 || d[i] != d[i - 1];
    study->d_least = d[0];
    study->d_most = d[points->n - 1];
}

/* One form, with intervals where the units tell them. */
static void fit_form(const struct assay_overopt_how *how,
                     const struct assay_overopt_points *points, enum assay_gao_form form,
                     struct assay_arena *arena, struct assay_overopt_study *study)
{
    const struct assay_overopt_curve *curve = study->curve;
    const struct assay_gao_points gao = gao_points(points, curve->weighted);
    const struct assay_gao_sampling sampling = {
        .unit = curve->unit == ASSAY_OVEROPT_POINT ? NULL : points->unit,
        .units = curve->units,
        .replicates = how->replicates,
        .seed = how->seed,
        .level = how->level};
    struct assay_overopt_fitted *out = &study->form[form];
    struct assay_error err = {0};

    *out = (struct assay_overopt_fitted){0};
    out->has_ranges = !assay_gao_intervals(&gao, form, &sampling, &out->gao, &err);
    out->fitted = out->has_ranges;
    if (out->has_ranges)
        return;
    out->why = assay_arena_printf(arena, "%s", err.text);
    out->fitted = !assay_gao_fit(&gao, form, NULL, &out->gao.fit, &err);
}

/* All curves, and which of them describes the points. */
static enum assay_code choose(struct assay_overopt_study *study,
                              const struct assay_overopt_points *points, bool weighted,
                              struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_gao_points gao = gao_points(points, weighted);
    double *left = assay_arena_new(arena, ASSAY_CURVES * points->n + 1, sizeof(*left));
    const enum assay_code code = assay_curve_fit_all(&gao, NULL, left, study->fit, err);

    if (!code)
        study->choice = assay_curve_choose(&gao, study->fit, left);
    return code;
}

static enum assay_gao_form told_form(const struct assay_overopt_study *study,
                                     enum assay_overopt_form form)
{
    const struct assay_curve_fit *bon = &study->fit[ASSAY_CURVE_BON];
    const struct assay_curve_fit *rl = &study->fit[ASSAY_CURVE_RL];

    if (form == ASSAY_OVEROPT_FORM_RL)
        return ASSAY_GAO_RL;
    if (form == ASSAY_OVEROPT_FORM_BON || study->curve->order == ASSAY_OVEROPT_BY_N)
        return ASSAY_GAO_BON;
    return rl->quality.has_loo && bon->quality.has_loo &&
                   rl->quality.loo < bon->quality.loo
               ? ASSAY_GAO_RL
               : ASSAY_GAO_BON;
}

double assay_overopt_value(const struct assay_overopt_study *study, double d)
{
    const struct assay_gao_fit *fit = &study->form[study->told].gao.fit;

    return assay_gao_value(study->told, fit->alpha, fit->beta, d);
}

enum assay_code assay_overopt_study(const struct assay_overopt_curve *curve,
                                    const struct assay_overopt_how *how,
                                    struct assay_arena *arena,
                                    struct assay_overopt_study *out,
                                    struct assay_error *err)
{
    const struct assay_overopt_points cells = assay_overopt_points_of(curve, arena);
    const struct assay_overopt_points places = of_places(curve, arena);
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_overopt_study){.curve = curve};
    look_at_d(out, &cells, arena);
    out->fitted = out->distinct >= ASSAY_OVEROPT_POINTS_LEAST;
    out->of_means = (curve->unit == ASSAY_OVEROPT_PROMPT || cells.n > CELLS_MAX) &&
                    places.n >= ASSAY_OVEROPT_POINTS_LEAST;
    if (out->fitted) {
        fit_form(how, &cells, ASSAY_GAO_BON, arena, out);
        fit_form(how, &cells, ASSAY_GAO_RL, arena, out);
        code = choose(out, out->of_means ? &places : &cells,
                      curve->weighted && !out->of_means, arena, err);
        out->told = told_form(out, how->form);
    }
    return code ? code : assay_overopt_turn(how, arena, out, err);
}
