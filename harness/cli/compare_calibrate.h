/* compare_calibrate.h - assay compare --calibrate: what repeats of one checkpoint say of alarms and thresholds. */
#ifndef ASSAY_CLI_COMPARE_CALIBRATE_H
#define ASSAY_CLI_COMPARE_CALIBRATE_H

#include "harness/run/repeated.h"

struct assay_page;

/* "False alarms over 5 repeats". In arena. */
struct assay_str assay_repeated_title(const struct assay_repeated *repeated,
                                      struct assay_arena *arena);

/* Fills a page, which has begun. */
void assay_repeated_page(const struct assay_repeated *repeated, struct assay_page *page);

#endif
