#include "metrics/mdp_dense.h"

#include "harness/core/memory.h"
#include "metrics/dense_chain.h"
#include "metrics/dense_lu.h"
#include "metrics/mdp_floors.h"
#include "metrics/row_loops.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATES_MAX = 20000, /* a matrix of 3.2 GB */
    ROUNDS_MAX = 1000,  /* of policy iteration, which takes some ten */
    SWEEPS_MAX = 10     /* before it */
};

struct assay_mdp_dense {
    const struct assay_mdp *mdp;
    struct assay_dense_chain *chain;
};

/* Every row of a state has all entries, one row behind the other. */
static bool is_full(const struct assay_mdp *mdp, size_t first)
{
    return mdp->row[first + mdp->actions] - mdp->row[first] == mdp->actions * mdp->states;
}

static double weight_of(const struct assay_mdp *mdp, const double *policy, size_t k)
{
    return mdp->gamma * (policy ? policy[k] : 1.0 / (double)mdp->actions);
}

/* The same by what is above floors. */
static void policy_matrix_short(const struct assay_mdp *mdp,
                                const struct assay_mdp_floors *floors,
                                const double *policy, double *out)
{
    for (size_t s = 0; s < mdp->states; s++) {
        const size_t first = s * mdp->actions, end = first + mdp->actions;
        double *to = out + s * mdp->states, floor = 0.0;

        for (size_t k = first; floors->floor && k < end; k++)
            floor += weight_of(mdp, policy, k) * floors->floor[k];
        assay_row_fill(floor, to, mdp->states);
        for (size_t k = first; k < end; k++)
            (void)assay_floors_add(floors, k, weight_of(mdp, policy, k), to);
    }
}

/* gamma P_pi into out (states, states). */
static void policy_matrix(const struct assay_mdp *mdp, const double *policy, double *out)
{
    const double uniform = 1.0 / (double)mdp->actions;
    struct assay_mdp_floors floors;

    if (assay_mdp_is_short(mdp, &floors)) {
        policy_matrix_short(mdp, &floors, policy, out);
        return;
    }
    memset(out, 0, mdp->states * mdp->states * sizeof(*out));
    for (size_t s = 0; s < mdp->states; s++) {
        const size_t first = s * mdp->actions, end = first + mdp->actions;
        double *to = out + s * mdp->states;

        if (!policy && is_full(mdp, first)) {
            (void)assay_rows_sum_add(mdp->gamma * uniform, mdp->chance + mdp->row[first],
                                     mdp->actions, to, mdp->states);
            continue;
        }
        for (size_t k = first; k < end; k++) {
            const double weight = weight_of(mdp, policy, k);

            if (weight > 0.0)
                assay_mdp_row_add(mdp, k, weight, to);
        }
    }
}

enum assay_code assay_mdp_dense_new(const struct assay_mdp *mdp, const double *policy,
                                    size_t solutions, struct assay_mdp_dense **out,
                                    struct assay_error *err)
{
    struct assay_mdp_dense *system;
    enum assay_code code;

    *out = NULL;
    if (mdp->states > STATES_MAX)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "%zu states are too many for a dense matrix: at most %d",
                          mdp->states, STATES_MAX);
    system = assay_memory_new(1, sizeof(*system));
    system->mdp = mdp;
    system->chain = assay_dense_chain_new(mdp->states, mdp->gamma);
    policy_matrix(mdp, policy, assay_dense_chain_matrix(system->chain));
    code = assay_dense_chain_set(system->chain, solutions, err);
    if (code)
        assay_mdp_dense_free(system);
    else
        *out = system;
    return code;
}

enum assay_code assay_mdp_dense_values(const struct assay_mdp_dense *system,
                                       struct assay_policy_value *of, size_t count,
                                       struct assay_error *err)
{
    struct assay_mixing_problem *problem = assay_memory_new(count, sizeof(*problem));
    enum assay_code code;

    for (size_t i = 0; i < count; i++) {
        problem[i] = (struct assay_mixing_problem){.b = of[i].r, .x = of[i].v};
        memset(of[i].v, 0, system->mdp->states * sizeof(*of[i].v));
    }
    code = assay_dense_chain_solve(system->chain, problem, count, err);
    for (size_t i = 0; i < count; i++)
        of[i].width = problem[i].left / (1.0 - system->mdp->gamma);
    free(problem);
    return code;
}

enum assay_code assay_mdp_dense_visits(const struct assay_mdp_dense *system, double *out,
                                       struct assay_error *err)
{
    struct assay_mixing_problem problem = {
        .transposed = true, .b = system->mdp->start, .x = out};

