/* mdp_features.c - what is known of states and actions, by the names that expressions have for it; rewards by expressions. */
#include "suites/mdp_parts.h"

#include "harness/core/expression.h"

#include <string.h>

/* Names are few and texts short, and there is room for all that a world tells itself. */
static void add(struct world_draft *draft, const char *name, enum feature_of of,
                const double *value, double number)
{
    draft->feature_name[draft->features] = name;
    draft->feature[draft->features++] = (struct world_feature){of, value, number};
}

static void add_number(struct world_draft *draft, const char *name, double number)
{
    add(draft, name, FEATURE_NUMBER, NULL, number);
}

/* A feature of s, and under next_NAME of s'. */
static void add_state(struct world_draft *draft, const char *name, const double *value)
{
    add(draft, name, FEATURE_STATE, value, 0.0);
    add(draft, assay_arena_printf(draft->arena, "next_%s", name), FEATURE_NEXT_STATE,
        value, 0.0);
}

/* 1 where every action stays for certain. */
static const double *terminal_of(struct world_draft *draft)
{
    const struct assay_mdp *mdp = &draft->world->mdp;
    double *out = assay_arena_new(draft->arena, mdp->states, sizeof(*out));

    for (size_t s = 0; s < mdp->states; s++)
        out[s] = 1.0;
    for (size_t k = 0; k < mdp->states * mdp->actions; k++)
        if (mdp->row[k + 1] - mdp->row[k] != 1 ||
            mdp->next[mdp->row[k]] != k / mdp->actions)
            out[k / mdp->actions] = 0.0;
    return out;
}

/* 1 where the cell of a state has a flag. */
static const double *flag_of(struct world_draft *draft, unsigned char flag)
{
    const struct assay_world_grid *grid = draft->world->grid;
    const size_t states = draft->world->mdp.states;
    double *out = assay_arena_new(draft->arena, states, sizeof(*out));

    for (size_t s = 0; s < states; s++)
        out[s] = grid->cell[s] != ASSAY_GRID_NOWHERE &&
                 (grid->flag[grid->cell[s]] & flag) != 0;
    return out;
}

/* True if a cell is on the grid and a wall. */
static bool is_wall(const struct assay_world_grid *grid, size_t x, size_t y)
{
    return x < grid->columns && y < grid->rows &&
           (grid->flag[y * grid->columns + x] & ASSAY_GRID_WALL) != 0;
}

/* 1 where one of the four cells beside is a wall. */
static const double *wall_of(struct world_draft *draft)
{
    const struct assay_world_grid *grid = draft->world->grid;
    const size_t states = draft->world->mdp.states;
    double *out = assay_arena_new(draft->arena, states, sizeof(*out));

    for (size_t s = 0; s < states; s++) {
        const size_t x = grid->cell[s] % grid->columns, y = grid->cell[s] / grid->columns;

        out[s] = grid->cell[s] != ASSAY_GRID_NOWHERE &&
                 (is_wall(grid, x + 1, y) || is_wall(grid, x - 1, y) ||
                  is_wall(grid, x, y + 1) || is_wall(grid, x, y - 1));
    }
    return out;
}

/* Column or row of every state; -1 off the grid. */
static const double *coordinate_of(struct world_draft *draft, bool row)
{
    const struct assay_world_grid *grid = draft->world->grid;
    const size_t states = draft->world->mdp.states;
    double *out = assay_arena_new(draft->arena, states, sizeof(*out));

    for (size_t s = 0; s < states; s++) {
        const size_t cell = grid->cell[s];

        out[s] = cell == ASSAY_GRID_NOWHERE
                     ? -1.0
                     : (double)(row ? cell / grid->columns : cell % grid->columns);
    }
    return out;
}

/* Where the goal is, if there is one alone. */
static void add_goal(struct world_draft *draft)
{
    const struct assay_world_grid *grid = draft->world->grid;
    size_t goals = 0, x = 0, y = 0;

    for (size_t i = 0; i < grid->columns * grid->rows; i++) {
        if (grid->flag[i] & ASSAY_GRID_GOAL) {
            goals++;
            x = i % grid->columns;
            y = i / grid->columns;
        }
    }
    if (goals != 1)
        return;
    add_number(draft, "goal_x", (double)x);
    add_number(draft, "goal_y", (double)y);
}

