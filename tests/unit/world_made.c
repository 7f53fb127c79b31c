#include "tests/unit/world_made.h"

#include "metrics/random_mdp.h"

#include <assert.h>
#include <string.h>

size_t made_rows(const struct made_world *world)
{
    return world->mdp.states * world->mdp.actions;
}

size_t made_size(const struct made_world *world)
{
    return made_rows(world) * world->mdp.states;
}

size_t made_successor(const struct made_world *world, size_t i)
{
    assert(world->mdp.states > 0);
    return i % world->mdp.states;
}

size_t made_state(const struct made_world *world, size_t i)
{
    assert(world->mdp.states > 0 && world->mdp.actions > 0);
    return i / world->mdp.states / world->mdp.actions;
}

double *made_doubles(struct made_world *world, size_t n)
{
    return assay_arena_new(&world->arena, n, sizeof(double));
}

double made_normal(struct made_world *world)
{
    return assay_random_normal(&world->rng);
}

double made_uniform(struct made_world *world)
{
    return assay_rng_uniform(&world->rng);
}

static bool happens(struct made_world *world, double chance)
{
    return made_uniform(world) < chance;
}

/* n shares that sum to 1, each 0 with a chance. */
static double *shares(struct made_world *world, size_t n, double zero)
{
    double *out = made_doubles(world, n), sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        out[i] = happens(world, zero) ? 0.0 : 0.05 + made_uniform(world);
        sum += out[i];
    }
    if (sum == 0.0)
        out[assay_rng_index(&world->rng, n)] = sum = 1.0;
    for (size_t i = 0; i < n; i++)
        out[i] /= sum;
    return out;
}

/* Rows (s, a) of numbers without those that are 0. */
struct compressed {
    size_t *row;
    uint32_t *next;
    double *value;
};

static struct compressed compress(struct made_world *world, const double *dense)
{
    const size_t n = world->mdp.states, rows = made_rows(world);
    const struct compressed out = {
        assay_arena_new(&world->arena, rows + 1, sizeof(size_t)),
        assay_arena_new(&world->arena, rows * n + 1, sizeof(uint32_t)),
        made_doubles(world, rows * n + 1)};
    size_t count = 0;

    for (size_t k = 0; k < rows; k++) {
        for (size_t t = 0; t < n; t++) {
            out.next[count] = (uint32_t)t;
            out.value[count] = dense[k * n + t];
            count += dense[k * n + t] != 0.0;
        }
        out.row[k + 1] = count;
    }
    return out;
}

static void put_rows(struct made_world *world, const double *tau)
{
    const struct compressed of = compress(world, tau);

    world->mdp.row = of.row;
    world->mdp.next = of.next;
    world->mdp.chance = of.value;
}

/* Rows lead from states below reached to such states alone; how dense they are is drawn once. */
static void draw_tau(struct made_world *world, size_t reached)
{
    static const double zeros[] = {0.0, 0.6, 1.0};
    const size_t n = world->mdp.states, rows = made_rows(world);
    const uint64_t kind = assay_rng_index(&world->rng, 4);
    double *tau = made_doubles(world, rows * n);

    for (size_t k = 0; k < rows; k++) {
        const size_t to = k / world->mdp.actions < reached ? reached : n;
        const double *row =
            shares(world, to, zeros[kind < 3 ? kind : assay_rng_index(&world->rng, 3)]);

        memcpy(tau + k * n, row, to * sizeof(*row));
    }
    put_rows(world, tau);
}

void made_world(uint64_t seed, size_t states, size_t actions, struct made_world *out)
{
    static const double gammas[] = {0.0, 0.5, 0.9, 0.99};
    size_t reached;
    double *start;

    *out = (struct made_world){.seed = seed, .rng = assay_rng_stream(seed, 1)};
    out->mdp.states = 1 + assay_rng_index(&out->rng, states);
    out->mdp.actions = 1 + assay_rng_index(&out->rng, actions);
    out->mdp.gamma = gammas[assay_rng_index(&out->rng, 4)];
    reached =
        seed % 3 == 0 ? 1 + assay_rng_index(&out->rng, out->mdp.states) : out->mdp.states;
    start = made_doubles(out, out->mdp.states);
    memcpy(start, shares(out, reached, seed % 2 ? 0.5 : 0.0), reached * sizeof(*start));
    out->mdp.start = start;
    draw_tau(out, reached);
    out->policy = made_doubles(out, made_rows(out));
    for (size_t s = 0; s < out->mdp.states; s++)
        memcpy(out->policy + s * out->mdp.actions, shares(out, out->mdp.actions, 0.3),
               out->mdp.actions * sizeof(double));
    out->state_share = shares(out, out->mdp.states, 0.2);
    out->action_share = shares(out, out->mdp.actions, 0.2);
    out->all_reached =
        assay_mdp_reachable(&out->mdp, assay_arena_new(&out->arena, out->mdp.states,
                                                       sizeof(bool))) == out->mdp.states;
}

