#include "metrics/calibration.h"

#include <math.h>

enum {
    BINS_MOST = 10000
};

static const double steepest = 1e12; /* largest 1/T */

double assay_calibration_sigmoid(double x)
{
    const double e = exp(-fabs(x));

    return x < 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
}

static double pair_loss(double margin)
{
    return margin < 0.0 ? -margin + log1p(exp(margin)) : log1p(exp(-margin));
}

enum assay_code assay_calibration_nll(const double *margin, size_t n, double *out,
                                      struct assay_error *err)
{
    double sum = 0.0;

    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "loss of no pairs");
    for (size_t i = 0; i < n; i++)
        sum += pair_loss(margin[i]);
    *out = sum / (double)n;
    return ASSAY_OK;
}

/* d/ds of the loss at scale s: increasing in s. */
static double slope(const double *margin, size_t n, double s)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum -= margin[i] * assay_calibration_sigmoid(-margin[i] * s);
    return sum;
}

/* The s in [0, steepest] where slope changes sign, to the last bit. */
static double root(const double *margin, size_t n)
{
    double lo = 0.0;
    double hi = 1.0;

    while (hi < steepest && slope(margin, n, hi) < 0.0) {
        lo = hi;
        hi *= 2.0;
    }
    hi = fmin(hi, steepest);
    for (;;) {
        const double middle = lo + (hi - lo) / 2.0;

        if (middle <= lo || middle >= hi)
            return hi;
        if (slope(margin, n, middle) < 0.0)
            lo = middle;
        else
            hi = middle;
    }
}

enum assay_code assay_calibration_temperature(const double *margin, size_t n, double *out,
                                              struct assay_error *err)
{
    double sum = 0.0;
    double low = 0.0;
    double high = 0.0;

    for (size_t i = 0; i < n; i++) {
        sum += margin[i];
        low = fmin(low, margin[i]);
        high = fmax(high, margin[i]);
    }
    if (low == 0.0 && high == 0.0) /* also n == 0 */
        return assay_fail(err, ASSAY_EDOMAIN, "temperature of %zu pairs without margins",
                          n);
    if (sum <= 0.0)
        *out = HUGE_VAL;
    else
        *out = 1.0 / (low == 0.0 ? steepest : root(margin, n));
    return ASSAY_OK;
}

static enum assay_code outcomes_check(const double *p, const double *y, size_t n,
                                      struct assay_error *err)
{
    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "calibration of no predictions");
    for (size_t i = 0; i < n; i++) {
        if (!(p[i] >= 0.0 && p[i] <= 1.0 && y[i] >= 0.0 && y[i] <= 1.0))
            return assay_fail(err, ASSAY_EDOMAIN,
                              "prediction %g of outcome %g: not both in [0, 1]", p[i],
                              y[i]);
    }
    return ASSAY_OK;
}

enum assay_code assay_calibration_brier(const double *p, const double *y, size_t n,
                                        double *out, struct assay_error *err)
{
    const enum assay_code code = outcomes_check(p, y, n, err);
    double sum = 0.0;

    if (code)
        return code;
    for (size_t i = 0; i < n; i++)
        sum += (p[i] - y[i]) * (p[i] - y[i]);
    *out = sum / (double)n;
    return ASSAY_OK;
}

enum assay_code assay_calibration_curve(const double *p, const double *y, size_t n,
                                        size_t bins, struct assay_calibration_bin *out,
                                        struct assay_error *err)
{
    const enum assay_code code = outcomes_check(p, y, n, err);

    if (code)
        return code;
    if (bins < 1 || bins > BINS_MOST)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu bins not in [1, %d]", bins, BINS_MOST);
    for (size_t b = 0; b < bins; b++)
        out[b] = (struct assay_calibration_bin){0};
    for (size_t i = 0; i < n; i++) {
        const size_t place = (size_t)floor(p[i] * (double)bins);
        struct assay_calibration_bin *bin = &out[place < bins ? place : bins - 1];

        bin->count++;
        bin->confidence += p[i];
        bin->accuracy += y[i];
    }
    for (size_t b = 0; b < bins; b++) {
        if (out[b].count == 0)
            continue;
        out[b].confidence /= (double)out[b].count;
        out[b].accuracy /= (double)out[b].count;
    }
    return ASSAY_OK;
}

double assay_calibration_ece(const struct assay_calibration_bin *bin, size_t bins)
{
    double sum = 0.0;
    size_t n = 0;

    for (size_t b = 0; b < bins; b++)
        n += bin[b].count;
    for (size_t b = 0; b < bins; b++)
        sum += (double)bin[b].count * fabs(bin[b].accuracy - bin[b].confidence);
    return n ? sum / (double)n : 0.0;
}
