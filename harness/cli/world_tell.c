#include "harness/cli/world_tell.h"

#include "harness/cli/runs_read.h"
#include "harness/cli/world_design.h"
#include "reports/escape.h"
#include "reports/number.h"

#include <math.h>
#include <string.h>

enum {
    COLUMNS_MAX = 10, /* distances in the table of pairs; --json has all */
    STATES_TOLD = 10000
};

/* What is told, and where to. */
struct telling {
    const struct assay_world_study *study;
    const struct assay_world_matrix *matrix;
    unsigned format;
    struct assay_arena *arena;
    struct assay_buf *out;
};

static void put_line(struct telling *t, const char *text)
{
    assay_escape_terminal(assay_str_of(text), true, t->out);
    assay_buf_putc(t->out, '\n');
}

static struct assay_str number(const struct telling *t, double x)
{
    return isfinite(x) ? assay_str_of(assay_arena_printf(t->arena, "%.4g", x))
                       : ASSAY_STR("undefined");
}

static struct assay_str share(const struct telling *t, double x)
{
    return isfinite(x) ? assay_str_of(assay_arena_printf(t->arena, "%.4f", x))
                       : ASSAY_STR("undefined");
}

static void head_rewards(const struct telling *t, struct assay_grid *grid)
{
    static const char *const headers[] = {"reward", "J_max", "J_min", "range", "J_pi"};
    const struct assay_world *world = t->study->world;
    size_t c = 0;

    for (; c < 5; c++)
        grid->column[c] =
            (struct assay_grid_column){.header = headers[c], .number = c > 0};
    for (size_t p = 0; p < world->policies; p++) {
        const struct assay_str name = world->policy_name[p];

        grid->column[c++] = (struct assay_grid_column){
            .header = assay_arena_printf(t->arena, "J %.*s", ASSAY_STR_ARG(name)),
            .number = true};
        grid->column[c++] = (struct assay_grid_column){
            .header = assay_arena_printf(t->arena, "regret %.*s", ASSAY_STR_ARG(name)),
            .number = true};
    }
}

static void put_rewards(struct telling *t)
{
    const struct assay_world *world = t->study->world;
    struct assay_grid grid;

    assay_grid_init(&grid, t->arena, 5 + 2 * world->policies, t->study->rewards);
    head_rewards(t, &grid);
    for (size_t i = 0; i < t->study->rewards; i++) {
        const struct assay_world_reward *of = &t->study->reward[i];
        struct assay_grid_row *row = assay_grid_add(&grid);
        size_t c = 0;

        row->cell[c++] = world->reward_name[i];
        row->cell[c++] = number(t, of->starc.range.most);
        row->cell[c++] = number(t, of->starc.range.least);
        row->cell[c++] = number(t, of->starc.range.range);
        row->cell[c++] = number(t, of->returned);
        for (size_t p = 0; p < world->policies; p++) {
            row->cell[c++] = number(t, of->policy_return[p]);
            row->cell[c++] = share(t, of->policy_regret[p]);
        }
    }
    assay_runs_grid(&grid, t->format, t->out);
}

/* The cell of a pair: one number, or two where equal actions leave the policy open. */
static struct assay_str cell_text(const struct telling *t,
                                  const struct assay_world_matrix *matrix, size_t at)
{
    const double value = matrix->value[at];

    if (matrix->value == t->study->regret_hi && value - t->study->regret_lo[at] >= 5e-5)
        return assay_str_of(
            assay_arena_printf(t->arena, "%.4f - %.4f", t->study->regret_lo[at], value));
    return share(t, value);
}

static const char *header_of(const struct assay_world_matrix *matrix)
{
    if (strcmp(matrix->name, "worst_case_regret") == 0)
        return "WR";
    return strcmp(matrix->name, "regret_hi") == 0 ? "regret" : matrix->name;
}

/*
 * The first matrices that have a column; regret's lower ends stand in the cell of the upper ones.
 *
 *   left_out  how many have none
 */
