#include "metrics/boxes.h"

#include <stdbool.h>
#include <stdlib.h>

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static double area(const struct assay_box *box)
{
    return box->x0 < box->x1 && box->y0 < box->y1
               ? (box->x1 - box->x0) * (box->y1 - box->y0)
               : 0.0;
}

enum assay_code assay_boxes_overlap(const struct assay_box *a, const struct assay_box *b,
                                    double *out, struct assay_error *err)
{
    const struct assay_box both = {most(a->x0, b->x0), most(a->y0, b->y0),
                                   least(a->x1, b->x1), least(a->y1, b->y1)};
    const double whole = area(a) + area(b);
    const double shared = area(a) > 0.0 && area(b) > 0.0 ? area(&both) : 0.0;

    if (!(whole > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "neither box holds anything");
    *out = shared / (whole - shared);
    return ASSAY_OK;
}

static int ascending(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Lines of a grid within [0, end], ends included; returns how many. */
static size_t lines_of(const struct assay_boxes *boxes, bool across, double *line)
{
    const double end = across ? boxes->width : boxes->height;
    size_t n = 0;

    line[n++] = 0.0;
    line[n++] = end;
    for (size_t i = 0; i < boxes->n; i++) {
        const struct assay_box *box = &boxes->at[i];

        line[n++] = least(most(across ? box->x0 : box->y0, 0.0), end);
        line[n++] = least(most(across ? box->x1 : box->y1, 0.0), end);
    }
    qsort(line, n, sizeof(*line), ascending);
    return n;
}

static double highest_at(const struct assay_boxes *boxes, double x, double y,
                         double background)
{
    double highest = background;

    for (size_t i = 0; i < boxes->n; i++) {
        const struct assay_box *box = &boxes->at[i];

        if (box->x0 <= x && x < box->x1 && box->y0 <= y && y < box->y1)
            highest = most(highest, boxes->value[i]);
    }
    return highest;
}

enum assay_code assay_boxes_mean(const struct assay_boxes *boxes, double background,
                                 double *out, struct assay_error *err)
{
    double x[2 * ASSAY_BOXES_MAX + 2], y[2 * ASSAY_BOXES_MAX + 2], sum = 0.0;
    size_t columns, rows;

    if (boxes->n > ASSAY_BOXES_MAX)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu boxes, at most %d", boxes->n,
                          ASSAY_BOXES_MAX);
    if (!(boxes->width > 0.0 && boxes->height > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "a picture without area");
    columns = lines_of(boxes, true, x);
    rows = lines_of(boxes, false, y);
    for (size_t i = 0; i + 1 < columns; i++)
        for (size_t k = 0; x[i] < x[i + 1] && k + 1 < rows; k++)
            if (y[k] < y[k + 1])
                sum += (x[i + 1] - x[i]) * (y[k + 1] - y[k]) *
                       highest_at(boxes, x[i], y[k], background);
    *out = sum / (boxes->width * boxes->height);
    return ASSAY_OK;
}
