#include "metrics/battle_ranks.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/correlation.h"
#include "metrics/quantile.h"
#include "metrics/ranking.h"

#include <stdlib.h>
#include <string.h>

/* Adds a game to the wins (models, models) of one side. */
static void add_game(double *wins, size_t models, size_t a, size_t b, double score)
{
    wins[a * models + b] += score;
    wins[b * models + a] += 1.0 - score;
}

/* Strengths of all games, or of those drawn: game (count,) or NULL. */
static enum assay_code fit(const struct assay_battle_games *games, const double *score,
                           const size_t *drawn, double *theta, struct assay_error *err)
{
    const size_t n = games->models;
    double *wins = assay_memory_new(n * n + 1, sizeof(*wins));
    enum assay_code code;

    for (size_t i = 0; i < games->count; i++) {
        const size_t g = drawn ? drawn[i] : i;

        add_game(wins, n, games->a[g], games->b[g], score[g]);
    }
    code = assay_ranking_bradley_terry(wins, n, theta, err);
    free(wins);
    return code;
}

enum assay_code assay_battle_ranks(const struct assay_battle_games *games,
                                   struct assay_battle_ranks *out,
                                   struct assay_error *err)
{
    const size_t n = games->models;
    double *human = assay_memory_new(2 * n + 1, sizeof(*human));
    double *proxy = human + n;
    enum assay_code code = fit(games, games->human, NULL, human, err);

    if (!code)
        code = fit(games, games->proxy, NULL, proxy, err);
    if (!code)
        code = assay_correlation_spearman(human, proxy, n, &out->spearman, err);
    if (!code)
        code = assay_correlation_kendall(human, proxy, n, &out->kendall, err);
    free(human);
    return code;
}

/* Correlation of one model's win rates; false where there is none. */
static bool row_correlation(const double *human, const double *proxy, size_t models,
                            size_t a, double *out)
{
    double *rate = assay_memory_new(2 * models + 1, sizeof(*rate));
    struct assay_error ignored;
    size_t met = 0;
    bool defined;

    for (size_t b = 0; b < models; b++) {
        const double played = human[a * models + b] + human[b * models + a];

        if (!(played > 0.0))
            continue;
        rate[met] = human[a * models + b] / played;
        rate[models + met++] = proxy[a * models + b] / played;
    }
    defined =
        assay_correlation_pearson(rate, rate + models, met, out, &ignored) == ASSAY_OK;
    free(rate);
    return defined;
}

enum assay_code assay_battle_rows(const struct assay_battle_games *games, double *out,
                                  struct assay_error *err)
{
    const size_t n = games->models;
    double *human = assay_memory_new(2 * n * n + 1, sizeof(*human));
    double *proxy = human + n * n;
    double sum = 0.0, one;
    size_t rows = 0;

    for (size_t i = 0; i < games->count; i++) {
        add_game(human, n, games->a[i], games->b[i], games->human[i]);
        add_game(proxy, n, games->a[i], games->b[i], games->proxy[i]);
    }
    for (size_t a = 0; a < n; a++)
        if (row_correlation(human, proxy, n, a, &one)) {
            sum += one;
            rows++;
        }
    free(human);
    if (rows == 0)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "no model has win rates that differ over opponents");
    *out = sum / (double)rows;
    return ASSAY_OK;
}

/* Strengths of every replicate, (models, replicates) each. */
struct replicates {
    double *human, *proxy;
};

static enum assay_code draw(const struct assay_battle_games *games,
                            const struct assay_battle_draws *draws,
                            const struct replicates *out, struct assay_error *err)
{
    const size_t n = games->models, all = draws->replicates;
    size_t *drawn = assay_memory_new(games->count + 1, sizeof(*drawn));
    double *theta = assay_memory_new(2 * n + 1, sizeof(*theta));
    enum assay_code code = ASSAY_OK;
    size_t r = 0;

    for (size_t tries = 0; r < all && tries < 2 * all; tries++) {
        struct assay_rng rng = assay_rng_stream(draws->seed, tries);

        for (size_t i = 0; i < games->count; i++)
            drawn[i] = (size_t)assay_rng_index(&rng, games->count);
        code = fit(games, games->human, drawn, theta, err);
        if (!code)
            code = fit(games, games->proxy, drawn, theta + n, err);
        if (code)
            continue;
        for (size_t i = 0; i < n; i++) {
            out->human[i * all + r] = theta[i];
            out->proxy[i * all + r] = theta[n + i];
        }
        r++;
    }
    free(theta);
    free(drawn);
    return r == all ? ASSAY_OK : code;
}

/* 1 where the interval of i is above that of j, -1 below, 0 where they overlap. */
static int apart(const double *lo, const double *hi, size_t i, size_t j)
{
    return (lo[i] > hi[j]) - (lo[j] > hi[i]);
}

/* Intervals of each model's strength: lo, hi (models,). */
static void intervals(const double *strength, size_t models, size_t replicates,
                      double level, double *lo)
{
    double *sorted = assay_memory_new(replicates, sizeof(*sorted));

    for (size_t i = 0; i < models; i++) {
        memcpy(sorted, strength + i * replicates, replicates * sizeof(*sorted));
        assay_quantile_sort(sorted, replicates);
        lo[i] = assay_quantile(sorted, replicates, (1.0 - level) / 2.0);
        lo[models + i] = assay_quantile(sorted, replicates, (1.0 + level) / 2.0);
    }
    free(sorted);
}

/* Share of replicates in which i is above j. */
static double above(const double *strength, size_t replicates, size_t i, size_t j)
{
    size_t n = 0;

    for (size_t r = 0; r < replicates; r++)
        n += strength[i * replicates + r] > strength[j * replicates + r];
    return (double)n / (double)replicates;
}

static void compare(const struct replicates *all, const double *order, size_t models,
                    const struct assay_battle_draws *draws,
                    struct assay_battle_trust *out)
{
    const size_t replicates = draws->replicates;
    double *human = assay_memory_new(4 * models + 1, sizeof(*human));
    double *proxy = human + 2 * models;
    size_t pairs = 0, separated = 0;

    *out = (struct assay_battle_trust){0};
    intervals(all->human, models, replicates, draws->level, human);
    intervals(all->proxy, models, replicates, draws->level, proxy);
    for (size_t i = 0; i < models; i++)
        for (size_t j = i + 1; j < models; j++) {
            const int people = apart(human, human + models, i, j);
            const int said = apart(proxy, proxy + models, i, j);
            const double off =
                above(all->proxy, replicates, i, j) - (order[i] > order[j] ? 1.0 : 0.0);

            pairs++;
            separated += people != 0;
            out->separability += said != 0;
            out->agreement += people * said;
            out->brier += off * off;
        }
    out->separability /= (double)pairs;
    out->brier /= (double)pairs;
    out->agrees = separated > 0;
    out->agreement = separated > 0 ? out->agreement / (double)separated : 0.0;
    free(human);
}

enum assay_code assay_battle_trust(const struct assay_battle_games *games,
                                   const struct assay_battle_draws *draws,
                                   struct assay_battle_trust *out,
                                   struct assay_error *err)
{
    const size_t n = games->models;
    double *order = assay_memory_new(n + 1, sizeof(*order));
    const struct replicates all = {
        assay_memory_new(n * draws->replicates + 1, sizeof(double)),
        assay_memory_new(n * draws->replicates + 1, sizeof(double))};
    enum assay_code code = fit(games, games->human, NULL, order, err);

    if (!code)
        code = draw(games, draws, &all, err);
    if (!code)
        compare(&all, order, n, draws, out);
    free(all.proxy);
    free(all.human);
    free(order);
    return code;
}
