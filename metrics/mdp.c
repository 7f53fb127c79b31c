/* A finite Markov decision process in compressed rows: checks, what is reachable, rows and means over them. */
#include "metrics/mdp.h"

#include "metrics/mdp_floors.h"
#include "metrics/row_loops.h"

#include <math.h>
#include <string.h>

static const double sum_tolerance = 1e-9;

static size_t rows_of(const struct assay_mdp *mdp)
{
    return mdp->states * mdp->actions;
}

size_t assay_mdp_entries(const struct assay_mdp *mdp)
{
    return mdp->row[rows_of(mdp)];
}

bool assay_mdp_row_is_full(const struct assay_mdp *mdp, size_t k)
{
    return mdp->row[k + 1] - mdp->row[k] == mdp->states;
}

void assay_mdp_row_add(const struct assay_mdp *mdp, size_t k, double c, double *out)
{
    if (assay_mdp_row_is_full(mdp, k)) {
        assay_row_add(c, mdp->chance + mdp->row[k], out, mdp->states);
        return;
    }
    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
        out[mdp->next[i]] += c * mdp->chance[i];
}

const double *assay_reward_row_at(const struct assay_mdp *mdp,
                                  const struct assay_reward *reward, size_t k,
                                  double *scratch)
{
    if (reward->shape == ASSAY_REWARD_DENSE)
        return reward->value + k * mdp->states;
    assay_reward_row(mdp, reward, k, scratch);
    return scratch;
}

/* Written so that a sum that is no number is off too. */
static bool sums_to_one(double sum)
{
    return fabs(sum - 1.0) <= sum_tolerance;
}

static enum assay_code check_start(const struct assay_mdp *mdp, const char *where,
                                   struct assay_error *err)
{
    double sum = 0.0;

    for (size_t s = 0; s < mdp->states; s++) {
        if (!(mdp->start[s] >= 0.0 && mdp->start[s] <= 1.0 + sum_tolerance))
            return assay_fail(err, ASSAY_EDATA, "%s: mu0[%zu]: %g is no probability",
                              where, s, mdp->start[s]);
        sum += mdp->start[s];
    }
    if (!sums_to_one(sum))
        return assay_fail(err, ASSAY_EDATA, "%s: mu0: sums to %.12g, not to 1", where,
                          sum);
    return ASSAY_OK;
}

static enum assay_code check_row(const struct assay_mdp *mdp, size_t k, const char *where,
                                 struct assay_error *err)
{
    const size_t s = k / mdp->actions, a = k % mdp->actions;
    double sum = 0.0;

    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
        if (mdp->next[i] >= mdp->states ||
            (i > mdp->row[k] && mdp->next[i] <= mdp->next[i - 1]))
            return assay_fail(err, ASSAY_EDATA,
                              "%s: tau[%zu][%zu]: successor %u is out of order or range",
                              where, s, a, mdp->next[i]);
        if (!(mdp->chance[i] >= 0.0 && mdp->chance[i] <= 1.0 + sum_tolerance))
            return assay_fail(err, ASSAY_EDATA,
                              "%s: tau[%zu][%zu][%u]: %g is no probability", where, s, a,
                              mdp->next[i], mdp->chance[i]);
        sum += mdp->chance[i];
    }
    if (!sums_to_one(sum))
        return assay_fail(err, ASSAY_EDATA, "%s: tau[%zu][%zu]: sums to %.12g, not to 1",
                          where, s, a, sum);
    return ASSAY_OK;
}

enum assay_code assay_mdp_check(const struct assay_mdp *mdp, const char *where,
                                struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (mdp->states == 0 || mdp->actions == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: no %s", where,
                          mdp->states ? "actions" : "states");
    if (!(mdp->gamma >= 0.0 && mdp->gamma < 1.0))
        return assay_fail(err, ASSAY_EDATA, "%s: gamma: %g is not in [0, 1)", where,
                          mdp->gamma);
    code = check_start(mdp, where, err);
    for (size_t k = 0; !code && k < rows_of(mdp); k++)
        code = check_row(mdp, k, where, err);
    return code;
}

