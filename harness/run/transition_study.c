/* transition_study.c - distances between reward functions from transitions. */
#include "harness/run/transition_study.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers that replicates leave behind: half a GiB. */
#define REPLICATED_MAX ((size_t)1 << 26)

const char *const assay_transition_products[] = {"auto", "double", "pairs", "plain",
                                                 NULL};
const char *const assay_transition_coverages[] = {"rows", "product", NULL};

/* A set of rows on its way to the metrics. */
struct work {
    const struct assay_transition_table *table;
    const struct assay_transition_rewards *rewards;
    const struct assay_transition_how *how;
    struct assay_arena *arena;
    struct assay_transition_study *out;
    struct assay_transitions set;
    double *absorbing; /* (rewards,) */
    bool *kept;        /* (rows,) */
    struct assay_error *err;
};

/* ---- what a step at the end pays ---- */

static enum assay_code read_absorbing(const struct work *w, const char *word)
{
    const struct assay_str text = assay_str_of(word);
    const size_t n = assay_str_find(text, ASSAY_STR("="));
    double value = 0.0;
    size_t k = 0;

    while (k < w->rewards->rewards &&
           !assay_str_equal(w->rewards->name[k], (struct assay_str){word, n}))
        k++;
    if (n + 1 >= text.len ||
        !assay_str_number((struct assay_str){word + n + 1, text.len - n - 1}, &value) ||
        fabs(value) > ASSAY_TRANSITION_NUMBER_MAX)
        return assay_fail(w->err, ASSAY_EUSAGE, "--absorbing %s: expected NAME=NUMBER",
                          word);
    if (k == w->rewards->rewards)
        return assay_fail(w->err, ASSAY_EUSAGE, "--absorbing %s: no such reward", word);
    w->absorbing[k] = value;
    return ASSAY_OK;
}

/* ---- rows that count ---- */

/* Rows by the state that they lead to: row[first[s]] .. row[first[s + 1] - 1], of every next state. */
struct leading {
    size_t *first; /* (states + 1,) */
    uint32_t *row;
};

static void list_leading(const struct work *w, struct leading *out)
{
    const struct assay_transition_table *table = w->table;
    const size_t states = table->states.count;
    size_t *next;

    out->first = assay_memory_new(states + 2, sizeof(*out->first));
    out->row = assay_memory_new(table->rows * table->samples, sizeof(*out->row));
    for (size_t j = 0; j < table->samples; j++)
        for (size_t i = 0; i < table->rows; i++)
            if (!table->done[j][i])
                out->first[table->next[j][i] + 2]++;
    for (size_t s = 0; s < states; s++)
        out->first[s + 2] += out->first[s + 1];
    next = out->first + 1; /* moves up to what is first of the next state */
    for (size_t j = 0; j < table->samples; j++)
        for (size_t i = 0; i < table->rows; i++)
            if (!table->done[j][i])
                out->row[next[table->next[j][i]]++] = (uint32_t)i;
}

/* Of a state that no row leaves, the rows to it; and so on for states that only these left. */
static void leave_out(struct work *w)
{
    const struct assay_transition_table *table = w->table;
    const size_t states = table->states.count;
    size_t *leaving = assay_memory_new(states, sizeof(*leaving));
    size_t *dead = assay_memory_new(states, sizeof(*dead)), count = 0;
    struct leading to;

    list_leading(w, &to);
    for (size_t i = 0; i < table->rows; i++)
        leaving[table->state[i]]++;
    for (size_t s = 0; s < states; s++)
        if (leaving[s] == 0)
            dead[count++] = s;
    while (count > 0) {
        const size_t s = dead[--count];

        for (size_t k = to.first[s]; k < to.first[s + 1]; k++) {
            const size_t i = to.row[k];

            if (!w->kept[i])
                continue;
            w->kept[i] = false;
            w->out->left_out++;
            if (--leaving[table->state[i]] == 0)
                dead[count++] = table->state[i];
        }
    }
    free(to.first);
    free(to.row);
    free(dead);
    free(leaving);
}

/* Rows of an array that are kept. */
static void *gather(const struct work *w, const void *from, size_t width)
{
    char *out = assay_arena_new(w->arena, w->set.rows + 1, width);
    const char *at = from;
    size_t n = 0;

    for (size_t i = 0; i < w->table->rows; i++)
        if (w->kept[i])
            memcpy(out + n++ * width, at + i * width, width);
    return out;
}

