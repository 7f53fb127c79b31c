/*
 * step_programme.h - programmes over what was observed at each step: formulas of named numbers, checked before any is used.
 *
 * Names are the numbers of steps.obs, "inventory.log" as inventory_log, a flag as 0 or 1; prev_NAME is that of the step
 * before (at the first step its own); step counts from 1, steps is how many there are. Nothing but formulas is run
 * (core/expression.h).
 */
#ifndef ASSAY_ADAPTERS_SIGNALS_STEP_PROGRAMME_H
#define ASSAY_ADAPTERS_SIGNALS_STEP_PROGRAMME_H

#include "adapters/signals/signal.h"
#include "harness/core/expression.h"
#include "harness/core/names.h"

enum {
    ASSAY_STEP_FIELDS = 256, /* most of one log */
    ASSAY_STEP_FORMULAS = 64 /* most of one programme */
};

struct assay_step_programme {
    const char *text;   /* formulas, ";" between */
    const char *ranges; /* "dist:0:100,hp:0:20"; NULL: nothing is known of any */
    bool unchecked;     /* faults are told where they happen, and not before */
    struct assay_names fields;
    struct assay_arena arena;
    struct assay_expression *formula[ASSAY_STEP_FORMULAS];
    struct assay_expression_range
        *range; /* (names,) of fields, then of the same before, step, steps */
    size_t formulas, names;
};

/* Learns the names of a group's observations. Errors: ASSAY_EDATA for more than there may be. */
ASSAY_MUST_USE
enum assay_code assay_step_programme_see(struct assay_step_programme *programme,
                                         const struct assay_rollout_view *view,
                                         struct assay_error *err);

/*
 * Compiles, once all names are known; nothing where it has been. Each formula must have a value and a bound for all
 * observations within their ranges.
 *
 * Errors: ASSAY_EDATA "programme: column 7: what"; ASSAY_EUSAGE for ranges that cannot be read.
 */
ASSAY_MUST_USE
enum assay_code assay_step_programme_compile(struct assay_step_programme *programme,
                                             struct assay_error *err);

/*
 * What the formulas come to at each step of the i-th response.
 *
 *   out    (steps, formulas) in the view's arena; NULL where the value lacks something
 *   steps  out
 *
 * Errors: ASSAY_EDATA "line 3: response a, step 2: programme: column 7: division by zero".
 */
ASSAY_MUST_USE
enum assay_code assay_step_programme_run(const struct assay_step_programme *programme,
                                         const struct assay_rollout_view *view, size_t i,
                                         struct assay_signal_value *value,
                                         const double **out, struct assay_error *err);

void assay_step_programme_release(struct assay_step_programme *programme);

#endif
