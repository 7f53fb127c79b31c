#include "metrics/change_points.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/interval.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>

enum {
    YEARS = 400,      /* simulated by default */
    YEAR = 400,       /* nights up to which so many are */
    FEWEST_YEARS = 40 /* of long ones */
};

/* Nights, and what cuts them best. */
struct nights {
    size_t n;
    size_t *
        first; /* (n + 1,) value that a night begins with; the last is the number of values */
    double *mean;   /* (n,) less .centre */
    double *weight; /* (n + 1,) of the nights before */
    double *sum;    /* (n + 1,) weight times mean, of the nights before */
    double *square; /* (n + 1,) weight times mean^2 */
    double *least;  /* (n + 1,) cost of the nights before, best cut */
    size_t *last;   /* (n + 1,) where the last stretch of them begins */
    double centre;
};

static struct nights nights_new(size_t n)
{
    return (struct nights){.first = assay_memory_new(n + 1, sizeof(size_t)),
                           .mean = assay_memory_new(n + 1, sizeof(double)),
                           .weight = assay_memory_new(n + 1, sizeof(double)),
                           .sum = assay_memory_new(n + 1, sizeof(double)),
                           .square = assay_memory_new(n + 1, sizeof(double)),
                           .least = assay_memory_new(n + 1, sizeof(double)),
                           .last = assay_memory_new(n + 1, sizeof(size_t))};
}

static void nights_release(struct nights *nights)
{
    free(nights->first);
    free(nights->mean);
    free(nights->weight);
    free(nights->sum);
    free(nights->square);
    free(nights->least);
    free(nights->last);
}

static void night_added(struct nights *nights, double mean, double weight)
{
    const size_t k = nights->n++;

    nights->mean[k] = mean;
    nights->weight[k + 1] = nights->weight[k] + weight;
    nights->sum[k + 1] = nights->sum[k] + weight * mean;
    nights->square[k + 1] = nights->square[k] + weight * mean * mean;
}

static bool seen_before(const struct assay_history_values *history, size_t from, size_t i)
{
    for (size_t k = from; k < i; k++)
        if (history->value[k] == history->value[i] && history->se[k] == history->se[i])
            return true;
    return false;
}

/* Values of one time are a night; the same value again in it is no news. */
static struct nights nights_of(const struct assay_history_values *history)
{
    struct nights nights = nights_new(history->n);
    size_t end = 0;

    nights.centre = history->value[0];
    for (size_t i = 0; i < history->n; i = end) {
        double weight = 0.0;
        double sum = 0.0;

        for (end = i; end < history->n; end++) {
            const double w = 1.0 / (history->se[end] * history->se[end]);

            if (end > i && !(history->time && history->time[end] == history->time[i]))
                break;
            if (seen_before(history, i, end))
                continue;
            weight += w;
            sum += w * (history->value[end] - nights.centre);
        }
        nights.first[nights.n] = i;
        night_added(&nights, sum / weight, weight);
    }
    nights.first[nights.n] = history->n;
    return nights;
}

/* sum w (x - mean)^2 over the nights from, ..., to - 1 */
static double stretch_cost(const struct nights *nights, size_t from, size_t to)
{
    const double sum = nights->sum[to] - nights->sum[from];

    return nights->square[to] - nights->square[from] -
           sum * sum / (nights->weight[to] - nights->weight[from]);
}

/* The best last stretch of the nights before `to`. */
static void stretch_chosen(struct nights *nights, size_t to, double penalty,
                           size_t shortest)
{
    nights->least[to] = HUGE_VAL; /* too short to be a stretch */
    for (size_t from = 0; from + shortest <= to; from++) {
        const double cost =
            nights->least[from] + stretch_cost(nights, from, to) + penalty;

        if (cost < nights->least[to]) {
            nights->least[to] = cost;
            nights->last[to] = from;
        }
    }
}

/* Optimal partitioning. */
static void nights_cut(struct nights *nights, double penalty, size_t shortest)
{
    nights->least[0] = -penalty;
    for (size_t to = 1; to <= nights->n; to++)
        stretch_chosen(nights, to, penalty, shortest);
}

static size_t cuts_counted(const struct nights *nights)
{
    size_t cuts = 0;

    for (size_t at = nights->last[nights->n]; at > 0; at = nights->last[at])
        cuts++;
    return cuts;
}

static struct assay_change_segment segment_of(const struct nights *nights, size_t from,
                                              size_t to)
{
    const double weight = nights->weight[to] - nights->weight[from];

    return (struct assay_change_segment){
        .first = nights->first[from],
        .count = nights->first[to] - nights->first[from],
        .mean = nights->centre + (nights->sum[to] - nights->sum[from]) / weight,
        .se = 1.0 / sqrt(weight)};
}

static struct assay_change_point change_between(const struct assay_change_segment *a,
                                                const struct assay_change_segment *b,
                                                double level)
{
    const double size = b->mean - a->mean;
    const double half = assay_interval_half(hypot(a->se, b->se), 0, level);

    return (struct assay_change_point){b->first, a->mean,     b->mean,
                                       size,     size - half, size + half};
}

static enum assay_code history_check(const struct assay_history_values *history,
                                     struct assay_error *err)
{
    if (history->n < 1 || history->n > ASSAY_CHANGE_POINTS_MAX)
        return assay_fail(err, ASSAY_EDOMAIN, "changes in a history of %zu values",
                          history->n);
    for (size_t i = 0; i < history->n; i++) {
        if (!(isfinite(history->value[i]) && isfinite(history->se[i]) &&
              history->se[i] > 0.0))
            return assay_fail(err, ASSAY_EDOMAIN,
                              "value %zu of a history is %g with standard error %g", i,
                              history->value[i], history->se[i]);
        if (history->time && !(isfinite(history->time[i]) &&
                               (i == 0 || history->time[i - 1] <= history->time[i])))
            return assay_fail(err, ASSAY_EDOMAIN, "time %zu of a history goes back", i);
    }
    return ASSAY_OK;
}