static size_t values_of(const struct assay_mdp *mdp, const struct assay_reward *reward)
{
    if (reward->shape == ASSAY_REWARD_SPARSE)
        return reward->row[rows_of(mdp)];
    return reward->shape == ASSAY_REWARD_LEVEL ? rows_of(mdp)
                                               : rows_of(mdp) * mdp->states;
}

/* Which row entry i of a sparse reward is in. */
static size_t row_at(const struct assay_mdp *mdp, const struct assay_reward *reward,
                     size_t i)
{
    size_t lo = 0, hi = rows_of(mdp);

    while (hi - lo > 1) {
        const size_t middle = lo + (hi - lo) / 2;

        if (reward->row[middle] <= i)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

/* Says where the i-th number of a reward lies. */
static enum assay_code complain(const struct assay_mdp *mdp,
                                const struct assay_reward *reward, size_t i,
                                const char *where, struct assay_error *err)
{
    const size_t k = reward->shape == ASSAY_REWARD_SPARSE  ? row_at(mdp, reward, i)
                     : reward->shape == ASSAY_REWARD_LEVEL ? i
                                                           : i / mdp->states;
    const size_t s = k / mdp->actions, a = k % mdp->actions;

    if (reward->shape == ASSAY_REWARD_LEVEL)
        return assay_fail(err, ASSAY_EDATA, "%s: [%zu][%zu]: not a finite number", where,
                          s, a);
    return assay_fail(
        err, ASSAY_EDATA, "%s: [%zu][%zu][%zu]: not a finite number", where, s, a,
        reward->shape == ASSAY_REWARD_SPARSE ? reward->next[i] : i % mdp->states);
}

enum assay_code assay_reward_check(const struct assay_mdp *mdp,
                                   const struct assay_reward *reward, const char *where,
                                   struct assay_error *err)
{
    const size_t count = values_of(mdp, reward);

    for (size_t i = 0; i < count; i++)
        if (!isfinite(reward->value[i]))
            return complain(mdp, reward, i, where, err);
    for (size_t k = 0; reward->shape == ASSAY_REWARD_SPARSE && k < rows_of(mdp); k++)
        for (size_t i = reward->row[k]; i < reward->row[k + 1]; i++)
            if (reward->next[i] >= mdp->states ||
                (i > reward->row[k] && reward->next[i] <= reward->next[i - 1]))
                return assay_fail(err, ASSAY_EDATA,
                                  "%s: [%zu][%zu]: successor %u is out of order or range",
                                  where, k / mdp->actions, k % mdp->actions,
                                  reward->next[i]);
    return ASSAY_OK;
}

size_t assay_mdp_reachable(const struct assay_mdp *mdp, bool *out)
{
    struct assay_arena arena = {0};
    uint32_t *found = assay_arena_new(&arena, mdp->states, sizeof(*found));
    size_t count = 0;

    for (size_t s = 0; s < mdp->states; s++) {
        out[s] = mdp->start[s] > 0.0;
        if (out[s])
            found[count++] = (uint32_t)s;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t first = found[i] * mdp->actions;

        for (size_t j = mdp->row[first]; j < mdp->row[first + mdp->actions]; j++) {
            if (mdp->chance[j] == 0.0 || out[mdp->next[j]])
                continue;
            out[mdp->next[j]] = true;
            found[count++] = mdp->next[j];
        }
    }
    assay_arena_release(&arena);
    return count;
}

/* number[s]: what a kept state is called among those kept; returns how many are. */
static size_t renumber(size_t states, const bool *keep, uint32_t *number)
{
    size_t count = 0;

    for (size_t s = 0; s < states; s++) {
        number[s] = (uint32_t)count;
        count += keep[s];
    }
    return count;
}

/* Compressed rows, and the numbers in them, of the states kept. */
struct rows {
    const size_t *row;
    const uint32_t *next;
    const double *value;
};

static struct rows restrict_rows(const struct assay_mdp *mdp, const struct rows *from,
                                 const bool *keep, struct assay_arena *arena)
{
    const size_t actions = mdp->actions, most = from->row[rows_of(mdp)];
    uint32_t *number = assay_arena_new(arena, mdp->states, sizeof(*number));
    const size_t kept = renumber(mdp->states, keep, number);
    size_t *row = assay_arena_new(arena, kept * actions + 1, sizeof(*row));
    uint32_t *next = assay_arena_new(arena, most, sizeof(*next));
    double *value = assay_arena_new(arena, most, sizeof(*value));
    size_t count = 0, out = 0;

    for (size_t k = 0; k < rows_of(mdp); k++) {
        if (!keep[k / actions])
            continue;
        for (size_t i = from->row[k]; i < from->row[k + 1]; i++) {
            if (!keep[from->next[i]])
                continue;
            next[count] = number[from->next[i]];
            value[count++] = from->value[i];
        }
        row[++out] = count;
    }
    return (struct rows){row, next, value};
}

void assay_mdp_restrict(const struct assay_mdp *mdp, const bool *keep,
                        struct assay_arena *arena, struct assay_mdp *out)
{
    const struct rows from = {mdp->row, mdp->next, mdp->chance};
    const struct rows rows = restrict_rows(mdp, &from, keep, arena);
    double *start = assay_arena_new(arena, mdp->states, sizeof(*start));
    size_t count = 0;

    for (size_t s = 0; s < mdp->states; s++)
        if (keep[s])
            start[count++] = mdp->start[s];
    *out = (struct assay_mdp){.states = count,
                              .actions = mdp->actions,
                              .gamma = mdp->gamma,
                              .start = start,
                              .row = rows.row,
                              .next = rows.next,
                              .chance = rows.value};
}

/* Dense and level rewards: what is kept of every row. */
static const double *restrict_values(const struct assay_mdp *mdp,
                                     const struct assay_reward *reward, const bool *keep,
                                     struct assay_arena *arena)
{
    const size_t width = reward->shape == ASSAY_REWARD_LEVEL ? 1 : mdp->states;
    double *out = assay_arena_new(arena, values_of(mdp, reward), sizeof(*out));
    size_t count = 0;

    for (size_t k = 0; k < rows_of(mdp); k++)
        for (size_t i = 0; keep[k / mdp->actions] && i < width; i++)
            if (width == 1 || keep[i])
                out[count++] = reward->value[k * width + i];
    return out;
}

void assay_reward_restrict(const struct assay_mdp *mdp, const struct assay_reward *reward,
                           const bool *keep, struct assay_arena *arena,
                           struct assay_reward *out)
{
    *out = (struct assay_reward){.shape = reward->shape};
    if (reward->shape == ASSAY_REWARD_SPARSE) {
        const struct rows from = {reward->row, reward->next, reward->value};
        const struct rows rows = restrict_rows(mdp, &from, keep, arena);

        out->row = rows.row;
        out->next = rows.next;
        out->value = rows.value;
    } else {
        out->value = restrict_values(mdp, reward, keep, arena);
    }
}

void assay_reward_row(const struct assay_mdp *mdp, const struct assay_reward *reward,
                      size_t k, double *out)
{
    const size_t states = mdp->states;

    if (reward->shape == ASSAY_REWARD_DENSE) {
        memcpy(out, reward->value + k * states, states * sizeof(*out));
    } else if (reward->shape == ASSAY_REWARD_LEVEL) {
        for (size_t s = 0; s < states; s++)
            out[s] = reward->value[k];
    } else {
        memset(out, 0, states * sizeof(*out));
        for (size_t i = reward->row[k]; i < reward->row[k + 1]; i++)
            out[reward->next[i]] = reward->value[i];
    }
}

double assay_mdp_largest_chance(const struct assay_mdp *mdp, size_t k)
{
    if (mdp->floors)
        return assay_floors_largest(mdp->floors, k);
    return assay_row_largest(mdp->chance + mdp->row[k], mdp->row[k + 1] - mdp->row[k]);
}

double assay_mdp_expect(const struct assay_mdp *mdp, size_t k, const double *v)
{
    double sum = 0.0;

    if (assay_mdp_row_is_full(mdp, k))
        return assay_row_dot(mdp->chance + mdp->row[k], v, mdp->states);
    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
        sum += mdp->chance[i] * v[mdp->next[i]];
    return sum;
}

/* Both rows ascend: a merge. */
static double expect_sparse(const struct assay_mdp *mdp,
                            const struct assay_reward *reward, size_t k)
{
    size_t i = mdp->row[k], j = reward->row[k];
    double sum = 0.0;

    while (i < mdp->row[k + 1] && j < reward->row[k + 1]) {
        if (mdp->next[i] == reward->next[j])
            sum += mdp->chance[i++] * reward->value[j++];
        else if (mdp->next[i] < reward->next[j])
            i++;
        else
            j++;
    }
    return sum;
}

/* All rows of tau, one behind the other. */
static bool is_full(const struct assay_mdp *mdp, size_t first, size_t count)
{
    return mdp->row[first + count] - mdp->row[first] == count * mdp->states;
}

void assay_mdp_expects(const struct assay_mdp *mdp, size_t first, size_t count,
                       const double *v, double *out)
{
    const struct assay_floors_rows rows = {first, count, mdp->states};
    struct assay_mdp_floors floors;

    if (assay_mdp_is_short(mdp, &floors)) {
        assay_floors_expects(&floors, &rows, v, out);
        return;
    }
    if (is_full(mdp, first, count)) {
        assay_rows_dot(mdp->chance + mdp->row[first], count, v, mdp->states, out);
        return;
    }
    for (size_t i = 0; i < count; i++)
        out[i] = assay_mdp_expect(mdp, first + i, v);
}

double assay_reward_level(const struct assay_mdp *mdp, const struct assay_reward *reward,
                          double *out)
{
    struct assay_mdp_floors floors;

    if (reward->shape == ASSAY_REWARD_DENSE && assay_mdp_is_short(mdp, &floors))
        return assay_floors_level(mdp, &floors, reward->value, out);
    if (reward->shape == ASSAY_REWARD_DENSE && is_full(mdp, 0, rows_of(mdp)))
        return assay_rows_weigh(mdp->chance, reward->value, rows_of(mdp), mdp->states,
                                out);
    for (size_t k = 0; k < rows_of(mdp); k++) {
        if (reward->shape == ASSAY_REWARD_LEVEL)
            out[k] = reward->value[k];
        else if (reward->shape == ASSAY_REWARD_DENSE)
            out[k] = assay_mdp_expect(mdp, k, reward->value + k * mdp->states);
        else
            out[k] = expect_sparse(mdp, reward, k);
    }
    return assay_row_size(reward->value, values_of(mdp, reward));
}

double assay_reward_largest(const struct assay_mdp *mdp,
                            const struct assay_reward *reward)
{
    return assay_row_largest(reward->value, values_of(mdp, reward));
}

void assay_mdp_row(const struct assay_mdp *mdp, size_t k, double *out)
{
    memset(out, 0, mdp->states * sizeof(*out));
    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
        out[mdp->next[i]] = mdp->chance[i];
}

void assay_mdp_average(const struct assay_mdp *mdp, const double *policy, const double *x,
                       double *out)
{
    const double uniform = 1.0 / (double)mdp->actions;

    for (size_t s = 0; s < mdp->states; s++) {
        const size_t first = s * mdp->actions;
        double sum = 0.0;

        for (size_t a = 0; a < mdp->actions; a++)
            sum += (policy ? policy[first + a] : uniform) * x[first + a];
        out[s] = sum;
    }
}
