/*
 * world_chain.c - chain:N, states in a row.
 *
 * Actions are left and right, one state at a time; at the left end left stays. With probability `slip` a move goes the other way.
 * Episodes begin at state 0. The last state is the goal and terminal, unless `open` is given: then right stays there.
 */
#include "suites/mdp_generator.h"
#include "suites/mdp_parts.h"

#include <string.h>

enum {
    ACTIONS = 2
};

struct options {
    size_t length;
    double slip, gamma;
    bool open;
};

static const struct assay_option table[] = {
    {.name = "length",
     .help = "states",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct options, length),
     .initial = "5",
     .lo = 2.0,
     .hi = ASSAY_MDP_STATES_MAX,
     .value = "N"},
    {.name = "slip",
     .help = "chance that a move goes the other way",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct options, slip),
     .initial = "0",
     .lo = 0.0,
     .hi = 1.0,
     .value = "P"},
    WORLD_GAMMA_OPTION(offsetof(struct options, gamma), "0.95"),
    {.name = "open",
     .help = "the goal is not terminal",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct options, open)},
    {0},
};

/* Row (s, a): left is one of the two chances, right the other; both ends may be one state. */
static size_t put_row(const struct options *options, size_t s, size_t a, uint32_t *next,
                      double *chance)
{
    const size_t last = options->length - 1;
    const double left = a == 0 ? 1.0 - options->slip : options->slip;
    const size_t to[ACTIONS] = {s > 0 ? s - 1 : 0, s < last ? s + 1 : last};
    const double p[ACTIONS] = {left, 1.0 - left};
    size_t n = 0;

    if (s == last && !options->open) {
        next[0] = (uint32_t)s;
        chance[0] = 1.0;
        return 1;
    }
    for (size_t i = 0; i < ACTIONS; i++) {
        if (!(p[i] > 0.0))
            continue;
        next[n] = (uint32_t)to[i];
        chance[n++] = p[i];
    }
    return n;
}

static void put_grid(const struct options *options, struct world_draft *draft)
{
    static const struct assay_str names[] = {{"left", 4}, {"right", 5}};
    struct assay_world_grid *grid = assay_arena_new(draft->arena, 1, sizeof(*grid));
    unsigned char *flag = assay_arena_new(draft->arena, options->length, 1);
    uint32_t *cell = assay_arena_new(draft->arena, options->length, sizeof(*cell));

    for (size_t s = 0; s < options->length; s++)
        cell[s] = (uint32_t)s;
    flag[0] = ASSAY_GRID_START;
    flag[options->length - 1] = ASSAY_GRID_GOAL;
    *grid = (struct assay_world_grid){options->length, 1, flag, cell};
    draft->world->grid = grid;
    draft->world->action_name = names;
}

static enum assay_code put_process(const struct options *options,
                                   struct world_draft *draft)
{
    const size_t rows = options->length * ACTIONS;
    double *start = assay_arena_new(draft->arena, options->length, sizeof(*start));
    size_t *row = assay_arena_new(draft->arena, rows + 1, sizeof(*row));
    uint32_t *next = assay_arena_new(draft->arena, rows * 2, sizeof(*next));
    double *chance = assay_arena_new(draft->arena, rows * 2, sizeof(*chance));

    start[0] = 1.0;
    for (size_t k = 0; k < rows; k++)
        row[k + 1] = row[k] + put_row(options, k / ACTIONS, k % ACTIONS, next + row[k],
                                      chance + row[k]);
    draft->world->mdp = (struct assay_mdp){.states = options->length,
                                           .actions = ACTIONS,
                                           .gamma = options->gamma,
                                           .start = start,
                                           .row = row,
                                           .next = next,
                                           .chance = chance};
    return assay_draft_process(draft);
}

static enum assay_code make(const void *state, struct world_draft *draft)
{
    const struct options *options = state;
    enum assay_code code = put_process(options, draft);

    if (code)
        return code;
    put_grid(options, draft);
    assay_draft_know(draft);
    if (draft->leaves_own)
        return ASSAY_OK;
    code = assay_draft_expression(draft, ASSAY_STR("goal"),
                                  ASSAY_STR("next_goal && !goal"), "goal");
    return code ? code
                : assay_draft_expression(draft, ASSAY_STR("step"),
                                         ASSAY_STR("goal ? 0 : -1"), "step");
}

const struct assay_world_generator assay_world_chain = {
    .name = "chain",
    .summary = "states in a row, the goal at the end",
    .first = "length",
    .options = table,
    .state_size = sizeof(struct options),
    .make = make,
};
