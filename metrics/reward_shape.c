#include "metrics/reward_shape.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

static double sigmoid(double x)
{
    return x >= 0.0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

/* log sigma(x), also where sigma(x) is 0 as a double. */
static double log_sigmoid(double x)
{
    return x >= 0.0 ? -log1p(exp(-x)) : x - log1p(exp(x));
}

double assay_reward_map(enum assay_reward_map map, double x, double k)
{
    if (map == ASSAY_REWARD_SIGMOID)
        return sigmoid(k * x);
    if (map == ASSAY_REWARD_TANH)
        return tanh(k * x);
    return map == ASSAY_REWARD_ARCTAN ? atan(k * x) : x;
}

double assay_reward_relative(enum assay_reward_map map, double reward,
                             const double *reference, size_t m, double k)
{
    double sum = 0.0;

    assert(m > 0);
    for (size_t i = 0; i < m; i++)
        sum += assay_reward_map(map, reward - reference[i], k);
    return sum / (double)m;
}

enum assay_code assay_reward_log_sigmoid(double reward, const double *reference, size_t m,
                                         double q, double *out, struct assay_error *err)
{
    struct assay_reward_running seen = {0};
    double sd;

    if (m == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no reference rewards");
    if (!(q > 0.0 && q < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "no quantile %g", q);
    for (size_t i = 0; i < m; i++)
        assay_reward_running_add(&seen, reference[i]);
    sd = m > 1 ? sqrt(seen.m2 / (double)(m - 1)) : 0.0;
    *out = log_sigmoid(reward - (seen.mean + (sd + 1e-5) * gsl_cdf_ugaussian_Pinv(q)));
    return ASSAY_OK;
}

void assay_reward_running_add(struct assay_reward_running *running, double reward)
{
    const double away = reward - running->mean;

    running->lo = running->n == 0 || reward < running->lo ? reward : running->lo;
    running->hi = running->n == 0 || reward > running->hi ? reward : running->hi;
    running->n++;
    running->mean += away / (double)running->n;
    running->m2 += away * (reward - running->mean);
}

void assay_reward_running_join(struct assay_reward_running *running,
                               const struct assay_reward_running *other)
{
    const double n = (double)running->n, m = (double)other->n;
    const double away = other->mean - running->mean;

    if (other->n == 0)
        return;
    if (running->n == 0) {
        *running = *other;
        return;
    }
    running->lo = other->lo < running->lo ? other->lo : running->lo;
    running->hi = other->hi > running->hi ? other->hi : running->hi;
    running->mean += away * m / (n + m);
    running->m2 += other->m2 + away * away * n * m / (n + m);
    running->n += other->n;
}

double assay_reward_running_sd(const struct assay_reward_running *running)
{
    return running->n ? sqrt(running->m2 / (double)running->n) : 0.0;
}

enum assay_code assay_reward_normalise(enum assay_reward_normalise how,
                                       const struct assay_reward_running *running,
                                       double reward, double *out,
                                       struct assay_error *err)
{
    const double sd = assay_reward_running_sd(running), mean = running->mean;

    if (how == ASSAY_REWARD_MEANSTD) {
        *out = (reward - mean) / (sd > 0.0 ? sd : 1.0);
        return ASSAY_OK;
    }
    if (how == ASSAY_REWARD_CLIP) {
        *out = fmin(fmax(reward, mean - sd), mean + sd);
        return ASSAY_OK;
    }
    if (!(running->hi > running->lo))
        return assay_fail(err, ASSAY_EDOMAIN, "rewards so far are all equal");
    *out = (reward - running->lo) / (running->hi - running->lo);
    return ASSAY_OK;
}
