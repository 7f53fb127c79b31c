#include "metrics/episode_correlation.h"

#include "harness/core/memory.h"
#include "metrics/return_range.h"
#include "metrics/row_loops.h"

#include <math.h>
#include <stdlib.h>

static const double constant_share = 1e-10;

struct assay_episodes {
    const struct assay_mdp *mdp;
    const double *policy;
    struct assay_mdp squared; /* the same with gamma^2 */
    struct assay_policy_system *values, *moments;
};

enum assay_code assay_episodes_new(const struct assay_mdp *mdp, const double *policy,
                                   const struct assay_mdp_how *how,
                                   struct assay_episodes **out, struct assay_error *err)
{
    struct assay_episodes *made = assay_memory_new(1, sizeof(*made));
    enum assay_code code;

    made->mdp = mdp;
    made->policy = policy;
    made->squared = *mdp;
    made->squared.gamma = mdp->gamma * mdp->gamma;
    code = assay_policy_system_new(mdp, policy, how, &made->values, err);
    if (!code)
        code = assay_policy_system_new(&made->squared, policy, how, &made->moments, err);
    if (code)
        assay_episodes_free(made);
    *out = code ? NULL : made;
    return code;
}

void assay_episodes_free(struct assay_episodes *episodes)
{
    if (!episodes)
        return;
    assay_policy_system_free(episodes->values);
    assay_policy_system_free(episodes->moments);
    free(episodes);
}

/* One pair under way; (states,) each but product, (states, actions). */
struct pair {
    const struct assay_episodes *of;
    const struct assay_reward *const *reward;
    double *v[2], *after[2], *right, *product[3], *c;
    double *scratch[2], *support[4];
};

/* What multiplies the returns of the two reward functions. */
struct mix {
    double of[2];
};

/* e_i = R_i + gamma V_i(s') - V_i(s) of row k, at the entries of tau. */
static struct assay_row_pair row_of(const struct pair *pair, size_t k)
{
    const struct assay_mdp *mdp = pair->of->mdp;
    const size_t from = mdp->row[k], entries = mdp->row[k + 1] - from;
    struct assay_row_pair out;

    for (size_t i = 0; i < 2; i++) {
        out.x[i] = assay_reward_row_at(mdp, pair->reward[i], k, pair->scratch[i]);
        out.after[i] = pair->after[i];
        out.less[i] = pair->v[i][k / mdp->actions];
        if (entries == mdp->states)
            continue;
        assay_row_gather(out.x[i], mdp->next + from, pair->support[2 * i], entries);
        assay_row_gather(out.after[i], mdp->next + from, pair->support[2 * i + 1],
                         entries);
        out.x[i] = pair->support[2 * i];
        out.after[i] = pair->support[2 * i + 1];
    }
    return out;
}

/* E over s' of e_i e_j in every row: (0, 0), (0, 1), (1, 1). */
static void put_products(const struct pair *pair)
{
    const struct assay_mdp *mdp = pair->of->mdp;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const struct assay_row_pair row = row_of(pair, k);
        double out[3];

        assay_row_products(&row, mdp->chance + mdp->row[k], mdp->row[k + 1] - mdp->row[k],
                           out);
        for (size_t i = 0; i < 3; i++)
            pair->product[i][k] = out[i];
    }
}

/* E over s' of (c . e)^2 in every row. */
static void put_mixed(const struct pair *pair, const struct mix *c, double *product)
{
    const struct assay_mdp *mdp = pair->of->mdp;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const struct assay_row_pair row = row_of(pair, k);

        product[k] = assay_row_mixed_square(&row, c->of, mdp->chance + mdp->row[k],
                                            mdp->row[k + 1] - mdp->row[k]);
    }
}

/* Cov of x . G and y . G, mean being those of G; product: of x . e and y . e in every row. */
struct covariance {
    const double *product, *mean;
    struct mix x, y;
};

static enum assay_code covariance(const struct pair *pair, const struct covariance *of,
                                  double *out, struct assay_error *err)
{
    const struct mix *x = &of->x, *y = &of->y;
    const struct assay_mdp *mdp = pair->of->mdp;
    double width, sum = 0.0;
    enum assay_code code;

    assay_mdp_average(mdp, pair->of->policy, of->product, pair->right);
    code =
        assay_policy_system_value(pair->of->moments, pair->right, pair->c, &width, err);
    for (size_t s = 0; !code && s < mdp->states; s++) {
        const double one = pair->v[0][s] - of->mean[0];
        const double two = pair->v[1][s] - of->mean[1];

        sum += mdp->start[s] * (pair->c[s] + (x->of[0] * one + x->of[1] * two) *
                                                 (y->of[0] * one + y->of[1] * two));
    }
    *out = sum;
    return code;
}