static void put_firsts(struct work *w)
{
    const struct assay_transition_table *table = w->table;
    size_t *first = assay_arena_new(w->arena, table->trajectories + 1, sizeof(*first));
    size_t rows = 0;

    for (size_t c = 0; c < table->trajectories; c++) {
        const size_t before = rows;

        for (size_t i = table->first[c]; i < table->first[c + 1]; i++)
            rows += w->kept[i];
        if (rows > before)
            first[++w->set.clusters] = rows;
    }
    w->set.first = first;
    w->set.rows = rows;
}

/* ---- states and actions ---- */

static int compare_keys(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

/* Numbers of the states and actions that rows are of, and whether one is of two rows. */
static bool put_pairs(struct work *w)
{
    const size_t n = w->set.rows;
    const uint32_t *state, *action;
    uint64_t *key, *sorted;
    uint32_t *pair;
    size_t count = 0;

    if (!w->table->state || !w->table->action)
        return false;
    state = gather(w, w->table->state, sizeof(*state));
    action = gather(w, w->table->action, sizeof(*action));
    pair = assay_arena_new(w->arena, n, sizeof(*pair));
    key = assay_memory_new(n, sizeof(*key));
    sorted = assay_memory_new(n, sizeof(*sorted));
    for (size_t i = 0; i < n; i++)
        sorted[i] = key[i] = ((uint64_t)state[i] << 32) | action[i];
    qsort(sorted, n, sizeof(*sorted), compare_keys);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || sorted[i] != sorted[count - 1])
            sorted[count++] = sorted[i];
    for (size_t i = 0; i < n; i++)
        pair[i] = (uint32_t)((const uint64_t *)bsearch(&key[i], sorted, count,
                                                       sizeof(*sorted), compare_keys) -
                             sorted);
    free(key);
    free(sorted);
    w->set.pair = pair;
    w->set.pairs = count;
    return count < n;
}

static enum assay_code settle_products(struct work *w)
{
    const bool two = w->table->samples == 2, pairs = put_pairs(w);

    switch (w->how->products) {
    case ASSAY_PRODUCTS_AUTO:
        w->out->by = two     ? ASSAY_MOMENTS_DOUBLE
                     : pairs ? ASSAY_MOMENTS_PAIRS
                             : ASSAY_MOMENTS_PLAIN;
        return ASSAY_OK;
    case ASSAY_PRODUCTS_DOUBLE:
        w->out->by = ASSAY_MOMENTS_DOUBLE;
        return two ? ASSAY_OK
                   : assay_fail(w->err, ASSAY_EUSAGE,
                                "--products double: the rows have no second next state");
    case ASSAY_PRODUCTS_PAIRS:
        w->out->by = ASSAY_MOMENTS_PAIRS;
        return w->set.pair ? ASSAY_OK
                           : assay_fail(w->err, ASSAY_EUSAGE,
                                        "--products pairs: the rows have no labels of "
                                        "state and action");
    case ASSAY_PRODUCTS_PLAIN:
        break;
    }
    w->out->by = ASSAY_MOMENTS_PLAIN;
    return ASSAY_OK;
}

/* ---- features ---- */

static bool is_constant(const struct work *w, size_t f)
{
    const struct assay_transition_table *table = w->table;
    const double value = table->phi[f];

    for (size_t i = 0; i < table->rows; i++) {
        if (table->phi[i * table->features + f] != value)
            return false;
        for (size_t j = 0; j < table->samples; j++)
            if (!table->done[j][i] &&
                table->next_phi[j][i * table->features + f] != value)
                return false;
    }
    return true;
}

static bool has_constant(const struct work *w)
{
    for (size_t f = 0; f < w->table->features; f++)
        if (w->table->phi[f] != 0.0 && is_constant(w, f))
            return true;
    return false;
}

/* The features, with a 1 behind them where it is wanted; of what is not there 0. */
static const double *with_constant(const struct work *w, const double *phi)
{
    const size_t from = w->table->features, to = w->out->features;
    double *out = assay_arena_new(w->arena, w->table->rows * to, sizeof(*out));

    for (size_t i = 0; i < w->table->rows; i++) {
        for (size_t f = 0; f < from; f++)
            out[i * to + f] = isfinite(phi[i * from + f]) ? phi[i * from + f] : 0.0;
        if (to > from)
            out[i * to + from] = 1.0;
    }
    return out;
}

