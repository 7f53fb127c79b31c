#include "metrics/episode_correlation.h"

#include "harness/core/memory.h"

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
    double *v[2], *right, *product, *c;
};

static double start_mean(const struct assay_mdp *mdp, const double *x)
{
    double sum = 0.0;

    for (size_t s = 0; s < mdp->states; s++)
        sum += mdp->start[s] * x[s];
    return sum;
}

/* R(s, a, s') of a support entry i of row k, where sparse rows are gone through by `at`. */
static double reward_at(const struct assay_mdp *mdp, const struct assay_reward *reward,
                        size_t k, size_t i, size_t *at)
{
    const uint32_t t = mdp->next[i];
    size_t end;

    if (reward->shape == ASSAY_REWARD_DENSE)
        return reward->value[k * mdp->states + t];
    if (reward->shape == ASSAY_REWARD_LEVEL || !reward->row)
        return reward->value[k];
    for (end = reward->row[k + 1]; *at < end && reward->next[*at] < t;)
        ++*at;
    return *at < end && reward->next[*at] == t ? reward->value[*at] : 0.0;
}

/* What multiplies the returns, or what goes with them, of the two reward functions. */
struct mix {
    double of[2];
};

/* E over s' of (x . e)(y . e) in row k. */
static double product_of_row(const struct pair *pair, size_t k, const struct mix *x,
                             const struct mix *y)
{
    const struct assay_mdp *mdp = pair->of->mdp;
    const size_t s = k / mdp->actions;
    size_t at[2] = {pair->reward[0]->row ? pair->reward[0]->row[k] : 0,
                    pair->reward[1]->row ? pair->reward[1]->row[k] : 0};
    double sum = 0.0;

    for (size_t n = mdp->row[k]; n < mdp->row[k + 1]; n++) {
        double e[2];

        for (size_t i = 0; i < 2; i++)
            e[i] = reward_at(mdp, pair->reward[i], k, n, &at[i]) +
                   mdp->gamma * pair->v[i][mdp->next[n]] - pair->v[i][s];
        sum += mdp->chance[n] * (x->of[0] * e[0] + x->of[1] * e[1]) *
               (y->of[0] * e[0] + y->of[1] * e[1]);
    }
    return sum;
}

/* Cov of x . G and y . G, mean being those of G. */
static enum assay_code covariance(const struct pair *pair, const struct mix *x,
                                  const struct mix *y, const double mean[2], double *out,
                                  struct assay_error *err)
{
    const struct assay_mdp *mdp = pair->of->mdp;
    double width, sum = 0.0;
    enum assay_code code;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++)
        pair->product[k] = product_of_row(pair, k, x, y);
    assay_mdp_average(mdp, pair->of->policy, pair->product, pair->right);
    code =
        assay_policy_system_value(pair->of->moments, pair->right, pair->c, &width, err);
    for (size_t s = 0; !code && s < mdp->states; s++) {
        const double one = pair->v[0][s] - mean[0], two = pair->v[1][s] - mean[1];

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
    double variance = 0.0;
    const enum assay_code code =
        covariance(pair, &apart, &apart, out->mean, &variance, err);

    out->rho = out->cov[0][1] / one / two;
    out->distance = fmin(0.5 * sqrt(fmax(variance, 0.0)), 1.0);
    return code;
}

static enum assay_code correlate(const struct pair *pair, const double *const level[2],
                                 struct assay_episode_correlation *out,
                                 struct assay_error *err)
{
    const struct assay_mdp *mdp = pair->of->mdp;
    static const struct mix single[2] = {{{1.0, 0.0}}, {{0.0, 1.0}}};
    enum assay_code code = ASSAY_OK;
    bool constant[2];
    double width;

    for (size_t i = 0; !code && i < 2; i++) {
        assay_mdp_average(mdp, pair->of->policy, level[i], pair->right);
        code = assay_policy_system_value(pair->of->values, pair->right, pair->v[i],
                                         &width, err);
        out->mean[i] = start_mean(mdp, pair->v[i]);
    }
    for (size_t n = 0; !code && n < 3; n++)
        code = covariance(pair, &single[n / 2], &single[(n + 1) / 2], out->mean,
                          &out->cov[n / 2][(n + 1) / 2], err);
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
    const size_t n = mdp->states;
    double *all = assay_memory_new(4 * n + n * mdp->actions, sizeof(*all));
    const struct pair pair = {.of = episodes,
                              .reward = reward,
                              .v = {all, all + n},
                              .right = all + 2 * n,
                              .c = all + 3 * n,
                              .product = all + 4 * n};
    enum assay_code code;

    *out = (struct assay_episode_correlation){0};
    code = correlate(&pair, level, out, err);
    free(all);
    return code;
}
