/* boxes.h - regions of pictures: how far two overlap, and the mean of what boxes say of the pixels in them. */
#ifndef ASSAY_METRICS_BOXES_H
#define ASSAY_METRICS_BOXES_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

enum {
    ASSAY_BOXES_MAX = 256 /* boxes of one picture */
};

/* From (x0, y0) up to (x1, y1); it holds something where x0 < x1 and y0 < y1. */
struct assay_box {
    double x0, y0, x1, y1;
};

/*
 * Intersection over union of two boxes, in [0, 1]. A box that holds nothing overlaps with nothing.
 *
 *   |A and B| / (|A| + |B| - |A and B|)
 *
 * Errors: ASSAY_EDOMAIN where neither holds anything.
 * Source: Everingham et al. 2010, The PASCAL Visual Object Classes Challenge, section 4.2 (without their + 1).
 *         Checked in test_boxes.c.
 */
ASSAY_MUST_USE
enum assay_code assay_boxes_overlap(const struct assay_box *a, const struct assay_box *b,
                                    double *out, struct assay_error *err);

/* Boxes of a picture, each with a value. */
struct assay_boxes {
    const struct assay_box
        *at; /* (n,) finite; what of one lies outside of the picture does not count */
    const double *value;  /* (n,) finite */
    size_t n;             /* at most ASSAY_BOXES_MAX */
    double width, height; /* of the picture, above 0 */
};

/*
 * Mean over the picture's area of the highest value that holds at a point:
 *
 *   1/(W H) sum over points of max(background, values of the boxes that hold it)
 *
 * Areas are summed over the cells of a grid whose lines are the boxes' edges, so that no pixel is looked at.
 *
 * Errors: ASSAY_EDOMAIN for a picture without area or too many boxes.
 * Source: SRUM; WayneJin0918/SRUM data/regional_reward_dataset.py@a53ba18 (a map of pixels). Checked in test_boxes.c against
 *         counting pixels.
 */
ASSAY_MUST_USE
enum assay_code assay_boxes_mean(const struct assay_boxes *boxes, double background,
                                 double *out, struct assay_error *err);

#endif
