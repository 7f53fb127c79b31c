/* mdp_chain_smooth.c - a chain's blocks, solved nearly: a sweep of Gauss and Seidel to and one fro. */
#include "metrics/mdp_chain.h"

#include <assert.h>
#include <string.h>

enum {
    BLOCK = ASSAY_CHAIN_BLOCK
};

/* Rows of N, stored or as tau has them. */
struct span {
    const uint32_t *next;
    const float *value;   /* of a chain that is stored */
    const double *chance; /* of one that is not, times weight */
    double weight;
    size_t count;
};

/* Rows of tau that one of N is made of. */
static size_t spans_of(const struct assay_chain *chain)
{
    return chain->row ? 1 : chain->mdp->actions;
}

static struct span span_of(const struct assay_chain *chain, size_t s, size_t a)
{
    const struct assay_mdp *mdp = chain->mdp;
    const size_t k = s * mdp->actions + a;
    const uint32_t *row =
        chain->row ? chain->row + s / BLOCK * (BLOCK + 1) + s % BLOCK : NULL;

    if (row)
        return (struct span){.next = chain->next + row[0],
                             .value = chain->value + row[0],
                             .count = row[1] - row[0]};
    return (struct span){
        .next = mdp->next + mdp->row[k],
        .chance = mdp->chance + mdp->row[k],
        .weight =
            mdp->gamma * (chain->policy ? chain->policy[k] : 1.0 / (double)mdp->actions),
        .count = mdp->row[k + 1] - mdp->row[k]};
}

static double entry_of(const struct span *span, size_t i)
{
    assert(span->chance || span->value);
    return span->chance ? span->weight * span->chance[i] : (double)span->value[i];
}

/* sum of N(s, s') z(s') over from <= s' < to. */
static double part_of(const struct assay_chain *chain, size_t s, size_t from, size_t to,
                      const float *z)
{
    double sum = 0.0;

    for (size_t a = 0; a < spans_of(chain); a++) {
        const struct span span = span_of(chain, s, a);

        for (size_t i = 0; i < span.count; i++)
            if (span.next[i] >= from && span.next[i] < to)
                sum += entry_of(&span, i) * (double)z[span.next[i]];
    }
    return sum;
}

/* z(s') += N(s, s') z(s) over from <= s' < to. */
static void part_spread(const struct assay_chain *chain, size_t s, size_t from, size_t to,
                        float *z)
{
    for (size_t a = 0; a < spans_of(chain); a++) {
        const struct span span = span_of(chain, s, a);

        for (size_t i = 0; i < span.count; i++)
            if (span.next[i] >= from && span.next[i] < to)
                z[span.next[i]] += (float)(entry_of(&span, i) * (double)z[s]);
    }
}

void assay_chain_smooth(const struct assay_chain *chain, size_t b, bool transposed,
                        const float *x, float *out)
{
    const size_t states = chain->mdp->states, from = b * BLOCK;
    const size_t to = states - from < BLOCK ? states : from + BLOCK;

    memcpy(out + from, x + from, (to - from) * sizeof(*out));
    for (size_t s = from; s < to; s++) {
        if (transposed)
            part_spread(chain, s, s + 1, to, out);
        else
            out[s] += (float)part_of(chain, s, from, s, out);
    }
    for (size_t s = to; s-- > from;) {
        if (transposed)
            part_spread(chain, s, from, s, out);
        else
            out[s] += (float)part_of(chain, s, s + 1, to, out);
    }
}
