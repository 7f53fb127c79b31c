/*
 * sampled_world.h - worlds of which transitions are drawn and of which the exact distances are known; for
 * test_sampled_starc.c and tests/bench/sampled_coverage.c.
 *
 * A random process of a few states, a random policy, five reward functions: R; 2 (R + shaping); R + redistribution;
 * another; -R. With an end, the last state is absorbing, pays 0, and rows that lead there are done.
 */
#ifndef ASSAY_TESTS_SAMPLED_WORLD_H
#define ASSAY_TESTS_SAMPLED_WORLD_H

#include "harness/core/rng.h"
#include "metrics/advantage_moments.h"
#include "metrics/canonical.h"
#include "metrics/random_mdp.h"

#include <math.h>
#include <string.h>

enum {
    SAMPLED_PLAIN,
    SAMPLED_SHAPED,
    SAMPLED_REDISTRIBUTED,
    SAMPLED_OTHER,
    SAMPLED_OPPOSITE,
};

#define SAMPLED_REWARDS ((size_t)5)

struct sampled_world {
    struct assay_mdp mdp;
    double *reward[SAMPLED_REWARDS]; /* (states, actions, states) */
    double *policy;                  /* (states, actions) */
    size_t steps;                    /* of a trajectory at most */
    bool ends;
    double *share;                                     /* (states, actions) D, exact */
    double *advantage[SAMPLED_REWARDS];                /* (states, actions), exact */
    double distance[SAMPLED_REWARDS][SAMPLED_REWARDS]; /* exact */
};

static inline size_t sampled_at(const struct sampled_world *world, size_t s, size_t a,
                                size_t next)
{
    return (s * world->mdp.actions + a) * world->mdp.states + next;
}

static inline void sampled_end(struct sampled_world *world, struct assay_arena *arena)
{
    struct assay_mdp *mdp = &world->mdp;
    const size_t last = mdp->states - 1, rows = mdp->states * mdp->actions;
    size_t *row = assay_arena_new(arena, rows + 1, sizeof(*row));
    uint32_t *next = assay_arena_new(arena, mdp->row[rows] + mdp->actions, sizeof(*next));
    double *chance =
        assay_arena_new(arena, mdp->row[rows] + mdp->actions, sizeof(*chance));
    const size_t kept = mdp->row[last * mdp->actions];
    double *start = assay_arena_new(arena, mdp->states, sizeof(*start));

    memcpy(row, mdp->row, (last * mdp->actions + 1) * sizeof(*row));
    memcpy(next, mdp->next, kept * sizeof(*next));
    memcpy(chance, mdp->chance, kept * sizeof(*chance));
    for (size_t a = 0; a < mdp->actions; a++) {
        next[kept + a] = (uint32_t)last;
        chance[kept + a] = 1.0;
        row[last * mdp->actions + a + 1] = kept + a + 1;
    }
    mdp->row = row;
    mdp->next = next;
    mdp->chance = chance;
    mdp->start = start;
    for (size_t i = 0; i < last; i++) /* nothing begins at the end */
        start[i] = 1.0 / (double)last;
    for (size_t a = 0; a < mdp->actions; a++)
        world->reward[SAMPLED_PLAIN][sampled_at(world, last, a, last)] =
            world->reward[SAMPLED_OTHER][sampled_at(world, last, a, last)] = 0.0;
}

/* 2 (R + gamma Phi(s') - Phi(s)), Phi 0 at an end; and R + X, E X = 0. */
static inline void sampled_equivalents(struct sampled_world *world, uint64_t seed)
{
    const struct assay_mdp *mdp = &world->mdp;
    struct assay_rng rng = assay_rng_stream(seed, 77);
    double phi[64];

    for (size_t s = 0; s < mdp->states; s++)
        phi[s] = 3.0 * assay_random_normal(&rng);
    if (world->ends)
        phi[mdp->states - 1] = 0.0;
    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const size_t s = k / mdp->actions;
        double mean = 0.0;

        for (size_t n = 0; n < mdp->states; n++) {
            const double r = world->reward[SAMPLED_PLAIN][k * mdp->states + n];

            world->reward[SAMPLED_SHAPED][k * mdp->states + n] =
                2.0 * (r + mdp->gamma * phi[n] - phi[s]);
            world->reward[SAMPLED_OPPOSITE][k * mdp->states + n] = -r;
            world->reward[SAMPLED_REDISTRIBUTED][k * mdp->states + n] =
                assay_random_normal(&rng);
        }
        mean = assay_mdp_expect(mdp, k,
                                world->reward[SAMPLED_REDISTRIBUTED] + k * mdp->states);
        for (size_t n = 0; n < mdp->states; n++)
            world->reward[SAMPLED_REDISTRIBUTED][k * mdp->states + n] +=
                world->reward[SAMPLED_PLAIN][k * mdp->states + n] - mean;
    }
}

