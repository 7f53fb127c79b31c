#include "metrics/sequential.h"

#include "harness/core/memory.h"

#include <gsl/gsl_sf_gamma.h>

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HALVINGS = 60 /* of [0, 1], far below 1e-9 */
};

void assay_sequential_init_pairs(struct assay_sequential *test, double alpha,
                                 double prior)
{
    assert(alpha > 0.0 && alpha < 1.0 && prior >= 0.0 && isfinite(prior));
    *test = (struct assay_sequential){
        .alpha = alpha, .pairs = true, .prior = prior > 0.0 ? prior : 1.0};
}

void assay_sequential_init_bounded(struct assay_sequential *test, double alpha)
{
    assert(alpha > 0.0 && alpha < 1.0);
    *test = (struct assay_sequential){.alpha = alpha};
}

/* The evidence after a step. */
static bool evidence_now(struct assay_sequential *test, double log_e)
{
    test->log_e = log_e;
    test->log_e_max = fmax(test->log_e_max, log_e);
    if (test->settled == 0 && log_e >= -log(test->alpha))
        test->settled = test->n > 0 ? test->n : 1;
    return test->settled > 0;
}

/* log B(a + won, a + lost) / B(a, a) */
static double log_mixture(const struct assay_sequential *test)
{
    return gsl_sf_lnbeta(test->prior + (double)test->won,
                         test->prior + (double)test->lost) -
           gsl_sf_lnbeta(test->prior, test->prior);
}

/* The bet on the next pair, with parts as they are or without. */
static double bet_on_pair(const struct assay_sequential *test, double parts)
{
    const double won = (double)test->won + parts * test->part_won;
    const double lost = (double)test->lost + parts * test->part_lost;

    return (won - lost) / (2.0 * test->prior + won + lost);
}

static bool pairs_now(struct assay_sequential *test)
{
    return evidence_now(test,
                        (double)test->n * log(2.0) + log_mixture(test) + test->log_parts);
}

bool assay_sequential_pair(struct assay_sequential *test, bool second_won)
{
    const double difference = second_won ? 1.0 : -1.0;

    assert(test->pairs && test->n < ASSAY_SEQUENTIAL_STEPS);
    test->log_parts += log1p(difference * bet_on_pair(test, 1.0)) -
                       log1p(difference * bet_on_pair(test, 0.0));
    test->n++;
    if (second_won)
        test->won++;
    else
        test->lost++;
    return pairs_now(test);
}

bool assay_sequential_part(struct assay_sequential *test, double difference)
{
    assert(test->pairs && fabs(difference) < 1.0);
    test->log_parts += log1p(difference * bet_on_pair(test, 1.0));
    test->part_won += fmax(difference, 0.0);
    test->part_lost += fmax(-difference, 0.0);
    return pairs_now(test);
}

/* The bet on step i = n + 1, not cut. */
static double bet_next(const struct assay_sequential *test)
{
    const double i = (double)test->n + 1.0;
    const double variance = (0.25 + test->square) / i;

    return sqrt(2.0 * log(2.0 / test->alpha) / (variance * i * log1p(i)));
}

bool assay_sequential_step(struct assay_sequential *test, double difference)
{
    const double x = (difference + 1.0) / 2.0;
    const double bet = bet_next(test);
    const double cut = fmin(bet, 1.0);
    double mean;

    assert(!test->pairs && test->n < ASSAY_SEQUENTIAL_STEPS);
    assert(x >= 0.0 && x <= 1.0);
    if (test->n == test->room) {
        test->room = assay_memory_grow(test->room, test->n + 1);
        test->x = assay_memory_resize(test->x, test->room, sizeof(*test->x));
        test->bet = assay_memory_resize(test->bet, test->room, sizeof(*test->bet));
    }
    test->x[test->n] = x;
    test->bet[test->n++] = bet;
    test->sum += x;
    mean = (0.5 + test->sum) / ((double)test->n + 1.0);
    test->square += (x - mean) * (x - mean);
    test->log_up += log1p(cut * (x - 0.5));
    test->log_down += log1p(-cut * (x - 0.5));
    return evidence_now(test, fmax(test->log_up, test->log_down) - log(2.0));
}

double assay_sequential_p(const struct assay_sequential *test)
{
    return fmin(1.0, exp(-test->log_e_max));
}

/* True where the evidence against m (x in [0, 1]; pairs: a share won) does not reach 1 / alpha; above: m lies above
   the estimate. */
typedef bool held(const struct assay_sequential *test, double m, bool above);

static bool share_held(const struct assay_sequential *test, double m, bool above)
{
    const double likelihood = (test->won > 0 ? (double)test->won * log(m) : 0.0) +
                              (test->lost > 0 ? (double)test->lost * log1p(-m) : 0.0);

    (void)above;
    return log_mixture(test) - likelihood < -log(test->alpha);
}

static bool mean_held(const struct assay_sequential *test, double m, bool above)
{
    const double most = 0.5 / (above ? 1.0 - m : m);
    const double side = above ? -1.0 : 1.0;
    double log_capital = 0.0;

    for (size_t i = 0; i < test->n; i++)
        log_capital += log1p(side * fmin(test->bet[i], most) * (test->x[i] - m));
    return log_capital - log(2.0) < -log(test->alpha);
}

/* Where what is held ends, between the estimate and 0 or 1. */
static double end_found(const struct assay_sequential *test, double estimate, bool above,
                        held *is_held)
{
    double out = above ? 1.0 : 0.0;
    double in = estimate;

    if (is_held(test, above ? 1.0 - 1e-12 : 1e-12, above))
        return out;
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = in + (out - in) / 2.0;

        if (is_held(test, middle, above))
            in = middle;
        else
            out = middle;
    }
    return out;
}

struct assay_sequential_interval assay_sequential_interval(
    const struct assay_sequential *test)
{
    held *is_held = test->pairs ? share_held : mean_held;
    struct assay_sequential_interval out = {0.0, -1.0, 1.0};
    double mean;

    if (test->n == 0)
        return out;
    mean = (test->pairs ? (double)test->won : test->sum) / (double)test->n;
    out.estimate = 2.0 * mean - 1.0;
    out.lo = 2.0 * end_found(test, mean, false, is_held) - 1.0;
    out.hi = 2.0 * end_found(test, mean, true, is_held) - 1.0;
    return out;
}

void assay_sequential_release(struct assay_sequential *test)
{
    free(test->x);
    free(test->bet);
    memset(test, 0, sizeof(*test));
}
