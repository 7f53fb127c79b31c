/* overopt_scaling.c - alpha and beta against the size of the reward model or its data, and peaks they predict. */
#include "harness/run/overopt_extras.h"

#include "metrics/gao_scaling.h"

#include <math.h>
#include <stdlib.h>

enum {
    SIZES_LEAST = 3,
    LINE_POINTS = 2 /* of a line over the logarithm */
};

static const char *const axis_names[] = {"rm_size", "data_size"};
static const char *const axis_labels[] = {"parameters of the reward model",
                                          "comparisons it was trained on"};

/* Curves alike in all but a size. */
struct family {
    const struct assay_overopt_told *told;
    const struct assay_overopt_study **at; /* (count,) by size */
    size_t count, axis;
    enum assay_gao_form form;
    double *size, *alpha, *beta, *weight; /* (count,) */
    struct assay_findings *out;
};

static double size_of(const struct assay_overopt_curve *curve, size_t axis)
{
    return axis == 0 ? curve->rm_size : curve->data_size;
}

static int compare_rm(const void *left, const void *right)
{
    const struct assay_overopt_study *a =
        *(const struct assay_overopt_study *const *)left;
    const struct assay_overopt_study *b =
        *(const struct assay_overopt_study *const *)right;

    return (a->curve->rm_size > b->curve->rm_size) -
           (a->curve->rm_size < b->curve->rm_size);
}

static int compare_data(const void *left, const void *right)
{
    const struct assay_overopt_study *a =
        *(const struct assay_overopt_study *const *)left;
    const struct assay_overopt_study *b =
        *(const struct assay_overopt_study *const *)right;

    return (a->curve->data_size > b->curve->data_size) -
           (a->curve->data_size < b->curve->data_size);
}

static bool belongs(const struct assay_overopt_study *study,
                    const struct assay_overopt_curve *first, size_t axis)
{
    const struct assay_overopt_curve *curve = study->curve;

    return study->fitted && size_of(curve, axis) > 0.0 &&
           assay_str_equal(curve->family[axis], first->family[axis]) &&
           assay_str_equal(curve->gold, first->gold);
}

static size_t distinct(const struct family *f)
{
    size_t n = 0;

    for (size_t i = 0; i < f->count; i++)
        n += i == 0 ||
             size_of(f->at[i]->curve, f->axis) != size_of(f->at[i - 1]->curve, f->axis);
    return n;
}

static void take_fits(struct family *f)
{
    f->form = assay_overopt_common_form(f->at, f->count);
    for (size_t i = 0; i < f->count; i++) {
        const struct assay_gao_fit *fit = &f->at[i]->form[f->form].gao.fit;

        f->size[i] = size_of(f->at[i]->curve, f->axis);
        f->alpha[i] = fit->alpha;
        f->beta[i] = fit->beta;
    }
}

/* Fits both lines to all sizes but one; NaN: to all. */
static enum assay_code fit_without(const struct family *f, double held,
                                   struct assay_gao_scaling *out, struct assay_error *err)
{
    double *size = assay_arena_new(f->out->arena, f->count, sizeof(*size));
    double *alpha = assay_arena_new(f->out->arena, f->count, sizeof(*alpha));
    double *beta = assay_arena_new(f->out->arena, f->count, sizeof(*beta));
    struct assay_gao_sizes sizes = {
        .form = f->form, .size = size, .alpha = alpha, .beta = beta};

    for (size_t i = 0; i < f->count; i++) {
        if (f->size[i] == held)
            continue;
        size[sizes.n] = f->size[i];
        alpha[sizes.n] = f->alpha[i];
        beta[sizes.n++] = f->beta[i];
    }
    return assay_gao_scaling_fit(&sizes, f->told->how->level, out, err);
}