static void put_features(struct work *w, bool constant)
{
    const struct assay_transition_table *table = w->table;

    w->out->constant = constant;
    w->out->features = table->features + constant;
    w->set.features = w->out->features;
    w->set.phi = with_constant(w, table->phi);
    for (size_t j = 0; j < table->samples; j++)
        w->set.next[j].phi = with_constant(w, table->next_phi[j]);
}

static enum assay_code put_states(struct work *w)
{
    const struct assay_transition_table *table = w->table;

    if (table->states.count > ASSAY_LSTD_FEATURES_MAX)
        return assay_fail(w->err, ASSAY_EDATA,
                          "%s: %zu states, more than %d: name features of states with "
                          "--column phi=NAME or feature=NAME",
                          table->source[0].path, table->states.count,
                          ASSAY_LSTD_FEATURES_MAX);
    leave_out(w);
    put_firsts(w);
    if (w->set.rows == 0)
        return assay_fail(w->err, ASSAY_EDATA,
                          "%s: every row leads to a state that no row leaves",
                          table->source[0].path);
    w->out->features = w->set.features = table->states.count;
    w->set.state = gather(w, table->state, sizeof(*table->state));
    for (size_t j = 0; j < table->samples; j++)
        w->set.next[j].state = gather(w, table->next[j], sizeof(*table->next[j]));
    return ASSAY_OK;
}

/* ---- all of it ---- */

static enum assay_code put_set(struct work *w)
{
    const struct assay_transition_table *table = w->table;
    const size_t rewards = w->rewards->rewards;
    enum assay_code code = ASSAY_OK;

    w->kept = assay_arena_new(w->arena, table->rows, sizeof(*w->kept));
    memset(w->kept, 1, table->rows);
    w->absorbing = assay_arena_new(w->arena, rewards, sizeof(*w->absorbing));
    for (size_t i = 0; !code && i < w->how->absorbings; i++)
        code = read_absorbing(w, w->how->absorbing[i]);
    if (code)
        return code;
    if (table->phi)
        put_firsts(w);
    else
        code = put_states(w);
    if (code)
        return code;
    w->set.rewards = rewards;
    w->set.gamma = w->how->gamma;
    w->set.samples = table->samples;
    w->set.absorbing = w->absorbing;
    for (size_t j = 0; j < table->samples; j++) {
        w->set.next[j].done = gather(w, table->done[j], 1);
        w->set.next[j].reward = gather(w, w->rewards->value[j], rewards * sizeof(double));
    }
    return settle_products(w);
}

static enum assay_code measure(struct work *w)
{
    const struct assay_sampled_how how = {w->out->by,    w->how->ridge,
                                          w->how->level, w->how->replicates,
                                          w->how->seed,  w->how->jobs};
    enum assay_code code;

    if (how.replicates * w->set.rewards * w->set.rewards > REPLICATED_MAX)
        return assay_fail(w->err, ASSAY_EUSAGE,
                          "--replicates %zu: too many of %zu rewards, at most %zu",
                          how.replicates, w->set.rewards,
                          REPLICATED_MAX / w->set.rewards / w->set.rewards);
    if (w->table->phi)
        put_features(w, !has_constant(w) && w->table->features < ASSAY_LSTD_FEATURES_MAX);
    code = assay_sampled_starc(&w->set, &how, w->arena, &w->out->found, w->err);
    if (code == ASSAY_EDOMAIN && w->out->constant) { /* which the others add up to */
        put_features(w, false);
        code = assay_sampled_starc(&w->set, &how, w->arena, &w->out->found, w->err);
    }
    if (code == ASSAY_EDOMAIN)
        return assay_fail(
            w->err, ASSAY_EDOMAIN,
            "%s: features depend on each other linearly: leave some out, or "
            "give --ridge 1e-6",
            w->table->source[0].path);
    return code;
}

enum assay_code assay_transition_study(const struct assay_transition_rewards *rewards,
                                       const struct assay_transition_how *how,
                                       struct assay_arena *arena,
                                       struct assay_transition_study *out,
                                       struct assay_error *err)
{
    struct work w = {.table = rewards->table,
                     .rewards = rewards,
                     .how = how,
                     .arena = arena,
                     .out = out,
                     .err = err};
    enum assay_code code;

    *out = (struct assay_transition_study){
        .table = rewards->table, .how = how, .rewards = rewards};
    code = put_set(&w);
    if (!code)
        code = measure(&w);
    out->rows = w.set.rows;
    out->trajectories = w.set.clusters;
    if (!code && how->epic)
        code = assay_transition_epic(rewards, how, arena, out, err);
    return code;
}
