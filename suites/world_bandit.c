/* world_bandit.c - bandit:K, one state with K actions, whose rewards R1, R2, ... are N(0, 1) for each action. */
#include "harness/core/rng.h"
#include "metrics/random_mdp.h"
#include "suites/mdp_generator.h"
#include "suites/mdp_parts.h"

struct options {
    size_t arms, rewards;
    double gamma;
    uint64_t seed;
};

static const struct assay_option table[] = {
    {.name = "arms",
     .help = "actions",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct options, arms),
     .initial = "10",
     .lo = 1.0,
     .hi = ASSAY_MDP_ACTIONS_MAX,
     .value = "K"},
    WORLD_REWARDS_OPTION(offsetof(struct options, rewards)),
    WORLD_GAMMA_OPTION(offsetof(struct options, gamma), "0"),
    WORLD_SEED_OPTION(offsetof(struct options, seed)),
    {0},
};

static enum assay_code put_process(const struct options *options,
                                   struct world_draft *draft)
{
    double *start = assay_arena_new(draft->arena, 1, sizeof(*start));
    size_t *row = assay_arena_new(draft->arena, options->arms + 1, sizeof(*row));
    uint32_t *next = assay_arena_new(draft->arena, options->arms, sizeof(*next));
    double *chance = assay_arena_new(draft->arena, options->arms, sizeof(*chance));

    start[0] = 1.0;
    for (size_t a = 0; a < options->arms; a++) {
        row[a + 1] = a + 1;
        chance[a] = 1.0;
    }
    draft->world->mdp = (struct assay_mdp){.states = 1,
                                           .actions = options->arms,
                                           .gamma = options->gamma,
                                           .start = start,
                                           .row = row,
                                           .next = next,
                                           .chance = chance};
    return assay_draft_process(draft);
}

static enum assay_code put_reward(const struct options *options,
                                  struct world_draft *draft, size_t i)
{
    const char *name = assay_arena_printf(draft->arena, "R%zu", i + 1);
    double *value = assay_arena_new(draft->arena, options->arms, sizeof(*value));
    struct assay_rng rng = assay_rng_stream(options->seed, i);

    for (size_t a = 0; a < options->arms; a++)
        value[a] = assay_random_normal(&rng);
    return assay_draft_reward(
        draft, assay_str_of(name),
        &(struct assay_reward){ASSAY_REWARD_LEVEL, value, NULL, NULL}, name);
}

static enum assay_code make(const void *state, struct world_draft *draft)
{
    const struct options *options = state;
    enum assay_code code = put_process(options, draft);

    if (code)
        return code;
    assay_draft_know(draft);
    for (size_t i = 0; !draft->leaves_own && !code && i < options->rewards; i++)
        code = put_reward(options, draft, i);
    return code;
}

const struct assay_world_generator assay_world_bandit = {
    .name = "bandit",
    .summary = "one state, rewards of its actions drawn at random",
    .first = "arms",
    .options = table,
    .state_size = sizeof(struct options),
    .make = make,
};
