/* overopt_watch.c - along a run: since when gold no longer follows, and what else drifts. */
#include "harness/run/overopt_extras.h"

#include "metrics/drift.h"
#include "metrics/onset.h"

#include <math.h>

enum {
    ONSET_REPLICATES_MOST = 2000,
    ONSET_BEYOND_WARM = 4, /* places that have to be left to look at */
};

/* ---- onset ---- */

static size_t warm_of(const struct assay_overopt_wish *wish, size_t places)
{
    const size_t quarter = places / 4;

    if (wish->warm > 0)
        return wish->warm;
    return quarter > ASSAY_ONSET_WARM_LEAST ? quarter : ASSAY_ONSET_WARM_LEAST;
}

static bool varies(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0])
            return true;
    return false;
}

/* "step 1300". */
static const char *step_text(const struct assay_overopt_curve *curve, size_t place,
                             struct assay_arena *arena)
{
    return assay_arena_printf(arena, "%s %.6g",
                              curve->order == ASSAY_OVEROPT_BY_STEP ? "step" : "d",
                              curve->place[place].x);
}

/* Gold is behind its line: what it does from there on. */
static void tell_behind(const struct assay_overopt_curve *curve,
                        const struct assay_onset *onset, double false_alarm,
                        struct assay_findings *out)
{
    const char *behind = step_text(curve, onset->onset, out->arena);
    const double told = curve->place[onset->alarm].x;
    const char *rate = assay_arena_printf(
        out->arena, "by charts with false alarms in %g of runs", false_alarm);

    if (onset->kind == ASSAY_ONSET_BENDS)
        assay_findings_note(
            out,
            "gold goes on rising with the proxy, less steeply from %s on, told at %.6g: "
            "by %.4g a unit of the proxy since then, %.4g at first. No onset, %s",
            behind, told, onset->after, onset->slope, rate);
    else if (onset->kind == ASSAY_ONSET_FALLS)
        assay_findings_note(out,
                            "gold stops following the proxy at %s, where it is "
                            "highest, and falls from there on; behind the line of the "
                            "start it is from %s on, told at "
                            "%.6g, %s",
                            step_text(curve, onset->stop, out->arena), behind, told,
                            rate);
    else
        assay_findings_note(out,
                            "gold stops following the proxy at %s, told at %.6g: since "
                            "then neither a rise nor a fall is seen beyond chance, %s",
                            behind, told, rate);
}

static void tell_onset(const struct assay_overopt_curve *curve,
                       const struct assay_onset *onset, double false_alarm,
                       struct assay_findings *out)
{
    if (!onset->detected) {
        assay_findings_undefined(out, NULL, "onset_step", "gold follows the proxy");
        assay_findings_note(out,
                            "gold follows the proxy to the end, by a chart with false "
                            "alarms in %g of runs",
                            false_alarm);
        return;
    }
    if (onset->kind == ASSAY_ONSET_BENDS)
        assay_findings_undefined(out, NULL, "onset_step",
                                 "gold follows the proxy, less steeply than at first");
    else
        assay_findings_measure(out, NULL, "onset_step", curve->place[onset->stop].x,
                               NULL);
    assay_findings_measure(out, NULL, "behind_step", curve->place[onset->onset].x, NULL);
    assay_findings_measure(out, NULL, "onset_alarm_step", curve->place[onset->alarm].x,
                           NULL);
    tell_behind(curve, onset, false_alarm, out);
}

enum assay_code assay_overopt_onset(const struct assay_overopt_study *study,
                                    const struct assay_overopt_how *how,
                                    const struct assay_overopt_wish *wish,
                                    struct assay_findings *out, struct assay_error *err)
{
    const struct assay_overopt_curve *curve = study->curve;
    const size_t n = curve->places, warm = warm_of(wish, n);
    double *proxy = assay_arena_new(out->arena, n + 1, sizeof(*proxy));
    double *gold = assay_arena_new(out->arena, n + 1, sizeof(*gold));
    const struct assay_onset_series series = {.proxy = proxy, .gold = gold, .steps = n};
    const struct assay_onset_chart chart = {
        .warm = warm,
        .false_rate = wish->false_alarm,
        .slack = 0.5,
        .replicates = how->replicates < ONSET_REPLICATES_MOST ? how->replicates
                                                              : ONSET_REPLICATES_MOST,
        .seed = how->seed,
        .dependent = true};
    struct assay_onset onset;
    enum assay_code code;

