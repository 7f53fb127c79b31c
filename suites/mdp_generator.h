/*
 * mdp_generator.h - worlds that assay makes itself: "grid:4x4,slip=0.1,cliff".
 *
 * Each is a constant struct in a file of its own, suites/world_NAME.c, listed once in suites/worlds.def. Behind the colon stand
 * words key=value of its options, commas between them; a word without "=" is a flag, or the value of the
 * option `first`. A world is a function of these words alone.
 */
#ifndef ASSAY_SUITES_MDP_GENERATOR_H
#define ASSAY_SUITES_MDP_GENERATOR_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"

#include <stddef.h>

struct world_draft;

struct assay_world_generator {
    const char *name, *summary;
    const char *first;
    const struct assay_option *options;
    size_t state_size; /* of the struct that options fill */

    /*
     * Fills the process, and unless draft->leaves_own says so its own rewards; assay_draft_know is called.
     * Errors: ASSAY_EDATA by assay_draft_fail, told as ASSAY_EUSAGE.
     */
    ASSAY_MUST_USE enum assay_code (*make)(const void *state, struct world_draft *draft);
};

/* clang-format off */
/* Options that generators have in common, said once; at: the offset of a double, a uint64_t and a size_t. */
#define WORLD_GAMMA_OPTION(at, first)                                                    \
    {.name = "gamma",                                                                    \
     .help = "discount, below 1",                                                        \
     .type = ASSAY_OPTION_DOUBLE,                                                        \
     .offset = (at),                                                                     \
     .initial = (first),                                                                 \
     .lo = 0.0,                                                                          \
     .hi = 1.0,                                                                          \
     .value = "G"}
#define WORLD_SEED_OPTION(at)                                                            \
    {.name = "seed",                                                                     \
     .help = "of the draws",                                                             \
     .type = ASSAY_OPTION_SEED,                                                          \
     .offset = (at),                                                                     \
     .initial = "0",                                                                     \
     .value = "N"}
#define WORLD_REWARDS_OPTION(at)                                                         \
    {.name = "rewards",                                                                  \
     .help = "reward functions that are drawn",                                          \
     .type = ASSAY_OPTION_SIZE,                                                          \
     .offset = (at),                                                                     \
     .initial = "2",                                                                     \
     .lo = 0.0,                                                                          \
     .hi = ASSAY_WORLD_REWARDS_MAX,                                                      \
     .value = "N"}
/* clang-format on */

/* The generator that a target names, "grid" or "grid:...", or NULL: then it is a file. */
const struct assay_world_generator *assay_world_generator_of(const char *target);

/* Fails, ASSAY_EUSAGE, with the generator that is nearest to what a target names. */
ASSAY_MUST_USE
enum assay_code assay_world_no_generator(const char *target, struct assay_error *err);

const struct assay_world_generator *assay_world_generator_at(
    size_t i); /* NULL past the last */

#define WORLD(symbol) extern const struct assay_world_generator symbol;
#include "suites/worlds.def"
#undef WORLD

#endif