/* D: how often, on average, a trajectory does what where. */
static inline void sampled_shares(struct sampled_world *world)
{
    const struct assay_mdp *mdp = &world->mdp;
    double here[64], there[64], total = 0.0;

    memcpy(here, mdp->start, mdp->states * sizeof(*here));
    memset(world->share, 0, mdp->states * mdp->actions * sizeof(*world->share));
    for (size_t t = 0; t < world->steps; t++) {
        memset(there, 0, sizeof(there));
        if (world->ends)
            here[mdp->states - 1] = 0.0;
        for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
            const double mass = here[k / mdp->actions] * world->policy[k];

            world->share[k] += mass;
            total += mass;
            for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
                there[mdp->next[i]] += mass * mdp->chance[i];
        }
        memcpy(here, there, sizeof(here));
    }
    for (size_t k = 0; k < mdp->states * mdp->actions; k++)
        world->share[k] /= total;
}

static inline double sampled_product(const struct sampled_world *world, const double *x,
                                     const double *y)
{
    double sum = 0.0;

    for (size_t k = 0; k < world->mdp.states * world->mdp.actions; k++)
        sum += world->share[k] * x[k] * y[k];
    return sum;
}

/* Advantages by canonical.h, distances by their definition. */
static inline enum assay_code sampled_exact(struct sampled_world *world,
                                            struct assay_arena *arena,
                                            struct assay_error *err)
{
    const struct assay_canonical_choice choice = {.policy = world->policy,
                                                  .forms = 1U << ASSAY_CANONICAL_VAL};
    const struct assay_mdp *mdp = &world->mdp;
    struct assay_canonicaliser *canonicaliser = NULL;
    enum assay_code code = assay_canonicaliser_new(mdp, &choice, &canonicaliser, err);

    for (size_t k = 0; !code && k < SAMPLED_REWARDS; k++) {
        const struct assay_reward reward = {ASSAY_REWARD_DENSE, world->reward[k], NULL,
                                            NULL};
        double *level =
            assay_arena_new(arena, mdp->states * mdp->actions, sizeof(double));
        struct assay_canonical form;

        (void)assay_reward_level(mdp, &reward, level);
        code = assay_canonicalise(
            canonicaliser, ASSAY_CANONICAL_VAL,
            &(struct assay_canonical_subject){.reward = &reward, .level = level}, arena,
            &form, err);
        if (!code)
            assay_canonical_level(&form, world->advantage[k]);
    }
    assay_canonicaliser_free(canonicaliser);
    for (size_t k = 0; !code && k < SAMPLED_REWARDS; k++)
        for (size_t l = 0; l < SAMPLED_REWARDS; l++) {
            const double *x = world->advantage[k], *y = world->advantage[l];
            const double cosine =
                sampled_product(world, x, y) /
                sqrt(sampled_product(world, x, x) * sampled_product(world, y, y));

            world->distance[k][l] = sqrt(fmax(0.0, 2.0 - 2.0 * cosine));
        }
    return code;
}

/* At most 64 states. */
static inline enum assay_code sampled_world_make(struct sampled_world *world,
                                                 size_t states, uint64_t seed, bool ends,
                                                 struct assay_arena *arena,
                                                 struct assay_error *err)
{
    struct assay_random_setting setting = {.states = states,
                                           .actions = 2,
                                           .gamma = 0.9,
                                           .tail = ASSAY_RANDOM_ZERO,
                                           .seed = seed,
                                           .environment = 1};
    struct assay_rng rng = assay_rng_stream(seed, 7);
    const size_t rows = states * setting.actions;

    *world = (struct sampled_world){.steps = 20, .ends = ends};
    assay_random_mdp(&setting, arena, &world->mdp);
    for (size_t k = 0; k < SAMPLED_REWARDS; k++) {
        world->reward[k] = assay_arena_new(arena, rows * states, sizeof(double));
        world->advantage[k] = assay_arena_new(arena, rows, sizeof(double));
    }
    assay_random_reward(&setting, 0, world->reward[SAMPLED_PLAIN]);
    assay_random_reward(&setting, 1, world->reward[SAMPLED_OTHER]);
    world->share = assay_arena_new(arena, rows, sizeof(double));
    world->policy = assay_arena_new(arena, rows, sizeof(double));
    for (size_t s = 0; s < states; s++) {
        world->policy[s * 2] = 0.2 + 0.6 * assay_rng_uniform(&rng);
        world->policy[s * 2 + 1] = 1.0 - world->policy[s * 2];
    }
    if (ends)
        sampled_end(world, arena);
    sampled_equivalents(world, seed);
    sampled_shares(world);
    return sampled_exact(world, arena, err);
}

