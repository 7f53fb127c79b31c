/*
 * fit_coverage.c - do 95 % intervals of the peak hold the truth in 95 % of simulated sets?
 *
 *     fit_coverage [SETS [REPLICATES]]
 *
 * Curves of 25 points, d in [0.2, 5], five seeds a curve, planted alpha and beta, normal noise:
 * independent over points, or with a slope of each seed's own besides. One line a design and
 * quantity: share of sets, in percent, whose interval holds the truth, by method:
 *
 *   percentile    quantiles of d* over resampled seeds
 *   bca           the same, bias-corrected and accelerated
 *   delta         estimate +- t se, linearised, seeds' spread
 *   resampled t   Fieller's pivot over resampled seeds
 *   t             Fieller's set with Student's t, seeds are the units
 *   wild          what assay_gao_intervals does with seeds as units
 *   points        the same with points as units
 *
 * and of wild the share of intervals that have no upper end, and of pairs of sets whose peaks are told
 * apart although they are one. docs/METRICS.md has the outcome.
 */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/gao_interval.h"
#include "metrics/quantile.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    POINTS = 25,
    SEEDS = 5,
    ALL = POINTS * SEEDS,
    SETS = 2000,
    REPLICATES = 999
};

static const double level = 0.95;

struct design {
    enum assay_gao_form form;
    double alpha, beta, noise, slope;
};

static const struct design designs[] = {
    {ASSAY_GAO_BON, 1.0, 0.15, 0.05, 0.0}, {ASSAY_GAO_BON, 1.0, 0.15, 0.2, 0.0},
    {ASSAY_GAO_RL, 1.0, 0.5, 0.05, 0.0},   {ASSAY_GAO_RL, 1.0, 0.5, 0.2, 0.0},
    {ASSAY_GAO_BON, 1.0, 0.15, 0.05, 0.1}, {ASSAY_GAO_RL, 1.0, 0.5, 0.05, 0.1},
    {ASSAY_GAO_BON, 1.0, 0.15, 1.5, 0.0},  {ASSAY_GAO_RL, 1.0, 0.5, 1.5, 0.0},
};

enum method {
    PERCENTILE,
    BCA,
    DELTA,
    RESAMPLED_T,
    STUDENT,
    WILD,
    BY_POINTS,
    METHODS
};

static const char *const method_name[METHODS] = {
    "percentile", "bca", "delta", "resampled t", "t", "wild", "points"};

enum quantity {
    D_PEAK,
    R_PEAK,
    ALPHA,
    BETA,
    QUANTITIES
};

static const char *const quantity_name[QUANTITIES] = {"d*", "R*", "alpha", "beta"};

struct tally {
    size_t held[METHODS][QUANTITIES];
    size_t sets;
    size_t open;                       /* wild d* without upper end */
    size_t moved;                      /* pairs of sets whose wild d* are told apart */
    struct assay_gao_intervals before; /* wild, of the set before */
};

struct set {
    double d[ALL], r[ALL];
    uint32_t seed[ALL];
    double alpha[SEEDS], beta[SEEDS]; /* each seed's own fit */
};

static double normal(struct assay_rng *rng)
{
    return gsl_cdf_ugaussian_Pinv((assay_rng_uniform(rng) + 0x1p-54));
}

static void set_drawn(const struct design *design, struct assay_rng *rng, struct set *set)
{
    struct assay_error err;

    for (size_t s = 0; s < SEEDS; s++) {
        const double tilt = design->slope * normal(rng);
        struct assay_gao_fit fit;

        for (size_t i = 0; i < POINTS; i++) {
            const size_t at = s * POINTS + i;
            const double d = 0.2 * (double)(i + 1);

            set->d[at] = d;
            set->seed[at] = (uint32_t)s;
            set->r[at] = assay_gao_value(design->form, design->alpha, design->beta, d) +
                         tilt * d + design->noise * normal(rng);
        }
        if (assay_gao_fit(&(struct assay_gao_points){set->d + s * POINTS,
                                                     set->r + s * POINTS, NULL, POINTS},
                          design->form, NULL, &fit, &err))
            exit(EXIT_FAILURE);
        set->alpha[s] = fit.alpha;
        set->beta[s] = fit.beta;
    }
}

