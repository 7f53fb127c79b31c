/* overopt_history.c - the turning point from checkpoint to checkpoint. */
#include "harness/run/overopt_extras.h"

#include "metrics/gao_move.h"

#include <float.h>
#include <math.h>

enum {
    CHECKPOINTS_MAX = 1024,
    MOVES_TOLD = 24 /* sentences of one series; the figure has all */
};

enum assay_gao_form assay_overopt_common_form(
    const struct assay_overopt_study *const *study, size_t count)
{
    double bon = 0.0, rl = 0.0;

    if (count > 0 && study[0]->told == ASSAY_GAO_BON &&
        study[0]->curve->order == ASSAY_OVEROPT_BY_N)
        return ASSAY_GAO_BON;
    for (size_t i = 0; i < count; i++) {
        const struct assay_fit_quality *b = &study[i]->fit[ASSAY_CURVE_BON].quality;
        const struct assay_fit_quality *r = &study[i]->fit[ASSAY_CURVE_RL].quality;

        if (!b->has_loo || !r->has_loo)
            continue;
        bon += b->loo * b->loo;
        rl += r->loo * r->loo;
    }
    return rl < bon ? ASSAY_GAO_RL : ASSAY_GAO_BON;
}

/* The checkpoints of one series, in the order of the data. */
struct series {
    const struct assay_overopt_study *at[CHECKPOINTS_MAX];
    size_t count;
    enum assay_gao_form form;
    const struct assay_overopt_how *how;
    struct assay_findings *out;
};

static bool has_peak(const struct series *s, size_t i)
{
    return s->at[i]->form[s->form].fitted && s->at[i]->form[s->form].gao.fit.peak.exists;
}

static double peak_of(const struct series *s, size_t i)
{
    return s->at[i]->form[s->form].gao.fit.peak.d;
}

static const struct assay_range *range_of(const struct series *s, size_t i)
{
    static const struct assay_range none;

    return s->at[i]->form[s->form].has_ranges ? &s->at[i]->form[s->form].gao.range.d_peak
                                              : &none;
}

static const struct assay_str *categories_of(const struct series *s)
{
    struct assay_str *name = assay_arena_new(s->out->arena, s->count, sizeof(*name));

    for (size_t i = 0; i < s->count; i++)
        name[i] = s->at[i]->curve->checkpoint;
    return name;
}

/* Peaks with a closed interval as points, those that are open above as at least that much. */
static void draw(const struct series *s, bool beyond)
{
    struct assay_point *point = assay_arena_new(s->out->arena, s->count, sizeof(*point));
    struct assay_series series = {.figure = ASSAY_STR("turning point by checkpoint"),
                                  .name = s->at[0]->curve->series,
                                  .of = s->at[0]->curve->series,
                                  .x_label = ASSAY_STR("checkpoint"),
                                  .y_label = ASSAY_STR("d* of the form, nats^(1/2)"),
                                  .look = beyond ? ASSAY_LOOK_BEYOND : ASSAY_LOOK_POINTS,
                                  .category = categories_of(s),
                                  .category_count = s->count,
                                  .points = point};

    for (size_t i = 0; i < s->count; i++) {
        const struct assay_range *range = range_of(s, i);
        const bool closed = has_peak(s, i) && range->has_lo && range->has_hi;

        if (closed == beyond || (beyond && !s->at[i]->fitted))
            continue;
        point[series.count] =
            (struct assay_point){.x = (double)i,
                                 .y = closed          ? peak_of(s, i)
                                      : range->has_lo ? range->lo
                                                      : s->at[i]->d_most,
                                 .has_band = closed,
                                 .lo = closed ? fmin(range->lo, peak_of(s, i)) : 0.0,
                                 .hi = closed ? fmax(range->hi, peak_of(s, i)) : 0.0};
        series.count++;
    }
    assay_findings_series(s->out, &series);
}

static struct assay_gao_side side_of(const struct assay_overopt_curve *curve,
                                     struct assay_arena *arena)
{
    const struct assay_overopt_points points = assay_overopt_points_of(curve, arena);

    return (struct assay_gao_side){
        .points = {.d = points.d,
                   .r = points.r,
                   .weight = curve->weighted ? points.weight : NULL,
                   .n = points.n},
        .unit = points.unit};
}

