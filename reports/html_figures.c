/* From results to figures to <figure>. */
#include "reports/escape.h"
#include "reports/figure.h"
#include "reports/html.h"
#include "reports/number.h"
#include "reports/panel.h"

#include <stdio.h>

enum {
    MODELS = ASSAY_FIGURE_SERIES - 4, /* drawn in one figure */
    SLUG_LENGTH = 24
};

static double scale_of(const struct assay_result *result)
{
    return assay_str_equal(result->unit, ASSAY_STR("percent")) ? 100.0 : 1.0;
}

static struct assay_str joined(struct assay_html *page, struct assay_str slug,
                               const char *what, size_t number)
{
    char tail[32] = "";

    if (number > 0)
        (void)snprintf(tail, sizeof(tail), "-%zu", number);
    return assay_str_of(
        assay_arena_printf(page->arena, "%.*s-%s%s", ASSAY_STR_ARG(slug), what, tail));
}

static enum assay_code put_figure(struct assay_html *page,
                                  const struct assay_figure_spec *spec,
                                  struct assay_error *err)
{
    struct assay_figure_drawn drawn = {0};
    const enum assay_code code = assay_figure_draw(spec, page->directory, &drawn, err);

    if (!code) {
        assay_buf_puts(page->out, "<figure>\n");
        if (drawn.svg.len)
            assay_buf_add(page->out, assay_buf_view(&drawn.svg));
        else
            assay_html_put(page, "p", "warn",
                           assay_str_of(assay_arena_printf(
                               page->arena,
                               "Not drawn (%s). %.*s.gp draws it once gnuplot is there.",
                               drawn.why, ASSAY_STR_ARG(spec->name))));
        assay_html_put(page, "figcaption", NULL, spec->description);
        assay_buf_puts(page->out, "</figure>\n");
    }
    assay_buf_release(&drawn.svg);
    return code;
}

static struct assay_point point_of(const struct assay_section *section, double x,
                                   double scale)
{
    struct assay_point point = {.x = x, .n = section->counted};

    point.y = section->value.value * scale;
    point.has_band = assay_number_interval(&section->value, &point.lo, &point.hi);
    point.lo *= scale;
    point.hi *= scale;
    return point;
}

/* Where the sections of a figure come from. */
struct rows {
    const struct assay_str *name; /* (count,) */
    size_t count;
    bool subsets;
};

static const struct assay_section *find_row(const struct assay_result *result,
                                            const struct rows *rows, size_t i)
{
    if (!rows->subsets)
        return assay_group_section(result, rows->name[i]);
    for (size_t s = 0; s < result->subset_count; s++)
        if (assay_str_equal(result->subset[s].name, rows->name[i]))
            return &result->subset[s];
    return NULL;
}

static struct assay_series model_series(struct assay_html *page,
                                        const struct assay_group *group, size_t m,
                                        const struct rows *rows)
{
    const struct assay_result *result = group->run[m]->result;
    struct assay_point *points =
        assay_arena_new(page->arena, rows->count, sizeof(*points));
    struct assay_series series = {.name = group->name[m], .points = points};

    for (size_t i = 0; i < rows->count; i++) {
        const struct assay_section *section = find_row(result, rows, i);

        if (section && section->value.defined)
            points[series.count++] = point_of(section, (double)i, scale_of(result));
    }
    return series;
}

/* The best null baseline of each section. */
static struct assay_series null_series(struct assay_html *page,
                                       const struct assay_result *result)
{
    struct assay_point *points =
        assay_arena_new(page->arena, result->section_count + 1, sizeof(*points));
    struct assay_series series = {.name = ASSAY_STR("best null baseline"),
                                  .points = points};
    struct assay_figure value;

    for (size_t i = 0; i <= result->section_count; i++)
        if (assay_panel_best_null(result, i, &value))
            points[series.count++] =
                (struct assay_point){.x = (double)i, .y = value.value * scale_of(result)};
    return series;
}