/* ---- what is drawn of them ---- */

static inline size_t sampled_draw(struct assay_rng *rng, const double *chance, size_t n)
{
    double u = assay_rng_uniform(rng);
    size_t i = 0;

    while (i + 1 < n && u >= chance[i])
        u -= chance[i++];
    return i;
}

struct sampled_columns {
    uint32_t *state, *pair, *next[ASSAY_TRANSITION_SAMPLES];
    unsigned char *done[ASSAY_TRANSITION_SAMPLES];
    double *reward[ASSAY_TRANSITION_SAMPLES];
    size_t *first;
};

static inline void sampled_columns_new(struct sampled_columns *columns, size_t rows,
                                       size_t trajectories, struct assay_arena *arena)
{
    columns->state = assay_arena_new(arena, rows, sizeof(uint32_t));
    columns->pair = assay_arena_new(arena, rows, sizeof(uint32_t));
    columns->first = assay_arena_new(arena, trajectories + 1, sizeof(size_t));
    for (size_t j = 0; j < ASSAY_TRANSITION_SAMPLES; j++) {
        columns->next[j] = assay_arena_new(arena, rows, sizeof(uint32_t));
        columns->done[j] = assay_arena_new(arena, rows, 1);
        columns->reward[j] =
            assay_arena_new(arena, rows * SAMPLED_REWARDS, sizeof(double));
    }
}

static inline size_t sampled_row(const struct sampled_world *world, size_t s, size_t i,
                                 struct assay_rng *rng, struct sampled_columns *columns)
{
    const struct assay_mdp *mdp = &world->mdp;
    const size_t a = sampled_draw(rng, world->policy + s * mdp->actions, mdp->actions);
    const size_t k = s * mdp->actions + a, from = mdp->row[k];

    columns->state[i] = (uint32_t)s;
    columns->pair[i] = (uint32_t)k;
    for (size_t j = 0; j < ASSAY_TRANSITION_SAMPLES; j++) {
        const size_t next = mdp->next[from + sampled_draw(rng, mdp->chance + from,
                                                          mdp->row[k + 1] - from)];

        columns->next[j][i] = (uint32_t)next;
        columns->done[j][i] = world->ends && next == mdp->states - 1;
        for (size_t r = 0; r < SAMPLED_REWARDS; r++)
            columns->reward[j][i * SAMPLED_REWARDS + r] =
                world->reward[r][k * mdp->states + next];
    }
    return columns->next[0][i];
}

/* Trajectories of a world, with two next states a row. In arena. */
static inline void sampled_transitions(const struct sampled_world *world,
                                       size_t trajectories, uint64_t seed,
                                       struct assay_arena *arena,
                                       struct assay_transitions *out)
{
    const struct assay_mdp *mdp = &world->mdp;
    struct assay_rng rng = assay_rng_stream(seed, 1234);
    struct sampled_columns columns;
    size_t rows = 0;

    sampled_columns_new(&columns, trajectories * world->steps, trajectories, arena);
    for (size_t c = 0; c < trajectories; c++) {
        size_t s = sampled_draw(&rng, mdp->start, mdp->states);

        for (size_t t = 0; t < world->steps && !(world->ends && s == mdp->states - 1);
             t++)
            s = sampled_row(world, s, rows++, &rng, &columns);
        columns.first[c + 1] = rows;
    }
    *out = (struct assay_transitions){.rows = rows,
                                      .features = mdp->states,
                                      .rewards = SAMPLED_REWARDS,
                                      .gamma = mdp->gamma,
                                      .state = columns.state,
                                      .samples = 2,
                                      .pair = columns.pair,
                                      .pairs = mdp->states * mdp->actions,
                                      .first = columns.first,
                                      .clusters = trajectories};
    for (size_t j = 0; j < ASSAY_TRANSITION_SAMPLES; j++)
        out->next[j] = (struct assay_transition_next){columns.next[j], NULL,
                                                      columns.done[j], columns.reward[j]};
}

#endif
