/*
 * svg.h - what gnuplot drew, made fit to stand in a page.
 *
 *   - identifiers begin with the figure's name, so that figures share a page
 *   - title and description say what the figure shows; they replace gnuplot's own, which
 *     name the program and pop up as tooltips
 *   - nothing stands before <svg>
 */
#ifndef ASSAY_REPORTS_SVG_H
#define ASSAY_REPORTS_SVG_H

#include "harness/core/attr.h"
#include "harness/core/buf.h"
#include "harness/core/error.h"
#include "reports/figure.h"

enum {
    ASSAY_SVG_BYTES = 1 << 24
};

/* Appends the page's version of drawn to out. Errors: ASSAY_EDATA if it is no SVG. */
ASSAY_MUST_USE
enum assay_code assay_svg_adopt(struct assay_str drawn,
                                const struct assay_figure_spec *spec,
                                struct assay_buf *out, struct assay_error *err);

#endif