    memset(out, 0, system->mdp->states * sizeof(*out));
    return assay_dense_chain_solve(system->chain, &problem, 1, err);
}

void assay_mdp_dense_free(struct assay_mdp_dense *system)
{
    if (!system)
        return;
    assay_dense_chain_free(system->chain);
    free(system);
}

/* Howard's search. */
struct search {
    const struct assay_mdp *mdp;
    const double *r;
    const bool *allowed;
    struct assay_dense_lu *lu;
    double slack;    /* a gain that rounding may feign */
    double *q;       /* (states, actions) of all actions under v = at */
    double *at;      /* (states,) */
    double *best;    /* (states,) max_a Q(s, a) under the v last looked at */
    uint32_t *taken; /* (states,) an action that has it */
    double sum;      /* of the v looked at */
    bool known;      /* q is there */
};

static void search_init(struct search *search)
{
    const size_t states = search->mdp->states, rows = states * search->mdp->actions;
    double *all = assay_memory_new(rows + 2 * states, sizeof(*all));

    search->q = all;
    search->at = all + rows;
    search->best = all + rows + states;
    search->taken = assay_memory_new(states, sizeof(*search->taken));
    search->lu = assay_dense_lu_new(states);
}

static void search_release(struct search *search)
{
    assay_dense_lu_free(search->lu);
    free(search->q);
    free(search->taken);
}

static bool is_allowed(const struct search *search, size_t k)
{
    return !search->allowed || search->allowed[k];
}

/* The first action where what was given is none. */
static void make_allowed(const struct search *search, uint32_t *action)
{
    for (size_t s = 0; s < search->mdp->states; s++) {
        const size_t first = s * search->mdp->actions;

        if (action[s] < search->mdp->actions && is_allowed(search, first + action[s]))
            continue;
        action[s] = 0;
        while (!is_allowed(search, first + action[s]))
            action[s]++;
    }
}

/* v of a deterministic policy. */
static enum assay_code evaluate(const struct search *search, const uint32_t *action,
                                double *v, struct assay_error *err)
{
    const struct assay_mdp *mdp = search->mdp;
    double *a = assay_dense_lu_matrix(search->lu);
    enum assay_code code;

    for (size_t s = 0; s < mdp->states; s++) {
        const size_t k = s * mdp->actions + action[s];
        double *to = a + s * mdp->states;

        if (assay_mdp_row_is_full(mdp, k)) {
            assay_row_times(-mdp->gamma, mdp->chance + mdp->row[k], to, mdp->states);
        } else {
            memset(to, 0, mdp->states * sizeof(*to));
            assay_mdp_row_add(mdp, k, -mdp->gamma, to);
        }
        a[s * mdp->states + s] += 1.0;
        v[s] = search->r[k];
    }
    code = assay_dense_lu_factorise(search->lu, err);
    if (!code)
        assay_dense_lu_solve(search->lu, v);
    return code;
}

/* Q of every action under v, the best of which are taken. */
static void look_at_all(struct search *search, const double *v)
{
    const struct assay_mdp *mdp = search->mdp;
    const size_t rows = mdp->states * mdp->actions;

    if (assay_row_largest(v, mdp->states) > 0.0)
        assay_mdp_expects(mdp, 0, rows, v, search->q);
    else
        memset(search->q, 0, rows * sizeof(*search->q));
    for (size_t s = 0; s < mdp->states; s++)
        search->best[s] = -DBL_MAX;
    for (size_t s = 0, k = 0; s < mdp->states; s++) {
        for (const size_t first = k; k < first + mdp->actions; k++) {
            search->q[k] = search->r[k] + mdp->gamma * search->q[k];
            if (!(search->q[k] > search->best[s]) || !is_allowed(search, k))
                continue;
            search->best[s] = search->q[k];
            search->taken[s] = (uint32_t)(k - first);
        }
    }
    memcpy(search->at, v, mdp->states * sizeof(*v));
    search->known = true;
}

static double q_of(const struct search *search, const double *v, size_t k)
{
    if (search->mdp->floors)
        return search->r[k] +
               search->mdp->gamma *
                   assay_floors_expect(search->mdp->floors, k, v, search->sum);
    return search->r[k] + search->mdp->gamma * assay_mdp_expect(search->mdp, k, v);
}

/* The same of those actions alone that may beat the one taken: Q is at most what it was and gamma times the most that v
   has grown by, since chances sum to 1. */