void made_release(struct made_world *world)
{
    assay_arena_release(&world->arena);
}

static struct assay_reward made_sparse(struct made_world *world, double zero)
{
    double *dense = made_doubles(world, made_size(world));
    struct compressed of;

    for (size_t i = 0; i < made_size(world); i++)
        dense[i] = happens(world, zero) ? 0.0 : made_normal(world);
    of = compress(world, dense);
    return (struct assay_reward){ASSAY_REWARD_SPARSE, of.value, of.row, of.next};
}

struct assay_reward made_reward(struct made_world *world)
{
    const uint64_t kind = assay_rng_index(&world->rng, 5);
    const size_t count = kind < 3 ? made_size(world) : made_rows(world);
    double *value;

    if (kind == 4)
        return made_sparse(world, happens(world, 0.5) ? 0.5 : 0.85);
    value = made_doubles(world, count);
    for (size_t i = 0; i < count; i++)
        value[i] = made_normal(world);
    return (struct assay_reward){kind < 3 ? ASSAY_REWARD_DENSE : ASSAY_REWARD_LEVEL,
                                 value, NULL, NULL};
}

struct assay_reward made_of(const double *dense)
{
    return (struct assay_reward){ASSAY_REWARD_DENSE, dense, NULL, NULL};
}

double *made_dense(struct made_world *world, const struct assay_reward *reward)
{
    const size_t n = world->mdp.states;
    double *out = made_doubles(world, made_size(world));

    for (size_t k = 0; k < made_rows(world); k++)
        for (size_t t = 0; reward->shape != ASSAY_REWARD_SPARSE && t < n; t++)
            out[k * n + t] =
                reward->value[reward->shape == ASSAY_REWARD_LEVEL ? k : k * n + t];
    for (size_t k = 0; reward->shape == ASSAY_REWARD_SPARSE && k < made_rows(world); k++)
        for (size_t i = reward->row[k]; i < reward->row[k + 1]; i++)
            out[k * n + reward->next[i]] = reward->value[i];
    return out;
}

double *made_level(struct made_world *world, const double *dense)
{
    double *out = made_doubles(world, made_rows(world));

    for (size_t k = 0; k < made_rows(world); k++)
        for (size_t i = world->mdp.row[k]; i < world->mdp.row[k + 1]; i++)
            out[k] +=
                world->mdp.chance[i] * dense[k * world->mdp.states + world->mdp.next[i]];
    return out;
}

void made_shape(struct made_world *world, double size, double *dense)
{
    const size_t n = world->mdp.states;
    double *phi = made_doubles(world, n);

    for (size_t s = 0; s < n; s++)
        phi[s] = size * made_normal(world);
    for (size_t i = 0; i < made_size(world); i++)
        dense[i] +=
            world->mdp.gamma * phi[made_successor(world, i)] - phi[made_state(world, i)];
}

void made_redistribute(struct made_world *world, double size, double *dense)
{
    const size_t n = world->mdp.states;
    double *x = made_doubles(world, made_size(world)), *level;

    for (size_t i = 0; i < made_size(world); i++)
        x[i] = size * made_normal(world);
    level = made_level(world, x);
    for (size_t i = 0; i < made_size(world); i++)
        dense[i] += x[i] - level[i / n];
}

double *made_times(struct made_world *world, double c, const double *dense)
{
    double *out = made_doubles(world, made_size(world));

    for (size_t i = 0; i < made_size(world); i++)
        out[i] = c * dense[i];
    return out;
}

double made_tau(const struct made_world *world, size_t k, size_t t)
{
    for (size_t i = world->mdp.row[k]; i < world->mdp.row[k + 1]; i++)
        if (world->mdp.next[i] == t)
            return world->mdp.chance[i];
    return 0.0;
}

