/* figures_sink.h - what the files of figures.h share: figures being collected. */
#ifndef ASSAY_REPORTS_FIGURES_SINK_H
#define ASSAY_REPORTS_FIGURES_SINK_H

#include "reports/figures.h"

enum {
    ASSAY_FIGURES_MODELS = ASSAY_FIGURE_SERIES - 4 /* drawn in one figure */
};

struct assay_figures_sink {
    struct assay_arena *arena;
    const struct assay_group *group;
    struct assay_figures *figures;
};

/* Appends a figure; its series move into the arena. */
void assay_figures_add(const struct assay_figures_sink *sink,
                       const struct assay_figure_spec *spec);

/* The name of its files: "judgebench-margins", "judgebench-margins-2" for number 2. */
struct assay_str assay_figures_name(const struct assay_figures_sink *sink,
                                    const char *what, size_t number);

/* figures_models.c: calibration of all runs and, of several runs, ROC curves and margins. */
void assay_figures_of_models(const struct assay_figures_sink *sink);

/* What is said of ROC curves; both axes from 0 to 1, as long as one another. */
struct assay_str assay_figures_roc_text(void);
void assay_figures_make_square(struct assay_figure_spec *spec);

#endif
