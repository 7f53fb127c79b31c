/*
 * figure.h - the one way to draw: a kind and its series in, files out.
 *
 *     NAME.tsv  the numbers
 *     NAME.gp   what gnuplot does with them: `gnuplot NAME.gp` redraws the figure by hand
 *     NAME.svg  the figure, with title and description for those who cannot see it
 *
 * For a paper the same script draws NAME.pdf, NAME.png and, with text that TeX sets,
 * NAME-cairolatex.tex (which includes NAME-cairolatex.pdf) and NAME-tikz.tex: those asked for.
 *
 * The same figure gives the same bytes of all of them (pictures with the same gnuplot and fonts).
 * Palette and frame are in figure_style.h, sizes and terminals in figure_sheet.h. To add a kind:
 * one file figure_NAME.c and one line in figure_kinds.def.
 */
#ifndef ASSAY_REPORTS_FIGURE_H
#define ASSAY_REPORTS_FIGURE_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_FIGURE_SERIES = 12, /* as many as can be told apart */
    ASSAY_FIGURE_WHY = 512,   /* bytes of a message */
    ASSAY_FIGURE_BANDS = 3    /* lines that have bands: more of them hide one another */
};

enum assay_figure_size {
    ASSAY_FIGURE_WEB,    /* a web page */
    ASSAY_FIGURE_COLUMN, /* a column of a paper, 3.3 in wide, letters of 8 pt */
    ASSAY_FIGURE_PAGE,   /* its whole width, 7 in, letters of 9 pt */
    ASSAY_FIGURE_SIZES
};

enum assay_figure_format {
    ASSAY_FIGURE_SVG,
    ASSAY_FIGURE_PDF,
    ASSAY_FIGURE_PNG, /* 300 dots an inch */
    ASSAY_FIGURE_CAIROLATEX,
    ASSAY_FIGURE_TIKZ,
    ASSAY_FIGURE_FORMATS
};

/* "svg", "pdf", "png", "cairolatex", "tikz"; "web", "column", "page". */
extern const char *const assay_figure_format_name[ASSAY_FIGURE_FORMATS];
extern const char *const assay_figure_size_name[ASSAY_FIGURE_SIZES];

/* A column of short texts behind the rows of a figure. */
struct assay_figure_column {
    struct assay_str head;
    const struct assay_str *text; /* (category_count,) */
};

struct assay_figure_spec {
    const char *kind; /* "sections", "histogram", "calibration", "lines", "curves", ... */
    struct assay_str name; /* of the files; a slug (assay_escape_slug) */
    struct assay_str title, description;
    struct assay_str x_label, y_label;

    const struct assay_series *series; /* (series_count,) .name, .points, .count count */
    size_t series_count; /* 1 .. ASSAY_FIGURE_SERIES, or what the kind draws */
    size_t references;   /* of these, the last ones are what others are held against */

    const struct assay_str *category; /* (category_count,) what x = 0, 1, ... stand for */
    size_t category_count;
    size_t apart; /* the last ones are totals: a line before them */
    const struct assay_str
        *row; /* cells: (row_count,) names of rows that are other things than columns; */
    size_t row_count; /* 0: rows are the categories, too */
    const struct assay_figure_column
        *column;         /* (column_count,) where the kind has rows; the */
    size_t column_count; /* last ones are left out where they have no room */

    bool limited; /* values cannot leave [lo, hi] */
    bool square;  /* curves: both axes are [lo, hi], and as long as one another */
    double lo, hi;

    double level;    /* of the intervals, for the legend; 0: not told */
    size_t left_out; /* series that there are but are not drawn */

    enum assay_figure_size size; /* these two are the drawing functions' */
    unsigned formats;
};

struct assay_figure_drawn {
    struct assay_buf svg; /* <svg>...</svg>, to stand in a page; empty if not drawn */
    char why[ASSAY_FIGURE_WHY]; /* one line: why not; "" if drawn */
};

/*
 * Writes the files into directory and draws. A figure that gnuplot cannot draw (it is not
 * installed, it takes longer than ASSAY_GNUPLOT_SECONDS) is no failure: the .tsv and .gp are
 * there and .why says what happened.
 *
 *   drawn  {0} at first; release .svg
 *
 * Errors: ASSAY_EIO if a file cannot be written; ASSAY_EUSAGE for an unknown kind;
 * ASSAY_EDATA for series that the kind cannot draw.
 */
ASSAY_MUST_USE
enum assay_code assay_figure_draw(const struct assay_figure_spec *spec,
                                  const char *directory, struct assay_figure_drawn *drawn,
                                  struct assay_error *err);

/* What is wanted for a paper. */
struct assay_figure_wish {
    unsigned formats;            /* bits 1 << enum assay_figure_format; at least one */
    enum assay_figure_size size; /* COLUMN or PAGE */
};

/*
 * Writes the files of a figure for a paper into directory.
 *
 *   why  one line: why gnuplot drew nothing; "" if it did. The .tsv and .gp are there either way
 *
 * Errors: as assay_figure_draw.
 */
ASSAY_MUST_USE
enum assay_code assay_figure_export(const struct assay_figure_spec *spec,
                                    const char *directory,
                                    const struct assay_figure_wish *wish,
                                    char why[ASSAY_FIGURE_WHY], struct assay_error *err);

/* One kind of figure. */
struct assay_figure_kind {
    const char *name;
    size_t most; /* series that it draws; 0: ASSAY_FIGURE_SERIES */

    /* Refuses series that it cannot draw. May be NULL. */
    ASSAY_MUST_USE enum assay_code (*check)(const struct assay_figure_spec *spec,
                                            struct assay_error *err);
    void (*data)(const struct assay_figure_spec *spec, struct assay_buf *tsv);
    void (*script)(const struct assay_figure_spec *spec, struct assay_buf *gp);
};

#define FIGURE(name) extern const struct assay_figure_kind assay_figure_##name;
#include "reports/figure_kinds.def"
#undef FIGURE

#endif
