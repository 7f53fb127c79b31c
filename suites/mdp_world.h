/*
 * mdp_world.h - a tabular world: a decision process, reward functions on it, and policies.
 *
 * It comes from a JSON file, from a file of arrays (npz, safetensors), from an mdp record of a rollout log, or from a generator (mdp_generator.h) that its
 * options and seed tell all about; docs/WORLDS.md has every key, array and option. Rewards are tables, or expressions over
 * what is known of states and actions (harness/core/expression.h) that are tables once a world is read.
 */
#ifndef ASSAY_SUITES_MDP_WORLD_H
#define ASSAY_SUITES_MDP_WORLD_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/str.h"
#include "harness/core/tree.h"
#include "metrics/mdp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_WORLD_REWARDS_MAX = 1024, /* reward functions */
    ASSAY_WORLD_POLICIES_MAX = 1024,
    ASSAY_WORLD_FEATURES_MAX = 256, /* names that an expression may have */
    ASSAY_WORLD_FEATURES_OWN =
        64, /* features that a file declares; one of states has two names */
    ASSAY_WORLD_NOTES_MAX = 64,
    ASSAY_WORLD_CELLS_MAX = ASSAY_MDP_STATES_MAX, /* of a grid */
    /* Numbers of a reward that an expression over the next state is told for every s'; above it is known where
       tau > 0 alone. */
    ASSAY_WORLD_DENSE_MAX = 1 << 24,
    /* Numbers of all rewards and policies that may be shorter where they are told: expressions, entries, and actions of
       states. */
    ASSAY_WORLD_NUMBERS_MAX = 1 << 28
};

#define ASSAY_GRID_NOWHERE UINT32_MAX /* cell of a state that is not on the grid */

/* What a cell is, bits. */
enum {
    ASSAY_GRID_WALL = 1,
    ASSAY_GRID_START = 2,
    ASSAY_GRID_GOAL = 4,
    ASSAY_GRID_CLIFF = 8
};

struct assay_world_grid {
    size_t columns, rows;
    const unsigned char *flag; /* (rows * columns,) row by row from the top left */
    const uint32_t *cell;      /* (states,) y * columns + x, or ASSAY_GRID_NOWHERE */
};

/* A file that was read. */
struct assay_world_source {
    const char *path;
    char digest[ASSAY_DIGEST_HEX];
};

struct assay_world {
    struct assay_str
        name; /* of a description, else that it gives itself, else its file's or generator's */
    struct assay_str note; /* a sentence, or empty */
    struct assay_mdp mdp;

    /* (rewards,) at least 2, in the order of the file, then of the setting */
    const struct assay_str *reward_name;
    const struct assay_reward *reward;
    const struct assay_str *expression; /* what it was computed from; empty: a table */
    const bool *
        support_only; /* off the support of tau it is 0 and not what its expression says */
    size_t rewards;

    /* (policies,) */
    const struct assay_str *policy_name;
    const double *const *policy; /* (states, actions) each, rows sum to 1 */
    size_t policies;

    const double *pi;                    /* (states, actions); NULL: uniform */
    const double *d_s;                   /* (states,); NULL: uniform */
    const double *d_a;                   /* (actions,); NULL: uniform */
    const struct assay_str *state_name;  /* (states,) or NULL */
    const struct assay_str *action_name; /* (actions,) or NULL */
    const struct assay_world_grid *grid; /* NULL: it is no gridworld */

    const struct assay_world_source *source; /* (sources,) */
    size_t sources;
    const struct assay_node
        *made; /* map {generator, options...} in effect; NULL: of a file */
    const char *const *note_text; /* (notes,) "WHERE: what": warnings */
    size_t notes;
};

struct assay_suite;

struct assay_world_setting {
    const struct assay_suite *suite; /* of kind mdp, or NULL */
    const char *
        target; /* a file, or a generator "grid:4x4,slip=0.1"; NULL: what the suite says */
    const char *const *reward; /* (rewards,) "NAME=EXPRESSION" */
    size_t rewards;
    const char *const
        *policy; /* (policies,) "NAME=FILE": npy, npz, safetensors or JSON */
    size_t policies;
};

/*
 * Reads a world, all of it in arena, and checks all of it: shapes; rows of tau, of policies and distributions sum
 * to 1 within 1e-9 and are never renormalised; numbers are finite; names are unique; at least two rewards. Where
 * there are rewards of the suite or the setting, those that a generator brings are left out; those of a file stay.
 *
 * Errors: ASSAY_EUSAGE for words of the setting; ASSAY_EDATA "path: place: what" for files, in which place is as
 * tau[3][1] or rewards.shaped.entries[7]; "path:line: what" where a file is no JSON or a description is at
 * fault; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_world_read(const struct assay_world_setting *setting,
                                 struct assay_arena *arena, struct assay_world *out,
                                 struct assay_error *err);

/* True if a target is a rollout log, LOG or LOG#ID, whose mdp record is a world. */
bool assay_world_is_record(const char *target);

/*
 * The same of a tree that is one already, with no sources.
 *
 *   where   stands before messages; not empty
 *   passed  keys that are passed over beside those of a world, NULL-terminated; or NULL
 */
ASSAY_MUST_USE
enum assay_code assay_world_of_node(const struct assay_node *node, const char *where,
                                    const char *const *passed, struct assay_arena *arena,
                                    struct assay_world *out, struct assay_error *err);

/* The number of a reward or policy by name, or SIZE_MAX. */
size_t assay_world_reward(const struct assay_world *world, struct assay_str name);
size_t assay_world_policy(const struct assay_world *world, struct assay_str name);

#endif
