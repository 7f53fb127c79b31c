#include "metrics/length_control.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"
#include "metrics/preference.h"

#include <math.h>
#include <stdlib.h>

enum {
    FEATURES = ASSAY_LENGTH_CONTROL_FEATURES,
    FOLDS = ASSAY_LENGTH_CONTROL_FOLDS,
    STEPS = 200,    /* of Newton's method */
    SWEEPS = 10000, /* over the coordinates of its quadratic model */
    HALVINGS = 60,  /* of a step */
    SMALL_RUN = 16, /* runs that NumPy's introsort leaves to insertion */
    RUNS_MAX = 128  /* runs put by: more than halving can make */
};

static const double gamed_weight = 0.2 / 2;

static void swap(size_t *a, size_t *b)
{
    const size_t kept = *a;

    *a = *b;
    *b = kept;
}

/* NumPy's partition of equal keys in place lo to hi; where the pivot comes to rest. */
static size_t partition(size_t *order, size_t lo, size_t hi)
{
    size_t i = lo, j = hi - 1;

    swap(&order[lo + (hi - lo) / 2], &order[j]);
    for (;;) {
        i++;
        j--;
        if (i >= j)
            break;
        swap(&order[i], &order[j]);
    }
    swap(&order[i], &order[hi - 1]);
    return i;
}

void assay_length_control_folds(size_t n, unsigned char *fold)
{
    size_t *order = assay_memory_new(n + 1, sizeof(*order));
    size_t first[RUNS_MAX], last[RUNS_MAX];
    size_t runs = n > 0;

    for (size_t i = 0; i < n; i++)
        order[i] = i;
    first[0] = 0;
    last[0] = n - runs;
    while (runs > 0) {
        const size_t lo = first[runs - 1], hi = last[runs - 1];
        size_t rest;

        runs--;
        if (hi - lo <= SMALL_RUN)
            continue;
        rest = partition(order, lo, hi);
        first[runs] = lo;
        last[runs++] = rest - 1;
        first[runs] = rest + 1;
        last[runs++] = hi;
    }
    for (size_t k = 0; k < n; k++)
        fold[order[n - 1 - k]] = (unsigned char)(k % FOLDS);
    free(order);
}

/* Rows to fit, those of the gamed baseline first. */
struct design {
    double (*x)[FEATURES]; /* (n,) */
    double *share, *weight;
    unsigned char *fold;
    size_t n;
};

/* What is minimised: the rows of all folds but one. */
struct objective {
    const struct design *design;
    double strength; /* C */
    size_t without;  /* a fold; FOLDS: none */
};

static double dot(const double *w, const double *x)
{
    return w[0] * x[0] + w[1] * x[1] + w[2] * x[2];
}

static double sigmoid(double z)
{
    return z >= 0.0 ? 1.0 / (1.0 + exp(-z)) : exp(z) / (1.0 + exp(z));
}

/* log(1 + exp(z)) */
static double softplus(double z)
{
    return z > 0.0 ? z + log1p(exp(-z)) : log1p(exp(z));
}

static double value_at(const struct objective *f, const double *w)
{
    const struct design *d = f->design;
    double *term = assay_memory_new(d->n + 1, sizeof(*term));
    double sum;

    for (size_t i = 0; i < d->n; i++) {
        const double z = dot(w, d->x[i]);

        if (d->fold[i] != f->without)
            term[i] = d->weight[i] * (softplus(z) - d->share[i] * z);
    }
    sum = assay_sum_pairwise(term, d->n);
    free(term);
    return f->strength * sum + fabs(w[0]) + fabs(w[1]) + fabs(w[2]);
}

/* The quadratic model of the smooth part at w. */
struct model {
    double gradient[FEATURES], hessian[FEATURES][FEATURES];
};

static void model_at(const struct objective *f, const double *w, struct model *out)
{
    const struct design *d = f->design;

    *out = (struct model){0};
    for (size_t i = 0; i < d->n; i++) {
        const double p = sigmoid(dot(w, d->x[i]));
        const double u = f->strength * d->weight[i];

        if (d->fold[i] == f->without)
            continue;
        for (size_t j = 0; j < FEATURES; j++) {
            out->gradient[j] += u * (p - d->share[i]) * d->x[i][j];
            for (size_t k = 0; k < FEATURES; k++)
                out->hessian[j][k] += u * p * (1.0 - p) * d->x[i][j] * d->x[i][k];
        }
    }
}

