#include "metrics/probing.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STREAM_CURVE,
    STREAM_SHUFFLE /* and those that follow, one a shuffle */
};

#define SLACK 1e-12 /* of equal values that were added up in another order */

static void standardize_column(const struct assay_probe_rows *train,
                               const struct assay_probe_rows *test, size_t width,
                               size_t column)
{
    const double n = (double)train->n;
    double sum = 0.0, squares = 0.0, mean, deviation;

    for (size_t i = 0; i < train->n; i++)
        sum += train->x[i * width + column];
    mean = sum / n;
    for (size_t i = 0; i < train->n; i++) {
        const double d = train->x[i * width + column] - mean;

        squares += d * d;
    }
    deviation = sqrt(squares / n);
    for (size_t i = 0; i < train->n + test->n; i++) {
        double *x = i < train->n ? &train->x[i * width + column]
                                 : &test->x[(i - train->n) * width + column];

        *x = deviation > 0.0 ? (*x - mean) / deviation : 0.0;
    }
}

static void predict(const struct assay_logistic *model,
                    const struct assay_probe_rows *test, uint32_t *out)
{
    for (size_t i = 0; i < test->n; i++)
        out[i] = assay_logistic_class(model, test->x + i * model->width);
}

static void shuffle(uint32_t *x, size_t n, uint64_t seed, uint64_t stream)
{
    struct assay_rng rng = assay_rng_stream(seed, stream);

    for (size_t i = n; i > 1; i--) {
        const size_t k = (size_t)assay_rng_index(&rng, i);
        const uint32_t held = x[i - 1];

        x[i - 1] = x[k];
        x[k] = held;
    }
}

static enum assay_code fit_all(const struct assay_probe_setting *setting,
                               const struct assay_probe_rows *train,
                               const struct assay_probe_rows *test,
                               struct assay_probe *out, struct assay_error *err)
{
    const struct assay_logistic_data data = {train->x, train->label, train->n,
                                             setting->width, setting->classes};
    struct assay_logistic model;
    const enum assay_code code = assay_logistic_fit(&data, setting->l2, &model, err);

    if (!code)
        predict(&model, test, out->predicted);
    out->loss = model.loss;
    out->gradient = model.gradient;
    out->iterations = model.iterations;
    assay_logistic_release(&model);
    return code;
}

static enum assay_code fit_shuffled(const struct assay_probe_setting *setting,
                                    const struct assay_probe_rows *train,
                                    const struct assay_probe_rows *test,
                                    struct assay_probe *out, struct assay_error *err)
{
    uint32_t *label = assay_memory_new(train->n, sizeof(*label));
    const struct assay_logistic_data data = {train->x, label, train->n, setting->width,
                                             setting->classes};
    enum assay_code code = ASSAY_OK;

    for (size_t r = 0; !code && r < setting->shuffles; r++) {
        struct assay_logistic model;

        memcpy(label, train->label, train->n * sizeof(*label));
        shuffle(label, train->n, setting->seed, STREAM_SHUFFLE + r);
        code = assay_logistic_fit(&data, setting->l2, &model, err);
        if (!code)
            predict(&model, test, out->shuffled + r * test->n);
        assay_logistic_release(&model);
    }
    free(label);
    return code;
}

static size_t count_right(const uint32_t *predicted, const struct assay_probe_rows *test)
{
    size_t right = 0;

    for (size_t i = 0; i < test->n; i++)
        right += predicted[i] == test->label[i];
    return right;
}

/* One point of the curve from rows that are already in their random order. */
static void add_point(const struct assay_probe_setting *setting,
                      const struct assay_logistic_data *data,
                      const struct assay_probe_rows *test, struct assay_probe *out)
{
    uint32_t *predicted = assay_memory_new(test->n, sizeof(*predicted));
    struct assay_logistic model;
    struct assay_error ignored; /* one class alone: no point */

    if (assay_logistic_fit(data, setting->l2, &model, &ignored) == ASSAY_OK) {
        predict(&model, test, predicted);
        out->curve[out->curve_count++] =
            (struct assay_probe_share){data->n, count_right(predicted, test)};
    }
    assay_logistic_release(&model);
    free(predicted);
}

static void learn(const struct assay_probe_setting *setting,
                  const struct assay_probe_rows *train,
                  const struct assay_probe_rows *test, struct assay_probe *out)
{
    const size_t width = setting->width, most = (train->n + 1) / 2;
    uint32_t *order = assay_memory_new(train->n, sizeof(*order));
    uint32_t *label = assay_memory_new(most, sizeof(*label));
    double *x = assay_memory_new(most * width, sizeof(*x));
    size_t before = 0;

    for (size_t i = 0; i < train->n; i++)
        order[i] = (uint32_t)i;
    shuffle(order, train->n, setting->seed, STREAM_CURVE);
    for (size_t i = 0; i < most; i++) {
        memcpy(x + i * width, train->x + order[i] * width, width * sizeof(*x));
        label[i] = train->label[order[i]];
    }
    for (size_t parts = (size_t)1 << (ASSAY_PROBE_CURVE - 1); parts > 1; parts /= 2) {
        const size_t n = (train->n + parts - 1) / parts;
        const struct assay_logistic_data data = {x, label, n, width, setting->classes};

        if (n > before && n < train->n)
            add_point(setting, &data, test, out);
        before = n;
    }
    out->curve[out->curve_count++] =
        (struct assay_probe_share){train->n, count_right(out->predicted, test)};
    free(x);
    free(label);
    free(order);
}

