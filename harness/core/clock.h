/* clock.h - time, for progress and for run.json; no number in a result depends on it. */
#ifndef ASSAY_CORE_CLOCK_H
#define ASSAY_CORE_CLOCK_H

#include <stddef.h>

enum {
    ASSAY_CLOCK_TEXT = 21 /* "2026-01-31T23:59:59Z" and its NUL */
};

/* Seconds since some moment, never going back. */
double assay_clock(void);

/* The time of day, UTC, ISO 8601. */
void assay_clock_text(char out[ASSAY_CLOCK_TEXT]);

#endif
