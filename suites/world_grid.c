/*
 * world_grid.c - grid:COLUMNSxROWS, a walk on cells with slips, walls and a cliff.
 *
 * States are the open cells in reading order; x is the column, y the row, 0:0 the top left one. Actions are up, down, left,
 * right and, where `stay` is given, stay. A move that would leave the grid or enter a wall stays where it is. With
 * probability `slip` a move goes to one of its two sides, each half the time. The goal is terminal: every
 * action stays there for ever, unless `open` is given. From a cell of the cliff every action leads back to the start.
 *
 * Source: the cliff is that of Sutton and Barto (2018), "Reinforcement Learning", example 6.6, where the fall is a state of its
 *         own, so that a reward may tell it from a step to the start; slips to the sides as in Russell and Norvig,
 *         "Artificial Intelligence", the 4x3 world (slip 0.2).
 */
#include "suites/mdp_generator.h"
#include "suites/mdp_parts.h"

#include <string.h>

enum {
    MOVES = 4,
    TARGETS = 3, /* of one action: ahead and to both sides */
    DIGITS = 8
};

struct options {
    const char *size, *walls, *start, *goal;
    double slip, gamma;
    bool cliff, stay, open;
};

static const struct assay_option table[] = {
    {.name = "size",
     .help = "columns and rows",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct options, size),
     .initial = "4x4",
     .value = "CxR"},
    {.name = "slip",
     .help = "chance that a move goes to one of its sides",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct options, slip),
     .initial = "0",
     .lo = 0.0,
     .hi = 1.0,
     .value = "P"},
    {.name = "walls",
     .help = "cells that cannot be entered, as 1:1+2:1",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct options, walls),
     .value = "X:Y+...",
     .optional = true},
    {.name = "start",
     .help =
         "where episodes begin, or any: each open cell that is neither goal nor cliff; "
         "the top left cell, with a cliff the bottom left one",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct options, start),
     .value = "X:Y",
     .optional = true},
    {.name = "goal",
     .help = "the goal; the bottom right cell",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct options, goal),
     .value = "X:Y",
     .optional = true},
    WORLD_GAMMA_OPTION(offsetof(struct options, gamma), "0.95"),
    {.name = "cliff",
     .help = "the bottom row between its two ends is a cliff",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct options, cliff)},
    {.name = "stay",
     .help = "a fifth action, to stay",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct options, stay)},
    {.name = "open",
     .help = "the goal is not terminal",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct options, open)},
    {0},
};

/* A grid under way. */
struct plan {
    const struct options *options;
    struct world_draft *draft;
    size_t columns, rows, states;
    unsigned char *flag; /* (rows * columns,) */
    uint32_t *number;    /* (rows * columns,) of the state there */
    uint32_t *cell;      /* (states,) */
    size_t start;        /* cell, or SIZE_MAX: any */
};

/* "12" at text up to its end or a separator; false for anything else. */
static bool read_size(struct assay_str text, size_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        *out = *out * 10 + (size_t)(text.ptr[i] - '0');
    }
    return text.len > 0 && text.len <= DIGITS;
}

static bool read_pair(struct assay_str text, const char *between, size_t *x, size_t *y)
{
    const size_t n = assay_str_find(text, assay_str_of(between));

    return n < text.len && read_size((struct assay_str){text.ptr, n}, x) &&
           read_size((struct assay_str){text.ptr + n + 1, text.len - n - 1}, y);
}

/* A cell "X:Y" of the grid. */
static enum assay_code read_cell(const struct plan *plan, const char *key,
                                 struct assay_str text, size_t *out)
{
    size_t x, y;

    if (!read_pair(text, ":", &x, &y))
        return assay_draft_fail(plan->draft, "%s: \"%.*s\" is no cell X:Y", key,
                                ASSAY_STR_ARG(text));
    if (x >= plan->columns || y >= plan->rows)
        return assay_draft_fail(plan->draft, "%s: %zu:%zu is not on the grid", key, x, y);
    *out = y * plan->columns + x;
    return ASSAY_OK;
}

static enum assay_code read_shape(struct plan *plan)
{
    const struct assay_str size = assay_str_of(plan->options->size);
    size_t cells;

    if (!read_pair(size, "x", &plan->columns, &plan->rows) || plan->columns == 0 ||
        plan->rows == 0)
        return assay_draft_fail(plan->draft, "size: \"%.*s\" is not COLUMNSxROWS",
                                ASSAY_STR_ARG(size));
    if (plan->columns > ASSAY_WORLD_CELLS_MAX / plan->rows)
        return assay_draft_fail(plan->draft, "size: more than %d cells",
                                ASSAY_WORLD_CELLS_MAX);
    cells = plan->columns * plan->rows;
    plan->flag = assay_arena_new(plan->draft->arena, cells, 1);
    plan->number = assay_arena_new(plan->draft->arena, cells, sizeof(*plan->number));
    return ASSAY_OK;
}