static struct assay_str axis_label(struct assay_html *page,
                                   const struct assay_result *result)
{
    return assay_str_of(
        assay_arena_printf(page->arena, "value%s  (bars: %.4g %% interval)",
                           scale_of(result) > 1.0 ? ", %" : "", result->level * 100.0));
}

static enum assay_code draw_rows(struct assay_html *page, const struct assay_group *group,
                                 const struct rows *rows, struct assay_error *err)
{
    const struct assay_result *first = group->run[0]->result;
    const size_t models = group->count < MODELS ? group->count : MODELS;
    struct assay_series series[ASSAY_FIGURE_SERIES];
    size_t points = 0;
    struct assay_figure_spec spec = {
        .kind = "sections",
        .name = joined(page, group->slug, rows->subsets ? "subsets" : "sections", 0),
        .title = assay_str_of(assay_arena_printf(page->arena, "%.*s by %s",
                                                 ASSAY_STR_ARG(group->title),
                                                 rows->subsets ? "subset" : "section")),
        .x_label = axis_label(page, first),
        .series = series,
        .category = rows->name,
        .category_count = rows->count,
        .apart = rows->subsets ? 0 : 1,
        .limited = true,
        .hi = scale_of(first),
    };

    spec.description = assay_str_of(assay_arena_printf(
        page->arena, "Dots are values, bars their %.4g %% intervals.%s%s",
        first->level * 100.0,
        !rows->subsets && first->null_count
            ? " Diamonds are the best null baseline: what is to be had without reading."
            : "",
        group->count > MODELS ? " Only the first models are drawn." : ""));
    for (size_t m = 0; m < models; m++) {
        series[m] = model_series(page, group, m, rows);
        points += series[m].count;
    }
    if (points == 0)
        return ASSAY_OK;
    spec.series_count = models;
    if (!rows->subsets && first->null_count) {
        series[spec.series_count++] = null_series(page, first);
        spec.references = 1;
    }
    return put_figure(page, &spec, err);
}

enum assay_code assay_html_section_figures(struct assay_html *page,
                                           const struct assay_group *group,
                                           struct assay_error *err)
{
    const struct assay_result *first = group->run[0]->result;
    const size_t sections = first->section_count, subsets = first->subset_count;
    struct assay_str *name =
        assay_arena_new(page->arena, sections + subsets + 1, sizeof(*name));
    struct rows rows = {name, sections + 1, false};
    enum assay_code code;

    for (size_t i = 0; i < sections; i++)
        name[i] = first->section[i].name;
    name[sections] = first->overall.name;
    code = draw_rows(page, group, &rows, err);
    if (code || subsets == 0)
        return code;
    for (size_t i = 0; i < subsets; i++)
        name[sections + 1 + i] = first->subset[i].name;
    rows = (struct rows){name + sections + 1, subsets, true};
    return draw_rows(page, group, &rows, err);
}

static bool is_figure(const struct assay_series *series, const char *name)
{
    return assay_str_equal(series->figure, assay_str_of(name));
}

/* The calibration curves of all runs in one figure. */
static enum assay_code draw_calibration(struct assay_html *page,
                                        const struct assay_group *group,
                                        struct assay_error *err)
{
    struct assay_series series[ASSAY_FIGURE_SERIES];
    struct assay_figure_spec spec = {
        .kind = "calibration",
        .name = joined(page, group->slug, "calibration", 0),
        .title = ASSAY_STR("Calibration"),
        .description = ASSAY_STR(
            "How sure the scores are of an item, as the logistic function of the margin, "
            "against how often they are right. Below the dashed line the scores are too "
            "sure of themselves."),
        .x_label = ASSAY_STR("\u03C3(margin)"),
        .y_label = ASSAY_STR("share right"),
        .series = series,
    };