void assay_draft_know(struct world_draft *draft)
{
    const struct assay_mdp *mdp = &draft->world->mdp;

    add(draft, "s", FEATURE_S, NULL, 0.0);
    add(draft, "a", FEATURE_A, NULL, 0.0);
    add(draft, "next", FEATURE_NEXT, NULL, 0.0);
    add_number(draft, "gamma", mdp->gamma);
    add_state(draft, "terminal", terminal_of(draft));
    if (!draft->world->grid)
        return;
    add_state(draft, "x", coordinate_of(draft, false));
    add_state(draft, "y", coordinate_of(draft, true));
    add_number(draft, "columns", (double)draft->world->grid->columns);
    add_number(draft, "rows", (double)draft->world->grid->rows);
    add_state(draft, "start", flag_of(draft, ASSAY_GRID_START));
    add_state(draft, "goal", flag_of(draft, ASSAY_GRID_GOAL));
    add_state(draft, "cliff", flag_of(draft, ASSAY_GRID_CLIFF));
    add_state(draft, "wall", wall_of(draft));
    add_goal(draft);
}

/* True if a name, with a head before it, is known already. */
static bool is_known(const struct world_draft *draft, const char *head,
                     struct assay_str name)
{
    for (size_t i = 0; i < draft->features; i++) {
        const struct assay_str known = assay_str_of(draft->feature_name[i]);
        const size_t n = strlen(head);

        if (known.len == n + name.len && memcmp(known.ptr, head, n) == 0 &&
            memcmp(known.ptr + n, name.ptr, name.len) == 0)
            return true;
    }
    return false;
}

enum {
    NAMES_TOLD_ITSELF = 24 /* more than assay_draft_know adds */
};

enum assay_code assay_draft_feature(struct world_draft *draft, struct assay_str name,
                                    bool of_state, const double *value, const char *place)
{
    const char *copy = assay_arena_copy(draft->arena, name).ptr;

    if (!assay_expression_is_name(name))
        return assay_draft_fail(draft, "%s: no name for an expression", place);
    if (is_known(draft, "", name) || (of_state && is_known(draft, "next_", name)))
        return assay_draft_fail(draft, "%s: the name is taken", place);
    if (draft->features >= NAMES_TOLD_ITSELF + 2 * ASSAY_WORLD_FEATURES_OWN)
        return assay_draft_fail(draft, "%s: more than %d features", place,
                                ASSAY_WORLD_FEATURES_OWN);
    if (of_state)
        add_state(draft, copy, value);
    else
        add(draft, copy, FEATURE_ACTION, value, 0.0);
    return ASSAY_OK;
}

/* ---- rewards by expressions ---- */

/* An expression on its way over all (s, a, s'). */
struct walk {
    struct world_draft *draft;
    const char *place;
    const struct assay_expression *expression;
    const uint32_t *used; /* (names,) features */
    size_t names;
    bool looks_ahead; /* it names s' */
    double *at;       /* (names,) */
};

static double feature_at(const struct world_feature *feature, size_t s, size_t a,
                         size_t next)
{
    switch (feature->of) {
    case FEATURE_S:
        return (double)s;
    case FEATURE_A:
        return (double)a;
    case FEATURE_NEXT:
        return (double)next;
    case FEATURE_NUMBER:
        return feature->number;
    case FEATURE_STATE:
        return feature->value[s];
    case FEATURE_NEXT_STATE:
        return feature->value[next];
    case FEATURE_ACTION:
        return feature->value[a];
    }
    return 0.0;
}

static enum assay_code value_at(const struct walk *walk, size_t k, size_t next,
                                double *out)
{
    struct world_draft *draft = walk->draft;
    const size_t s = k / draft->world->mdp.actions, a = k % draft->world->mdp.actions;
    struct assay_expression_fault fault;

    for (size_t i = 0; i < walk->names; i++)
        walk->at[i] = feature_at(&draft->feature[walk->used[i]], s, a, next);
    if (assay_expression_value(walk->expression, walk->at, out, &fault))
        return ASSAY_OK;
    if (!walk->looks_ahead)
        return assay_draft_fail(draft, "%s: column %zu: %s at s = %zu, a = %zu",
                                walk->place, fault.column, fault.what, s, a);
    return assay_draft_fail(draft, "%s: column %zu: %s at s = %zu, a = %zu, next = %zu",
                            walk->place, fault.column, fault.what, s, a, next);
}

static enum assay_code fill_level(const struct walk *walk, struct assay_reward *out)
{
    const size_t rows = walk->draft->world->mdp.states * walk->draft->world->mdp.actions;
    double *value = assay_arena_new(walk->draft->arena, rows, sizeof(*value));
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; !code && k < rows; k++)
        code = value_at(walk, k, 0, &value[k]);
    *out = (struct assay_reward){ASSAY_REWARD_LEVEL, value, NULL, NULL};
    return code;
}

static enum assay_code fill_dense(const struct walk *walk, struct assay_reward *out)
{
    const size_t states = walk->draft->world->mdp.states,
                 rows = states * walk->draft->world->mdp.actions;
    double *value = assay_arena_new(walk->draft->arena, rows * states, sizeof(*value));
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < rows * states; i++)
        code = value_at(walk, i / states, i % states, &value[i]);
    *out = (struct assay_reward){ASSAY_REWARD_DENSE, value, NULL, NULL};
    return code;
}