/* What the variance may at most be, by the greatest reward. */
static bool is_constant(const struct pair *pair, size_t i, double variance)
{
    const double most = assay_reward_largest(pair->of->mdp, pair->reward[i]) /
                        (1.0 - pair->of->mdp->gamma);

    return !(sqrt(fmax(variance, 0.0)) > constant_share * most);
}

/* The distance is half the standard deviation of G1 / sd1 - G2 / sd2: the same without cancellation. */
static enum assay_code finish(const struct pair *pair,
                              struct assay_episode_correlation *out,
                              struct assay_error *err)
{
    const double one = sqrt(out->cov[0][0]), two = sqrt(out->cov[1][1]);
    const struct mix apart = {{1.0 / one, -1.0 / two}};
    const struct covariance of = {pair->product[0], out->mean, apart, apart};
    double variance = 0.0;
    enum assay_code code;

    put_mixed(pair, &apart, pair->product[0]);
    code = covariance(pair, &of, &variance, err);
    out->rho = out->cov[0][1] / one / two;
    out->distance = fmin(0.5 * sqrt(fmax(variance, 0.0)), 1.0);
    return code;
}

/* v of both; their r in after, which is made of v later. */
static enum assay_code values_of_both(const struct pair *pair,
                                      const double *const level[2],
                                      struct assay_error *err)
{
    struct assay_policy_value value[2];

    for (size_t i = 0; i < 2; i++) {
        assay_mdp_average(pair->of->mdp, pair->of->policy, level[i], pair->after[i]);
        value[i] = (struct assay_policy_value){.r = pair->after[i], .v = pair->v[i]};
    }
    return assay_policy_system_values(pair->of->values, value, 2, err);
}

static enum assay_code correlate(const struct pair *pair, const double *const level[2],
                                 struct assay_episode_correlation *out,
                                 struct assay_error *err)
{
    const struct assay_mdp *mdp = pair->of->mdp;
    static const struct mix single[2] = {{{1.0, 0.0}}, {{0.0, 1.0}}};
    enum assay_code code = values_of_both(pair, level, err);
    bool constant[2];

    for (size_t i = 0; !code && i < 2; i++) {
        out->mean[i] = assay_mdp_return(mdp, pair->v[i]);
        assay_row_times(mdp->gamma, pair->v[i], pair->after[i], mdp->states);
    }
    if (!code)
        put_products(pair);
    for (size_t n = 0; !code && n < 3; n++) {
        const struct covariance of = {pair->product[n], out->mean, single[n / 2],
                                      single[(n + 1) / 2]};

        code = covariance(pair, &of, &out->cov[n / 2][(n + 1) / 2], err);
    }
    if (code)
        return code;
    out->cov[1][0] = out->cov[0][1];
    constant[0] = is_constant(pair, 0, out->cov[0][0]);
    constant[1] = is_constant(pair, 1, out->cov[1][1]);
    out->defined = !constant[0] && !constant[1];
    if (out->defined)
        return finish(pair, out, err);
    out->distance = constant[0] && constant[1] ? 0.0 : 0.5;
    return ASSAY_OK;
}

enum assay_code assay_episode_correlation(const struct assay_episodes *episodes,
                                          const struct assay_reward *const reward[2],
                                          const double *const level[2],
                                          struct assay_episode_correlation *out,
                                          struct assay_error *err)
{
    const struct assay_mdp *mdp = episodes->mdp;
    const size_t n = mdp->states, rows = n * mdp->actions;
    double *all = assay_memory_new(12 * n + 3 * rows, sizeof(*all));
    struct pair pair = {
        .of = episodes, .reward = reward, .right = all + 10 * n, .c = all + 11 * n};
    enum assay_code code;

    for (size_t i = 0; i < 2; i++) {
        pair.v[i] = all + i * n;
        pair.after[i] = all + (2 + i) * n;
        pair.scratch[i] = all + (4 + i) * n;
    }
    for (size_t i = 0; i < 4; i++)
        pair.support[i] = all + (6 + i) * n;
    for (size_t i = 0; i < 3; i++)
        pair.product[i] = all + 12 * n + i * rows;
    *out = (struct assay_episode_correlation){0};
    code = correlate(&pair, level, out, err);
    free(all);
    return code;
}