    for (size_t m = 0; m < group->count; m++) {
        const struct assay_result *result = group->run[m]->result;

        for (size_t s = 0; s < result->series_count; s++)
            if (is_figure(&result->series[s], "calibration") && result->series[s].count &&
                spec.series_count < MODELS) {
                series[spec.series_count] = result->series[s];
                if (result->series[s].x_label.len)
                    spec.x_label = result->series[s].x_label;
                if (result->series[s].y_label.len)
                    spec.y_label = result->series[s].y_label;
                series[spec.series_count++].name = group->name[m];
            }
    }
    return spec.series_count ? put_figure(page, &spec, err) : ASSAY_OK;
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

/* What lines are drawn of, and what their bands mean. */
static struct assay_str lines_caption(const struct assay_html *page,
                                      const struct assay_result *result,
                                      const struct assay_series *begin)
{
    struct assay_buf text = {0};
    struct assay_str out;
    bool bands = false;
    size_t n = 0;

    for (size_t s = 0; s < result->series_count; s++) {
        if (!assay_str_equal(result->series[s].figure, begin->figure) ||
            result->series[s].count == 0)
            continue;
        n++;
        bands = bands || result->series[s].points[0].has_band;
    }
    if (n > ASSAY_FIGURE_SERIES)
        assay_buf_printf(&text, "The first %d of %zu. ", ASSAY_FIGURE_SERIES, n);
    if (bands && n <= ASSAY_FIGURE_BANDS)
        assay_buf_printf(&text, "Bands are intervals of %g %%.", 100.0 * result->level);
    out = assay_arena_copy(page->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

/* The series of one figure of one run, from the first of them on. */
static enum assay_code draw_series(struct assay_html *page,
                                   const struct assay_group *group, size_t m,
                                   const struct assay_series *begin,
                                   struct assay_error *err)
{
    const struct assay_result *result = group->run[m]->result;
    const bool margins = is_figure(begin, "margins");
    const bool confusion = assay_str_starts(begin->figure, ASSAY_STR("confusion"));
    const char *what = margins ? "Margins" : "";
    struct assay_series series[ASSAY_FIGURE_SERIES];
    struct assay_buf slug = {0};
    struct assay_figure_spec spec = {
        .kind = margins     ? "histogram"
                : confusion ? "confusion"
                            : "lines",
        .x_label = begin->x_label.len ? begin->x_label : ASSAY_STR("margin"),
        .y_label = begin->y_label.len ? begin->y_label : ASSAY_STR("items"),
        .description =
            margins ? ASSAY_STR("Margin: the score of the right completion minus that of "
                                "the best wrong one.")
            : confusion
                ? ASSAY_STR(
                      "Items by the class they are labelled with (rows) and the one that "
                      "was predicted (columns); the darker, the greater the share of "
                      "the row.")
                : lines_caption(page, result, begin),
        .series = series,
    };
    enum assay_code code;

    put_slug(result, begin, &slug);
    spec.name = joined(page, group->slug, slug.data, group->count > 1 ? m + 1 : 0);
    spec.title = assay_str_of(assay_arena_printf(
        page->arena, "%s%.*s: %.*s", what, margins ? 0 : (int)begin->figure.len,
        begin->figure.ptr, ASSAY_STR_ARG(group->name[m])));
    for (size_t s = 0; s < result->series_count; s++)
        if (assay_str_equal(result->series[s].figure, begin->figure) &&
            result->series[s].count && spec.series_count < ASSAY_FIGURE_SERIES)
            series[spec.series_count++] = result->series[s];
    code = spec.series_count ? put_figure(page, &spec, err) : ASSAY_OK;
    assay_buf_release(&slug);
    return code;
}

enum assay_code assay_html_series_figures(struct assay_html *page,
                                          const struct assay_group *group,
                                          struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t m = 0; m < group->count && !code; m++) {
        const struct assay_result *result = group->run[m]->result;

        for (size_t s = 0; s < result->series_count && !code; s++)
            if (!seen_before(result, s))
                code = draw_series(page, group, m, &result->series[s], err);
    }
    return code ? code : draw_calibration(page, group, err);
}