/* True, with the interval, where both checkpoints are of the same prompts, enough of them. */
static bool paired(const struct series *s, size_t i, struct assay_range *range)
{
    const struct assay_overopt_curve *before = s->at[i - 1]->curve;
    const struct assay_overopt_curve *after = s->at[i]->curve;
    const struct assay_gao_resampling how = {.form = s->form,
                                             .units = before->units,
                                             .replicates = s->how->replicates,
                                             .seed = s->how->seed,
                                             .level = s->how->level};
    struct assay_gao_side side[2];
    struct assay_error err;
    double move;

    if (before->same.len == 0 || !assay_str_equal(before->same, after->same) ||
        before->units != after->units || before->units < ASSAY_GAO_MOVE_UNITS_LEAST)
        return false;
    side[0] = side_of(before, s->out->arena);
    side[1] = side_of(after, s->out->arena);
    return assay_gao_move(&side[0], &side[1], &how, &move, range, &err) == ASSAY_OK;
}

/* Whether the peak moved from a checkpoint to the next one. */
static void tell_move(const struct series *s, size_t i)
{
    const struct assay_str before = s->at[i - 1]->curve->checkpoint;
    const struct assay_str after = s->at[i]->curve->checkpoint;
    const char *name = assay_arena_printf(s->out->arena, "d_peak_move %.*s to %.*s",
                                          ASSAY_STR_ARG(before), ASSAY_STR_ARG(after));
    struct assay_range range;
    double moved;
    bool together;

    if (!has_peak(s, i - 1) || !has_peak(s, i)) {
        assay_findings_note(s->out, "checkpoint %.*s to %.*s: %.*s has no peak",
                            ASSAY_STR_ARG(before), ASSAY_STR_ARG(after),
                            ASSAY_STR_ARG(has_peak(s, i) ? before : after));
        return;
    }
    moved = peak_of(s, i) - peak_of(s, i - 1);
    together = paired(s, i, &range);
    if (!together)
        range = assay_range_difference(peak_of(s, i), range_of(s, i), peak_of(s, i - 1),
                                       range_of(s, i - 1));
    assay_findings_measure(s->out, NULL, name, moved, &range);
    assay_findings_note(s->out, "checkpoint %.*s to %.*s: d* moves by %s, %s (%s)",
                        ASSAY_STR_ARG(before), ASSAY_STR_ARG(after),
                        assay_overopt_between(moved, &range, s->out->arena),
                        !assay_range_excludes(&range, 0.0) ? "which may be chance"
                        : moved > 0.0                      ? "later than before"
                                                           : "earlier than before",
                        together ? "prompts of the same ids, resampled for both"
                                 : "taken for independent");
}

static void tell(struct series *s)
{
    const size_t from = s->count > MOVES_TOLD ? s->count - MOVES_TOLD : 1;

    s->form = assay_overopt_common_form(s->at, s->count);
    draw(s, false);
    draw(s, true);
    assay_findings_note(s->out, "%.*s: turning points of %zu checkpoints by the form %s",
                        ASSAY_STR_ARG(s->at[0]->curve->series), s->count,
                        assay_gao_form_name(s->form));
    for (size_t i = from; i < s->count; i++)
        tell_move(s, i);
}

static bool same_series(const struct assay_overopt_curve *a,
                        const struct assay_overopt_curve *b)
{
    return assay_str_equal(a->series, b->series) && assay_str_equal(a->gold, b->gold);
}

void assay_overopt_history(const struct assay_overopt_told *told,
                           struct assay_findings *out)
{
    struct series *s = assay_arena_new(out->arena, 1, sizeof(*s));
    bool *done = assay_arena_new(out->arena, told->count + 1, sizeof(*done));

    for (size_t i = 0; i < told->count; i++) {
        const struct assay_overopt_curve *first = told->study[i].curve;

        *s = (struct series){.how = told->how, .out = out};
        for (size_t k = i; k < told->count && s->count < CHECKPOINTS_MAX; k++)
            if (!done[k] && told->study[k].curve->checkpoint.len > 0 &&
                same_series(first, told->study[k].curve)) {
                done[k] = true;
                s->at[s->count++] = &told->study[k];
            }
        if (s->count > 1)
            tell(s);
    }
}
