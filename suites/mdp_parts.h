/*
 * mdp_parts.h - a world under way: what its readers (JSON, npz) and generators fill, and the checks that are the same
 * for all of them. For suites/mdp_*.c alone.
 *
 * The process comes first and is checked at once; rewards, policies and the rest, which are of its shape, follow.
 */
#ifndef ASSAY_SUITES_MDP_PARTS_H
#define ASSAY_SUITES_MDP_PARTS_H

#include "harness/core/buf.h"
#include "suites/mdp_world.h"

enum feature_of {
    FEATURE_S, /* the numbers of s, a and s' themselves */
    FEATURE_A,
    FEATURE_NEXT,
    FEATURE_NUMBER, /* the same everywhere */
    FEATURE_STATE,  /* value[s] */
    FEATURE_NEXT_STATE,
    FEATURE_ACTION,
};

/* What an expression may name. */
struct world_feature {
    enum feature_of of;
    const double *value; /* (states,) or (actions,) */
    double number;
};

struct world_draft {
    const char *where; /* stands before messages */
    struct assay_arena *arena;
    struct assay_world *world;
    struct assay_error *err;

    /* what world points to, with room for the most of each */
    struct assay_str *reward_name, *expression, *policy_name;
    struct assay_reward *reward;
    bool *support_only;
    const double **policy;
    const char **note;

    /* (features,) what expressions may name: mdp_features.c */
    const char **feature_name;
    struct world_feature *feature;
    size_t features;
    size_t numbers;  /* taken of ASSAY_WORLD_NUMBERS_MAX */
    bool leaves_own; /* rewards that a generator brings are left out */
};

/* An empty draft; world is what it fills. */
void assay_draft_begin(struct world_draft *draft, const char *where,
                       struct assay_arena *arena, struct assay_world *world,
                       struct assay_error *err);

/* Fails with "WHERE: what", ASSAY_EDATA. */
ASSAY_PRINTF(2, 3)
enum assay_code assay_draft_fail(struct world_draft *draft, const char *fmt, ...);

/* A warning, "WHERE: what". */
ASSAY_PRINTF(2, 3)
void assay_draft_note(struct world_draft *draft, const char *fmt, ...);

/* Refuses more states or actions than there may be, or none. */
ASSAY_MUST_USE
enum assay_code assay_draft_sizes(struct world_draft *draft, double states,
                                  double actions);

/* Checks world->mdp. */
ASSAY_MUST_USE
enum assay_code assay_draft_process(struct world_draft *draft);

/* Refuses n more numbers than there may be of what a few bytes can tell. */
ASSAY_MUST_USE
enum assay_code assay_draft_take(struct world_draft *draft, size_t n, const char *place);

/* Adds a reward; its expression may be empty. place is for messages, as "rewards.shaped". */
ASSAY_MUST_USE
enum assay_code assay_draft_reward(struct world_draft *draft, struct assay_str name,
                                   const struct assay_reward *reward, const char *place);

/*
 * Adds what every world tells of its states and actions, and of its grid, to what expressions may name. After the process and
 * the grid, before any expression.
 */
void assay_draft_know(struct world_draft *draft);

/* Adds a feature of a user's, of states (next_NAME too) or actions. */
ASSAY_MUST_USE
enum assay_code assay_draft_feature(struct world_draft *draft, struct assay_str name,
                                    bool of_state, const double *value,
                                    const char *place);

/* Adds a reward that an expression tells. */
ASSAY_MUST_USE
enum assay_code assay_draft_expression(struct world_draft *draft, struct assay_str name,
                                       struct assay_str text, const char *place);

/* The same of "NAME=EXPRESSION", of a command line: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_draft_reward_word(struct world_draft *draft, const char *word);

/* A map of the world, of (rows,) texts: "." open, "#" wall, S start, G goal, C cliff. Open cells are the first states, in
   reading order. */
ASSAY_MUST_USE
enum assay_code assay_draft_grid(struct world_draft *draft, const struct assay_str *text,
                                 size_t rows);

/* Adds a policy. */
ASSAY_MUST_USE
enum assay_code assay_draft_policy(struct world_draft *draft, struct assay_str name,
                                   const double *policy, const char *place);