/* Where tau > 0 alone: what lies elsewhere would be states times as much. */
static enum assay_code fill_support(const struct walk *walk, struct assay_reward *out)
{
    const struct assay_mdp *mdp = &walk->draft->world->mdp;
    double *value =
        assay_arena_new(walk->draft->arena, assay_mdp_entries(mdp), sizeof(*value));
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; !code && k < mdp->states * mdp->actions; k++)
        for (size_t i = mdp->row[k]; !code && i < mdp->row[k + 1]; i++)
            code = value_at(walk, k, mdp->next[i], &value[i]);
    *out = (struct assay_reward){ASSAY_REWARD_SPARSE, value, mdp->row, mdp->next};
    return code;
}

/* Whether a number a (s, a, s') is too many. */
static bool is_large(const struct assay_mdp *mdp)
{
    return mdp->states * mdp->actions > ASSAY_WORLD_DENSE_MAX / mdp->states;
}

/* Of which shape the reward is: does it name s', and is there room for every s'? */
static enum assay_reward_shape shape_of(struct walk *walk)
{
    const struct world_draft *draft = walk->draft;

    for (size_t i = 0; i < walk->names; i++) {
        const enum feature_of of = draft->feature[walk->used[i]].of;

        walk->looks_ahead =
            walk->looks_ahead || of == FEATURE_NEXT || of == FEATURE_NEXT_STATE;
    }
    if (!walk->looks_ahead)
        return ASSAY_REWARD_LEVEL;
    return is_large(&draft->world->mdp) ? ASSAY_REWARD_SPARSE : ASSAY_REWARD_DENSE;
}

static enum assay_code fill(struct walk *walk, struct assay_reward *out)
{
    struct world_draft *draft = walk->draft;
    const struct assay_mdp *mdp = &draft->world->mdp;
    const size_t rows = mdp->states * mdp->actions;
    const enum assay_reward_shape shape = shape_of(walk);
    const enum assay_code code =
        assay_draft_take(draft,
                         shape == ASSAY_REWARD_LEVEL   ? rows
                         : shape == ASSAY_REWARD_DENSE ? rows * mdp->states
                                                       : assay_mdp_entries(mdp),
                         walk->place);

    if (code)
        return code;
    if (shape == ASSAY_REWARD_LEVEL)
        return fill_level(walk, out);
    if (shape == ASSAY_REWARD_DENSE)
        return fill_dense(walk, out);
    draft->support_only[draft->world->rewards] = true;
    assay_draft_note(draft,
                     "%s: known where tau > 0 alone, which none, epic, dard, valpot and "
                     "minpot_l2 look beyond",
                     walk->place);
    return fill_support(walk, out);
}

enum assay_code assay_draft_expression(struct world_draft *draft, struct assay_str name,
                                       struct assay_str text, const char *place)
{
    const struct assay_expression_setting setting = {
        assay_arena_printf(draft->arena, "%s: %s", draft->where, place),
        draft->feature_name, draft->features};
    struct walk walk = {.draft = draft, .place = place};
    struct assay_expression *expression;
    struct assay_reward reward;
    enum assay_code code =
        assay_expression_compile(&setting, text, draft->arena, &expression, draft->err);

    if (!code && draft->world->rewards == ASSAY_WORLD_REWARDS_MAX)
        code = assay_draft_fail(draft, "more than %d rewards", ASSAY_WORLD_REWARDS_MAX);
    if (code)
        return code;
    walk.expression = expression;
    walk.names = assay_expression_names(expression, &walk.used);
    walk.at = assay_arena_new(draft->arena, walk.names, sizeof(*walk.at));
    draft->expression[draft->world->rewards] = assay_arena_copy(draft->arena, text);
    code = fill(&walk, &reward);
    return code ? code : assay_draft_reward(draft, name, &reward, place);
}

enum assay_code assay_draft_reward_word(struct world_draft *draft, const char *word)
{
    const struct assay_str text = assay_str_of(word);
    const size_t n = assay_str_find(text, ASSAY_STR("="));
    const char *where = draft->where;
    enum assay_code code;

    if (n == 0 || n == text.len)
        return assay_fail(draft->err, ASSAY_EUSAGE,
                          "reward \"%.*s\": expected NAME=EXPRESSION",
                          ASSAY_STR_ARG(text));
    draft->where = "reward";
    code = assay_draft_expression(
        draft, (struct assay_str){text.ptr, n},
        (struct assay_str){text.ptr + n + 1, text.len - n - 1},
        assay_arena_copy(draft->arena, (struct assay_str){text.ptr, n}).ptr);
    draft->where = where;
    if (code == ASSAY_EDATA)
        draft->err->code = code = ASSAY_EUSAGE;
    return code;
}