/* Of one state. */
static double once(const struct made_world *world, const double *one, double by,
                   const double *x, size_t s)
{
    const struct assay_mdp *mdp = &world->mdp;
    double sum = 0.0;

    for (size_t k = s * mdp->actions; k < (s + 1) * mdp->actions; k++)
        for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
            sum += world->policy[k] * mdp->chance[i] *
                   (one[k * mdp->states + mdp->next[i]] + by * x[mdp->next[i]]);
    return sum;
}

double *made_solved(struct made_world *world, const double *one, double by)
{
    double *x = made_doubles(world, world->mdp.states);

    for (unsigned sweep = 0; sweep < 5000; sweep++) {
        double largest = 0.0;

        for (size_t s = 0; s < world->mdp.states; s++) {
            const double was = x[s];

            x[s] = once(world, one, by, x, s);
            largest = fmax(largest, fabs(x[s] - was));
        }
        if (largest < 1e-15)
            break;
    }
    return x;
}

static void shuffle(struct made_world *world, size_t n, size_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = i;
    for (size_t i = n; i > 1; i--) {
        const size_t j = assay_rng_index(&world->rng, i), kept = out[j];

        out[j] = out[i - 1];
        out[i - 1] = kept;
    }
}

struct made_names made_names(struct made_world *world)
{
    struct made_names out = {{0}, {0}};

    shuffle(world, world->mdp.states, out.state_to);
    shuffle(world, world->mdp.actions, out.action_to);
    return out;
}

static size_t row_renamed(const struct made_world *world, const struct made_names *names,
                          size_t k)
{
    assert(world->mdp.actions > 0);
    return names->state_to[k / world->mdp.actions] * world->mdp.actions +
           names->action_to[k % world->mdp.actions];
}

double *made_dense_renamed(struct made_world *world, const struct made_names *names,
                           const double *dense)
{
    const size_t n = world->mdp.states;
    double *out = made_doubles(world, made_size(world));

    for (size_t i = 0; i < made_size(world); i++)
        out[row_renamed(world, names, i / n) * n + names->state_to[i % n]] = dense[i];
    return out;
}

/* What is the same of a world made of another one. */
static void start_from(const struct made_world *world, struct made_world *out)
{
    *out = *world;
    out->arena = (struct assay_arena){0};
}

void made_renamed(struct made_world *world, const struct made_names *names,
                  struct made_world *out)
{
    const size_t n = world->mdp.states, rows = made_rows(world);
    double *tau = made_doubles(world, rows * n), *start;

    start_from(world, out);
    start = made_doubles(out, n);
    out->policy = made_doubles(out, rows);
    out->state_share = made_doubles(out, n);
    out->action_share = made_doubles(out, world->mdp.actions);
    for (size_t s = 0; s < n; s++) {
        start[names->state_to[s]] = world->mdp.start[s];
        out->state_share[names->state_to[s]] = world->state_share[s];
    }
    for (size_t a = 0; a < world->mdp.actions; a++)
        out->action_share[names->action_to[a]] = world->action_share[a];
    for (size_t k = 0; k < rows; k++) {
        const size_t to = row_renamed(world, names, k);

        out->policy[to] = world->policy[k];
        for (size_t t = 0; t < n; t++)
            tau[to * n + names->state_to[t]] = made_tau(world, k, t);
    }
    out->mdp.start = start;
    put_rows(out, tau);
}

/* The row of the world that row k of the one with a twin is. */
static size_t row_of_twin(const struct made_world *world, size_t k)
{
    const size_t actions = world->mdp.actions, a = k % (actions + 1);

    return k / (actions + 1) * actions + (a < actions ? a : actions - 1);
}

void made_with_twin(struct made_world *world, struct made_world *out)
{
    const size_t n = world->mdp.states, rows = n * (world->mdp.actions + 1);
    double *tau = made_doubles(world, rows * n);

    start_from(world, out);
    for (size_t i = 0; i < rows * n; i++)
        tau[i] = made_tau(world, row_of_twin(world, i / n), i % n);
    out->mdp.actions++;
    out->policy = NULL;
    out->action_share = NULL;
    put_rows(out, tau);
}

double *made_dense_with_twin(struct made_world *world, const double *dense)
{
    const size_t n = world->mdp.states, rows = n * (world->mdp.actions + 1);
    double *out = made_doubles(world, rows * n);

    for (size_t i = 0; i < rows * n; i++)
        out[i] = dense[row_of_twin(world, i / n) * n + i % n];
    return out;
}

double made_largest(const double *x, size_t n)
{
    double out = 0.0;

    for (size_t i = 0; i < n; i++)
        out = fmax(out, fabs(x[i]));
    return out;
}