/* argmin over v of g v + h v^2 / 2 + |w + v|, h > 0 */
static double shrink(double g, double h, double w)
{
    if (g + 1.0 <= h * w)
        return -(g + 1.0) / h;
    if (g - 1.0 >= h * w)
        return -(g - 1.0) / h;
    return -w;
}

/* The step that minimises the model with the penalty, a coordinate at a time. */
static void step_of(const struct model *model, const double *w, double *step)
{
    for (size_t j = 0; j < FEATURES; j++)
        step[j] = 0.0;
    for (size_t sweep = 0; sweep < SWEEPS; sweep++) {
        double moved = 0.0;

        for (size_t j = 0; j < FEATURES; j++) {
            double gradient = model->gradient[j], change;

            if (!(model->hessian[j][j] > 0.0))
                continue;
            for (size_t k = 0; k < FEATURES; k++)
                gradient += model->hessian[j][k] * step[k];
            change = shrink(gradient, model->hessian[j][j], w[j] + step[j]);
            step[j] += change;
            moved = fmax(moved, fabs(change) / (1.0 + fabs(w[j] + step[j])));
        }
        if (!(moved > 1e-15))
            return;
    }
}

/* True if a part of the step, the whole one first, led downhill: w is then moved. */
static bool descend(const struct objective *f, const double *step, double *w)
{
    const double before = value_at(f, w);
    double part = 1.0;

    for (size_t halving = 0; halving < HALVINGS; halving++, part /= 2.0) {
        const double next[FEATURES] = {w[0] + part * step[0], w[1] + part * step[1],
                                       w[2] + part * step[2]};

        if (!(value_at(f, next) < before))
            continue;
        for (size_t j = 0; j < FEATURES; j++)
            w[j] = next[j];
        return true;
    }
    return false;
}

static void minimise(const struct objective *f, double *w)
{
    struct model model;
    double step[FEATURES];

    for (size_t j = 0; j < FEATURES; j++)
        w[j] = 0.0;
    for (size_t i = 0; i < STEPS; i++) {
        model_at(f, w, &model);
        step_of(&model, w, step);
        if (!descend(f, step, w))
            return;
    }
}

/* Mean log-likelihood of the rows of a fold, as scored there: p within [1e-15, 1 - 1e-15]. */
static double score_of(const struct design *d, const double *w, size_t fold)
{
    double *term = assay_memory_new(d->n + 1, sizeof(*term));
    double sum;
    size_t n = 0;

    for (size_t i = 0; i < d->n; i++) {
        const double p = fmin(fmax(sigmoid(dot(w, d->x[i])), 1e-15), 1.0 - 1e-15);

        if (d->fold[i] == fold)
            term[n++] = d->weight[i] *
                        (d->share[i] * log(p) + (1.0 - d->share[i]) * log(1.0 - p));
    }
    sum = assay_sum_pairwise(term, n);
    free(term);
    return n > 0 ? sum / (double)n : 0.0;
}

/* The C under which the folds that are left out are predicted best. */
static double choose_strength(const struct design *design)
{
    double best = 0.0, most = 0.0;

    for (size_t c = 0; c < ASSAY_LENGTH_CONTROL_STRENGTHS; c++) {
        const double strength =
            pow(10.0, -4.0 + 8.0 * (double)c / (ASSAY_LENGTH_CONTROL_STRENGTHS - 1));
        double w[FEATURES], sum = 0.0;

        for (size_t fold = 0; fold < FOLDS; fold++) {
            const struct objective f = {design, strength, fold};

            minimise(&f, w);
            sum += score_of(design, w, fold);
        }
        if (c == 0 || sum > most) {
            most = sum;
            best = strength;
        }
    }
    return best;
}

/* Standard deviation, n - 1 in its denominator: sem times the root of n. */
static double spread_of(const double *x, size_t n)
{
    return assay_preference_sem(x, n) * sqrt((double)n);
}

