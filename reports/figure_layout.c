#include "reports/figure_layout.h"

#include "harness/core/arena.h"
#include "reports/escape.h"
#include "reports/figure_name.h"

#include <math.h>

enum {
    SLANT = 40,  /* degrees */
    LABEL = 18,  /* columns of a category's name */
    MARKED = 14, /* markers of a curve */
    CLOUD = 400, /* more points than these are a cloud */
    Y_TICS = 7,  /* at most about so many */
    TITLE = 40   /* px above a figure on a web page */
};

#define SINE      0.643 /* of SLANT */
#define COSINE    0.766
#define SMALL     0.62 /* of a lone plot's height has one among others */
#define SQUARE    1.2  /* a side, of a plot's height */
#define GRAIN     0.8  /* points of a cloud that are nearer lie on one another */
#define EDGE      4.0
#define BOUNDLESS 1e200 /* an end of a band beyond it is none */
#define WEB_EDGE  10.0  /* where the title begins */

static void find_panels(struct assay_figure_layout *layout)
{
    const struct assay_figure_spec *spec = layout->spec;

    layout->one_y = true;
    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_series *series = &spec->series[s];
        const size_t known = assay_figure_panel_of(layout, s);

        if (known < layout->panel_count || layout->panel_count == ASSAY_FIGURE_PANELS)
            continue;
        layout->panel[layout->panel_count++] = (struct assay_figure_panel){
            .title = series->panel,
            .y_label = series->y_label.len ? series->y_label : spec->y_label,
        };
        layout->one_y = layout->one_y && assay_str_equal(layout->panel[0].y_label,
                                                         layout->panel[known].y_label);
    }
}

size_t assay_figure_panel_of(const struct assay_figure_layout *layout, size_t series)
{
    size_t i = 0;

    while (i < layout->panel_count &&
           !assay_str_equal(layout->panel[i].title, layout->spec->series[series].panel))
        i++;
    return i;
}

static void add_points(const struct assay_series *series, bool bands,
                       struct assay_figure_extent *x, struct assay_figure_extent *y)
{
    const bool peak = series->look == ASSAY_LOOK_PEAK;

    for (size_t i = 0; i < series->count; i++) {
        const struct assay_point *point = &series->points[i];

        assay_figure_extent_add(x, point->x);
        if (series->look != ASSAY_LOOK_AREA && series->look != ASSAY_LOOK_CHANGE)
            assay_figure_extent_add(y, point->y);
        if (point->has_band && bands)
            assay_figure_extent_band(peak ? x : y, point->lo, point->hi);
    }
}

/* Bands of areas are what is drawn of them; where they have no end, they reach the edge. */
static void add_area(const struct assay_series *series, struct assay_figure_extent *y)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].has_band) {
            if (series->points[i].lo > -BOUNDLESS)
                assay_figure_extent_add(y, series->points[i].lo);
            if (series->points[i].hi < BOUNDLESS)
                assay_figure_extent_add(y, series->points[i].hi);
        }
}

static bool shows_bands(const struct assay_figure_layout *layout, size_t s)
{
    const enum assay_series_look look = layout->spec->series[s].look;

    return look == ASSAY_LOOK_POINTS || look == ASSAY_LOOK_PEAK ||
           assay_figure_banded(layout, s);
}

static struct assay_figure_axis y_axis(const struct assay_figure_layout *layout,
                                       const struct assay_figure_extent *extent,
                                       bool beyond)
{
    const struct assay_figure_spec *spec = layout->spec;
    struct assay_figure_axis axis = assay_figure_axis_y(extent, spec->series[0].y_scale);

    if (beyond) /* room for its arrow */
        axis.hi = assay_figure_axis_at(&axis, 1.1);
    if (spec->limited) {
        axis.lo = fmax(axis.lo, spec->lo);
        axis.hi = fmin(axis.hi, spec->hi);
    }
    return axis;
}