static void look_at_state(struct search *search, const double *v, double grown, size_t s)
{
    const struct assay_mdp *mdp = search->mdp;
    const size_t first = s * mdp->actions;
    double best = q_of(search, v, first + search->taken[s]);

    for (size_t a = 0; a < mdp->actions; a++) {
        double q;

        if (search->q[first + a] + mdp->gamma * grown <= best ||
            !is_allowed(search, first + a))
            continue;
        q = q_of(search, v, first + a);
        if (q > best) {
            best = q;
            search->taken[s] = (uint32_t)a;
        }
    }
    search->best[s] = best;
}

/* How many actions may have become better than the one taken, as v went from `at` to what it is. */
static size_t candidates(const struct search *search, double shrunk, double grown)
{
    const struct assay_mdp *mdp = search->mdp;
    size_t out = 0;

    for (size_t s = 0, k = 0; s < mdp->states; s++) {
        const double least = search->q[k + search->taken[s]] + mdp->gamma * shrunk;

        for (const size_t first = k; k < first + mdp->actions; k++)
            out += search->q[k] + mdp->gamma * grown > least;
    }
    return out;
}

/* best and taken under v. */
static void look(struct search *search, const double *v)
{
    const struct assay_mdp *mdp = search->mdp;
    double shrunk = DBL_MAX, grown = -DBL_MAX;

    for (size_t s = 0; s < mdp->states; s++) {
        const double by = v[s] - search->at[s];

        shrunk = by < shrunk ? by : shrunk;
        grown = by > grown ? by : grown;
    }
    if (!search->known ||
        candidates(search, shrunk, grown) > mdp->states * mdp->actions / 2) {
        look_at_all(search, v);
        return;
    }
    search->sum = assay_row_sum(v, mdp->states);
    for (size_t s = 0; s < mdp->states; s++)
        look_at_state(search, v, grown, s);
}

/* Takes the greedy policy where it gains; true if it does anywhere. largest: |T v - v|. */
static bool improve(struct search *search, const double *v, uint32_t *action,
                    double *largest)
{
    bool gained = false;

    *largest = 0.0;
    memcpy(search->taken, action, search->mdp->states * sizeof(*action));
    look(search, v);
    for (size_t s = 0; s < search->mdp->states; s++) {
        const double by = search->best[s] - v[s];

        if (by > search->slack) {
            action[s] = search->taken[s];
            gained = true;
        }
        *largest = fabs(by) > *largest ? fabs(by) : *largest;
    }
    return gained;
}

/* v becomes T v until the actions of two sweeps are the same: cheaper than to factorise for a policy that is not kept. */
static void sweep(struct search *search, double *v, uint32_t *action)
{
    const size_t bytes = search->mdp->states * sizeof(*action);
    bool changed = true;

    for (unsigned i = 0; changed && i < SWEEPS_MAX; i++) {
        look(search, v);
        memcpy(v, search->best, search->mdp->states * sizeof(*v));
        changed = i == 0 || memcmp(action, search->taken, bytes) != 0;
        memcpy(action, search->taken, bytes);
    }
}

enum assay_code assay_mdp_dense_optimum(const struct assay_mdp *mdp, const double *r,
                                        const bool *allowed, struct assay_optimum *out,
                                        struct assay_error *err)
{
    const double scale =
        assay_row_largest(r, mdp->states * mdp->actions) / (1.0 - mdp->gamma);
    struct search search = {
        .mdp = mdp, .r = r, .allowed = allowed, .slack = 1e-13 * scale};
    enum assay_code code = ASSAY_OK;
    bool gained = true;
    double left = 0.0;

    if (mdp->states > STATES_MAX)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "%zu states are too many for a dense matrix: at most %d",
                          mdp->states, STATES_MAX);
    search_init(&search);
    if (out->guessed)
        sweep(&search, out->v, out->action);
    make_allowed(&search, out->action);
    for (out->rounds = 0; !code && gained && out->rounds < ROUNDS_MAX; out->rounds++) {
        code = evaluate(&search, out->action, out->v, err);
        gained = !code && improve(&search, out->v, out->action, &left);
    }
    if (!code && out->visits) {
        memcpy(out->visits, mdp->start, mdp->states * sizeof(*out->visits));
        assay_dense_lu_solve_transposed(search.lu, out->visits);
    }
    search_release(&search);
    if (!code && gained)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "policy iteration did not end within %d rounds", ROUNDS_MAX);
    out->width = left / (1.0 - mdp->gamma);
    return code;
}
