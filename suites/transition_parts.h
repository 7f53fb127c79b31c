/* transition_parts.h - what the steps of reading transitions share; for files of suites/ only. */
#ifndef ASSAY_SUITES_TRANSITION_PARTS_H
#define ASSAY_SUITES_TRANSITION_PARTS_H

#include "harness/core/field.h"
#include "harness/core/names.h"
#include "suites/transitions.h"

enum {
    ASSAY_TRANSITION_COLUMNS_MAX = 1 << 14
};

enum transition_role {
    TRANSITION_STATE,
    TRANSITION_ACTION,
    TRANSITION_NEXT,
    TRANSITION_DONE,
    TRANSITION_TRUNCATED,
    TRANSITION_TRAJECTORY,
    TRANSITION_STEP,
    TRANSITION_REWARD,
    TRANSITION_FEATURE,
    TRANSITION_NEXT_FEATURE,
    TRANSITION_PHI,
    TRANSITION_NEXT_PHI,
    TRANSITION_SECOND_NEXT,
    TRANSITION_SECOND_DONE,
    TRANSITION_SECOND_REWARD,
    TRANSITION_SECOND_FEATURE,
    TRANSITION_SECOND_PHI,
    TRANSITION_ROLES
};

/* How the values of a role read. */
enum transition_type {
    TRANSITION_LABEL,
    TRANSITION_FLAG,
    TRANSITION_NUMBER,
    TRANSITION_LIST
};

struct transition_role_info {
    const char *word;
    enum transition_type type;
    bool several;
    const char *names[5]; /* by which it is known where nobody told */
};
extern const struct transition_role_info assay_transition_roles[TRANSITION_ROLES];

/* A column as it is read: numbers of all kinds, labels by their number, NaN for what is absent. */
struct transition_column {
    enum transition_role role;
    struct assay_str name; /* of a reward function or feature */
    struct assay_str key;
    const struct assay_field *field; /* where key is no key; or NULL */
    bool told;
    size_t width; /* 1, of lists how many numbers; 0: no row yet */
    double *at;   /* (rows, width) */
    size_t cap;   /* rows */
};

/* Transitions being read. */
struct transition_reading {
    const struct assay_transition_setting *setting;
    struct assay_arena *arena;        /* of what is read */
    struct transition_column *column; /* (ASSAY_TRANSITION_COLUMNS_MAX,) */
    size_t columns;
    struct assay_transition_place *place; /* (rows,) */
    size_t rows, cap;
    struct assay_names states, actions, trajectories;
    struct assay_transition_source *source;
    size_t sources;
    const char **note;
    size_t notes;
    struct assay_error *err;
};

/* The first column of a role, or NULL. */
struct transition_column *assay_transition_column(const struct transition_reading *r,
                                                  enum transition_role role);

/* The row's place, for messages. */
struct assay_spot assay_transition_reading_spot(const struct transition_reading *r,
                                                size_t row);

/* A sentence, which lives as long as the program. */
void assay_transition_note(struct transition_reading *r, const char *text);

/* transition_map.c: columns of the user's words; then, of the first record, by names. */
ASSAY_MUST_USE
enum assay_code assay_transition_map_words(struct transition_reading *r);
ASSAY_MUST_USE
enum assay_code assay_transition_map_names(struct transition_reading *r,
                                           const struct assay_node *record);

/* transition_settle.c: rows by trajectory, next states, and columns of what is left. Errors: ASSAY_EDATA. */
ASSAY_MUST_USE
enum assay_code assay_transition_settle(struct transition_reading *r,
                                        struct assay_transition_table *out);

#endif