static size_t columns_of(const struct telling *t,
                         const struct assay_world_matrix **column, size_t *left_out)
{
    size_t count = 0, room = COLUMNS_MAX;

    *left_out = 0;
    for (size_t i = 0; t->matrix[i].name; i++) {
        const struct assay_world_matrix *matrix = &t->matrix[i];

        if (matrix->value == t->study->regret_lo)
            continue;
        if (!matrix->both_ways && room == 0) {
            (*left_out)++;
            continue;
        }
        room -= matrix->both_ways ? 0 : 1;
        column[count++] = matrix;
    }
    return count;
}

/* A column of each matrix, two of those that are another number the other way round. */
static void head_pairs(const struct telling *t, const struct assay_world_matrix **column,
                       size_t columns, struct assay_grid *grid)
{
    grid->columns = 0;
    grid->column[grid->columns++] = (struct assay_grid_column){.header = "A"};
    grid->column[grid->columns++] = (struct assay_grid_column){.header = "B"};
    for (size_t c = 0; c < columns; c++) {
        const char *name = header_of(column[c]);
        const char *const way[] = {
            column[c]->both_ways ? assay_arena_printf(t->arena, "%s A by B", name) : name,
            assay_arena_printf(t->arena, "%s B by A", name)};

        for (size_t w = 0; w < (column[c]->both_ways ? 2 : 1); w++)
            grid->column[grid->columns++] =
                (struct assay_grid_column){.header = way[w], .number = true};
    }
}

static void add_pair(const struct telling *t, const struct assay_world_matrix **column,
                     size_t columns, const size_t pair[2], struct assay_grid *grid)
{
    const size_t n = t->study->rewards, a = pair[0], b = pair[1];
    struct assay_grid_row *row = assay_grid_add(grid);
    size_t at = 0;

    row->cell[at++] = t->study->world->reward_name[a];
    row->cell[at++] = t->study->world->reward_name[b];
    for (size_t c = 0; c < columns; c++) {
        row->cell[at++] = cell_text(t, column[c], a * n + b);
        if (column[c]->both_ways)
            row->cell[at++] = cell_text(t, column[c], b * n + a);
    }
}

static void put_pairs(struct telling *t)
{
    const struct assay_world_matrix *column[COLUMNS_MAX + 2];
    const size_t n = t->study->rewards;
    size_t left_out;
    const size_t columns = columns_of(t, column, &left_out);
    struct assay_grid grid;
    size_t pair[2];

    assay_buf_putc(t->out, '\n');
    assay_grid_init(&grid, t->arena, 2 + 2 * columns, n * (n - 1) / 2);
    head_pairs(t, column, columns, &grid);
    for (pair[0] = 0; pair[0] < n; pair[0]++)
        for (pair[1] = pair[0] + 1; pair[1] < n; pair[1]++)
            add_pair(t, column, columns, pair, &grid);
    assay_runs_grid(&grid, t->format, t->out);
    if (left_out)
        put_line(t, assay_arena_printf(t->arena, "%zu more distances: --json has them",
                                       left_out));
}

/* Of two reward functions what choosing by the one costs under the other. */
static void put_words(struct telling *t, size_t x, size_t y)
{
    const size_t at = x * t->study->rewards + y;
    const struct assay_str a = t->study->world->reward_name[x];
    const struct assay_str b = t->study->world->reward_name[y];

    if (!t->study->worst_case || !t->study->regret_hi)
        return;
    put_line(t,
             assay_arena_printf(
                 t->arena,
                 "the best policy for %.*s loses %s%.2f %% of the range of %.*s; no "
                 "change that %.*s finds no worse loses more than %.2f %%",
                 ASSAY_STR_ARG(b),
                 t->study->regret_hi[at] > t->study->regret_lo[at] + 5e-5 ? "up to " : "",
                 100.0 * t->study->regret_hi[at], ASSAY_STR_ARG(a), ASSAY_STR_ARG(b),
                 100.0 * t->study->worst_case[at]));
}

