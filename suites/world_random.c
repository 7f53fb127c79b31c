/* world_random.c - random:states=32,actions=4, the random worlds of a study of distances (metrics/random_mdp.h). */
#include "metrics/random_mdp.h"
#include "suites/mdp_generator.h"
#include "suites/mdp_parts.h"

struct options {
    size_t states, actions, rewards;
    double gamma;
    unsigned tail; /* enum assay_random_tail */
    uint64_t seed, environment;
};

static const char *const tails[] = {"-20", "zero", NULL};

static const struct assay_option table[] = {
    {.name = "states",
     .help = "states",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct options, states),
     .initial = "32",
     .lo = 1.0,
     .hi = ASSAY_MDP_STATES_MAX,
     .value = "S"},
    {.name = "actions",
     .help = "actions",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct options, actions),
     .initial = "4",
     .lo = 1.0,
     .hi = ASSAY_MDP_ACTIONS_MAX,
     .value = "A"},
    WORLD_REWARDS_OPTION(offsetof(struct options, rewards)),
    WORLD_GAMMA_OPTION(offsetof(struct options, gamma), "0.95"),
    {.name = "tail",
     .help = "logits of unlikely successors: -20 as the paper's code has it, or no "
             "probability at all",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct options, tail),
     .initial = "-20",
     .choices = tails},
    WORLD_SEED_OPTION(offsetof(struct options, seed)),
    {.name = "environment",
     .help = "which of the worlds of the seed",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct options, environment),
     .initial = "0",
     .value = "N"},
    {0},
};

static enum assay_code make(const void *state, struct world_draft *draft)
{
    const struct options *options = state;
    const struct assay_random_setting setting = {
        options->states,     options->actions,
        options->gamma,      (enum assay_random_tail)options->tail,
        assay_random_paper,  options->seed,
        options->environment};
    const size_t rows = options->states * options->actions;
    enum assay_code code;

    if (rows > ASSAY_MDP_ENTRIES_MAX / options->states)
        return assay_draft_fail(draft, "more than %d entries of tau",
                                ASSAY_MDP_ENTRIES_MAX);
    assay_random_mdp(&setting, draft->arena, &draft->world->mdp);
    code = assay_draft_process(draft);
    if (code)
        return code;
    assay_draft_know(draft);
    for (size_t i = 0; !draft->leaves_own && !code && i < options->rewards; i++) {
        const char *name = assay_arena_printf(draft->arena, "R%zu", i + 1);
        double *value =
            assay_arena_new(draft->arena, rows * options->states, sizeof(*value));

        assay_random_reward(&setting, i, value);
        code = assay_draft_reward(
            draft, assay_str_of(name),
            &(struct assay_reward){ASSAY_REWARD_DENSE, value, NULL, NULL}, name);
    }
    return code;
}

const struct assay_world_generator assay_world_random = {
    .name = "random",
    .summary = "random transitions and rewards, as in the paper on STARC distances",
    .first = "states",
    .options = table,
    .state_size = sizeof(struct options),
    .make = make,
};
