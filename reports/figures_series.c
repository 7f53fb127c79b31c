/* Figures of series: margins, calibration, confusion, and others as they say they are drawn. */
#include "reports/figures_picture.h"

#include "reports/escape.h"
#include "reports/figure_layout.h"

#include <string.h>

enum {
    SLUG_LENGTH = 24,
    CURVES = 240 /* series of a figure with panels */
};

static bool is_figure(const struct assay_series *series, const char *name)
{
    return assay_str_equal(series->figure, assay_str_of(name));
}

static bool seen_before(const struct assay_result *result, size_t s)
{
    for (size_t i = 0; i < s; i++)
        if (assay_str_equal(result->series[i].figure, result->series[s].figure))
            return true;
    return is_figure(&result->series[s], "calibration");
}

/* The name of a figure's files, another than that of the figures before it. */
static void put_slug(const struct assay_result *result, const struct assay_series *begin,
                     struct assay_buf *out)
{
    size_t alike = 1;

    assay_escape_slug(begin->figure, SLUG_LENGTH, out);
    for (size_t i = 0; result->series + i < begin; i++) {
        struct assay_buf other = {0};

        assay_escape_slug(result->series[i].figure, SLUG_LENGTH, &other);
        alike += !seen_before(result, i) &&
                 assay_str_equal(assay_buf_view(&other), assay_buf_view(out));
        assay_buf_release(&other);
    }
    if (alike > 1)
        assay_buf_printf(out, "-%zu", alike);
}

/* The figure that is being made of a result's series. */
struct draft {
    const struct assay_figures_sink *sink;
    const struct assay_result *result;
    const struct assay_series *begin; /* the first one of its name */
    size_t model;
};

/* True if the series says how it is drawn. */
static bool says_how(const struct assay_series *series)
{
    return series->look != ASSAY_LOOK_CURVE || series->x_scale != ASSAY_SCALE_LINEAR ||
           series->y_scale != ASSAY_SCALE_LINEAR || series->panel.len || series->of.len ||
           series->category_count;
}

static bool any_says_how(const struct draft *draft)
{
    for (size_t s = 0; s < draft->result->series_count; s++)
        if (assay_str_equal(draft->result->series[s].figure, draft->begin->figure) &&
            says_how(&draft->result->series[s]))
            return true;
    return false;
}

static const char *kind_of(const struct draft *draft)
{
    const struct assay_figures_picture *picture = assay_figures_picture(draft->begin);

    if (picture)
        return picture->kind;
    if (is_figure(draft->begin, "margins"))
        return "histogram";
    if (assay_str_starts(draft->begin->figure, ASSAY_STR("confusion")))
        return "confusion";
    return any_says_how(draft) ? "curves" : "lines";
}

/* True if all series of a figure have a colour, a panel and a place in the legend. */
static bool is_drawable(const struct assay_figure_spec *spec)
{
    return assay_figure_panels(spec) <= ASSAY_FIGURE_PANELS &&
           assay_figure_groups(spec) <= ASSAY_FIGURE_SERIES &&
           assay_figure_names(spec) < ASSAY_FIGURE_ENTRIES;
}

/* Adds what the kind can draw; returns how many series there are. */
static size_t pick(const struct draft *draft, size_t most, struct assay_series *series,
                   struct assay_figure_spec *spec)
{
    const bool curves = strcmp(spec->kind, "curves") == 0;
    size_t n = 0;

    spec->series = series;
    for (size_t s = 0; s < draft->result->series_count; s++) {
        const struct assay_series *next = &draft->result->series[s];

        if (!assay_str_equal(next->figure, draft->begin->figure) || next->count == 0)
            continue;
        n++;
        if (spec->series_count == most || !assay_figures_belongs(next, spec->kind))
            continue;
        series[spec->series_count++] = *next;
        if (curves && !is_drawable(spec))
            spec->series_count--;
    }
    return n;
}

static bool any_bands(const struct assay_figure_spec *spec)
{
    for (size_t s = 0; s < spec->series_count; s++)
        if (assay_figure_has_band(&spec->series[s]))
            return true;
    return false;
}