enum assay_code assay_change_points_find(const struct assay_history_values *history,
                                         const struct assay_change_points_how *how,
                                         struct assay_change_segment *segment,
                                         size_t *segments,
                                         struct assay_change_point *change,
                                         struct assay_error *err)
{
    const enum assay_code code = history_check(history, err);
    struct nights nights;
    size_t shortest = how->shortest > 0 ? how->shortest : 1;
    size_t at;

    if (code)
        return code;
    if (!(isfinite(how->penalty) && how->penalty >= 0.0 && how->level > 0.0 &&
          how->level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "changes with penalty %g and level %g",
                          how->penalty, how->level);
    nights = nights_of(history);
    shortest = shortest < nights.n ? shortest : nights.n;
    nights_cut(&nights, how->penalty, shortest);
    *segments = cuts_counted(&nights) + 1;
    at = nights.n;
    for (size_t k = *segments; k-- > 0; at = nights.last[at])
        segment[k] = segment_of(&nights, nights.last[at], at);
    for (size_t k = 1; change && k < *segments; k++)
        change[k - 1] = change_between(&segment[k - 1], &segment[k], how->level);
    nights_release(&nights);
    return ASSAY_OK;
}

/* Box and Muller. */
static double normal(struct assay_rng *rng)
{
    const double radius = sqrt(-2.0 * log(1.0 - assay_rng_uniform(rng)));

    return radius * cos(6.283185307179586 * assay_rng_uniform(rng));
}

static void year_drawn(struct nights *year,
                       const struct assay_change_points_budget *budget, size_t number)
{
    struct assay_rng rng = assay_rng_stream(budget->seed, number);

    year->n = 0;
    for (size_t k = 0; k < budget->nights; k++)
        night_added(year, normal(&rng), 1.0);
}

/* The noise of three nights or more. */
static double noise_of(const struct nights *nights)
{
    double *step = assay_memory_new(nights->n - 1, sizeof(*step));
    double noise;

    for (size_t k = 0; k + 1 < nights->n; k++) {
        const double a = nights->weight[k + 1] - nights->weight[k];
        const double b = nights->weight[k + 2] - nights->weight[k + 1];

        step[k] = fabs(nights->mean[k + 1] - nights->mean[k]) / sqrt(1.0 / a + 1.0 / b);
    }
    assay_quantile_sort(step, nights->n - 1);
    noise = assay_quantile(step, nights->n - 1, 0.5) / 0.6744897501960817;
    free(step);
    return noise;
}

/* False changes a year, on average. */
static double false_changes(struct nights *year,
                            const struct assay_change_points_budget *budget,
                            double penalty)
{
    size_t cuts = 0;
    double unit = 1.0;

    for (size_t y = 0; y < budget->years; y++) {
        year_drawn(year, budget, y);
        if (budget->estimated) /* costs in squares of the noise: the same cuts */
            unit = noise_of(year) * noise_of(year);
        nights_cut(year, penalty * unit, budget->shortest);
        cuts += cuts_counted(year);
    }
    return (double)cuts / (double)budget->years;
}

/* So many that a simulation takes about as long for any length of year. */
static size_t years_by_default(size_t nights)
{
    const size_t years = (size_t)YEARS * YEAR / nights * YEAR / nights;

    if (nights <= YEAR)
        return YEARS;
    return years > FEWEST_YEARS ? years : FEWEST_YEARS;
}

static enum assay_code budget_check(const struct assay_change_points_budget *budget,
                                    struct assay_error *err)
{
    if (budget->nights < (budget->estimated ? 3 : 2) ||
        budget->nights > ASSAY_CHANGE_POINTS_NIGHTS ||
        budget->years > ASSAY_CHANGE_POINTS_YEARS || budget->shortest > budget->nights)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "%zu simulated years of %zu nights, stretches of %zu at least",
                          budget->years, budget->nights, budget->shortest);
    if (!(budget->per_year > 0.0 && isfinite(budget->per_year)))
        return assay_fail(err, ASSAY_EDOMAIN, "%g false changes a year",
                          budget->per_year);
    return ASSAY_OK;
}

enum assay_code assay_change_points_penalty(
    const struct assay_change_points_budget *budget, double *out, struct assay_error *err)
{
    const enum assay_code code = budget_check(budget, err);
    struct assay_change_points_budget asked = *budget;
    struct nights year;
    double lo = 0.0;
    double hi = 8.0;

    if (code)
        return code;
    if (asked.shortest == 0)
        asked.shortest = 1;
    if (asked.years == 0)
        asked.years = years_by_default(asked.nights);
    year = nights_new(asked.nights);
    while (false_changes(&year, &asked, hi) > asked.per_year) {
        lo = hi;
        hi *= 2.0;
    }
    while (hi - lo > 0.01) {
        const double middle = lo + (hi - lo) / 2.0;

        if (false_changes(&year, &asked, middle) > asked.per_year)
            lo = middle;
        else
            hi = middle;
    }
    nights_release(&year);
    *out = hi;
    return ASSAY_OK;
}

enum assay_code assay_change_points_noise(const struct assay_history_values *history,
                                          double *out, struct assay_error *err)
{
    const enum assay_code code = history_check(history, err);
    struct nights nights;

    if (code)
        return code;
    *out = 1.0;
    nights = nights_of(history);
    if (nights.n >= 3)
        *out = noise_of(&nights);
    nights_release(&nights);
    return ASSAY_OK;
}
