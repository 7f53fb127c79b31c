/*
 * signal_set.h - several signals on one log, of which one that the log is no data for does not stop the others.
 *
 * The log is read once for all that look at it first, and once for all that take it.
 */
#ifndef ASSAY_ADAPTERS_SIGNALS_SIGNAL_SET_H
#define ASSAY_ADAPTERS_SIGNALS_SIGNAL_SET_H

#include "adapters/signals/signal.h"
#include "harness/core/tally.h"

/* A signal of a set. */
struct assay_signal_member {
    struct assay_signal_run
        *run; /* NULL: it cannot be opened without being told something, or dropped out */
    const char *fault;        /* why, one line; NULL: it runs */
    size_t served, of;        /* responses with a reward, of all that it saw */
    struct assay_tally lacks; /* what the others lack */
};

struct assay_signal_set {
    struct assay_signal_member *at; /* (count,) in order of addition */
    size_t count, room;
    struct assay_arena arena; /* of faults */
};

/* Adds a signal with its defaults; one that wants an option that nobody gave has a fault. Errors: those of opening but
   ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_signal_set_add(struct assay_signal_set *set, const char *name,
                                     struct assay_error *err);

/* Lets those look that look first: one pass, or none. Errors: those of reading the log. */
ASSAY_MUST_USE
enum assay_code assay_signal_set_look(struct assay_signal_set *set, const char *path,
                                      struct assay_error *err);

/*
 * What the i-th says of a group, as assay_signal_take; *out is NULL where it has a fault, which ASSAY_EDATA and ASSAY_EDOMAIN
 * of its own become. Errors: others.
 */
ASSAY_MUST_USE
enum assay_code assay_signal_set_take(struct assay_signal_set *set, size_t i,
                                      const struct assay_rollout_view *view,
                                      const struct assay_signal_value **out,
                                      struct assay_error *err);

/* The fault of the i-th, else what most of the responses without a reward lack; the empty text: nothing. */
struct assay_str assay_signal_set_lacks(const struct assay_signal_set *set, size_t i);

void assay_signal_set_release(struct assay_signal_set *set);

#endif
