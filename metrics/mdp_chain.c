/* mdp_chain.c - the Markov chain of a policy: which of its entries are stored, and products with them. */
#include "metrics/mdp_chain.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/wide.h"

#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = ASSAY_CHAIN_BLOCK,
    SAMPLES = 1024,    /* states that say whether storing pays */
    SHORT = 64,        /* entries of a row */
    ALONE = 4 * BLOCK, /* states up to which threads do not pay */
};

/* A chain is stored where it has at most this part of tau's entries. */
static const double part_stored = 0.45;

struct entry {
    uint32_t next;
    double chance;
};

static size_t least(size_t x, size_t y)
{
    return x < y ? x : y;
}

size_t assay_chain_blocks(const struct assay_mdp *mdp)
{
    return (mdp->states + BLOCK - 1) / BLOCK;
}

size_t assay_chain_width(const struct assay_mdp *mdp)
{
    return assay_chain_blocks(mdp) * BLOCK;
}

size_t assay_chain_jobs(const struct assay_mdp *mdp, size_t jobs)
{
    return mdp->states <= ALONE || jobs == 0 ? 1 : jobs;
}

/* Entries of tau of the states from .. to - 1, all actions. */
static size_t entries_of(const struct assay_mdp *mdp, size_t from, size_t to)
{
    return mdp->row[to * mdp->actions] - mdp->row[from * mdp->actions];
}

static size_t merged_pair(const struct entry *x, size_t n, const struct entry *y,
                          size_t m, struct entry *out)
{
    size_t i = 0, j = 0, count = 0;

    while (i < n && j < m) {
        if (x[i].next == y[j].next) {
            out[count].next = x[i].next;
            out[count++].chance = x[i++].chance + y[j++].chance;
        } else {
            out[count++] = x[i].next < y[j].next ? x[i++] : y[j++];
        }
    }
    while (i < n)
        out[count++] = x[i++];
    while (j < m)
        out[count++] = y[j++];
    return count;
}

/*
 * P(s, .) of rows from .. to - 1 of one state into out, by halves; both have room for the rows' entries.
 * Rows that are never taken are left out.
 */
static size_t merged(const struct assay_chain *chain, size_t from, size_t to,
                     struct entry *out, struct entry *scratch)
{
    const struct assay_mdp *mdp = chain->mdp;
    size_t middle, room, n, m;

    if (to - from == 1) {
        const double weight =
            chain->policy ? chain->policy[from] : 1.0 / (double)mdp->actions;

        n = 0;
        for (size_t i = mdp->row[from]; i < mdp->row[to] && weight != 0.0; i++)
            out[n++] = (struct entry){mdp->next[i], weight * mdp->chance[i]};
        return n;
    }
    middle = from + (to - from) / 2;
    room = mdp->row[middle] - mdp->row[from];
    n = merged(chain, from, middle, scratch, out);
    m = merged(chain, middle, to, scratch + room, out + room);
    return merged_pair(scratch, n, scratch + room, m, out);
}

static size_t merged_state(const struct assay_chain *chain, size_t s,
                           struct entry *scratch, size_t room)
{
    const size_t actions = chain->mdp->actions;

    return merged(chain, s * actions, (s + 1) * actions, scratch, scratch + room);
}

/* Most entries that one state has, all actions. */
static size_t most_entries(const struct assay_mdp *mdp)
{
    size_t most = 0;

    for (size_t s = 0; s < mdp->states; s++)
        if (entries_of(mdp, s, s + 1) > most)
            most = entries_of(mdp, s, s + 1);
    return most;
}

/* Whether the chain has clearly fewer entries than tau, by states at equal distances. */
static bool pays(const struct assay_chain *chain, struct entry *scratch, size_t room)
{
    const size_t states = chain->mdp->states, samples = least(states, SAMPLES);
    size_t all = 0, kept = 0;

    for (size_t i = 0; i < samples; i++) {
        const size_t s = states * i / samples;

        all += entries_of(chain->mdp, s, s + 1);
        kept += merged_state(chain, s, scratch, room);
    }
    return (double)kept <= part_stored * (double)all;
}

