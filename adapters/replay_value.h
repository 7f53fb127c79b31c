/* replay_value.h - what the readers of stored answers share; for replay_*.c. */
#ifndef ASSAY_ADAPTERS_REPLAY_VALUE_H
#define ASSAY_ADAPTERS_REPLAY_VALUE_H

#include "adapters/replay_row.h"

/* Where a value stands, and how values are read. */
struct assay_replay_place {
    const struct assay_replay_map *map;
    const struct assay_replay_reading *reading;
    const struct assay_field_source *source;
    const char *field; /* for messages */
};

/* True for a text that the mapping says a failed answer left in its place. */
bool assay_replay_failed(const struct assay_replay_map *map,
                         const struct assay_node *node);

/*
 * One number; *state is SCORED, or NAN or FAILED with value 0.
 * Errors: ASSAY_EDATA for what is no number, and for not-a-number unless reading allows it.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_number(const struct assay_replay_place *place,
                                    const struct assay_node *node, double *value,
                                    enum assay_state *state, struct assay_error *err);

/*
 * Why there is no value, if states (a text, a list of them, or a list a presentation order; NULL)
 * says so at place i, vote k; else SCORED. Errors: ASSAY_EDATA for a word that is no state.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_state(const struct assay_node *states,
                                   const struct assay_field_source *source, size_t i,
                                   size_t k, enum assay_state *state,
                                   struct assay_error *err);

/* replay_ratings.c: a row of a mapping of ratings. */
ASSAY_MUST_USE
enum assay_code assay_replay_ratings(const struct assay_replay_map *map,
                                     const struct assay_replay_reading *reading,
                                     const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     struct assay_replay_row *out,
                                     struct assay_error *err);

#endif
