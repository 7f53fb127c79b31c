/* mdp_worlds.c - decision processes of many shapes, and exact solutions by GSL's LU. */
#include "tests/unit/mdp_worlds.h"

#include "harness/core/memory.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows as they are written. */
struct writing {
    size_t *row;
    uint32_t *next;
    double *chance;
    size_t begin, end; /* of the row under way */
};

static size_t side_of(size_t states)
{
    return (size_t)sqrt((double)states);
}

/* Where a step from s goes on a grid of full rows; states behind the last full row stay. */
static size_t step_to(size_t s, size_t side, size_t d)
{
    const size_t x = s % side, y = s / side;

    if (s >= side * side)
        return s;
    switch (d % 4) {
    case 0:
        return y > 0 ? s - side : s;
    case 1:
        return x + 1 < side ? s + 1 : s;
    case 2:
        return y + 1 < side ? s + side : s;
    default:
        return x > 0 ? s - 1 : s;
    }
}

/* Adds an entry to the row under way, in its place or to one that is there. */
static void entry_add(struct writing *writing, size_t next, double chance)
{
    uint32_t *const to = writing->next;
    size_t i = writing->end;

    while (i > writing->begin && to[i - 1] > next)
        i--;
    if (i > writing->begin && to[i - 1] == next) {
        writing->chance[i - 1] += chance;
        return;
    }
    memmove(to + i + 1, to + i, (writing->end - i) * sizeof(*to));
    memmove(writing->chance + i + 1, writing->chance + i,
            (writing->end - i) * sizeof(*writing->chance));
    to[i] = (uint32_t)next;
    writing->chance[i] = chance;
    writing->end++;
}

static void random_row(struct assay_rng *rng, size_t states, size_t count,
                       struct writing *writing)
{
    double sum = 0.0;

    for (size_t i = 0; i < count; i++) {
        const size_t to = count == states ? i : (size_t)assay_rng_index(rng, states);
        const double part = 0.05 + assay_rng_uniform(rng);

        entry_add(writing, to, part);
        sum += part;
    }
    for (size_t i = writing->begin; i < writing->end; i++)
        writing->chance[i] /= sum;
}

static void drawn_row(enum mdp_world_kind kind, const struct assay_mdp *mdp, size_t k,
                      struct assay_rng *rng, struct writing *writing)
{
    const size_t states = mdp->states, s = k / mdp->actions, a = k % mdp->actions;
    const size_t side = side_of(states);

    writing->begin = writing->end;
    if (kind == MDP_WORLD_CHAIN) {
        entry_add(writing, a % 2 ? (s + 1 < states ? s + 1 : s) : s > 0 ? s - 1 : s, 0.9);
        entry_add(writing, s, 0.1);
    } else if (kind == MDP_WORLD_GRID) {
        entry_add(writing, step_to(s, side, a), 0.8);
        entry_add(writing, step_to(s, side, a + 1), 0.1);
        entry_add(writing, step_to(s, side, a + 3), 0.1);
    } else if (kind == MDP_WORLD_RING) {
        entry_add(writing, (s + 1 + a) % states, 1.0);
    } else if (kind == MDP_WORLD_ENDING && s % 3 == 0) {
        entry_add(writing, s, 1.0);
    } else {
        random_row(rng, states, kind == MDP_WORLD_FULL ? states : 5, writing);
    }
}

/* No way leads to the last state but from itself: who would go there stays. */
static void last_cut_off(const struct assay_mdp *mdp, size_t k, struct writing *writing)
{
    const size_t last = mdp->states - 1;

    if (mdp->states > 3 && k / mdp->actions < last && writing->end > writing->begin &&
        writing->next[writing->end - 1] == last) {
        writing->end--;
        entry_add(writing, k / mdp->actions, writing->chance[writing->end]);
    }
    writing->row[k + 1] = writing->end;
}

static void policy_drawn(struct mdp_world *world, bool mixed, struct assay_rng *rng)
{
    const size_t actions = world->mdp.actions;

    for (size_t s = 0; s < world->mdp.states; s++) {
        double *policy = world->policy + s * actions, sum = 0.0;

        if (!mixed) {
            policy[assay_rng_index(rng, actions)] = 1.0;
            continue;
        }
        for (size_t a = 0; a < actions; a++)
            sum += policy[a] = assay_rng_uniform(rng);
        for (size_t a = 0; a < actions; a++)
            policy[a] /= sum;
    }
}

/* Entries that a row has at most. */
static size_t row_most(enum mdp_world_kind kind, size_t states)
{
    return kind == MDP_WORLD_FULL || states < 6 ? states : 6;
}