/* Refuses a policy (states, actions) whose rows are no distributions. */
ASSAY_MUST_USE
enum assay_code assay_draft_check_policy(struct world_draft *draft, const double *policy,
                                         const char *place);

/* Refuses numbers (n,) that are no distribution. */
ASSAY_MUST_USE
enum assay_code assay_draft_check_chances(struct world_draft *draft, const double *chance,
                                          size_t n, const char *place);

/* Refuses a world that is not whole, with fewer than two rewards. */
ASSAY_MUST_USE
enum assay_code assay_draft_end(struct world_draft *draft);

/* The file that the world was read from, or a policy. */
void assay_draft_source(struct world_draft *draft, const char *path, const char *digest);

/* Reads a file, packed or not, whole. Errors: as archive.h; ASSAY_EDATA if it is larger than limit. */
ASSAY_MUST_USE
enum assay_code assay_world_slurp(const char *path, size_t limit, struct assay_buf *out,
                                  char digest[ASSAY_DIGEST_HEX], struct assay_error *err);

/* True if a path names a file of arrays: npy, npz or safetensors. */
bool assay_world_is_arrays(const char *path);

/* Fills all of a draft but its ends from a file of arrays. */
ASSAY_MUST_USE
enum assay_code assay_draft_arrays(struct world_draft *draft, const char *path);

/* Adds the policy of a file: a table, or the one called policy or pi among several. Errors: ASSAY_EDATA, ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_draft_policy_file(struct world_draft *draft, struct assay_str name,
                                        const char *path);

/* Adds the policy of a word "NAME=FILE". Errors: ASSAY_EUSAGE for the word; as of files. */
ASSAY_MUST_USE
enum assay_code assay_draft_policy_word(struct world_draft *draft, const char *word);

/* Fills all of a draft but its ends from "NAME:words" of a generator. Errors: ASSAY_EUSAGE. */
ASSAY_MUST_USE
enum assay_code assay_draft_make(struct world_draft *draft, const char *target);

/* Fills all of a draft but its ends from a tree; passed as for assay_world_of_node. */
ASSAY_MUST_USE
enum assay_code assay_draft_json(struct world_draft *draft, const struct assay_node *node,
                                 const char *const *passed);

/* Fills all of a draft but its ends from a rollout log that assay_world_is_record passed. */
ASSAY_MUST_USE
enum assay_code assay_draft_record(struct world_draft *draft, const char *target);

/* Where in a document a value stands: "rewards.shaped", then indices. */
struct world_place {
    const char *key;
    size_t depth;
    size_t at[3];
};

/* "tau[3][1]", in the draft's arena. */
const char *assay_place_spell(const struct world_draft *draft, struct world_place place);

/* tau, from nested lists or {"entries": [[s, a, s', p], ...]}, into the rows of world->mdp, whose sizes are set.
   Zeros are left out. */
ASSAY_MUST_USE
enum assay_code assay_json_tau(struct world_draft *draft, const struct assay_node *node);

/* A reward, from nested lists or entries of three or four numbers. */
ASSAY_MUST_USE
enum assay_code assay_json_reward(struct world_draft *draft,
                                  const struct assay_node *node, const char *key,
                                  struct assay_reward *out);

/* A policy from nested lists, or from a list of the action that each state takes. */
ASSAY_MUST_USE
enum assay_code assay_json_policy(struct world_draft *draft,
                                  const struct assay_node *node, const char *key,
                                  const double **out);

struct assay_tensor;

/*
 * A policy from an array (states, actions), or (states,) of the action that each state takes; the i-th of them where it has
 * one dimension more.
 */
ASSAY_MUST_USE
enum assay_code assay_tensor_policy(struct world_draft *draft,
                                    const struct assay_tensor *tensor, size_t i,
                                    const char *place, const double **out);

/* A list of n numbers into out. */
ASSAY_MUST_USE
enum assay_code assay_json_numbers(struct world_draft *draft,
                                   const struct assay_node *node,
                                   struct world_place place, size_t n, double *out);

#endif
