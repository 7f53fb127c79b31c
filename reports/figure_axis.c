#include "reports/figure_axis.h"

#include "reports/figure_date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    Y_TICS = 6,
    PLAIN_DECADES = 4, /* 10000 is written out */
    PLAIN_OCTAVES = 16 /* 65536 too */
};

#define DAY       86400.0
#define BOUNDLESS 1e200 /* an end of a band beyond it is none */

/* Of the values' extent, what bands may add at each end. */
#define ROOM_X    0.75
#define ROOM_Y    2.5
#define ROOM_OPEN 0.25 /* where a band has no end */

bool assay_figure_scale_is_log(enum assay_series_scale scale)
{
    return scale == ASSAY_SCALE_LOG2 || scale == ASSAY_SCALE_LOG10;
}

struct assay_figure_extent assay_figure_extent(void)
{
    return (struct assay_figure_extent){HUGE_VAL,  -HUGE_VAL, HUGE_VAL,
                                        -HUGE_VAL, false,     false};
}

void assay_figure_extent_add(struct assay_figure_extent *extent, double value)
{
    extent->lo = fmin(extent->lo, value);
    extent->hi = fmax(extent->hi, value);
}

void assay_figure_extent_band(struct assay_figure_extent *extent, double lo, double hi)
{
    if (lo > -BOUNDLESS)
        extent->band_lo = fmin(extent->band_lo, lo);
    else
        extent->open_lo = true;
    if (hi < BOUNDLESS)
        extent->band_hi = fmax(extent->band_hi, hi);
    else
        extent->open_hi = true;
}

/* The span of the values or, where they are one, what stands for it. */
static double span_of(const struct assay_figure_extent *extent)
{
    const double bands = fmax(extent->band_hi - extent->hi, extent->lo - extent->band_lo);

    if (extent->hi > extent->lo)
        return extent->hi - extent->lo;
    if (bands > 0.0 && bands < BOUNDLESS)
        return bands;
    return extent->lo != 0.0 ? fabs(extent->lo) : 1.0;
}

/* Values and what is shown of bands, on a linear axis. */
static void shown(const struct assay_figure_extent *extent, double room, double *lo,
                  double *hi)
{
    const double span = span_of(extent);

    if (!(extent->lo <= extent->hi)) {
        *lo = 0.0;
        *hi = 1.0;
        return;
    }
    *lo = fmin(extent->lo, fmax(extent->band_lo, extent->lo - room * span));
    *hi = fmax(extent->hi, fmin(extent->band_hi, extent->hi + room * span));
    if (extent->open_lo)
        *lo = fmin(*lo, extent->lo - ROOM_OPEN * span);
    if (extent->open_hi)
        *hi = fmax(*hi, extent->hi + ROOM_OPEN * span);
    if (*lo == *hi) {
        *lo -= span / 2.0;
        *hi += span / 2.0;
    }
}

/* The same in octaves. */
static void shown_log(const struct assay_figure_extent *extent, double room, double *lo,
                      double *hi)
{
    const bool open_lo = extent->open_lo || extent->band_lo <= 0.0;
    struct assay_figure_extent logs = {log2(extent->lo), log2(extent->hi),
                                       HUGE_VAL,         -HUGE_VAL,
                                       open_lo,          extent->open_hi};

    if (extent->band_lo > 0.0 && extent->band_lo < HUGE_VAL)
        logs.band_lo = log2(extent->band_lo);
    if (extent->band_hi > 0.0)
        logs.band_hi = log2(extent->band_hi);
    shown(&logs, room, lo, hi);
    *lo = exp2(*lo);
    *hi = exp2(*hi);
}

/* The least of 1, 2, 5 times a power of ten that is at least x > 0. */
static double step_over(double x)
{
    const double power = pow(10.0, floor(log10(x)));
    const double lead = x / power;

    return power * (lead <= 1.0 ? 1.0 : lead <= 2.0 ? 2.0 : lead <= 5.0 ? 5.0 : 10.0);
}

/* At least about two days. */
static struct assay_figure_axis date_axis(const struct assay_figure_extent *extent)
{
    const double lo = extent->lo <= extent->hi ? extent->lo : 0.0;
    const double hi = extent->lo <= extent->hi ? extent->hi : 0.0;
    const double pad = fmax(0.03 * (hi - lo), DAY - (hi - lo) / 2.0);

    return (struct assay_figure_axis){ASSAY_SCALE_DATE, lo - pad, hi + pad};
}

struct assay_figure_axis assay_figure_axis_x(const struct assay_figure_extent *extent,
                                             enum assay_series_scale scale)
{
    struct assay_figure_axis axis = {scale, 0.0, 1.0};
    double pad;

    if (assay_figure_scale_is_log(scale)) {
        shown_log(extent, ROOM_X, &axis.lo, &axis.hi);
        pad = pow(axis.hi / axis.lo, 0.02);
        axis.lo /= pad;
        axis.hi *= pad;
        return axis;
    }
    if (scale == ASSAY_SCALE_DATE)
        return date_axis(extent);
    shown(extent, ROOM_X, &axis.lo, &axis.hi);
    pad = (axis.hi - axis.lo) * 0.02;
    axis.lo = axis.lo >= 0.0 && axis.lo < 8.0 * pad ? 0.0 : axis.lo - pad;
    axis.hi += pad;
    return axis;
}

struct assay_figure_axis assay_figure_axis_y(const struct assay_figure_extent *extent,
                                             enum assay_series_scale scale)
{
    struct assay_figure_axis axis = {scale, 0.0, 1.0};
    double step, pad;