/* What is drawn of how many series, and what their bands mean. */
static struct assay_str caption(const struct draft *draft,
                                const struct assay_figure_spec *spec, size_t n)
{
    const bool curves = strcmp(spec->kind, "curves") == 0;
    const double level = 100.0 * draft->result->level;
    struct assay_buf text = {0};
    struct assay_str out;

    if (n > spec->series_count)
        assay_buf_printf(&text, "The first %zu of %zu. ", spec->series_count, n);
    if (curves && any_bands(spec))
        assay_buf_printf(&text, "Bands and bars are intervals of %g %%.", level);
    else if (!curves && spec->series[0].points[0].has_band && n <= ASSAY_FIGURE_BANDS)
        assay_buf_printf(&text, "Bands are intervals of %g %%.", level);
    out = assay_arena_copy(draft->sink->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

static struct assay_str title_of(const struct draft *draft)
{
    const bool margins = is_figure(draft->begin, "margins");

    return assay_str_of(assay_arena_printf(
        draft->sink->arena, "%s%.*s: %.*s", margins ? "Margins" : "",
        margins ? 0 : (int)draft->begin->figure.len, draft->begin->figure.ptr,
        ASSAY_STR_ARG(draft->sink->group->name[draft->model])));
}

static struct assay_str describe(const struct draft *draft,
                                 const struct assay_figure_spec *spec, size_t n)
{
    if (strcmp(spec->kind, "histogram") == 0)
        return ASSAY_STR("Margin: the score of the right completion minus that of "
                         "the best wrong one.");
    if (is_figure(draft->begin, "ROC"))
        return assay_figures_roc_text();
    if (strcmp(spec->kind, "confusion") == 0)
        return ASSAY_STR(
            "Items by the class they are labelled with (rows) and the one that "
            "was predicted (columns); the darker, the greater the share of "
            "the row.");
    return spec->series_count ? caption(draft, spec, n) : ASSAY_STR("");
}

/* Labels and categories that series of curves leave to the first of them. */
static void label_axes(const struct draft *draft, struct assay_figure_spec *spec)
{
    const struct assay_series *begin = draft->begin;

    spec->x_label = begin->x_label;
    spec->y_label = begin->y_label;
    spec->level = draft->result->level;
    if (is_figure(begin, "ROC"))
        assay_figures_make_square(spec);
    if (strcmp(spec->kind, "curves") == 0) {
        spec->category = begin->category;
        spec->category_count = begin->category_count;
        return;
    }
    if (assay_figures_picture(begin))
        return;
    if (spec->x_label.len == 0)
        spec->x_label = ASSAY_STR("margin");
    if (spec->y_label.len == 0)
        spec->y_label = ASSAY_STR("items");
}

/* The series of one figure of one run, from the first of them on. */
static void put_series(const struct draft *draft)
{
    const struct assay_figures_sink *sink = draft->sink;
    struct assay_buf slug = {0};
    struct assay_figure_spec spec = {.kind = kind_of(draft)};
    const struct assay_figures_picture *picture = assay_figures_picture(draft->begin);
    const size_t most = picture                            ? picture->most
                        : strcmp(spec.kind, "curves") == 0 ? CURVES
                                                           : ASSAY_FIGURE_SERIES;
    struct assay_series *series = assay_arena_new(sink->arena, most, sizeof(*series));
    size_t n;

    label_axes(draft, &spec);
    put_slug(draft->result, draft->begin, &slug);
    spec.name = assay_figures_name(sink, slug.data,
                                   sink->group->count > 1 ? draft->model + 1 : 0);
    spec.title = title_of(draft);
    n = pick(draft, most, series, &spec);
    spec.left_out = n - spec.series_count;
    if (picture && spec.series_count)
        assay_figures_finish_picture(sink, draft->result, series, &spec);
    else
        spec.description = describe(draft, &spec, n);
    if (spec.series_count)
        assay_figures_add(sink, &spec);
    assay_buf_release(&slug);
}

void assay_figures_of_series(const struct assay_group *group, struct assay_arena *arena,
                             struct assay_figures *figures)
{
    const struct assay_figures_sink sink = {arena, group, figures};

    for (size_t m = 0; m < group->count; m++) {
        const struct assay_result *result = group->run[m]->result;

        for (size_t s = 0; s < result->series_count; s++)
            if (!seen_before(result, s))
                put_series(&(struct draft){&sink, result, &result->series[s], m});
    }
    assay_figures_of_models(&sink);
}