/* Takes one entry of state s into the chain, or into its diagonal. */
static size_t entry_put(struct assay_chain *chain, size_t s, struct entry entry,
                        size_t at)
{
    const double part = chain->mdp->gamma * entry.chance;

    if (entry.next == s) {
        chain->inverse[s] = (float)(1.0 / (1.0 - part));
        return at;
    }
    chain->next[at] = entry.next;
    chain->value[at] = (float)part;
    return at + 1;
}

/* Ends the row of state s, whose entries are from .. to - 1. */
static void row_ended(struct assay_chain *chain, size_t s, size_t from, size_t to)
{
    chain->row[s / BLOCK * (BLOCK + 1) + s % BLOCK + 1] = (uint32_t)to;
    for (size_t i = from; i < to; i++)
        chain->value[i] *= chain->inverse[s];
}

/* Where block b begins, and that its states have no loops yet; returns the end of its states. */
static size_t block_begun(struct assay_chain *chain, size_t b, size_t at)
{
    chain->row[b * (BLOCK + 1)] = (uint32_t)at;
    for (size_t s = b * BLOCK; s < (b + 1) * BLOCK; s++)
        chain->inverse[s] = 1.0F;
    return least((b + 1) * BLOCK, chain->mdp->states);
}

struct filling {
    struct assay_chain *chain;
    const uint32_t *action;
    struct entry *scratch; /* (jobs, 2, room) */
    size_t room;
    size_t *begin; /* (blocks,) of chosen rows */
};

static void fill_merged(void *state, size_t worker, size_t b)
{
    const struct filling *filling = state;
    struct assay_chain *chain = filling->chain;
    struct entry *entry = filling->scratch + 2 * filling->room * worker;
    size_t at = chain->mdp->row[b * BLOCK * chain->mdp->actions];
    const size_t end = block_begun(chain, b, at);

    for (size_t s = b * BLOCK; s < end; s++) {
        const size_t count = merged_state(chain, s, entry, filling->room), from = at;

        for (size_t i = 0; i < count; i++)
            at = entry_put(chain, s, entry[i], at);
        row_ended(chain, s, from, at);
    }
}

/* The diagonal of a chain that is not stored. */
static void fill_diagonal(void *state, size_t worker, size_t b)
{
    const struct filling *filling = state;
    struct assay_chain *chain = filling->chain;
    const struct assay_mdp *mdp = chain->mdp;
    const size_t end = least((b + 1) * BLOCK, mdp->states);

    (void)worker;
    for (size_t s = b * BLOCK; s < end; s++) {
        double self = 0.0;

        for (size_t k = s * mdp->actions; k < (s + 1) * mdp->actions; k++)
            for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
                if (mdp->next[i] == s)
                    self += mdp->chance[i] * (chain->policy ? chain->policy[k]
                                                            : 1.0 / (double)mdp->actions);
        chain->inverse[s] = (float)(1.0 / (1.0 - mdp->gamma * self));
    }
}

/*
 * Rows begin where those of the block's first state do in tau, so that no block has to know how much those
 * before it take. Pages between that nothing is written to are never there.
 */
static void entries_new(struct assay_chain *chain, size_t room)
{
    chain->row = assay_memory_new(chain->blocks * (BLOCK + 1), sizeof(*chain->row));
    chain->next = assay_memory_new(room, sizeof(*chain->next));
    chain->value = assay_memory_new(room, sizeof(*chain->value));
}

