/*
 * replay_row.h - how one record of stored answers becomes the values of one item, under a mapping
 * (harness/core/replay_map.h).
 *
 * A record may say under `states` (one text a value, or a list of them a presentation order;
 * `state` in the long form) why a value is not there: refused, failed, ... (core/answer.h). The value
 * is then not looked at.
 *
 * Where a number is wanted, a text that spells one will do (CSV).
 */
#ifndef ASSAY_ADAPTERS_REPLAY_ROW_H
#define ASSAY_ADAPTERS_REPLAY_ROW_H

#include "harness/core/replay_map.h"
#include "metrics/aggregate.h"

#include <stdbool.h>
#include <stddef.h>

/* How values are read. */
struct assay_replay_reading {
    enum assay_aggregate aggregate; /* of a list of step scores */
    bool nan_is_loss;               /* not-a-number is an answer state, not an error */
    size_t votes;                   /* verdicts an order; 0 is 1 */
};

/* What a record says of its item. */
struct assay_replay_row {
    const double *value;        /* (count,) 0.0 unless SCORED */
    const unsigned char *state; /* (count,) enum assay_state */
    size_t count;
    const struct assay_str *name;  /* (count,) RATINGS: the dimension of each value; NULL:
                                     they are in the item's order */
    size_t index;                  /* LONG: the completion; else 0 */
    bool steps;                    /* some score came from a list of more than one step */
    struct assay_str judge_prompt; /* its digest; empty: none was told */
    bool contradicts;              /* a stored decision is not what the scores say */
};

/*
 * Evaluates a mapping on a record; the row is in arena.
 *
 * Errors: ASSAY_EDATA "path:line: field: what" for a missing field, a wrong type, a value
 * that is no finite number (unless reading allows it), too many values.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_row_read(const struct assay_replay_map *map,
                                      const struct assay_replay_reading *reading,
                                      const struct assay_field_source *source,
                                      struct assay_arena *arena,
                                      struct assay_replay_row *out,
                                      struct assay_error *err);

#endif
