/* figures_picture.h - series whose look is a picture of a kind of its own: matrices, maps, worlds. */
#ifndef ASSAY_REPORTS_FIGURES_PICTURE_H
#define ASSAY_REPORTS_FIGURES_PICTURE_H

#include "reports/figures_sink.h"

struct assay_figures_picture {
    enum assay_series_look look;
    const char *kind; /* what draws it */
    size_t most;      /* series in one figure */
    const char *text; /* what is seen */
};

/* The picture that a series is of, or NULL. */
const struct assay_figures_picture *assay_figures_picture(
    const struct assay_series *series);

/* True if a figure of this kind draws the series: pictures are not mixed with others. */
bool assay_figures_belongs(const struct assay_series *series, const char *kind);

/* Gives a figure the labels, names and caption of its pictures; spec->series may change. */
void assay_figures_finish_picture(const struct assay_figures_sink *sink,
                                  const struct assay_result *result,
                                  struct assay_series *series,
                                  struct assay_figure_spec *spec);

#endif