/* The extents of all series: one of x, one of y for each panel. */
static void find_axes(struct assay_figure_layout *layout)
{
    const struct assay_figure_spec *spec = layout->spec;
    const double last = (double)spec->category_count - 0.5;
    const struct assay_figure_axis whole = {ASSAY_SCALE_LINEAR, spec->lo, spec->hi};
    struct assay_figure_extent x = assay_figure_extent();
    struct assay_figure_extent y[ASSAY_FIGURE_PANELS];
    bool beyond = false;

    for (size_t p = 0; p < layout->panel_count; p++)
        y[p] = assay_figure_extent();
    for (size_t s = 0; s < spec->series_count; s++) {
        const size_t p = layout->one_y ? 0 : assay_figure_panel_of(layout, s);

        if (assay_figure_panel_of(layout, s) >= layout->panel_count)
            continue;
        add_points(&spec->series[s], shows_bands(layout, s), &x, &y[p]);
        if (spec->series[s].look == ASSAY_LOOK_AREA)
            add_area(&spec->series[s], &y[p]);
        beyond = beyond || spec->series[s].look == ASSAY_LOOK_BEYOND;
    }
    layout->x = spec->square ? whole
                : spec->category_count
                    ? (struct assay_figure_axis){ASSAY_SCALE_LINEAR, -0.5, last}
                    : assay_figure_axis_x(&x, spec->series[0].x_scale);
    for (size_t p = 0; p < layout->panel_count; p++)
        layout->panel[p].y =
            spec->square ? whole : y_axis(layout, &y[layout->one_y ? 0 : p], beyond);
}

static bool is_entry(const struct assay_figure_layout *layout, struct assay_str name)
{
    for (size_t i = 0; i < layout->entry_count; i++)
        if (assay_str_equal(layout->entry[i].name, name))
            return true;
    return false;
}

static void find_entries(struct assay_figure_layout *layout)
{
    const struct assay_figure_spec *spec = layout->spec;
    bool bands = false;

    for (size_t s = 0; s < spec->series_count; s++) {
        const struct assay_str name = spec->series[s].name;

        bands =
            bands || (shows_bands(layout, s) && assay_figure_has_band(&spec->series[s]));
        if (name.len && !is_entry(layout, name) &&
            layout->entry_count + 1 < ASSAY_FIGURE_ENTRIES)
            layout->entry[layout->entry_count++] = (struct assay_figure_entry){name, s};
    }
    if (bands && spec->level > 0.0)
        layout->entry[layout->entry_count++] =
            (struct assay_figure_entry){.series = spec->series_count};
}

static double entry_width(const struct assay_figure_layout *layout, size_t i)
{
    const struct assay_str name = layout->entry[i].name;

    return assay_figure_width(layout->spec, name.len ? name : ASSAY_STR("95 % interval"),
                              layout->sheet->font) +
           (ASSAY_FIGURE_SAMPLE + 1.6) * layout->sheet->font;
}

/* Left ends of entries that stand in rows; returns where the last column ends. */
static double place_entries(struct assay_figure_layout *layout, size_t rows)
{
    double left = layout->sheet->paper ? EDGE : WEB_EDGE, widest = 0.0;

    for (size_t i = 0; i < layout->entry_count; i++) {
        if (i > 0 && i % rows == 0) {
            left += widest;
            widest = 0.0;
        }
        layout->entry_left[i] = left;
        widest = fmax(widest, entry_width(layout, i));
    }
    return left + widest - layout->sheet->font; /* nothing stands behind the last one */
}

/* As few rows as the names leave. */
static void place_legend(struct assay_figure_layout *layout)
{
    const double width = layout->sheet->width;
    size_t rows = (layout->entry_count + 3) / 4;

    layout->entry_room =
        width - 2.0 * EDGE - (ASSAY_FIGURE_SAMPLE + 0.6) * layout->sheet->font;
    if (layout->entry_count == 0)
        return;
    while (place_entries(layout, rows) > width && rows < layout->entry_count)
        rows++;
    layout->entry_rows = rows;
}

/* A square leaves room beside it, but on a column of a paper. */
static bool is_beside(const struct assay_figure_layout *layout)
{
    return layout->spec->square && layout->spec->size != ASSAY_FIGURE_COLUMN;
}

