/*
 * gnuplot.h - the one place that runs gnuplot: a separate program, no shell, a time limit.
 */
#ifndef ASSAY_REPORTS_GNUPLOT_H
#define ASSAY_REPORTS_GNUPLOT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

enum {
    ASSAY_GNUPLOT_SECONDS = 30
};

/*
 * Runs `gnuplot SCRIPT` in directory, with an environment and defaults of its own: nobody's
 * ~/.gnuplot, locale or GNUPLOT_ variables change a figure.
 *
 *   script  a file name in directory, as assay_escape_slug makes them
 *
 * Errors: ASSAY_EIO "gnuplot: not installed", "gnuplot: what it said", "gnuplot: no end after
 * 30 s" (it is killed).
 */
ASSAY_MUST_USE
enum assay_code assay_gnuplot_run(const char *directory, const char *script,
                                  struct assay_error *err);

#endif
