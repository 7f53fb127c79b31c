#include "harness/run/world_pictures.h"

#include <float.h>
#include <math.h>

enum {
    SIDE_MAX = 20
};

/* What pictures are made of. */
struct drawing {
    const struct assay_world_study *study;
    const struct assay_world_grid *grid;
    const uint32_t *state; /* (mdp.states,) of the whole world */
    struct assay_arena *arena;
};

static bool is_drawn(const struct assay_world_study *study)
{
    const struct assay_world_grid *grid = study->world->grid;

    return grid && grid->columns <= SIDE_MAX && grid->rows <= SIDE_MAX;
}

static uint32_t cell_of(const struct drawing *drawing, size_t s)
{
    return drawing->grid->cell[drawing->state[s]];
}

/* The cell of a state: x its column, y its row. */
static struct assay_point place_of(const struct drawing *drawing, uint32_t cell)
{
    const size_t row = cell / drawing->grid->columns;

    return (struct assay_point){.x = (double)(cell - row * drawing->grid->columns),
                                .y = (double)row};
}

/* A panel whose colours are a number of each state. */
static struct assay_series panel(const struct drawing *drawing, const char *figure,
                                 const char *title, const double *of)
{
    const size_t states = drawing->study->mdp.states;
    struct assay_point *point = assay_arena_new(drawing->arena, states, sizeof(*point));
    double *value = assay_arena_new(drawing->arena, states, sizeof(*value));
    size_t count = 0;

    for (size_t s = 0; s < states; s++) {
        if (cell_of(drawing, s) == ASSAY_GRID_NOWHERE)
            continue;
        point[count] = place_of(drawing, cell_of(drawing, s));
        value[count++] = of[s];
    }
    return (struct assay_series){.figure = assay_str_of(figure),
                                 .name = assay_str_of(title),
                                 .look = ASSAY_LOOK_WORLD,
                                 .panel = assay_str_of(title),
                                 .points = point,
                                 .count = count,
                                 .value = value};
}

/* Where row k most likely leads, in degrees; -1: it stays, or leaves the grid. */
static double direction(const struct drawing *drawing, size_t k)
{
    const struct assay_mdp *mdp = &drawing->study->mdp;
    const uint32_t from = cell_of(drawing, k / mdp->actions);
    struct assay_point here, there;
    uint32_t to = from;
    double best = 0.0;

    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
        if (mdp->chance[i] > best) {
            best = mdp->chance[i];
            to = cell_of(drawing, mdp->next[i]);
        }
    }
    if (to == from || to == ASSAY_GRID_NOWHERE)
        return -1.0;
    here = place_of(drawing, from);
    there = place_of(drawing, to);
    return fmod(atan2(here.y - there.y, there.x - here.x) * 180.0 /
                        3.14159265358979323846 +
                    360.0,
                360.0);
}

static struct assay_series arrows(const struct drawing *drawing, const char *figure,
                                  const char *title, const bool *best)
{
    const struct assay_mdp *mdp = &drawing->study->mdp;
    const size_t rows = mdp->states * mdp->actions;
    struct assay_point *point = assay_arena_new(drawing->arena, rows, sizeof(*point));
    double *value = assay_arena_new(drawing->arena, rows, sizeof(*value));
    size_t count = 0;

    for (size_t k = 0; k < rows; k++) {
        if (!best[k] || cell_of(drawing, k / mdp->actions) == ASSAY_GRID_NOWHERE)
            continue;
        point[count] = place_of(drawing, cell_of(drawing, k / mdp->actions));
        value[count++] = direction(drawing, k);
    }
    return (struct assay_series){.figure = assay_str_of(figure),
                                 .name = ASSAY_STR("best actions"),
                                 .look = ASSAY_LOOK_ARROWS,
                                 .panel = assay_str_of(title),
                                 .points = point,
                                 .count = count,
                                 .value = value};
}

/* max_a A^pi(s, a) */
static const double *best_step(const struct drawing *drawing,
                               const struct assay_world_reward *reward)
{
    const struct assay_mdp *mdp = &drawing->study->mdp;
    const double *advantage = reward->canonical[ASSAY_CANONICAL_VAL].level;
    double *out = assay_arena_new(drawing->arena, mdp->states, sizeof(*out));

    for (size_t s = 0; s < mdp->states; s++) {
        out[s] = -DBL_MAX;
        for (size_t a = 0; a < mdp->actions; a++)
            out[s] = fmax(out[s], advantage[s * mdp->actions + a]);
    }
    return out;
}

static const double *mean_reward(const struct drawing *drawing,
                                 const struct assay_world_reward *reward)
{
    double *out =
        assay_arena_new(drawing->arena, drawing->study->mdp.states, sizeof(*out));

    assay_mdp_average(&drawing->study->mdp, drawing->study->policy, reward->level, out);
    return out;
}

size_t assay_world_pictures(const struct assay_world_study *study,
                            struct assay_arena *arena, struct assay_series *out)
{
    uint32_t *state = assay_arena_new(arena, study->mdp.states, sizeof(*state));
    const struct drawing drawing = {study, study->world->grid, state, arena};
    size_t count = 0, kept = 0;

    if (!is_drawn(study))
        return 0;
    for (size_t s = 0; s < study->world->mdp.states; s++)
        if (study->kept[s])
            state[kept++] = (uint32_t)s;
    for (size_t i = 0; i < study->rewards && i < ASSAY_WORLD_PICTURED; i++) {
        const struct assay_world_reward *reward = &study->reward[i];
        const char *figure = assay_arena_printf(
            arena, "world: %.*s", ASSAY_STR_ARG(study->world->reward_name[i]));

        out[count++] = panel(&drawing, figure, "reward", mean_reward(&drawing, reward));
        out[count++] = panel(&drawing, figure, "value", reward->starc.search.v_best);
        out[count++] = arrows(&drawing, figure, "value", reward->starc.optimal);
        out[count++] = panel(&drawing, figure, "advantage", best_step(&drawing, reward));
    }
    return count;
}