/* Means over some seeds, which in equal designs are the fit to them, and their covariance. */
struct fit {
    double alpha, beta, aa, ab, bb;
};

static struct fit fit_of(const struct set *set, const size_t *pick, size_t n)
{
    struct fit out = {0};

    for (size_t k = 0; k < n; k++) {
        out.alpha += set->alpha[pick[k]] / (double)n;
        out.beta += set->beta[pick[k]] / (double)n;
    }
    for (size_t k = 0; k < n; k++) {
        const double a = set->alpha[pick[k]] - out.alpha,
                     b = set->beta[pick[k]] - out.beta;

        out.aa += a * a / (double)(n * (n - 1));
        out.ab += a * b / (double)(n * (n - 1));
        out.bb += b * b / (double)(n * (n - 1));
    }
    return out;
}

/* alpha / beta, in which d* of both forms rises. */
static double ratio_of(const struct fit *fit)
{
    return fit->alpha / fit->beta;
}

static double spread_at(const struct fit *fit, double rho)
{
    return sqrt(fit->aa - rho * (2.0 * fit->ab - rho * fit->bb));
}

static const size_t everybody[SEEDS] = {0, 1, 2, 3, 4};

/* Acceleration from leaving out each seed. */
static double acceleration(const struct set *set)
{
    double at[SEEDS], mean = 0.0, cubes = 0.0, squares = 0.0;

    for (size_t s = 0; s < SEEDS; s++) {
        size_t pick[SEEDS], n = 0;
        struct fit fit;

        for (size_t k = 0; k < SEEDS; k++)
            if (k != s)
                pick[n++] = k;
        fit = fit_of(set, pick, n);
        at[s] = ratio_of(&fit);
        mean += at[s] / SEEDS;
    }
    for (size_t s = 0; s < SEEDS; s++) {
        squares += (mean - at[s]) * (mean - at[s]);
        cubes += pow(mean - at[s], 3.0);
    }
    return cubes / (6.0 * pow(squares, 1.5));
}

static double bca_share(double z0, double a, double z)
{
    return gsl_cdf_ugaussian_P(z0 + (z0 + z) / (1.0 - a * (z0 + z)));
}

/* Methods that resample seeds; which of them hold the true ratio. */
static void resampling_judged(const struct set *set, double truth, size_t replicates,
                              struct assay_rng *rng, struct tally *tally)
{
    const struct fit fit = fit_of(set, everybody, SEEDS);
    const double here = ratio_of(&fit);
    const double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2.0);
    double *ratio = assay_memory_new(replicates, sizeof(*ratio));
    double *pivot = assay_memory_new(replicates, sizeof(*pivot));
    size_t below = 0;
    double z0, a;

    for (size_t r = 0; r < replicates; r++) {
        size_t pick[SEEDS];
        struct fit drawn;
        double t;

        for (size_t s = 0; s < SEEDS; s++)
            pick[s] = assay_rng_index(rng, SEEDS);
        drawn = fit_of(set, pick, SEEDS);
        ratio[r] = ratio_of(&drawn);
        t = fabs(drawn.alpha - here * drawn.beta) / spread_at(&drawn, here);
        pivot[r] = t < 1e9 ? t : 1e9;
        below += ratio[r] < here;
    }
    assay_quantile_sort(ratio, replicates);
    assay_quantile_sort(pivot, replicates);
    tally->held[PERCENTILE][D_PEAK] +=
        assay_quantile(ratio, replicates, 0.5 - level / 2.0) <= truth &&
        truth <= assay_quantile(ratio, replicates, 0.5 + level / 2.0);
    z0 = gsl_cdf_ugaussian_Pinv(((double)below + 0.5) / (double)(replicates + 1));
    a = acceleration(set);
    tally->held[BCA][D_PEAK] +=
        assay_quantile(ratio, replicates, bca_share(z0, a, -z)) <= truth &&
        truth <= assay_quantile(ratio, replicates, bca_share(z0, a, z));
    tally->held[DELTA][D_PEAK] +=
        fabs(here - truth) * fit.beta <=
        gsl_cdf_tdist_Pinv(0.5 + level / 2.0, SEEDS - 1) * spread_at(&fit, here);
    tally->held[RESAMPLED_T][D_PEAK] +=
        fabs(fit.alpha - truth * fit.beta) <=
        assay_quantile(pivot, replicates, level) * spread_at(&fit, truth);
    free(ratio);
    free(pivot);
}