/* Points of alpha or beta with the line through them, in a panel. */
static void draw(const struct family *f, const struct assay_gao_scaling_line *line,
                 bool beta)
{
    struct assay_point *point = assay_arena_new(f->out->arena, f->count, sizeof(*point));
    struct assay_point *ends = assay_arena_new(f->out->arena, LINE_POINTS, sizeof(*ends));
    struct assay_series series = {
        .figure = assay_str_of(assay_arena_printf(
            f->out->arena, "scaling of alpha and beta with %s", axis_names[f->axis])),
        .name = f->at[0]->curve->family[f->axis],
        .of = f->at[0]->curve->family[f->axis],
        .panel = beta ? ASSAY_STR("beta") : ASSAY_STR("alpha"),
        .x_label = assay_str_of(axis_labels[f->axis]),
        .y_label = beta ? ASSAY_STR("beta") : ASSAY_STR("alpha"),
        .x_scale = ASSAY_SCALE_LOG10,
        .look = ASSAY_LOOK_POINTS,
        .points = point,
        .count = f->count};

    for (size_t i = 0; i < f->count; i++) {
        const struct assay_overopt_fitted *fitted = &f->at[i]->form[f->form];
        const struct assay_range *range =
            beta ? &fitted->gao.range.beta : &fitted->gao.range.alpha;

        point[i] = (struct assay_point){.x = f->size[i],
                                        .y = beta ? f->beta[i] : f->alpha[i],
                                        .has_band = fitted->has_ranges && range->has_lo &&
                                                    range->has_hi,
                                        .lo = range->lo,
                                        .hi = range->hi};
    }
    assay_findings_series(f->out, &series);
    for (size_t i = 0; i < LINE_POINTS; i++) {
        ends[i].x = f->size[i == 0 ? 0 : f->count - 1];
        ends[i].y = line->intercept + line->slope * log(ends[i].x);
    }
    series.look = ASSAY_LOOK_FIT;
    series.points = ends;
    series.count = LINE_POINTS;
    assay_findings_series(f->out, &series);
}

/* What ten times the size adds. */
static const char *tenfold(const struct family *f,
                           const struct assay_gao_scaling_line *line)
{
    struct assay_range range = line->slope_range;

    range.lo *= log(10.0);
    range.hi *= log(10.0);
    return assay_overopt_between(line->slope * log(10.0), &range, f->out->arena);
}

static void measure_line(const struct family *f, const char *name,
                         const struct assay_gao_scaling_line *line)
{
    const char *form =
        assay_arena_printf(f->out->arena, "%s_%s", axis_names[f->axis], name);

    assay_findings_measure(f->out, form, "intercept", line->intercept,
                           &line->intercept_range);
    assay_findings_measure(f->out, form, "slope", line->slope, &line->slope_range);
}

static void tell_lines(const struct family *f, const struct assay_gao_scaling *scaling)
{
    measure_line(f, "alpha", &scaling->alpha);
    measure_line(f, "beta", &scaling->beta);
    draw(f, &scaling->alpha, false);
    draw(f, &scaling->beta, true);
    assay_findings_note(f->out,
                        "%.*s: over %zu values of %s, ten times as many add %s to alpha "
                        "and %s to beta of the form %s",
                        ASSAY_STR_ARG(f->at[0]->curve->family[f->axis]), distinct(f),
                        axis_names[f->axis], tenfold(f, &scaling->alpha),
                        tenfold(f, &scaling->beta), assay_gao_form_name(f->form));
}

/* The fit at a size that is there, for comparison. */
static const char *found_at(const struct family *f, double size)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct assay_overopt_fitted *fitted = &f->at[i]->form[f->form];
        const struct assay_gao_peak *peak = &fitted->gao.fit.peak;

        if (f->size[i] == size && peak->exists)
            return assay_arena_printf(
                f->out->arena, "; held out, its own fit has d* = %s",
                fitted->has_ranges
                    ? assay_overopt_between(peak->d, &fitted->gao.range.d_peak,
                                            f->out->arena)
                    : assay_arena_printf(f->out->arena, "%.4g", peak->d));
        if (f->size[i] == size)
            return "; held out, its own fit has no peak";
    }
    return "";
}