void mdp_world_drawn(struct mdp_world *world, enum mdp_world_kind kind, size_t states,
                     size_t actions, double gamma, uint64_t seed)
{
    struct assay_rng rng = {seed};
    const size_t rows = states * actions;
    struct writing writing = {.end = 0};
    double *start;

    *world =
        (struct mdp_world){.mdp = {.states = states, .actions = actions, .gamma = gamma}};
    writing.row = assay_arena_new(&world->arena, rows + 1, sizeof(size_t));
    writing.next =
        assay_arena_new(&world->arena, rows * row_most(kind, states), sizeof(uint32_t));
    writing.chance =
        assay_arena_new(&world->arena, rows * row_most(kind, states), sizeof(double));
    world->r = assay_arena_new(&world->arena, rows, sizeof(double));
    world->policy = assay_arena_new(&world->arena, rows, sizeof(double));
    start = assay_arena_new(&world->arena, states, sizeof(double));
    for (size_t k = 0; k < rows; k++) {
        drawn_row(kind, &world->mdp, k, &rng, &writing);
        last_cut_off(&world->mdp, k, &writing);
        world->r[k] = 2.0 * assay_rng_uniform(&rng) - 1.0;
    }
    start[0] = 0.5;
    start[states / 2] += 0.5;
    policy_drawn(world, seed % 2 == 0, &rng);
    world->mdp.start = start;
    world->mdp.row = writing.row;
    world->mdp.next = writing.next;
    world->mdp.chance = writing.chance;
}

static long double weight_of(const struct assay_mdp *mdp, const double *policy, size_t k)
{
    return policy ? (long double)policy[k] : 1.0L / (long double)mdp->actions;
}

/* I - gamma P_pi in long double (states, states), or its transpose. */
static long double *matrix_of(const struct assay_mdp *mdp, const double *policy,
                              bool transposed)
{
    const size_t states = mdp->states;
    long double *matrix = assay_memory_new(states * states, sizeof(*matrix));

    for (size_t s = 0; s < states; s++)
        matrix[s * states + s] = 1.0L;
    for (size_t k = 0; k < states * mdp->actions; k++) {
        const long double weight = (long double)mdp->gamma * weight_of(mdp, policy, k);
        const size_t s = k / mdp->actions;

        for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
            const size_t to = mdp->next[i];

            matrix[transposed ? to * states + s : s * states + to] -=
                weight * (long double)mdp->chance[i];
        }
    }
    return matrix;
}

/* b - A x, rounded. */
static void residual_of(const long double *matrix, const long double *b,
                        const long double *x, gsl_vector *out)
{
    const size_t n = out->size;

    for (size_t i = 0; i < n; i++) {
        long double sum = b[i];

        for (size_t j = 0; j < n; j++)
            sum -= matrix[i * n + j] * x[j];
        gsl_vector_set(out, i, (double)sum);
    }
}

static void solved(const long double *matrix, const long double *b, size_t n, double *out)
{
    gsl_matrix *lu = gsl_matrix_alloc(n, n);
    gsl_permutation *order = gsl_permutation_alloc(n);
    gsl_vector *left = gsl_vector_alloc(n);
    long double *x = assay_memory_new(n, sizeof(*x));
    int sign;

    for (size_t i = 0; i < n * n; i++)
        lu->data[i] = (double)matrix[i];
    (void)gsl_linalg_LU_decomp(lu, order, &sign);
    for (size_t round = 0; round < 4; round++) {
        residual_of(matrix, b, x, left);
        (void)gsl_linalg_LU_svx(lu, order, left);
        for (size_t i = 0; i < n; i++)
            x[i] += (long double)gsl_vector_get(left, i);
    }
    for (size_t i = 0; i < n; i++)
        out[i] = (double)x[i];
    free(x);
    gsl_vector_free(left);
    gsl_permutation_free(order);
    gsl_matrix_free(lu);
}

void mdp_world_solved(const struct mdp_world *world, const double *policy,
                      bool transposed, double *out)
{
    const struct assay_mdp *mdp = &world->mdp;
    long double *matrix = matrix_of(mdp, policy, transposed);
    long double *b = assay_memory_new(mdp->states, sizeof(*b));

    for (size_t s = 0; s < mdp->states; s++) {
        for (size_t k = s * mdp->actions; k < (s + 1) * mdp->actions; k++)
            b[s] += weight_of(mdp, policy, k) * (long double)world->r[k];
        if (transposed)
            b[s] = (long double)mdp->start[s];
    }
    solved(matrix, b, mdp->states, out);
    free(matrix);
    free(b);
}
