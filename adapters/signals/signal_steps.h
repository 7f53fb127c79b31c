/* signal_steps.h - the steps of training runs that a log has groups of, for signals that a whole step or its past decides. */
#ifndef ASSAY_ADAPTERS_SIGNALS_SIGNAL_STEPS_H
#define ASSAY_ADAPTERS_SIGNALS_SIGNAL_STEPS_H

#include "harness/core/keys.h"
#include "harness/core/rollout_walk.h"

#include <stddef.h>
#include <stdint.h>

/* Steps are numbered in order of first sight; groups without a step are one, before all others of their run. Zero at first,
   but for keys.words, which assay_signal_steps_init sets. */
struct assay_signal_steps {
    struct assay_keys keys; /* (run, step) */
    double *step;           /* (keys.count,) -1: none */
    uint64_t *run;          /* (keys.count,) */
    size_t cap;
};

void assay_signal_steps_init(struct assay_signal_steps *steps);
void assay_signal_steps_release(struct assay_signal_steps *steps);

/* The number of a group's step, which is added if it is new. */
size_t assay_signal_steps_add(struct assay_signal_steps *steps,
                              const struct assay_rollout_view *view);

/*
 * The numbers of all steps by run and, in a run, by step: the order of training, whatever the log's is.
 *
 *   order  (steps->keys.count,)
 */
void assay_signal_steps_order(const struct assay_signal_steps *steps, size_t *order);

#endif