static enum assay_code predict(const struct family *f, double size, const char *word,
                               struct assay_error *err)
{
    struct assay_gao_scaling scaling;
    struct assay_gao_prediction got;
    const char *form =
        assay_arena_printf(f->out->arena, "%s_%s", axis_names[f->axis], word);
    enum assay_code code = fit_without(f, size, &scaling, err);

    if (!code)
        code = assay_gao_scaling_predict(&scaling, size, &got, err);
    if (code)
        return code;
    if (!got.peak.exists) {
        assay_findings_undefined(f->out, form, "d_peak_predicted", got.peak.why);
        assay_findings_note(f->out, "at %s = %s no peak is predicted%s",
                            axis_names[f->axis], word, found_at(f, size));
        return ASSAY_OK;
    }
    assay_findings_measure(f->out, form, "d_peak_predicted", got.peak.d,
                           &got.range.d_peak);
    assay_findings_measure(f->out, form, "r_peak_predicted", got.peak.r,
                           &got.range.r_peak);
    assay_findings_note(
        f->out, "at %s = %s the peak is predicted at d* = %s, R* = %s%s%s",
        axis_names[f->axis], word,
        assay_overopt_between(got.peak.d, &got.range.d_peak, f->out->arena),
        assay_overopt_between(got.peak.r, &got.range.r_peak, f->out->arena),
        got.outside ? ", outside the sizes fitted" : "", found_at(f, size));
    return ASSAY_OK;
}

static enum assay_code tell_family(struct family *f,
                                   const struct assay_overopt_wish *wish,
                                   struct assay_error *err)
{
    struct assay_gao_scaling scaling;
    enum assay_code code;

    take_fits(f);
    code = fit_without(f, (double)NAN, &scaling, err);
    if (code)
        return code;
    tell_lines(f, &scaling);
    for (size_t i = 0; !code && i < wish->predictions; i++)
        code = predict(f, wish->predict[i], wish->predict_word[i], err);
    return code;
}

static void gather(struct family *f, size_t first, bool *done)
{
    const struct assay_overopt_told *told = f->told;

    f->count = 0;
    for (size_t k = first; k < told->count; k++)
        if (!done[k] && belongs(&told->study[k], told->study[first].curve, f->axis)) {
            done[k] = true;
            f->at[f->count++] = &told->study[k];
        }
    qsort(f->at, f->count, sizeof(const struct assay_overopt_study *),
          f->axis == 0 ? compare_rm : compare_data);
}

enum assay_code assay_overopt_scaling(const struct assay_overopt_told *told,
                                      const struct assay_overopt_wish *wish,
                                      struct assay_findings *out, struct assay_error *err)
{
    struct assay_arena *arena = out->arena;
    const size_t n = told->count + 1;
    struct family f = {
        .told = told,
        .at = assay_arena_new(arena, n, sizeof(const struct assay_overopt_study *)),
        .size = assay_arena_new(arena, n, sizeof(double)),
        .alpha = assay_arena_new(arena, n, sizeof(double)),
        .beta = assay_arena_new(arena, n, sizeof(double)),
        .out = out};
    size_t families = 0;
    enum assay_code code = ASSAY_OK;

    for (f.axis = 0; f.axis < 2; f.axis++) {
        bool *done = assay_arena_new(arena, n, sizeof(*done));

        for (size_t i = 0; !code && i < told->count; i++) {
            gather(&f, i, done);
            if (distinct(&f) < SIZES_LEAST)
                continue;
            families++;
            code = tell_family(&f, wish, err);
        }
    }
    if (!code && wish->predictions > 0 && families == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--predict: no three sizes of reward models or data of curves "
                          "alike in all else");
    return code;
}