    if (curve->order != ASSAY_OVEROPT_BY_STEP || !curve->has_proxy || curve->direct ||
        n < warm + ONSET_BEYOND_WARM)
        return ASSAY_OK;
    for (size_t k = 0; k < n; k++) {
        proxy[k] = curve->place[k].proxy;
        gold[k] = curve->place[k].gold;
    }
    if (!varies(proxy, warm))
        return ASSAY_OK;
    code = assay_onset_find(&series, &chart, &onset, err);
    if (!code)
        tell_onset(curve, &onset, wish->false_alarm, out);
    return code;
}

/* ---- drift ---- */

/* Values of a column along the curve's runs, in arena. */
static struct assay_drift_series series_of(const struct assay_overopt_curve *curve,
                                           const struct assay_trend_column *step,
                                           const struct assay_trend_column *column,
                                           struct assay_arena *arena)
{
    double *at = assay_arena_new(arena, curve->rows + 1, sizeof(*at));
    double *value = assay_arena_new(arena, curve->rows + 1, sizeof(*value));
    uint32_t *unit = assay_arena_new(arena, curve->rows + 1, sizeof(*unit));
    struct assay_drift_series series = {.step = at, .value = value, .unit = unit};

    for (size_t i = 0; i < curve->rows; i++) {
        const size_t row = curve->row[i];

        if (isnan(step->number[row]) || isnan(column->number[row]))
            continue;
        at[series.n] = step->number[row];
        value[series.n] = column->number[row];
        unit[series.n++] = curve->row_unit[i];
        if (series.units <= curve->row_unit[i])
            series.units = curve->row_unit[i] + 1;
    }
    return series;
}

static const char *way_of(const struct assay_range *range)
{
    if (!assay_range_excludes(range, 0.0))
        return "does not drift";
    return range->has_lo && range->lo > 0.0 ? "grows" : "shrinks";
}

static void tell_drift(const struct assay_trend_column *column, const char *role,
                       const struct assay_drift *drift, struct assay_findings *out)
{
    struct assay_range percent = drift->relative_range;

    percent.lo *= 100.0;
    percent.hi *= 100.0;
    assay_findings_measure(out, role, "slope", drift->slope, &drift->slope_range);
    assay_findings_measure(out, role, "change", drift->change, &drift->change_range);
    if (drift->has_relative) {
        assay_findings_measure(out, role, "relative_change", drift->relative,
                               &drift->relative_range);
        assay_findings_note(
            out, "%.*s %s from start to end: by %s %%", ASSAY_STR_ARG(column->name),
            way_of(&drift->change_range),
            assay_overopt_between(100.0 * drift->relative, &percent, out->arena));
        return;
    }
    assay_findings_note(
        out, "%.*s %s from start to end: by %s", ASSAY_STR_ARG(column->name),
        way_of(&drift->change_range),
        assay_overopt_between(drift->change, &drift->change_range, out->arena));
}

/* A run without three steps of a column has no drift. */
static void look_at(const struct assay_overopt_curve *curve,
                    const struct assay_trend_column *step,
                    const struct assay_trend_column *column, double level,
                    struct assay_findings *out)
{
    const struct assay_drift_series series = series_of(curve, step, column, out->arena);
    const char *role = assay_trend_role_names[column->role];
    struct assay_drift drift;
    struct assay_error err = {0};

    if (series.n >= 3 && !assay_drift_of(&series, level, &drift, &err))
        tell_drift(column, role, &drift, out);
}

void assay_overopt_drift(const struct assay_overopt_study *study,
                         const struct assay_trend *trend,
                         const struct assay_overopt_how *how, struct assay_findings *out)
{
    static const enum assay_trend_role roles[] = {
        ASSAY_TREND_LENGTH, ASSAY_TREND_REPETITION, ASSAY_TREND_FORMAT};
    const struct assay_trend_column *step =
        assay_trend_column(trend, ASSAY_TREND_STEP, 0);

    if (!step || !step->number || study->curve->rows == 0)
        return;
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        const struct assay_trend_column *column = assay_trend_column(trend, roles[i], 0);

        if (column && column->number)
            look_at(study->curve, step, column, how->level, out);
    }
}