void assay_world_tell(const struct assay_world_told *told, unsigned format,
                      struct assay_arena *arena, struct assay_buf *out)
{
    const struct assay_world_study *study = told->study;
    struct telling t = {study, assay_world_matrices(study, arena), format, arena, out};
    size_t count;
    const struct assay_str *note = assay_world_notes(told, arena, &count);

    put_line(&t,
             assay_arena_printf(
                 arena, "%.*s: %zu states, %zu actions, gamma %g, %zu reward functions",
                 ASSAY_STR_ARG(study->world->name), study->mdp.states, study->mdp.actions,
                 study->mdp.gamma, study->rewards));
    put_rewards(&t);
    put_pairs(&t);
    if (study->regret_hi)
        put_line(&t, "regret A by B <= WR A by B <= d_J, as shares of the range of A");
    if (study->rewards == 2) {
        put_words(&t, 0, 1);
        put_words(&t, 1, 0);
    }
    assay_world_design_tell(told, arena, out);
    for (size_t i = 0; i < count; i++)
        put_line(&t, note[i].ptr);
}

static struct assay_node list_of(const double *x, size_t n, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < n; i++)
        (void)assay_node_push(arena, list, assay_node_of_real(x[i]));
    return *list;
}

static struct assay_node table_of(const double *x, size_t rows, size_t columns,
                                  struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < rows; i++)
        (void)assay_node_push(arena, list, list_of(x + i * columns, columns, arena));
    return *list;
}

/* Numbers of best actions, a list a state. */
static struct assay_node optimal_node(const struct assay_world_study *study,
                                      const bool *optimal, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t s = 0; s < study->mdp.states; s++) {
        struct assay_node *set = assay_node_list(arena);

        for (size_t a = 0; a < study->mdp.actions; a++)
            if (optimal[s * study->mdp.actions + a])
                (void)assay_node_push(arena, set, assay_node_of_int((int64_t)a));
        (void)assay_node_push(arena, list, *set);
    }
    return *list;
}

/* Its least norms over all equivalents, of those wished for. */
static void put_quotients(const struct assay_world_study *study, size_t i,
                          struct assay_arena *arena, struct assay_node *map)
{
    struct assay_node *norms = assay_node_map(arena);

    for (unsigned n = 0; n < ASSAY_NORMS; n++)
        if (study->quotient[n])
            (void)assay_node_put(arena, norms, assay_norm_name[n],
                                 assay_node_of_real(study->reward[i].quotient[n]));
    if (assay_node_count(norms) > 0)
        (void)assay_node_put(arena, map, "quotient_norm", *norms);
}

static struct assay_node reward_node(const struct assay_world_study *study, size_t i,
                                     struct assay_arena *arena)
{
    const struct assay_world_reward *of = &study->reward[i];
    struct assay_node *map = assay_node_map(arena);

    (void)assay_node_put(arena, map, "name",
                         assay_node_of_text(study->world->reward_name[i]));
    (void)assay_node_put(arena, map, "J_max", assay_node_of_real(of->starc.range.most));
    (void)assay_node_put(arena, map, "J_min", assay_node_of_real(of->starc.range.least));
    (void)assay_node_put(arena, map, "range", assay_node_of_real(of->starc.range.range));
    (void)assay_node_put(arena, map, "trivial",
                         assay_node_of_bool(of->starc.range.trivial));
    (void)assay_node_put(arena, map, "J_pi", assay_node_of_real(of->returned));
    put_quotients(study, i, arena, map);
    if (study->mdp.states <= STATES_TOLD) {
        (void)assay_node_put(arena, map, "V_star",
                             list_of(of->starc.search.v_best, study->mdp.states, arena));
        (void)assay_node_put(arena, map, "V_pi",
                             list_of(of->v, study->mdp.states, arena));
        (void)assay_node_put(arena, map, "optimal_actions",
                             optimal_node(study, of->starc.optimal, arena));
    }
    return *map;
}

