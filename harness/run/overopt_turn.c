/* overopt_turn.c - has gold turned? By whole curves where there are several, else by errors or the form. */
#include "harness/run/overopt_study.h"

#include "metrics/curve_bootstrap.h"
#include "metrics/gao_fall.h"
#include "metrics/turnover_errors.h"

#include <math.h>

enum {
    UNITS_LEAST = 3, /* curves that can be compared */
    UNITS_MANY = 30, /* from which on they are resampled */
    PLACES_LEAST = 2,
};

/* What turnover.h found, in words of this curve. */
static void take(struct assay_overopt_study *study, const struct assay_turnover *found,
                 enum assay_overopt_test test)
{
    const struct assay_overopt_curve *curve = study->curve;
    const struct assay_overopt_place *peak = &curve->place[found->top];
    const struct assay_overopt_place *last = &curve->place[curve->places - 1];
    const double first_d = curve->place[found->first].d;
    const double last_d = curve->place[found->last].d;

    study->turn = (struct assay_overopt_turn){
        .test = test,
        .detected = found->detected,
        .peak_d = peak->d,
        .peak_x = peak->x,
        .end_d = last->d,
        .has_peak_range = true,
        .peak_lo = fmin(fmin(first_d, last_d), peak->d),
        .peak_hi = fmax(fmax(first_d, last_d), peak->d),
        .gain = peak->gold,
        .drop = found->drop,
        .has_drop_range = found->drop_range.has_lo && found->drop_range.has_hi,
        .drop_lo = found->drop_range.lo,
        .drop_hi = found->drop_range.hi,
        .has_proxy = curve->has_proxy,
        .proxy_rise = curve->has_proxy ? last->proxy - peak->proxy : 0.0,
    };
}

static enum assay_code by_few(const struct assay_overopt_how *how,
                              struct assay_overopt_study *study, struct assay_error *err)
{
    const struct assay_overopt_curve *curve = study->curve;
    const struct assay_turnover_units units = {
        .gold = curve->matrix, .units = curve->units, .points = curve->places};
    struct assay_turnover found;
    const enum assay_code code = assay_turnover_of_units(
        &units, how->replicates, how->seed, how->level, &found, err);

    if (!code)
        take(study, &found, ASSAY_OVEROPT_TEST_UNITS);
    return code;
}

static enum assay_code by_many(const struct assay_overopt_how *how,
                               struct assay_arena *arena,
                               struct assay_overopt_study *study, struct assay_error *err)
{
    const struct assay_overopt_curve *curve = study->curve;
    const struct assay_curves curves = {
        .value = curve->matrix, .prompts = curve->units, .points = curve->places};
    const struct assay_curve_resampling resampling = {
        .replicates = how->replicates, .seed = how->seed, .threads = how->jobs};
    struct assay_curve_replicates replicates;
    struct assay_turnover_curve whole;
    struct assay_turnover found;
    enum assay_code code =
        assay_curve_bootstrap(&curves, &resampling, arena, &replicates, err);

    if (code)
        return code;
    whole = (struct assay_turnover_curve){.gold = replicates.mean,
                                          .replicate = replicates.value,
                                          .points = curve->places,
                                          .replicates = how->replicates};
    code = assay_turnover_of(&whole, how->level, &found, err);
    if (!code)
        take(study, &found, ASSAY_OVEROPT_TEST_UNITS);
    return code;
}

/* Points with standard errors of their own. */
static enum assay_code by_errors(const struct assay_overopt_how *how,
                                 struct assay_arena *arena,
                                 struct assay_overopt_study *study,
                                 struct assay_error *err)
{
    const struct assay_overopt_curve *curve = study->curve;
    double *se = assay_arena_new(arena, curve->places, sizeof(*se));
    const struct assay_turnover_errors errors = {.gold = curve->matrix,
                                                 .se = se,
                                                 .points = curve->places,
                                                 .replicates = how->replicates,
                                                 .seed = how->seed};
    struct assay_turnover found;
    enum assay_code code;

    for (size_t k = 0; k < curve->places; k++)
        se[k] = curve->place[k].se;
    code = assay_turnover_of_errors(&errors, how->level, &found, err);
    if (!code)
        take(study, &found, ASSAY_OVEROPT_TEST_ERRORS);
    return code;
}

/* How much the proxy rises from the place nearest to d to the last. */
static void put_proxy(struct assay_overopt_study *study, double d)
{
    const struct assay_overopt_curve *curve = study->curve;
    size_t near = 0;

    study->turn.has_proxy = curve->has_proxy && curve->places > 0;
    if (!study->turn.has_proxy)
        return;
    for (size_t k = 1; k < curve->places; k++)
        if (fabs(curve->place[k].d - d) < fabs(curve->place[near].d - d))
            near = k;
    study->turn.proxy_rise =
        curve->place[curve->places - 1].proxy - curve->place[near].proxy;
}

/* The form predicts points that it has not seen, and a curve that never falls does so less well. */
static bool is_believed(const struct assay_overopt_study *study)
{
    const enum assay_curve told =
        study->told == ASSAY_GAO_RL ? ASSAY_CURVE_RL : ASSAY_CURVE_BON;

    return study->choice.made && study->choice.as_good[told] &&
           !study->choice.as_good[ASSAY_CURVE_MONOTONE];
}

/* The form alone: its peak lies among the points, surely, and it falls from there. */
static void by_form(struct assay_overopt_study *study)
{
    const struct assay_overopt_fitted *form = &study->form[study->told];
    const struct assay_gao_intervals *gao = &form->gao;
    const struct assay_range *range = &gao->range.d_peak;
    struct assay_overopt_turn *turn = &study->turn;
    struct assay_gao_fall fall;

    if (!study->fitted || !form->has_ranges)
        return;
    turn->test = ASSAY_OVEROPT_TEST_FORM;
    turn->end_d = study->d_most;
    fall = assay_gao_fall_to(gao, study->d_most);
    if (!fall.exists)
        return;
    turn->peak_d = gao->fit.peak.d;
    turn->gain = gao->fit.peak.r;
    turn->has_peak_range = range->has_lo && range->has_hi;
    turn->peak_lo = range->lo;
    turn->peak_hi = range->hi;
    put_proxy(study, gao->fit.peak.d);
    turn->drop = fall.value;
    turn->has_drop_range = true;
    turn->drop_lo = fall.range.lo;
    turn->drop_hi = fall.range.hi;
    turn->detected = gao->range.turns && fall.range.lo > 0.0 && is_believed(study);
}

enum assay_code assay_overopt_turn(const struct assay_overopt_how *how,
                                   struct assay_arena *arena,
                                   struct assay_overopt_study *study,
                                   struct assay_error *err)
{
    const struct assay_overopt_curve *curve = study->curve;
    const bool points = curve->unit == ASSAY_OVEROPT_POINT;

    study->turn = (struct assay_overopt_turn){.test = ASSAY_OVEROPT_TEST_NONE};
    if (curve->found) {
        study->turn = *curve->found;
        return ASSAY_OK;
    }
    if (curve->places >= PLACES_LEAST && how->replicates >= 2 && !curve->direct) {
        if (!points && curve->units >= UNITS_MANY)
            return by_many(how, arena, study, err);
        if (!points && curve->units >= UNITS_LEAST)
            return by_few(how, study, err);
        if (points && curve->has_se)
            return by_errors(how, arena, study, err);
    }
    by_form(study);
    return ASSAY_OK;
}