static void add_row(struct design *d, double excess, double difficulty, double own,
                    double share)
{
    d->x[d->n][0] = tanh(excess);
    d->x[d->n][1] = difficulty;
    d->x[d->n][2] = own;
    d->share[d->n] = share;
    d->weight[d->n++] = own > 0.0 ? 1.0 : gamed_weight;
}

static void release(struct design *d)
{
    free(d->x);
    free(d->share);
    free(d->weight);
    free(d->fold);
}

static double difficulty_of(const struct assay_length_control_rows *rows, size_t i)
{
    return rows->difficulty ? rows->difficulty[i] : 0.0;
}

static enum assay_code design_of(const struct assay_length_control_rows *rows,
                                 const struct assay_length_control_gamed *gamed,
                                 struct design *out, struct assay_error *err)
{
    const size_t most = rows->n + gamed->n + 1;
    const double spread = spread_of(rows->excess, rows->n);
    size_t given = 0;

    *out = (struct design){0};
    for (size_t i = 0; i < rows->n; i++)
        given += rows->given[i];
    if (given < FOLDS)
        return assay_fail(err, ASSAY_EDOMAIN, "fewer than %d preferences", FOLDS);
    if (!(spread > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN,
                          "all answers differ as much in length from the baseline's");
    out->x = assay_memory_new(most, sizeof(*out->x));
    out->share = assay_memory_new(most, sizeof(*out->share));
    out->weight = assay_memory_new(most, sizeof(*out->weight));
    out->fold = assay_memory_new(most, sizeof(*out->fold));
    for (size_t i = 0; i < gamed->n; i++)
        add_row(out, gamed->excess[i], gamed->difficulty[i], 0.0, gamed->share[i]);
    for (size_t i = 0; i < rows->n; i++)
        if (rows->given[i])
            add_row(out, rows->excess[i] / spread, difficulty_of(rows, i), 1.0,
                    rows->share[i]);
    assay_length_control_folds(out->n, out->fold);
    return ASSAY_OK;
}

static void predict(const struct assay_length_control_rows *rows,
                    struct assay_length_control *out)
{
    double *p = assay_memory_new(rows->n + 1, sizeof(*p));

    for (size_t i = 0; i < rows->n; i++)
        p[i] = sigmoid(out->weight[1] * difficulty_of(rows, i) + out->weight[2]);
    out->win_rate = assay_sum_pairwise(p, rows->n) / (double)rows->n * 100.0;
    out->standard_error = assay_preference_sem(p, rows->n) * 100.0;
    free(p);
}

/* True if nothing tells the model from the baseline. */
static bool is_baseline(const struct assay_length_control_rows *rows)
{
    if (rows->n == 0 || spread_of(rows->excess, rows->n) > 0.0)
        return false;
    for (size_t i = 0; i < rows->n; i++)
        if (!rows->given[i] || rows->share[i] != 0.5)
            return false;
    return true;
}

static enum assay_code fit(const struct assay_length_control_rows *rows,
                           const struct assay_length_control_gamed *gamed,
                           double strength, struct assay_length_control *out,
                           struct assay_error *err)
{
    struct assay_length_control got = {.win_rate = 50.0};
    struct design design;
    struct objective f = {&design, strength, FOLDS};
    enum assay_code code;

    *out = got;
    if (is_baseline(rows))
        return ASSAY_OK;
    code = design_of(rows, gamed, &design, err);
    if (code)
        return code;
    if (!(strength > 0.0))
        f.strength = choose_strength(&design);
    minimise(&f, got.weight);
    got.strength = f.strength;
    release(&design);
    predict(rows, &got);
    *out = got;
    return ASSAY_OK;
}

enum assay_code assay_length_control_fit(const struct assay_length_control_rows *rows,
                                         const struct assay_length_control_gamed *gamed,
                                         struct assay_length_control *out,
                                         struct assay_error *err)
{
    return fit(rows, gamed, 0.0, out, err);
}

enum assay_code assay_length_control_fit_at(
    const struct assay_length_control_rows *rows,
    const struct assay_length_control_gamed *gamed, double strength,
    struct assay_length_control *out, struct assay_error *err)
{
    return fit(rows, gamed, strength, out, err);
}