/* What a policy earns and loses under each reward function, and how often it is in a state. */
static struct assay_node policy_node(const struct assay_world_study *study, size_t p,
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena), *earned = assay_node_map(arena);
    struct assay_node *regret = assay_node_map(arena);

    for (size_t i = 0; i < study->rewards; i++) {
        (void)assay_node_put_view(arena, earned, study->world->reward_name[i],
                                  assay_node_of_real(study->reward[i].policy_return[p]));
        (void)assay_node_put_view(arena, regret, study->world->reward_name[i],
                                  assay_node_of_real(study->reward[i].policy_regret[p]));
    }
    (void)assay_node_put(arena, map, "name",
                         assay_node_of_text(study->world->policy_name[p]));
    (void)assay_node_put(arena, map, "J", *earned);
    (void)assay_node_put(arena, map, "regret", *regret);
    if (study->mdp.states <= STATES_TOLD)
        (void)assay_node_put(arena, map, "occupancy",
                             list_of(study->visits[p], study->mdp.states, arena));
    return *map;
}

static struct assay_node matrices_node(const struct assay_world_study *study,
                                       struct assay_arena *arena)
{
    const struct assay_world_matrix *matrix = assay_world_matrices(study, arena);
    const size_t n = study->rewards;
    struct assay_node *map = assay_node_map(arena);
    const double *lo, *hi;

    for (size_t i = 0; matrix[i].name; i++)
        (void)assay_node_put(arena, map, matrix[i].name,
                             table_of(matrix[i].value, n, n, arena));
    assay_world_rollouts(study, arena, &lo, &hi);
    if (lo) {
        (void)assay_node_put(arena, map, "rollout_lo", table_of(lo, n, n, arena));
        (void)assay_node_put(arena, map, "rollout_hi", table_of(hi, n, n, arena));
    }
    return *map;
}

/* What the world is. */
static void put_world(const struct assay_world_study *study, struct assay_arena *arena,
                      struct assay_node *map)
{
    (void)assay_node_put(arena, map, "format",
                         assay_node_of_string("assay-distance-world"));
    (void)assay_node_put(arena, map, "version", assay_node_of_string("1.0"));
    (void)assay_node_put(arena, map, "world", assay_node_of_text(study->world->name));
    assay_node_put_count(arena, map, "states", study->mdp.states);
    assay_node_put_count(arena, map, "actions", study->mdp.actions);
    (void)assay_node_put(arena, map, "gamma", assay_node_of_real(study->mdp.gamma));
    assay_node_put_count(arena, map, "reachable", study->reached);
}

struct assay_node *assay_world_node(const struct assay_world_told *told,
                                    struct assay_arena *arena)
{
    const struct assay_world_study *study = told->study;
    struct assay_node *map = assay_node_map(arena), *rewards = assay_node_list(arena);
    struct assay_node *policies = assay_node_list(arena), *notes = assay_node_list(arena);
    size_t count;
    const struct assay_str *note = assay_world_notes(told, arena, &count);

    put_world(study, arena, map);
    for (size_t i = 0; i < study->rewards; i++)
        (void)assay_node_push(arena, rewards, reward_node(study, i, arena));
    (void)assay_node_put(arena, map, "rewards", *rewards);
    for (size_t p = 0; p < study->world->policies; p++)
        (void)assay_node_push(arena, policies, policy_node(study, p, arena));
    (void)assay_node_put(arena, map, "policies", *policies);
    (void)assay_node_put(arena, map, "matrices", matrices_node(study, arena));
    assay_world_design_node(told, arena, map);
    (void)assay_node_put(arena, map, "width", assay_node_of_real(study->width));
    for (size_t i = 0; i < count; i++)
        (void)assay_node_push(arena, notes, assay_node_of_text(note[i]));
    (void)assay_node_put(arena, map, "notes", *notes);
    return map;
}
