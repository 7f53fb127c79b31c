/*
 * number.h - numbers as a reader sees them: percentages with two decimals, others with four
 * significant digits. Files hold %.17g; this is for eyes. All results are in arena.
 */
#ifndef ASSAY_REPORTS_NUMBER_H
#define ASSAY_REPORTS_NUMBER_H

#include "harness/core/arena.h"
#include "harness/core/result.h"
#include "harness/core/str.h"

/* A finite value in its unit: 0.5649 is "percent" 56.49, 56.49 is "percentage" 56.49; "count"
   42; "p" 0.021, below 0.001 "< 0.001"; anything else 0.5649. */
struct assay_str assay_number_text(struct assay_arena *arena, double value,
                                   struct assay_str unit);

/* The same with its sign, for differences; zero has none. */
struct assay_str assay_number_signed(struct assay_arena *arena, double value,
                                     struct assay_str unit);

/* A figure's value, or an en dash where it is undefined. */
struct assay_str assay_number_figure(struct assay_arena *arena,
                                     const struct assay_figure *figure,
                                     struct assay_str unit);

/* "48.70 – 64.29" of the bootstrap; empty where there is none. */
struct assay_str assay_number_bootstrap(struct assay_arena *arena,
                                        const struct assay_figure *figure,
                                        struct assay_str unit);

/* The bootstrap interval where there is one, else Wilson's; false where there is none. */
bool assay_number_interval(const struct assay_figure *figure, double *lo, double *hi);

struct assay_str assay_number_count(struct assay_arena *arena, size_t count);

/* " %" where the unit is percent, else "". */
const char *assay_number_sign(struct assay_str unit);

#endif
