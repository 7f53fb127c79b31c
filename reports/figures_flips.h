/*
 * figures_flips.h - items that two models judge differently: how many each way.
 *
 * Of two models the ribbons run from what the first one made of an item to what the second one
 * made of it, those that changed in the colours of right and wrong; of more, a matrix counts the
 * items that the model of the row has right and that of the column has not.
 */
#ifndef ASSAY_REPORTS_FIGURES_FLIPS_H
#define ASSAY_REPORTS_FIGURES_FLIPS_H

#include "harness/core/arena.h"
#include "reports/figure.h"

enum assay_flip_state {
    ASSAY_FLIP_RIGHT,
    ASSAY_FLIP_PART, /* a tie, or some of what there was */
    ASSAY_FLIP_WRONG,
    ASSAY_FLIP_NONE, /* not answered */
    ASSAY_FLIP_STATES
};

struct assay_flips {
    struct assay_str name; /* of the files, a slug */
    struct assay_str title;
    struct assay_str first, second;
    size_t items[ASSAY_FLIP_STATES]
                [ASSAY_FLIP_STATES]; /* [by the first][by the second] */
};

/* Ribbons, in the arena; texts are borrowed. */
void assay_figures_flips(const struct assay_flips *flips, struct assay_arena *arena,
                         struct assay_figure_spec *out);

struct assay_flip_matrix {
    struct assay_str name; /* of the files, a slug */
    struct assay_str title;
    const struct assay_str *model; /* (count,) */
    size_t count;                  /* 2 .. ASSAY_FIGURE_CELLS */
    const size_t
        *items; /* (count, count) right in the row, not in the column; the diagonal is
                            not read */
};

/* The matrix, in the arena; texts are borrowed. */
void assay_figures_flip_matrix(const struct assay_flip_matrix *flips,
                               struct assay_arena *arena, struct assay_figure_spec *out);

#endif
