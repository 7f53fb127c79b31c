/* vote_exact.c - the majority among n of N samples, by generating functions. */
#include "harness/core/memory.h"
#include "metrics/vote_parts.h"

#include <gsl/gsl_integration.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LARGEST = 1000 /* N for which 2^-N is a normal number with room to spare */
};

/*
 * Coefficients of z^0 ... z^most of the product over all samples, and of the sum over winners; those
 * of a sample are (1 + z) / 2, so that numbers of subsets do not overflow.
 */
struct state {
    double *all, *won;
    size_t degree, most;
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* C(m, k) 2^-m for k = 0 ... most. */
static void binomials(size_t m, size_t most, double *out)
{
    out[0] = ldexp(1.0, -(int)m);
    for (size_t k = 1; k <= most; k++)
        out[k] = k > m ? 0.0 : out[k - 1] * (double)(m - k + 1) / (double)k;
}

/* Answers with at least t samples, and samples of all others, silent ones too. */
static size_t strong(const struct assay_votes *votes, size_t t, size_t *others)
{
    size_t count = 0;

    *others = votes->silent;
    for (size_t g = 0; g < votes->groups; g++) {
        if (votes->group[g].size >= t)
            count++;
        else
            *others += votes->group[g].size;
    }
    return count;
}

/* Nodes that integrate the polynomial in y: of degree one less than answers that can have t. */
static size_t nodes_for(size_t answers, size_t t, size_t most)
{
    return (smaller(answers, most / t) - 1) / 2 + 1;
}

static size_t largest(const struct assay_votes *votes, size_t most)
{
    size_t size = 0;

    for (size_t g = 0; g < votes->groups; g++)
        if (votes->group[g].size > size)
            size = votes->group[g].size;
    return smaller(size, most);
}

double assay_vote_exact_cost(const struct assay_votes *votes, size_t n)
{
    const size_t top = largest(votes, n);
    double cost = 0.0;

    if (votes->count > LARGEST)
        return HUGE_VAL;
    for (size_t t = 1; t <= top; t++) {
        size_t others;
        const size_t answers = strong(votes, t, &others);

        cost += (double)nodes_for(answers, t, n) * (double)n *
                (2.0 * (double)(t + 1) * (double)(answers - 1) + 1.0);
    }
    return cost;
}

/* x times a polynomial of degree t, in place; x has degree `from` and gets `to`. */
static void times(double *x, size_t from, size_t to, const double *factor, size_t t)
{
    for (size_t d = to + 1; d-- > 0;) {
        const size_t least = d > from ? d - from : 0;
        double sum = 0.0;

        for (size_t k = least; k <= t && k <= d; k++)
            sum += factor[k] * x[d - k];
        x[d] = sum;
    }
}

/* One more answer that may have t votes: alone it wins, beside others it shares by y. */
static void add_answer(struct state *state, const struct assay_vote_group *group,
                       size_t t, double y, double *factor, bool last)
{
    const size_t to = smaller(state->degree + t, state->most);
    double wins;

    binomials(group->size, t, factor);
    wins = factor[t] * group->value;
    factor[t] *= y;
    times(state->won, state->degree, to, factor, t);
    for (size_t d = t; d <= to; d++)
        state->won[d] += wins * state->all[d - t];
    if (!last)
        times(state->all, state->degree, to, factor, t);
    state->degree = to;
}

/* What winners with t votes are worth at one y. */
static void add_node(const struct assay_votes *votes, struct state *state, size_t t,
                     double y, double *factor)
{
    size_t others, left = strong(votes, t, &others);

    binomials(others, state->most, state->all);
    memset(state->won, 0, (state->most + 1) * sizeof(*state->won));
    state->degree = smaller(others, state->most);
    for (size_t g = 0; g < votes->groups; g++)
        if (votes->group[g].size >= t)
            add_answer(state, &votes->group[g], t, y, factor, --left == 0);
}

static void add_winners(const struct assay_votes *votes, struct state *state, size_t t,
                        double *factor, double *sum)
{
    size_t others;
    const size_t nodes = nodes_for(strong(votes, t, &others), t, state->most);
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(nodes);

    for (size_t i = 0; i < nodes; i++) {
        double y, weight;

        (void)gsl_integration_glfixed_point(0.0, 1.0, i, &y, &weight, table);
        add_node(votes, state, t, y, factor);
        for (size_t d = t; d <= state->degree; d++)
            sum[d] += weight * state->won[d];
    }
    gsl_integration_glfixed_table_free(table);
}

void assay_vote_exact(const struct assay_votes *votes, double none, size_t n,
                      double *value)
{
    double *room = assay_memory_new(4 * (n + 1), sizeof(*room));
    double *factor = room + 2 * (n + 1), *subsets = room + 3 * (n + 1);
    struct state state = {room, room + n + 1, 0, n};
    const size_t top = largest(votes, n);

    memset(value, 0, (n + 1) * sizeof(*value));
    for (size_t t = 1; t <= top; t++)
        add_winners(votes, &state, t, factor, value);
    /* subsets of silent samples alone; the factor makes up for the halves of the others */
    binomials(votes->silent, n, factor);
    binomials(votes->count, n, subsets);
    for (size_t k = 0; k <= n; k++) {
        const double silent = ldexp(factor[k], -(int)(votes->count - votes->silent));

        value[k] = (value[k] + none * silent) / subsets[k];
    }
    free(room);
}
