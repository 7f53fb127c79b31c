#include "reports/number.h"

#include <math.h>

/* -0.004 printed with two decimals is 0.00, not -0.00. */
static double without_minus_zero(double value, double smallest)
{
    return fabs(value) < smallest ? 0.0 : value;
}

static bool is(struct assay_str unit, const char *name)
{
    return assay_str_equal(unit, assay_str_of(name));
}

struct assay_str assay_number_text(struct assay_arena *arena, double value,
                                   struct assay_str unit)
{
    if (is(unit, "percent"))
        return assay_str_of(
            assay_arena_printf(arena, "%.2f", without_minus_zero(value * 100.0, 0.005)));
    if (is(unit, "percentage"))
        return assay_str_of(
            assay_arena_printf(arena, "%.2f", without_minus_zero(value, 0.005)));
    if (is(unit, "count"))
        return assay_str_of(assay_arena_printf(arena, "%.0f", value));
    if (is(unit, "p"))
        return assay_str_of(value < 0.001 ? "< 0.001"
                                          : assay_arena_printf(arena, "%.3f", value));
    return assay_str_of(assay_arena_printf(arena, "%.4g", value));
}

struct assay_str assay_number_signed(struct assay_arena *arena, double value,
                                     struct assay_str unit)
{
    if (is(unit, "percent") || is(unit, "percentage")) {
        const double scale = is(unit, "percent") ? 100.0 : 1.0;
        const double percent = without_minus_zero(value * scale, 0.005);

        return assay_str_of(percent == 0.0 ? "0.00"
                                           : assay_arena_printf(arena, "%+.2f", percent));
    }
    return assay_str_of(value == 0.0 ? "0" : assay_arena_printf(arena, "%+.4g", value));
}

struct assay_str assay_number_figure(struct assay_arena *arena,
                                     const struct assay_figure *figure,
                                     struct assay_str unit)
{
    return figure->defined ? assay_number_text(arena, figure->value, unit)
                           : ASSAY_STR("\u2013");
}

static struct assay_str range(struct assay_arena *arena, double lo, double hi,
                              struct assay_str unit)
{
    return assay_str_of(assay_arena_printf(arena, "%s \u2013 %s",
                                           assay_number_text(arena, lo, unit).ptr,
                                           assay_number_text(arena, hi, unit).ptr));
}

struct assay_str assay_number_bootstrap(struct assay_arena *arena,
                                        const struct assay_figure *figure,
                                        struct assay_str unit)
{
    if (!figure->defined || !figure->has_bootstrap)
        return ASSAY_STR("");
    return range(arena, figure->bootstrap_lo, figure->bootstrap_hi, unit);
}

bool assay_number_interval(const struct assay_figure *figure, double *lo, double *hi)
{
    if (!figure->defined || !(figure->has_bootstrap || figure->has_wilson))
        return false;
    *lo = figure->has_bootstrap ? figure->bootstrap_lo : figure->wilson_lo;
    *hi = figure->has_bootstrap ? figure->bootstrap_hi : figure->wilson_hi;
    return true;
}

struct assay_str assay_number_count(struct assay_arena *arena, size_t count)
{
    return assay_str_of(assay_arena_printf(arena, "%zu", count));
}

const char *assay_number_sign(struct assay_str unit)
{
    return is(unit, "percent") ? " %" : "";
}