void assay_chain_init(struct assay_chain *chain, const struct assay_mdp *mdp,
                      const double *policy, size_t jobs)
{
    const size_t room = most_entries(mdp);
    struct filling filling = {.chain = chain, .room = room};

    *chain = (struct assay_chain){.mdp = mdp,
                                  .policy = policy,
                                  .blocks = assay_chain_blocks(mdp),
                                  .jobs = assay_chain_jobs(mdp, jobs)};
    chain->inverse = assay_memory_new(chain->blocks * BLOCK, sizeof(*chain->inverse));
    filling.scratch = assay_memory_new(chain->jobs * 2 * room, sizeof(*filling.scratch));
    if (pays(chain, filling.scratch, room)) {
        entries_new(chain, assay_mdp_entries(mdp));
        assay_parallel(chain->jobs, chain->blocks, fill_merged, &filling);
    } else {
        assay_parallel(chain->jobs, chain->blocks, fill_diagonal, &filling);
    }
    free(filling.scratch);
}

static void fill_chosen(void *state, size_t worker, size_t b)
{
    const struct filling *filling = state;
    struct assay_chain *chain = filling->chain;
    const struct assay_mdp *mdp = chain->mdp;
    size_t at = filling->begin[b];
    const size_t end = block_begun(chain, b, at);

    (void)worker;
    for (size_t s = b * BLOCK; s < end; s++) {
        const size_t k = s * mdp->actions + filling->action[s], from = at;

        for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
            at = entry_put(chain, s, (struct entry){mdp->next[i], mdp->chance[i]}, at);
        row_ended(chain, s, from, at);
    }
}

/* As many entries as any choice of actions has up to the end of each block; returns those of all. */
static size_t most_chosen(const struct assay_mdp *mdp, size_t *begin)
{
    size_t count = 0;

    for (size_t s = 0; s < mdp->states; s++) {
        size_t most = 0;

        if (begin && s % BLOCK == 0)
            begin[s / BLOCK] = count;
        for (size_t k = s * mdp->actions; k < (s + 1) * mdp->actions; k++)
            if (mdp->row[k + 1] - mdp->row[k] > most)
                most = mdp->row[k + 1] - mdp->row[k];
        count += most;
    }
    return count;
}

void assay_chain_init_actions(struct assay_chain *chain, const struct assay_mdp *mdp,
                              size_t jobs)
{
    *chain = (struct assay_chain){.mdp = mdp,
                                  .blocks = assay_chain_blocks(mdp),
                                  .jobs = assay_chain_jobs(mdp, jobs)};
    chain->inverse = assay_memory_new(chain->blocks * BLOCK, sizeof(*chain->inverse));
    if (mdp->actions == 1) {
        assay_parallel(chain->jobs, chain->blocks, fill_diagonal,
                       &(struct filling){.chain = chain});
        return;
    }
    chain->begin = assay_memory_new(chain->blocks, sizeof(*chain->begin));
    entries_new(chain, most_chosen(mdp, chain->begin));
}

void assay_chain_set_action(struct assay_chain *chain, const uint32_t *action)
{
    struct filling filling = {.chain = chain, .action = action, .begin = chain->begin};

    if (chain->row)
        assay_parallel(chain->jobs, chain->blocks, fill_chosen, &filling);
}

void assay_chain_release(struct assay_chain *chain)
{
    free(chain->begin);
    free(chain->row);
    free(chain->next);
    free(chain->value);
    free(chain->inverse);
    *chain = (struct assay_chain){0};
}

static double dot(const double *chance, const uint32_t *next, size_t n, const float *x)
{
    double even = 0.0, odd = 0.0;
    size_t i = 0;

    for (; i + 2 <= n; i += 2) {
        even += chance[i] * (double)x[next[i]];
        odd += chance[i + 1] * (double)x[next[i + 1]];
    }
    if (i < n)
        even += chance[i] * (double)x[next[i]];
    return even + odd;
}