static enum assay_code read_walls(struct plan *plan)
{
    struct assay_str rest = assay_str_of(plan->options->walls);
    enum assay_code code = ASSAY_OK;

    while (!code && rest.len > 0) {
        const size_t n = assay_str_find(rest, ASSAY_STR("+"));
        size_t cell = 0;

        code = read_cell(plan, "walls", (struct assay_str){rest.ptr, n}, &cell);
        if (!code)
            plan->flag[cell] |= ASSAY_GRID_WALL;
        rest.ptr += n + (n < rest.len);
        rest.len -= n + (n < rest.len);
    }
    return code;
}

/* Marks a cell that must be open. */
static enum assay_code mark(struct plan *plan, const char *key, size_t cell,
                            unsigned char flag)
{
    if (plan->flag[cell] & (ASSAY_GRID_WALL | ASSAY_GRID_CLIFF))
        return assay_draft_fail(plan->draft, "%s: %zu:%zu is %s", key,
                                cell % plan->columns, cell / plan->columns,
                                plan->flag[cell] & ASSAY_GRID_WALL ? "a wall"
                                                                   : "on the cliff");
    plan->flag[cell] |= flag;
    return ASSAY_OK;
}

static enum assay_code put_cliff(struct plan *plan)
{
    const size_t first = (plan->rows - 1) * plan->columns;
    enum assay_code code = ASSAY_OK;

    if (plan->columns < 3 || plan->rows < 2)
        return assay_draft_fail(plan->draft,
                                "cliff: it needs three columns and two rows");
    for (size_t x = 1; !code && x + 1 < plan->columns; x++)
        code = mark(plan, "cliff", first + x, ASSAY_GRID_CLIFF);
    return code;
}

static enum assay_code put_ends(struct plan *plan)
{
    const struct options *options = plan->options;
    const bool any = options->start && strcmp(options->start, "any") == 0;
    size_t goal = plan->columns * plan->rows - 1;
    enum assay_code code = ASSAY_OK;

    plan->start = options->cliff ? (plan->rows - 1) * plan->columns : 0;
    if (options->goal)
        code = read_cell(plan, "goal", assay_str_of(options->goal), &goal);
    if (!code && options->start && !any)
        code = read_cell(plan, "start", assay_str_of(options->start), &plan->start);
    if (!code && any && options->cliff)
        return assay_draft_fail(plan->draft,
                                "start: a cliff leads back to one cell, not to any");
    if (!code)
        code = mark(plan, "goal", goal, ASSAY_GRID_GOAL);
    if (!code && !any)
        code = mark(plan, "start", plan->start, ASSAY_GRID_START);
    plan->start = any ? SIZE_MAX : plan->start;
    return code;
}

/* Numbers the open cells, and says where episodes begin. */
static void put_states(struct plan *plan)
{
    const size_t cells = plan->columns * plan->rows;
    const unsigned char other = ASSAY_GRID_GOAL | ASSAY_GRID_CLIFF;
    double *start;
    size_t begins = 0;

    plan->cell = assay_arena_new(plan->draft->arena, cells, sizeof(*plan->cell));
    start = assay_arena_new(plan->draft->arena, cells, sizeof(*start));
    for (size_t i = 0; i < cells; i++) {
        if (plan->flag[i] & ASSAY_GRID_WALL)
            continue;
        plan->number[i] = (uint32_t)plan->states;
        plan->cell[plan->states++] = (uint32_t)i;
        if (plan->start == SIZE_MAX && !(plan->flag[i] & other))
            plan->flag[i] |= ASSAY_GRID_START;
        begins += (plan->flag[i] & ASSAY_GRID_START) != 0;
    }
    for (size_t s = 0; s < plan->states; s++)
        if (plan->flag[plan->cell[s]] & ASSAY_GRID_START)
            start[s] = 1.0 / (double)begins;
    plan->draft->world->mdp.start = start;
}

/* ---- tau ---- */

/* The state that a move from a cell leads to: 0 up, 1 down, 2 left, 3 right. */
static uint32_t move(const struct plan *plan, size_t cell, size_t direction)
{
    const size_t x = cell % plan->columns, y = cell / plan->columns;
    size_t to = cell;

    if (direction == 0 && y > 0)
        to = cell - plan->columns;
    if (direction == 1 && y + 1 < plan->rows)
        to = cell + plan->columns;
    if (direction == 2 && x > 0)
        to = cell - 1;
    if (direction == 3 && x + 1 < plan->columns)
        to = cell + 1;
    return plan->number[plan->flag[to] & ASSAY_GRID_WALL ? cell : to];
}

