/*
 * transitions.h - transitions that somebody recorded, as columns: states, actions, next states, rewards, features.
 *
 * Rows come from files of any layout (harness/core/records.h). What a column is, its role, is told by the user
 * (`--column next=s2`), else by its name:
 *
 *   state, action                    texts or whole numbers, which are labels
 *   next (next_state)                the state after; where no next state is told, that of the trajectory's next row
 *   done (terminated, terminal)      the next state is the end
 *   truncated (timeout)              the trajectory was cut short here; the next state has a value as any other
 *   trajectory (episode), step       what is independent of one another, and the order in it
 *   reward, reward:NAME, reward_NAME a reward function, of which there may be many
 *   phi (obs, observation, features) a list of numbers a state;   next_phi (next_obs, ...) of the next one
 *   feature_X, next_feature_X        one of them
 *   second_next, second_done, second_phi, second_feature_X, second_reward_NAME
 *                                    of a further next state that was drawn for the same state and action
 *
 * A role that takes several columns and was told some has no others by name.
 *
 * Without trajectories they end where a row is done or truncated, where the step does not grow, and where the file
 * ends; where none of these is told, each row is one.
 */
#ifndef ASSAY_SUITES_TRANSITIONS_H
#define ASSAY_SUITES_TRANSITIONS_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/str.h"
#include "metrics/transition.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_TRANSITION_FILES_MAX = 256,
    ASSAY_TRANSITION_REWARDS_MAX = 64,
    ASSAY_TRANSITION_FEATURES_MAX = 4096,
    ASSAY_TRANSITION_LABEL_BYTES = 128, /* longest label */
    ASSAY_TRANSITION_NOTES_MAX = 8
};

#define ASSAY_TRANSITION_ROWS_MAX  ((size_t)1 << 24)
#define ASSAY_TRANSITION_CELLS_MAX ((size_t)1 << 27) /* numbers of all columns: 1 GiB */

#define ASSAY_TRANSITION_NUMBER_MAX 1e100 /* largest number, whose squares have room */

#define ASSAY_TRANSITION_NOWHERE                                                         \
    UINT32_MAX /* next state of a row that is done and says none */

/* Labels in order of first sight. */
struct assay_transition_labels {
    const struct assay_str *name; /* (count,) numbers in their shortest spelling */
    const double *number;         /* (count,) NaN: it is none */
    size_t count;
};

struct assay_transition_source {
    const char *path;
    char digest[ASSAY_DIGEST_HEX];
};

/* Where a row stands. */
struct assay_transition_place {
    uint32_t source, line; /* line from 1; 0: the layout has none */
    uint32_t record;       /* from 0 */
};

struct assay_transition_table {
    size_t rows, trajectories;
    const size_t *
        first; /* (trajectories + 1,) rows stand by trajectory, in the order of their steps */
    size_t samples;                                 /* next states of a row, 1 or 2 */
    const uint32_t *state;                          /* (rows,) or NULL */
    const uint32_t *next[ASSAY_TRANSITION_SAMPLES]; /* likewise */
    const uint32_t *action;                         /* likewise */
    struct assay_transition_labels states, actions;
    const double *phi; /* (rows, features), or NULL */
    const double
        *next_phi[ASSAY_TRANSITION_SAMPLES]; /* NaN where a row that is done has none */
    size_t features;
    const struct assay_str
        *feature_name; /* (features,) names of an expression: phi_0, x */
    const unsigned char *done[ASSAY_TRANSITION_SAMPLES];
    const double *reward[ASSAY_TRANSITION_SAMPLES]; /* (rows, rewards) */
    const struct assay_str *reward_name;
    size_t rewards;                             /* columns; may be 0 */
    const struct assay_transition_place *place; /* (rows,) */
    const struct assay_transition_source *source;
    size_t sources;
    const char *const
        *note; /* (notes,) sentences on what was left out or taken for granted */
    size_t notes;
};

struct assay_transition_setting {
    const char *const *path; /* (paths,) at least one */
    size_t paths;
    const char *const *
        column; /* (columns,) "ROLE=NAME" or "reward:NAME=COLUMN"; a key or a field (field.h) */
    size_t columns;
};

/*
 * Reads rows into columns, all in arena.
 *
 * Errors: ASSAY_EUSAGE for words of setting.column; ASSAY_EDATA "path:line: what" for rows: no state or features, no
 * next state of a row that is not done, a list of another length, a number that is not finite or beyond a limit, a
 * step twice in a trajectory, more than a limit; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_transitions_read(const struct assay_transition_setting *setting,
                                       struct assay_arena *arena,
                                       struct assay_transition_table *out,
                                       struct assay_error *err);

/* Where a row stands, for messages. */
struct assay_spot assay_transition_spot(const struct assay_transition_table *table,
                                        size_t row);

#endif