/* Of a chain that is not stored. */
static double expected(const struct assay_chain *chain, size_t s, const float *x)
{
    const struct assay_mdp *mdp = chain->mdp;
    const size_t first = s * mdp->actions, last = first + mdp->actions;
    double sum = 0.0;

    if (!chain->policy)
        return dot(mdp->chance + mdp->row[first], mdp->next + mdp->row[first],
                   mdp->row[last] - mdp->row[first], x) *
               (mdp->gamma / (double)mdp->actions);
    for (size_t k = first; k < last; k++)
        if (chain->policy[k] != 0.0)
            sum +=
                chain->policy[k] * dot(mdp->chance + mdp->row[k], mdp->next + mdp->row[k],
                                       mdp->row[k + 1] - mdp->row[k], x);
    return mdp->gamma * sum;
}

/* In single precision where rows are short: what rounding does is what it does to the entries. */
static inline float row_dot(const float *value, const uint32_t *next, size_t n,
                            const float *x)
{
    float even = 0.0F, odd = 0.0F;
    size_t i = 0;

    for (; i + 2 <= n; i += 2) {
        even += value[i] * x[next[i]];
        odd += value[i + 1] * x[next[i + 1]];
    }
    if (i < n)
        even += value[i] * x[next[i]];
    return even + odd;
}

static float long_row_dot(const float *value, const uint32_t *next, size_t n,
                          const float *x)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += (double)value[i] * (double)x[next[i]];
    return (float)sum;
}

static void multiply_stored(const struct assay_chain *chain, const uint32_t *row,
                            size_t count, const float *x, float *out)
{
    for (size_t i = 0; i < count; i++) {
        const uint32_t *next = chain->next + row[i];
        const float *value = chain->value + row[i];
        const size_t n = row[i + 1] - row[i];

        if (n <= SHORT)
            out[i] = row_dot(value, next, n, x);
        else
            out[i] = long_row_dot(value, next, n, x);
    }
}

void assay_chain_multiply(const struct assay_chain *chain, size_t b, const float *x,
                          float *out)
{
    const size_t from = b * BLOCK, count = least(chain->mdp->states - from, BLOCK);

    if (chain->row)
        multiply_stored(chain, chain->row + b * (BLOCK + 1), count, x, out);
    for (size_t i = 0; !chain->row && i < count; i++) {
        const double inverse = (double)chain->inverse[from + i];
        const double own = (1.0 - 1.0 / inverse) * (double)x[from + i];

        out[i] = (float)((expected(chain, from + i, x) - own) * inverse);
    }
    memset(out + count, 0, least(BLOCK - count, ASSAY_LANES) * sizeof(*out));
}

static void scatter_row(const struct assay_mdp *mdp, size_t k, double part, double *out)
{
    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
        out[mdp->next[i]] += part * mdp->chance[i];
}

static void scatter_state(const struct assay_chain *chain, size_t s, double part,
                          double *out)
{
    const struct assay_mdp *mdp = chain->mdp;
    const double uniform = 1.0 / (double)mdp->actions;

    if (chain->row) {
        const uint32_t *row = chain->row + s / BLOCK * (BLOCK + 1) + s % BLOCK;

        for (size_t i = row[0]; i < row[1]; i++)
            out[chain->next[i]] += part * (double)chain->value[i];
        return;
    }
    part *= (double)chain->inverse[s];
    out[s] -= part * (1.0 - 1.0 / (double)chain->inverse[s]);
    for (size_t a = 0; a < mdp->actions; a++) {
        const size_t k = s * mdp->actions + a;

        scatter_row(mdp, k,
                    part * mdp->gamma * (chain->policy ? chain->policy[k] : uniform),
                    out);
    }
}

void assay_chain_scatter(const struct assay_chain *chain, size_t g, const float *x,
                         double *out)
{
    const size_t states = chain->mdp->states;
    const size_t from = chain->blocks * g / ASSAY_CHAIN_GROUPS * BLOCK;
    const size_t to = chain->blocks * (g + 1) / ASSAY_CHAIN_GROUPS * BLOCK;

    for (size_t s = from; s < least(to, states); s++)
        if (x[s] != 0.0F)
            scatter_state(chain, s, (double)x[s], out);
}
