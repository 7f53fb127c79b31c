/*
 * figure_name.h - names that must fit: how wide they may be at most, and cut where they are wider.
 *
 * Widths are those of DejaVu Sans, the widest of the fonts that gnuplot is likely to be given, and
 * on paper a tenth more, for TeX's letters of 7 points are as wide as that. A name loses its middle,
 * since names of models and checkpoints differ at both ends.
 */
#ifndef ASSAY_REPORTS_FIGURE_NAME_H
#define ASSAY_REPORTS_FIGURE_NAME_H

#include "harness/core/arena.h"
#include "harness/core/str.h"
#include "reports/figure_sheet.h"

/* How wide a text is, in sizes of letters, in DejaVu Sans. */
double assay_figure_ems(struct assay_str text);

/* How wide it is in letters of size font, or less; in the unit of the sheet. */
double assay_figure_width(const struct assay_figure_spec *spec, struct assay_str text,
                          double font);

/* Appends a text, without its middle where it has more columns. */
void assay_figure_shorten(struct assay_str text, size_t columns, struct assay_buf *out);

/* The text, or as much of it as is at most so wide in letters of size font, in the arena. */
struct assay_str assay_figure_fit(const struct assay_figure_spec *spec,
                                  struct assay_str text, double font, double room,
                                  struct assay_arena *arena);

/* All categories that fit; *widest is the width of the widest. */
struct assay_str *assay_figure_fit_names(const struct assay_figure_spec *spec,
                                         double font, double room,
                                         struct assay_arena *arena, double *widest);

#endif
