#include "harness/run/progress.h"

#include "harness/run/clock.h"

#include <stdio.h>

static const double redraw = 0.2, line_every = 30.0; /* seconds */

void assay_progress_begin(struct assay_progress *progress, const char *label)
{
    assay_progress_end(progress);
    progress->label = label;
    progress->began = progress->told = assay_clock();
    progress->from = (size_t)-1;
}

/* "1200 of 9000 items, 300/s, 26 s left"; the total is known once all are loaded. */
static void describe(const struct assay_progress *progress, size_t done, size_t known,
                     bool all, double now)
{
    const double rate = (double)(done - progress->from) / (now - progress->began);

    (void)fprintf(stderr, "%s: %zu", progress->label, done);
    if (all)
        (void)fprintf(stderr, " of %zu", known);
    (void)fprintf(stderr, " items, %.4g/s", rate);
    if (all && rate > 0)
        (void)fprintf(stderr, ", %.0f s left", (double)(known - done) / rate);
}

void assay_progress_tell(void *progress, size_t done, size_t known, bool all)
{
    struct assay_progress *at = progress;
    const double now = assay_clock();

    if (at->from == (size_t)-1)
        at->from = done;
    if (!at->on || now - at->told < (at->terminal ? redraw : line_every))
        return;
    at->told = now;
    at->shown = at->terminal;
    (void)fputs(at->terminal ? "\r" : "", stderr);
    describe(at, done, known, all, now);
    (void)fputs(at->terminal ? "\033[K" : "\n", stderr);
    (void)fflush(stderr);
}

void assay_progress_end(struct assay_progress *progress)
{
    if (progress->shown)
        (void)fputs("\r\033[K", stderr);
    progress->shown = false;
}