/* The legend to the right of the plot, a name a line. */
static void place_beside(struct assay_figure_layout *layout)
{
    const double font = layout->sheet->font;
    const double left = layout->panel[0].right + 2.0 * font;

    layout->entry_rows = layout->entry_count;
    layout->entry_room =
        layout->sheet->width - EDGE - left - (ASSAY_FIGURE_SAMPLE + 0.6) * font;
    for (size_t i = 0; i < layout->entry_count; i++)
        layout->entry_left[i] = left;
}

static double legend_height(const struct assay_figure_layout *layout)
{
    if (is_beside(layout))
        return 0.0;
    return layout->entry_rows ? ((double)layout->entry_rows + 0.5) * layout->sheet->line
                              : 0.0;
}

/* The widest label of an axis' tics. */
static double widest_tic(const struct assay_figure_layout *layout,
                         const struct assay_figure_axis *axis, size_t most)
{
    struct assay_figure_tic tics[ASSAY_FIGURE_TICS];
    const size_t count = assay_figure_axis_tics(axis, most, tics);
    double widest = 0.0;

    for (size_t i = 0; i < count; i++)
        widest = fmax(widest,
                      assay_figure_text_width(layout->spec, assay_str_of(tics[i].text)));
    return widest;
}

/* What stands to the left of a plot. */
static double left_of(const struct assay_figure_layout *layout, size_t p)
{
    const struct assay_figure_panel *panel = &layout->panel[p];

    return widest_tic(layout, &panel->y, Y_TICS) + layout->sheet->font * 1.2 +
           (panel->y_label.len ? layout->sheet->line * 1.1 : 0.0);
}

static size_t columns_of(const struct assay_figure_layout *layout)
{
    const size_t n = layout->panel_count;
    const bool narrow = layout->spec->size == ASSAY_FIGURE_COLUMN;

    if (n == 1)
        return 1;
    if (narrow || n == 2 || n == 4)
        return 2;
    return 3;
}

/* Left and right edges of the plots. */
static void place_columns(struct assay_figure_layout *layout)
{
    const double width = layout->sheet->width, columns = (double)layout->columns;
    const double half = widest_tic(layout, &layout->x, 5) / 2.0;
    const double end = fmax(EDGE + 2.0, half), gap = layout->sheet->font + half;
    double left = 0.0, inner;

    for (size_t p = 0; p < layout->panel_count; p++)
        left = fmax(left, left_of(layout, p));
    inner = layout->one_y
                ? (width - left - end - gap * (columns - 1.0)) / columns
                : (width - end - left * columns - gap * (columns - 1.0)) / columns;
    for (size_t p = 0; p < layout->panel_count; p++) {
        const double column = (double)(p % layout->columns);

        layout->panel[p].labelled_y = !layout->one_y || column == 0.0;
        layout->panel[p].left =
            left + column * (inner + gap + (layout->one_y ? 0.0 : left));
        layout->panel[p].right =
            layout->panel[p].left +
            (layout->spec->square ? fmin(inner, SQUARE * layout->sheet->inner) : inner);
    }
}

/* Names of categories: side by side where they fit, else slanted, else upright. */
static void place_categories(struct assay_figure_layout *layout)
{
    const struct assay_figure_spec *spec = layout->spec;
    const struct assay_figure_panel *first = &layout->panel[0];
    const double font = layout->sheet->font, line = layout->sheet->line;
    const double each = (first->right - first->left) / (double)spec->category_count;
    double widest = 0.0;

    layout->category_cut = LABEL;
    layout->category_step = 1;
    for (size_t i = 0; i < spec->category_count; i++)
        widest = fmax(widest, assay_figure_text_width(
                                  spec, assay_escape_cut(spec->category[i], LABEL)));
    if (widest + font < each)
        return;
    layout->category_step = (size_t)fmax(1.0, ceil(font * 1.4 / each));
    layout->turned = widest * COSINE < first->left + each / 2.0 ? SLANT : 90;
    layout->tics_height = line + widest * (layout->turned == SLANT ? SINE : 1.0);
}

