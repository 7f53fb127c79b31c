/*
 * figure_axis.h - axes of curves: how far they reach, and where they have tics.
 *
 * Values decide how far an axis reaches, bands only as far as they do not flatten the values: an
 * interval without bound is cut at the edge.
 */
#ifndef ASSAY_REPORTS_FIGURE_AXIS_H
#define ASSAY_REPORTS_FIGURE_AXIS_H

#include "harness/core/buf.h"
#include "harness/core/result.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_FIGURE_TICS = 32
};

struct assay_figure_axis {
    enum assay_series_scale scale;
    double lo, hi; /* lo < hi; 0 < lo where it is logarithmic */
};

struct assay_figure_tic {
    double at;
    char text[32]; /* "0.2", "1024", "10\u2076", "5 Jan 2026" */
};

/* What an axis is to hold. */
struct assay_figure_extent {
    double lo, hi;           /* of values; lo > hi: none yet */
    double band_lo, band_hi; /* of the ends of bands */
    bool open_lo, open_hi;   /* is there a band without that end? */
};

struct assay_figure_extent assay_figure_extent(void);
void assay_figure_extent_add(struct assay_figure_extent *extent, double value);
void assay_figure_extent_band(struct assay_figure_extent *extent, double lo, double hi);

/* True of scales on which equal steps are equal ratios. */
bool assay_figure_scale_is_log(enum assay_series_scale scale);

/* The axis of an extent: y begins and ends at a tic, x where the values do. */
struct assay_figure_axis assay_figure_axis_x(const struct assay_figure_extent *extent,
                                             enum assay_series_scale scale);
struct assay_figure_axis assay_figure_axis_y(const struct assay_figure_extent *extent,
                                             enum assay_series_scale scale);

/* About most tics or fewer, ascending; at least two. Returns how many. */
size_t assay_figure_axis_tics(const struct assay_figure_axis *axis, size_t most,
                              struct assay_figure_tic tics[ASSAY_FIGURE_TICS]);

/* The value at a share of the axis, and the share at which a value stands: 0 at lo, 1 at hi. */
double assay_figure_axis_at(const struct assay_figure_axis *axis, double share);
double assay_figure_axis_share(const struct assay_figure_axis *axis, double value);

#endif
