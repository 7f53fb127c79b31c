/*
 * figure_raster.h - coloured cells: what matrices (figure_cells.c) and gridworlds
 * (figure_world.c) have in common.
 *
 * A raster is one series whose points are cells of a grid, column x and row y, and whose value is
 * a cell's colour and text. It takes two blocks of the .tsv: its cells, and those of the grid that
 * it has not.
 */
#ifndef ASSAY_REPORTS_FIGURE_RASTER_H
#define ASSAY_REPORTS_FIGURE_RASTER_H

#include "reports/figure_scale.h"

enum {
    ASSAY_FIGURE_CELLS = 128 /* columns or rows of a grid, at most */
};

struct assay_figure_raster {
    const struct assay_series *series;
    size_t columns, rows;
    struct assay_figure_scale scale;
    double left, top, cell_width, cell_height; /* in the unit of the sheet */
    double value_font, band_font; /* of what is printed in cells; 0: nothing is */
    double value_at, band_at;     /* how far below the middle of a cell, in cells */
};

/*
 * Refuses a series that is no raster of at most ASSAY_FIGURE_CELLS columns and rows, and, where
 * most > 0, of most.
 */
ASSAY_MUST_USE
enum assay_code assay_figure_raster_check(const struct assay_figure_spec *spec,
                                          const struct assay_series *series, size_t most,
                                          struct assay_error *err);

/* Refuses numbers of points that are missing or not finite. */
ASSAY_MUST_USE
enum assay_code assay_figure_values_check(const struct assay_figure_spec *spec,
                                          const struct assay_series *series,
                                          struct assay_error *err);

/* The columns and rows that a series needs. */
void assay_figure_raster_extent(const struct assay_series *series, size_t *columns,
                                size_t *rows);

/* Sets the fonts: as large as a share of the cell allows, 0 where that is too small to be read. */
void assay_figure_raster_fonts(const struct assay_figure_spec *spec, double share,
                               struct assay_figure_raster *raster);

/* The width of the smallest cell in a share of which numbers of a scale can be read. */
double assay_figure_raster_least(const struct assay_figure_spec *spec,
                                 const struct assay_figure_scale *scale, double share);

/* The two blocks, which are the first ones or stand behind others; missing is what cells are that
   the raster has not. */
void assay_figure_raster_data(const struct assay_figure_raster *raster, bool first,
                              const char *missing, struct assay_buf *tsv);

/* True if every cell of the grid has a value. */
bool assay_figure_raster_full(const struct assay_figure_raster *raster);

/* The margins and ranges that put the cells where they belong, on a sheet of that height. */
void assay_figure_raster_place(const struct assay_figure_spec *spec,
                               const struct assay_figure_raster *raster, double height,
                               struct assay_buf *gp);

/*
 * What `plot` draws of block index: the colours; then, after all else, the texts. Cells without a
 * text have a stroke where they are below zero, so that grey tells that, too.
 */
void assay_figure_raster_colours(const struct assay_figure_spec *spec, size_t index,
                                 const struct assay_figure_raster *raster,
                                 struct assay_buf *gp);
void assay_figure_raster_texts(const struct assay_figure_spec *spec, size_t index,
                               const struct assay_figure_raster *raster,
                               struct assay_buf *gp);

#endif
