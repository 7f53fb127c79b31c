/* replay_map_parts.h - the keys of the forms of a mapping's values; for replay_*.c of core only. */
#ifndef ASSAY_CORE_REPLAY_MAP_PARTS_H
#define ASSAY_CORE_REPLAY_MAP_PARTS_H

#include "harness/core/replay_map.h"

extern const struct assay_schema assay_replay_placed_schema;
extern const struct assay_schema assay_replay_judged_schema;
extern const struct assay_schema assay_replay_votes_schema;
extern const struct assay_schema assay_replay_wins_schema;

/* "failed", "lowest", NULL. */
extern const char *const assay_replay_failures[];

/* "error", "skip", NULL. */
extern const char *const assay_replay_conflicts[];
extern const char *const assay_replay_units[];

#endif