static void library_judged(const struct set *set, const struct design *design,
                           const struct assay_gao_sampling *sampling, enum method method,
                           struct tally *tally)
{
    const struct assay_gao_points points = {set->d, set->r, NULL, ALL};
    const struct assay_gao_peak peak =
        assay_gao_peak_of(design->form, design->alpha, design->beta);
    struct assay_gao_intervals got;
    struct assay_error err;

    if (assay_gao_intervals(&points, design->form, sampling, &got, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        exit(EXIT_FAILURE);
    }
    tally->held[method][D_PEAK] +=
        !assay_range_excludes(&got.range.d_peak, peak.d) && !(got.range.beta.hi < 0.0);
    tally->held[method][R_PEAK] += !assay_range_excludes(&got.range.r_peak, peak.r);
    tally->held[method][ALPHA] += !assay_range_excludes(&got.range.alpha, design->alpha);
    tally->held[method][BETA] += !assay_range_excludes(&got.range.beta, design->beta);
    if (method != WILD)
        return;
    tally->open += !got.range.d_peak.has_hi;
    if (tally->sets++ % 2 == 1) {
        const struct assay_range apart =
            assay_range_difference(got.fit.peak.d, &got.range.d_peak,
                                   tally->before.fit.peak.d, &tally->before.range.d_peak);

        tally->moved += assay_range_excludes(&apart, 0.0);
    }
    tally->before = got;
}

static void design_studied(const struct design *design, size_t number, size_t sets,
                           size_t replicates)
{
    static struct set set;
    struct tally tally = {0};

    for (size_t i = 0; i < sets; i++) {
        struct assay_rng rng = assay_rng_stream(number + 1, i);
        struct assay_gao_sampling how = {set.seed, SEEDS, 0, i, level};

        set_drawn(design, &rng, &set);
        resampling_judged(&set, design->alpha / design->beta, replicates, &rng, &tally);
        library_judged(&set, design, &how, STUDENT, &tally);
        how.replicates = replicates;
        library_judged(&set, design, &how, WILD, &tally);
        how.unit = NULL;
        library_judged(&set, design, &how, BY_POINTS, &tally);
    }
    for (size_t q = 0; q < QUANTITIES; q++) {
        printf("%-4s noise %-5g slope %-5g %-6s", assay_gao_form_name(design->form),
               design->noise, design->slope, quantity_name[q]);
        for (size_t m = q == D_PEAK ? 0 : STUDENT; m < METHODS; m++)
            printf("  %s %.2f", method_name[m],
                   100.0 * (double)tally.held[m][q] / (double)sets);
        if (q == D_PEAK)
            printf("  open %.2f  moved %.2f", 100.0 * (double)tally.open / (double)sets,
                   200.0 * (double)tally.moved / (double)sets);
        printf("\n");
        (void)fflush(stdout);
    }
}

int main(int argc, char **argv)
{
    const size_t sets = argc > 1 ? strtoul(argv[1], NULL, 10) : SETS;
    const size_t replicates = argc > 2 ? strtoul(argv[2], NULL, 10) : REPLICATES;

    printf("%zu sets, %zu replicates\n", sets, replicates);
    for (size_t i = 0; i < sizeof(designs) / sizeof(designs[0]); i++)
        design_studied(&designs[i], i, sets, replicates);
    return EXIT_SUCCESS;
}
