/* Cells of tables, made of numbers, texts and intervals. */
#include "reports/page.h"

#include "reports/number.h"

#include <math.h>

const char *const assay_outcome_name[ASSAY_OUTCOMES] = {"", "passed", "missed",
                                                        "undecided", "skipped"};

struct assay_cell assay_cell_text(struct assay_str text)
{
    return (struct assay_cell){.kind = ASSAY_CELL_TEXT, .text = text};
}

struct assay_cell assay_cell_link(struct assay_str text, struct assay_str href)
{
    return (struct assay_cell){.kind = ASSAY_CELL_TEXT, .text = text, .href = href};
}

struct assay_cell assay_cell_undefined(struct assay_str why)
{
    return (struct assay_cell){.kind = ASSAY_CELL_UNDEFINED, .text = why};
}

struct assay_cell assay_cell_number(double value, struct assay_str unit)
{
    if (!isfinite(value))
        return assay_cell_undefined(ASSAY_STR(""));
    return (struct assay_cell){.kind = ASSAY_CELL_NUMBER, .value = value, .unit = unit};
}

struct assay_cell assay_cell_count(size_t count)
{
    return assay_cell_number((double)count, ASSAY_STR("count"));
}

struct assay_cell assay_cell_difference(double value, struct assay_str unit)
{
    struct assay_cell cell = assay_cell_number(value, unit);

    cell.difference = true;
    return cell;
}

struct assay_cell assay_cell_p(double p)
{
    return assay_cell_number(p, ASSAY_STR("p"));
}

struct assay_cell assay_cell_between(struct assay_cell cell, double lo, double hi)
{
    cell.ranged = isfinite(lo) && isfinite(hi);
    cell.lo = cell.ranged ? lo : 0.0;
    cell.hi = cell.ranged ? hi : 0.0;
    return cell;
}

struct assay_cell assay_cell_interval(double lo, double hi, struct assay_str unit)
{
    const struct assay_cell cell = {.kind = ASSAY_CELL_INTERVAL, .unit = unit};

    if (!isfinite(lo) || !isfinite(hi))
        return (struct assay_cell){0};
    return assay_cell_between(cell, lo, hi);
}

struct assay_cell assay_cell_trend(const double *points, size_t count,
                                   struct assay_str unit)
{
    if (count == 0)
        return (struct assay_cell){0};
    return (struct assay_cell){.kind = ASSAY_CELL_TREND,
                               .points = points,
                               .point_count = count,
                               .value = points[count - 1],
                               .unit = unit};
}

struct assay_cell assay_cell_figure(const struct assay_figure *figure,
                                    struct assay_str unit)
{
    struct assay_cell cell;
    double lo, hi;

    if (!figure->defined)
        return assay_cell_undefined(figure->why);
    cell = assay_cell_number(figure->value, unit);
    if (assay_number_interval(figure, &lo, &hi))
        cell = assay_cell_between(cell, lo, hi);
    return cell;
}

unsigned assay_mark_count(double p)
{
    return p < 0.001 ? 3 : p < 0.01 ? 2 : p < 0.05 ? 1 : 0;
}

struct assay_cell assay_cell_marked(struct assay_cell cell, double p)
{
    cell.marks = assay_mark_count(p);
    return cell;
}

struct assay_cell assay_cell_toned(struct assay_cell cell, enum assay_tone tone)
{
    cell.tone = tone;
    return cell;
}
