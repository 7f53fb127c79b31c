/* What the series of a figure have in common: colours, dashes, bands. */
#include "reports/figure_layout.h"

static struct assay_str thing_of(const struct assay_series *series)
{
    return series->of.len ? series->of : series->name;
}

static bool is_reference(const struct assay_series *series)
{
    return series->look == ASSAY_LOOK_REFERENCE;
}

static bool is_line(const struct assay_series *series)
{
    return series->look == ASSAY_LOOK_CURVE || series->look == ASSAY_LOOK_FIT;
}

bool assay_figure_coloured(const struct assay_series *series)
{
    const bool grey =
        series->look == ASSAY_LOOK_AREA || series->look == ASSAY_LOOK_CHANGE;

    return !is_reference(series) && (!grey || series->of.len);
}

/* True if no series before this one is of the same thing and has a colour. */
static bool is_first(const struct assay_figure_spec *spec, size_t series)
{
    for (size_t i = 0; i < series; i++)
        if (assay_figure_coloured(&spec->series[i]) &&
            assay_str_equal(thing_of(&spec->series[i]), thing_of(&spec->series[series])))
            return false;
    return true;
}

size_t assay_figure_group(const struct assay_figure_spec *spec, size_t series)
{
    const struct assay_str thing = thing_of(&spec->series[series]);
    size_t number = 0;

    for (size_t i = 0; i < spec->series_count; i++) {
        if (!assay_figure_coloured(&spec->series[i]) || !is_first(spec, i))
            continue;
        if (assay_str_equal(thing_of(&spec->series[i]), thing))
            break;
        number++;
    }
    return number;
}

size_t assay_figure_groups(const struct assay_figure_spec *spec)
{
    size_t count = 0;

    for (size_t i = 0; i < spec->series_count; i++)
        count += assay_figure_coloured(&spec->series[i]) && is_first(spec, i);
    return count;
}

bool assay_figure_is_star(const struct assay_figure_spec *spec, size_t series)
{
    bool larger = false;

    for (size_t i = 0; i < spec->series_count; i++)
        larger = larger || spec->series[i].count > 1;
    return spec->series[series].look == ASSAY_LOOK_MAP &&
           spec->series[series].count == 1 && larger;
}

size_t assay_figure_names(const struct assay_figure_spec *spec)
{
    size_t count = 0;

    for (size_t i = 0; i < spec->series_count; i++) {
        bool seen = spec->series[i].name.len == 0;

        for (size_t k = 0; k < i && !seen; k++)
            seen = assay_str_equal(spec->series[k].name, spec->series[i].name);
        count += !seen;
    }
    return count;
}

size_t assay_figure_panels(const struct assay_figure_spec *spec)
{
    size_t panels = 0;

    for (size_t i = 0; i < spec->series_count; i++) {
        bool seen = false;

        for (size_t k = 0; k < i && !seen; k++)
            seen = assay_str_equal(spec->series[k].panel, spec->series[i].panel);
        panels += !seen;
    }
    return panels;
}

size_t assay_figure_dash(const struct assay_figure_spec *spec, size_t series)
{
    const struct assay_series *self = &spec->series[series];
    const bool reference = is_reference(self);
    size_t number = 0;

    for (size_t i = 0; i < series; i++) {
        const struct assay_series *other = &spec->series[i];
        bool seen = false;

        if (reference ? !is_reference(other) : !is_line(other))
            continue;
        if (assay_str_equal(other->name, self->name))
            return number;
        for (size_t k = 0; k < i && !seen; k++)
            seen = spec->series[k].look == other->look &&
                   assay_str_equal(spec->series[k].name, other->name);
        number += !seen;
    }
    return number;
}

bool assay_figure_has_band(const struct assay_series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].has_band)
            return true;
    return false;
}

bool assay_figure_banded(const struct assay_figure_layout *layout, size_t series)
{
    const struct assay_figure_spec *spec = layout->spec;
    size_t banded = 0;

    for (size_t i = 0; i < spec->series_count; i++)
        banded += is_line(&spec->series[i]) && assay_figure_has_band(&spec->series[i]) &&
                  assay_str_equal(spec->series[i].panel, spec->series[series].panel);
    return is_line(&spec->series[series]) && banded <= ASSAY_FIGURE_BANDS &&
           assay_figure_has_band(&spec->series[series]);
}
