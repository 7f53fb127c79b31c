#include "metrics/roc.h"

#include <math.h>
#include <stdlib.h>

/* Highest score first. */
static int compare(const void *a, const void *b)
{
    const double x = ((const struct assay_roc_point *)a)->x;
    const double y = ((const struct assay_roc_point *)b)->x;

    return (x < y) - (x > y);
}

/* True if b lies between a and c on a level or an upright line. */
static bool is_between(struct assay_roc_point a, struct assay_roc_point b,
                       struct assay_roc_point c)
{
    return (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y);
}

static size_t add(struct assay_roc_point *point, size_t count,
                  struct assay_roc_point next)
{
    if (count >= 2 && is_between(point[count - 2], point[count - 1], next))
        count--;
    point[count] = next;
    return count + 1;
}

double assay_roc_area(const struct assay_roc_point *point, size_t count)
{
    double area = 0.0;

    for (size_t i = 1; i < count; i++)
        area += (point[i].x - point[i - 1].x) * (point[i].y + point[i - 1].y) / 2.0;
    return area;
}

static enum assay_code count_classes(const struct assay_roc_point *point, size_t n,
                                     double *positives, struct assay_error *err)
{
    *positives = 0.0;
    for (size_t i = 1; i <= n; i++) {
        if (!isfinite(point[i].x))
            return assay_fail(err, ASSAY_EDOMAIN, "a ROC curve needs finite scores");
        *positives += point[i].y > 0.0;
    }
    if (*positives == 0.0 || *positives == (double)n)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "a ROC curve needs positives and negatives");
    return ASSAY_OK;
}

enum assay_code assay_roc_curve(struct assay_roc_point *point, size_t n, size_t *count,
                                double *area, struct assay_error *err)
{
    double positives, above_negatives = 0.0, above_positives = 0.0;
    const enum assay_code code = count_classes(point, n, &positives, err);
    const double negatives = (double)n - positives;

    if (code)
        return code;
    qsort(point + 1, n, sizeof(*point), compare);
    point[0] = (struct assay_roc_point){0.0, 0.0};
    *count = 1;
    /* the curve never gets ahead of the scores that are still to be read */
    for (size_t i = 1; i <= n;) {
        const double score = point[i].x;

        for (; i <= n && point[i].x == score; i++) {
            above_positives += point[i].y > 0.0;
            above_negatives += !(point[i].y > 0.0);
        }
        *count = add(point, *count,
                     (struct assay_roc_point){above_negatives / negatives,
                                              above_positives / positives});
    }
    *area = assay_roc_area(point, *count);
    return ASSAY_OK;
}

/*
 * The area between the way from a to b and the straight line, or more where the way crosses it:
 * projections of a rising way on a rising line rise, too.
 */
static double area_between(const struct assay_roc_point *point, size_t a, size_t b)
{
    const double dx = point[b].x - point[a].x, dy = point[b].y - point[a].y;
    const double square = dx * dx + dy * dy;
    double last_off = 0.0, last_on = 0.0, area = 0.0;

    for (size_t i = a + 1; i <= b; i++) {
        const double x = point[i].x - point[a].x, y = point[i].y - point[a].y;
        const double off = fabs(x * dy - y * dx), on = x * dx + y * dy;

        area += (off + last_off) / 2.0 * (on - last_on);
        last_off = off;
        last_on = on;
    }
    return square > 0.0 ? area / square : 0.0;
}

static bool is_straight(const struct assay_roc_point *point, size_t a, size_t b,
                        double most)
{
    const double way = (point[b].x - point[a].x + point[b].y - point[a].y) / 2.0;

    return area_between(point, a, b) <= most * way;
}

/* The far end of a straight piece that begins at a: ever longer ones are tried, then between. */
static size_t end_of(const struct assay_roc_point *point, size_t count, size_t a,
                     double most)
{
    size_t good = a + 1, step = 1, bad;

    while (good + step < count && is_straight(point, a, good + step, most)) {
        good += step;
        step *= 2;
    }
    bad = good + step < count ? good + step : count;
    while (bad - good > 1) {
        const size_t middle = good + (bad - good) / 2;

        if (is_straight(point, a, middle, most))
            good = middle;
        else
            bad = middle;
    }
    return good;
}

size_t assay_roc_thin(struct assay_roc_point *point, size_t count, double most)
{
    size_t kept = 1;

    for (size_t a = 0; a + 1 < count;) {
        const size_t end = end_of(point, count, a, most);

        point[kept++] = point[end];
        a = end;
    }
    return count > 0 ? kept : 0;
}
