/* replay_vector.h - hidden states in records of stored answers. */
#ifndef ASSAY_ADAPTERS_REPLAY_VECTOR_H
#define ASSAY_ADAPTERS_REPLAY_VECTOR_H

#include "adapters/replay_row.h"

enum {
    ASSAY_REPLAY_WIDTH_MAX = 1 << 16 /* numbers of a vector */
};

/*
 * The vector of a record, under a mapping of shape VECTORS. Where it is not there, or holds what is
 * not a number, the row has one value, whose state is that of all of the vector.
 *
 * Errors: those of assay_replay_row_read.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_vector(const struct assay_replay_map *map,
                                    const struct assay_replay_reading *reading,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    struct assay_replay_row *out,
                                    struct assay_error *err);

#endif