/* A successor among those of one row, which are few: in their order, with its chance added. */
static size_t join(uint32_t *next, double *chance, size_t count, uint32_t state, double p)
{
    size_t i = count;

    if (!(p > 0.0))
        return count;
    for (size_t k = 0; k < count; k++) {
        if (next[k] == state) {
            chance[k] += p;
            return count;
        }
    }
    for (; i > 0 && next[i - 1] > state; i--) {
        next[i] = next[i - 1];
        chance[i] = chance[i - 1];
    }
    next[i] = state;
    chance[i] = p;
    return count + 1;
}

static size_t put_row(const struct plan *plan, size_t s, size_t a, uint32_t *next,
                      double *chance)
{
    const size_t cell = plan->cell[s], side = a < 2 ? 2 : 0;
    const double slip = plan->options->slip;
    size_t n;

    if (plan->flag[cell] & ASSAY_GRID_CLIFF)
        return join(next, chance, 0, plan->number[plan->start], 1.0);
    if (a == MOVES || ((plan->flag[cell] & ASSAY_GRID_GOAL) && !plan->options->open))
        return join(next, chance, 0, (uint32_t)s, 1.0);
    n = join(next, chance, 0, move(plan, cell, a), 1.0 - slip);
    n = join(next, chance, n, move(plan, cell, side), slip / 2.0);
    return join(next, chance, n, move(plan, cell, side + 1), slip / 2.0);
}

static enum assay_code put_process(struct plan *plan)
{
    struct assay_arena *arena = plan->draft->arena;
    struct assay_mdp *mdp = &plan->draft->world->mdp;
    const size_t actions = plan->options->stay ? MOVES + 1 : MOVES,
                 rows = plan->states * actions,
                 most = rows * (plan->options->slip > 0.0 ? TARGETS : 1);
    size_t *row;
    uint32_t *next;
    double *chance;

    if (most > ASSAY_MDP_ENTRIES_MAX)
        return assay_draft_fail(plan->draft, "size: more than %d entries of tau",
                                ASSAY_MDP_ENTRIES_MAX);
    row = assay_arena_new(arena, rows + 1, sizeof(*row));
    next = assay_arena_new(arena, most, sizeof(*next));
    chance = assay_arena_new(arena, most, sizeof(*chance));
    for (size_t k = 0; k < rows; k++)
        row[k + 1] = row[k] + put_row(plan, k / actions, k % actions, next + row[k],
                                      chance + row[k]);
    *mdp = (struct assay_mdp){.states = plan->states,
                              .actions = actions,
                              .gamma = plan->options->gamma,
                              .start = mdp->start,
                              .row = row,
                              .next = next,
                              .chance = chance};
    return assay_draft_process(plan->draft);
}

/* ---- rewards ---- */

static enum assay_code put_rewards(struct plan *plan)
{
    static const struct {
        const char *name, *text;
    } own[] = {
        {"goal", "next_goal && !goal"},
        {"shaped", "(next_goal && !goal) - gamma * (abs(next_x - goal_x) + abs(next_y - "
                   "goal_y)) + abs(x - goal_x) + abs(y - goal_y)"},
        {"step", "goal ? 0 : -1"},
        {"near", "-(abs(x - goal_x) + abs(y - goal_y))"},
        {"cliff", "goal ? 0 : next_cliff ? -100 : -1"},
    };
    const size_t n = plan->options->cliff ? 5 : 4;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < n; i++)
        code = assay_draft_expression(plan->draft, assay_str_of(own[i].name),
                                      assay_str_of(own[i].text), own[i].name);
    return code;
}

static void put_world(struct plan *plan)
{
    static const struct assay_str names[] = {
        {"up", 2}, {"down", 4}, {"left", 4}, {"right", 5}, {"stay", 4}};
    struct assay_world_grid *grid = assay_arena_new(plan->draft->arena, 1, sizeof(*grid));

    *grid = (struct assay_world_grid){plan->columns, plan->rows, plan->flag, plan->cell};
    plan->draft->world->grid = grid;
    plan->draft->world->action_name = names;
}

static enum assay_code make(const void *state, struct world_draft *draft)
{
    struct plan plan = {.options = state, .draft = draft};
    enum assay_code code = read_shape(&plan);

    if (code || !plan.flag)
        return code;
    if (plan.options->walls)
        code = read_walls(&plan);
    if (!code && plan.options->cliff)
        code = put_cliff(&plan);
    if (!code)
        code = put_ends(&plan);
    if (code)
        return code;
    put_states(&plan);
    code = put_process(&plan);
    if (code)
        return code;
    put_world(&plan);
    assay_draft_know(draft);
    return draft->leaves_own ? ASSAY_OK : put_rewards(&plan);
}

const struct assay_world_generator assay_world_grid = {
    .name = "grid",
    .summary = "a walk on cells with slips, walls and a cliff",
    .first = "size",
    .options = table,
    .state_size = sizeof(struct options),
    .make = make,
};
