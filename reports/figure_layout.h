/*
 * figure_layout.h - where the panels, axes and legend of a figure of curves stand.
 *
 * Everything is measured from the left and the top edge, in the unit of the sheet.
 */
#ifndef ASSAY_REPORTS_FIGURE_LAYOUT_H
#define ASSAY_REPORTS_FIGURE_LAYOUT_H

#include "reports/figure_axis.h"
#include "reports/figure_sheet.h"

enum {
    ASSAY_FIGURE_PANELS = 12,
    ASSAY_FIGURE_ENTRIES = 24 /* of a legend, the last one for what intervals are */
};

#define ASSAY_FIGURE_SAMPLE 2.2 /* width of a legend's sample, in sizes of letters */

struct assay_figure_panel {
    struct assay_str title, y_label;
    struct assay_figure_axis y;
    double left, right, top, bottom; /* of the plot itself */
    bool labelled_x, labelled_y;     /* are its tics? */
};

/* What the legend says of one name. */
struct assay_figure_entry {
    struct assay_str name;
    size_t series; /* the first one of that name; series_count: the intervals */
};

struct assay_figure_layout {
    const struct assay_figure_spec *spec;
    const struct assay_figure_sheet *sheet;
    struct assay_figure_panel panel[ASSAY_FIGURE_PANELS];
    size_t panel_count, columns;
    bool one_y; /* all panels have one y axis */
    struct assay_figure_axis x;
    struct assay_figure_entry entry[ASSAY_FIGURE_ENTRIES];
    size_t entry_count, entry_rows; /* down the columns of the legend */
    double entry_left[ASSAY_FIGURE_ENTRIES], legend_top;
    double entry_room; /* for a name */
    size_t category_cut,
        category_step;  /* columns of a name, every how many-th is named */
    int turned;         /* degrees by which names of categories are */
    double tics_height; /* below a panel */
    double height;
};

/* Works out all of it. The series are those that figure_curves.c has checked. */
void assay_figure_layout(const struct assay_figure_spec *spec,
                         struct assay_figure_layout *layout);

/* The margins that put a panel's plot where it belongs. */
void assay_figure_put_margins(const struct assay_figure_layout *layout,
                              const struct assay_figure_panel *panel,
                              struct assay_buf *gp);

/*
 * How many points the marker of each stands for, 0 where it has none. Of a curve all of few points
 * have one, of more those that stand apart; of a cloud the first one of those that lie on one
 * another stands for all of them.
 */
void assay_figure_marks(const struct assay_figure_layout *layout, size_t series,
                        size_t *marks);

/* True of points so many that they are small and let what is below them shine through. */
bool assay_figure_is_cloud(const struct assay_series *series);

/* The number of the panel that a series is in. */
size_t assay_figure_panel_of(const struct assay_figure_layout *layout, size_t series);

/* False of what is grey: references, and areas and changes that are of nothing. */
bool assay_figure_coloured(const struct assay_series *series);

/* The colour of a series: the number of what it is of. */
size_t assay_figure_group(const struct assay_figure_spec *spec, size_t series);
size_t assay_figure_groups(const struct assay_figure_spec *spec);

/* True of a series of a map that is a star: a lone point beside series of more. */
bool assay_figure_is_star(const struct assay_figure_spec *spec, size_t series);

/* How many names the legend is to have, and how many panels there are to be. */
size_t assay_figure_names(const struct assay_figure_spec *spec);
size_t assay_figure_panels(const struct assay_figure_spec *spec);

/* The dash of a line: the number of its name among those of lines (references). */
size_t assay_figure_dash(const struct assay_figure_spec *spec, size_t series);

/* True if bands of curves are drawn: where there are few enough in a panel. */
bool assay_figure_banded(const struct assay_figure_layout *layout, size_t series);

/* True if the series has the band of any point. */
bool assay_figure_has_band(const struct assay_series *series);

/* Appends what stands outside the panels: title, legend and labels of axes. */
void assay_figure_put_legend(const struct assay_figure_layout *layout,
                             struct assay_buf *gp);

#endif