    if (assay_figure_scale_is_log(scale)) {
        shown_log(extent, ROOM_Y, &axis.lo, &axis.hi);
        pad = pow(axis.hi / axis.lo, 0.06);
        axis.lo /= pad;
        axis.hi *= pad;
        return axis;
    }
    shown(extent, ROOM_Y, &axis.lo, &axis.hi);
    step = step_over((axis.hi - axis.lo) / Y_TICS);
    axis.lo = floor(axis.lo / step) * step;
    axis.hi = ceil(axis.hi / step) * step;
    return axis;
}

static void put_digits(int number, char *text, size_t room)
{
    static const char *const raised[] = {"\u2070", "\u00B9", "\u00B2", "\u00B3",
                                         "\u2074", "\u2075", "\u2076", "\u2077",
                                         "\u2078", "\u2079"};
    char plain[16];
    size_t used = 0;

    (void)snprintf(plain, sizeof(plain), "%d", number);
    text[0] = '\0';
    for (size_t i = 0; plain[i] && used < room; i++)
        used += (size_t)snprintf(text + used, room - used, "%s",
                                 plain[i] == '-' ? "\u207B" : raised[plain[i] - '0']);
}

/* A number with a minus sign for its hyphen. */
static void put_number(double value, char *text, size_t room)
{
    (void)snprintf(text, room, "%s%.10g", value < 0.0 ? "\u2212" : "", fabs(value));
}

static void put_power(int base, int exponent, char *text, size_t room)
{
    char raised[24];

    put_digits(exponent, raised, sizeof(raised));
    (void)snprintf(text, room, "%d%s", base, raised);
}

/* The decade in which a linear axis is told, 0 where its numbers are short as they are. */
static int decade_of(const struct assay_figure_axis *axis)
{
    const double most = fmax(fabs(axis->lo), fabs(axis->hi));
    const int decade = (int)floor(log10(most));

    return decade > PLAIN_DECADES || decade < -3 ? decade : 0;
}

static size_t linear_tics(const struct assay_figure_axis *axis, size_t most,
                          struct assay_figure_tic *tics)
{
    const double step = step_over((axis->hi - axis->lo) / (double)most);
    const double first = ceil(axis->lo / step - 1e-9);
    const int decade = decade_of(axis);
    size_t count = 0;

    for (; count < ASSAY_FIGURE_TICS; count++) {
        struct assay_figure_tic *tic = &tics[count];
        const double at = (first + (double)count) * step;
        size_t used;

        if (at > axis->hi + 1e-9 * step)
            break;
        tic->at = at;
        put_number(at / pow(10.0, decade), tic->text, sizeof(tic->text));
        used = strlen(tic->text);
        if (decade && at != 0.0 && used + 16 < sizeof(tic->text)) {
            (void)snprintf(tic->text + used, sizeof(tic->text) - used, "\u00D7");
            used = strlen(tic->text);
            put_power(10, decade, tic->text + used, sizeof(tic->text) - used);
        }
    }
    return count;
}

static void put_log_tic(int base, int exponent, struct assay_figure_tic *tic)
{
    const int plain = base == 2 ? PLAIN_OCTAVES : PLAIN_DECADES;

    tic->at = pow(base, exponent);
    if (exponent >= -3 && exponent <= plain)
        put_number(tic->at, tic->text, sizeof(tic->text));
    else
        put_power(base, exponent, tic->text, sizeof(tic->text));
}

/* Powers of the base, every step-th of them. */
static size_t power_tics(const struct assay_figure_axis *axis, int base, int step,
                         struct assay_figure_tic *tics)
{
    const double unit = log(base);
    size_t count = 0;

    for (int e = (int)ceil(log(axis->lo) / unit - 1e-9);
         e <= log(axis->hi) / unit + 1e-9 && count < ASSAY_FIGURE_TICS; e++)
        if (e % step == 0)
            put_log_tic(base, e, &tics[count++]);
    return count;
}

static size_t log_tics(const struct assay_figure_axis *axis, size_t most,
                       struct assay_figure_tic *tics)
{
    const int base = axis->scale == ASSAY_SCALE_LOG2 ? 2 : 10;
    const double powers = log(axis->hi / axis->lo) / log(base);
    const int step = (int)fmax(1.0, ceil(powers / (double)most));

    return power_tics(axis, base, step, tics);
}

size_t assay_figure_axis_tics(const struct assay_figure_axis *axis, size_t most,
                              struct assay_figure_tic tics[ASSAY_FIGURE_TICS])
{
    const size_t wanted = most < 2                       ? 2
                          : most > ASSAY_FIGURE_TICS / 2 ? ASSAY_FIGURE_TICS / 2
                                                         : most;
    size_t count = 0;

    if (assay_figure_scale_is_log(axis->scale))
        count = log_tics(axis, wanted, tics);
    else if (axis->scale == ASSAY_SCALE_DATE)
        count = assay_figure_date_tics(axis, wanted, tics);
    return count < 2 ? linear_tics(axis, wanted, tics) : count;
}

double assay_figure_axis_at(const struct assay_figure_axis *axis, double share)
{
    const double span = axis->hi - axis->lo;

    if (assay_figure_scale_is_log(axis->scale))
        return axis->lo * pow(axis->hi / axis->lo, share);
    return axis->lo + share * span;
}

double assay_figure_axis_share(const struct assay_figure_axis *axis, double value)
{
    if (assay_figure_scale_is_log(axis->scale))
        return log(value / axis->lo) / log(axis->hi / axis->lo);
    return (value - axis->lo) / (axis->hi - axis->lo);
}