/* Means of classes (classes, width) into centre; rows of each in count. */
static void find_centres(const struct assay_probe_setting *setting,
                         const struct assay_probe_rows *train, double *centre,
                         size_t *count)
{
    const size_t width = setting->width;

    for (size_t i = 0; i < train->n; i++) {
        double *sum = centre + train->label[i] * width;

        count[train->label[i]]++;
        for (size_t j = 0; j < width; j++)
            sum[j] += train->x[i * width + j];
    }
    for (size_t k = 0; k < setting->classes; k++)
        for (size_t j = 0; j < width && count[k] > 0; j++)
            centre[k * width + j] /= (double)count[k];
}

static double distance_of(const double *x, const double *y, size_t width)
{
    double sum = 0.0;

    for (size_t j = 0; j < width; j++)
        sum += (x[j] - y[j]) * (x[j] - y[j]);
    return sqrt(sum);
}

static void find_nearest(const struct assay_probe_setting *setting,
                         const struct assay_probe_rows *train,
                         const struct assay_probe_rows *test, struct assay_probe *out)
{
    const size_t width = setting->width;
    double *centre = assay_memory_new(setting->classes * width, sizeof(*centre));
    size_t count[ASSAY_LOGISTIC_CLASSES] = {0};

    find_centres(setting, train, centre, count);
    for (uint32_t k = 1; k < setting->classes; k++)
        if (count[k] > count[out->frequent])
            out->frequent = k;
    for (size_t i = 0; i < test->n; i++) {
        bool found = false;

        for (uint32_t k = 0; k < setting->classes; k++) {
            const double d = distance_of(test->x + i * width, centre + k * width, width);

            if (count[k] == 0 || (found && d >= out->distance[i]))
                continue;
            found = true;
            out->distance[i] = d;
            out->nearest[i] = k;
        }
    }
    free(centre);
}

enum assay_code assay_probe_run(const struct assay_probe_setting *setting,
                                const struct assay_probe_rows *train,
                                const struct assay_probe_rows *test,
                                struct assay_probe *out, struct assay_error *err)
{
    enum assay_code code;

    *out = (struct assay_probe){0};
    if (train->n == 0 || test->n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no rows to %s",
                          train->n == 0 ? "train on" : "test on");
    out->predicted = assay_memory_new(test->n, sizeof(*out->predicted));
    out->shuffled =
        assay_memory_new(setting->shuffles * test->n + 1, sizeof(*out->shuffled));
    out->nearest = assay_memory_new(test->n, sizeof(*out->nearest));
    out->distance = assay_memory_new(test->n, sizeof(*out->distance));
    for (size_t j = 0; j < setting->width && setting->standardize; j++)
        standardize_column(train, test, setting->width, j);
    code = fit_all(setting, train, test, out, err);
    if (!code)
        code = fit_shuffled(setting, train, test, out, err);
    if (code)
        return code;
    find_nearest(setting, train, test, out);
    learn(setting, train, test, out);
    return ASSAY_OK;
}

void assay_probe_release(struct assay_probe *probe)
{
    free(probe->predicted);
    free(probe->shuffled);
    free(probe->nearest);
    free(probe->distance);
    *probe = (struct assay_probe){0};
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

void assay_probe_reject(const double *distance, const unsigned char *right, size_t n,
                        struct assay_probe_kept *out)
{
    double *sorted = assay_memory_new(n + 1, sizeof(*sorted));

    if (n > 0)
        memcpy(sorted, distance, n * sizeof(*sorted));
    qsort(sorted, n, sizeof(*sorted), ascending);
    for (size_t j = 0; j < ASSAY_PROBE_KEPT; j++) {
        const size_t k = (n * (j + 1) + ASSAY_PROBE_KEPT - 1) / ASSAY_PROBE_KEPT;

        out[j] = (struct assay_probe_kept){.distance = n ? sorted[k - 1] : 0.0};
        for (size_t i = 0; i < n; i++) {
            out[j].rows += distance[i] <= out[j].distance;
            out[j].right += distance[i] <= out[j].distance && right[i];
        }
    }
    free(sorted);
}

struct assay_probe_standing assay_probe_stand(double value, const double *draw, size_t n)
{
    struct assay_probe_standing out = {0};
    double squares = 0.0;

    for (size_t r = 0; r < n; r++) {
        out.mean += draw[r] / (double)n;
        out.as_good += draw[r] >= value - SLACK;
    }
    for (size_t r = 0; r < n; r++)
        squares += (draw[r] - out.mean) * (draw[r] - out.mean);
    out.sd = n > 1 ? sqrt(squares / (double)(n - 1)) : 0.0;
    out.p = (double)(1 + out.as_good) / (double)(1 + n);
    return out;
}

void assay_probe_confusion(const uint32_t *gold, const uint32_t *predicted, size_t n,
                           size_t classes, size_t *out)
{
    memset(out, 0, classes * classes * sizeof(*out));
    for (size_t i = 0; i < n; i++)
        out[gold[i] * classes + predicted[i]]++;
}