static void place_rows(struct assay_figure_layout *layout)
{
    const struct assay_figure_sheet *sheet = layout->sheet;
    const bool many = layout->panel_count > 1;
    const double inner = layout->spec->square
                             ? layout->panel[0].right - layout->panel[0].left
                             : sheet->inner * (many ? SMALL : 1.0);
    double top = layout->legend_top + legend_height(layout);

    for (size_t p = 0; p < layout->panel_count; p += layout->columns) {
        bool labelled = false;

        top += many ? sheet->line * 1.2 : 0.0;
        for (size_t i = p; i < layout->panel_count && i < p + layout->columns; i++) {
            struct assay_figure_panel *panel = &layout->panel[i];

            panel->top = top;
            panel->bottom = top + inner;
            panel->labelled_x = i + layout->columns >= layout->panel_count;
            labelled = labelled || panel->labelled_x;
        }
        top += inner + (labelled ? layout->tics_height : 0.0) + sheet->line * 0.3;
    }
    layout->height = top + (layout->spec->x_label.len ? sheet->line * 0.9 : 0.0);
}

void assay_figure_layout(const struct assay_figure_spec *spec,
                         struct assay_figure_layout *layout)
{
    *layout =
        (struct assay_figure_layout){.spec = spec, .sheet = assay_figure_sheet(spec)};
    find_panels(layout);
    find_axes(layout);
    find_entries(layout);
    layout->legend_top = layout->sheet->paper ? EDGE : TITLE;
    layout->columns = columns_of(layout);
    place_columns(layout);
    if (is_beside(layout))
        place_beside(layout);
    else
        place_legend(layout);
    layout->tics_height = layout->sheet->line * 1.2;
    if (spec->category_count)
        place_categories(layout);
    place_rows(layout);
}

void assay_figure_put_margins(const struct assay_figure_layout *layout,
                              const struct assay_figure_panel *panel,
                              struct assay_buf *gp)
{
    const double width = layout->sheet->width, height = layout->height;

    assay_buf_printf(gp,
                     "set lmargin at screen %.5f\nset rmargin at screen %.5f\n"
                     "set tmargin at screen %.5f\nset bmargin at screen %.5f\n",
                     panel->left / width, panel->right / width, 1.0 - panel->top / height,
                     1.0 - panel->bottom / height);
}

/* The places that a panel has for points of a cloud. */
struct lattice {
    size_t across, down;
    size_t *first; /* (across x down,) 1 + the first point at a place; 0: none yet */
};

static size_t slot_of(double share, size_t count)
{
    const double at = share * (double)count;

    return at > 0.0 ? at < (double)count ? (size_t)at : count - 1 : 0;
}

static void mark_cloud(const struct assay_figure_layout *layout, size_t series,
                       size_t *marks)
{
    const struct assay_series *self = &layout->spec->series[series];
    const struct assay_figure_panel *panel =
        &layout->panel[assay_figure_panel_of(layout, series)];
    struct assay_arena arena = {0};
    struct lattice lattice = {(size_t)((panel->right - panel->left) / GRAIN) + 1,
                              (size_t)((panel->bottom - panel->top) / GRAIN) + 1, NULL};

    lattice.first =
        assay_arena_new(&arena, lattice.across * lattice.down, sizeof(*lattice.first));
    for (size_t i = 0; i < self->count; i++) {
        const struct assay_point *point = &self->points[i];
        const size_t x =
            slot_of(assay_figure_axis_share(&layout->x, point->x), lattice.across);
        const size_t y =
            slot_of(assay_figure_axis_share(&panel->y, point->y), lattice.down);
        size_t *first = &lattice.first[y * lattice.across + x];

        *first = *first ? *first : i + 1;
        marks[i] = 0;
        marks[*first - 1]++;
    }
    assay_arena_release(&arena);
}

bool assay_figure_is_cloud(const struct assay_series *series)
{
    return series->look == ASSAY_LOOK_POINTS && series->count > CLOUD &&
           !assay_figure_has_band(series);
}

void assay_figure_marks(const struct assay_figure_layout *layout, size_t series,
                        size_t *marks)
{
    const struct assay_series *self = &layout->spec->series[series];
    double last = -1.0;

    if (assay_figure_is_cloud(self)) {
        mark_cloud(layout, series, marks);
        return;
    }
    for (size_t i = 0; i < self->count; i++) {
        const double share = assay_figure_axis_share(&layout->x, self->points[i].x);

        marks[i] = self->count <= MARKED || share - last >= 1.0 / MARKED;
        if (marks[i])
            last = share;
    }
}
