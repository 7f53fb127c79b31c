#include "metrics/preference_matrix.h"

#include "harness/core/memory.h"
#include "metrics/dense_cholesky.h"
#include "metrics/linear_programme.h"

#include <math.h>
#include <stdlib.h>

enum {
    MOST = 32768
};

/* ---- minimax winner ---- */

static double skew(const double *p, size_t n, size_t i, size_t j)
{
    return i == j ? 0.0 : (p[i * n + j] - p[j * n + i]) / 2.0;
}

/* Columns m_0 .. m_(n-1), s_0 .. s_(n-1); rows the n equations, and behind them the sum of m. */
struct game {
    size_t *start;
    uint32_t *row;
    double *value, *gain, *lo, *hi, *column;
};

static void fill_game(const double *p, size_t n, struct game *game)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        game->start[i] = at;
        for (size_t j = 0; j <= n; j++) {
            game->row[at] = (uint32_t)j;
            game->value[at++] = j < n ? skew(p, n, i, j) : 1.0;
        }
        game->gain[i] = 1.0;
    }
    for (size_t j = 0; j < n; j++) {
        game->start[n + j] = at;
        game->row[at] = (uint32_t)j;
        game->value[at++] = -1.0;
    }
    game->start[2 * n] = at;
    for (size_t k = 0; k < 2 * n; k++)
        game->hi[k] = INFINITY;
}

static enum assay_code solve(const double *p, size_t n, double *mix,
                             struct assay_error *err)
{
    const size_t entries = n * (n + 1) + n;
    struct game game = {
        .start = assay_memory_new(2 * n + 1, sizeof(size_t)),
        .row = assay_memory_new(entries, sizeof(uint32_t)),
        .value = assay_memory_new(entries, sizeof(double)),
        .gain = assay_memory_new(2 * n, sizeof(double)),
        .lo = assay_memory_new(2 * n, sizeof(double)),
        .hi = assay_memory_new(2 * n, sizeof(double)),
        .column = assay_memory_new(2 * n, sizeof(double)),
    };
    const struct assay_linear_programme of = {.columns = 2 * n,
                                              .rows = n + 1,
                                              .gain = game.gain,
                                              .lo = game.lo,
                                              .hi = game.hi,
                                              .start = game.start,
                                              .row = game.row,
                                              .value = game.value,
                                              .limit = 1.0};
    double sum = 0.0, best;
    enum assay_code code;

    fill_game(p, n, &game);
    code = assay_linear_programme_point(&of, &best, game.column, err);
    for (size_t i = 0; !code && i < n; i++)
        sum += mix[i] = fmax(0.0, game.column[i]);
    for (size_t i = 0; !code && i < n; i++)
        mix[i] /= sum;
    free(game.start);
    free(game.row);
    free(game.value);
    free(game.gain);
    free(game.lo);
    free(game.hi);
    free(game.column);
    return code;
}

enum assay_code assay_preference_minimax(const double *p, size_t n, double *mix,
                                         struct assay_error *err)
{
    if (n == 0 || n > MOST)
        return assay_fail(err, ASSAY_EDOMAIN, "minimax winner: %zu responses", n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (i != j && !isfinite(p[i * n + j]))
                return assay_fail(err, ASSAY_EDOMAIN,
                                  "minimax winner: %zu and %zu were not compared", i, j);
    return solve(p, n, mix, err);
}

bool assay_preference_condorcet(const double *p, size_t n, size_t *winner)
{
    for (size_t i = 0; i < n; i++) {
        bool all = true;

        for (size_t j = 0; all && j < n; j++)
            all = i == j || skew(p, n, i, j) > 0.0;
        if (all) {
            *winner = i;
            return true;
        }
    }
    return false;
}

/* ---- what is an order ---- */

/* log odds of a pair; false where it was not compared. */
static bool log_odds(const double *p, size_t n, size_t i, size_t j, double least,
                     double *out)
{
    const double q = (p[i * n + j] + 1.0 - p[j * n + i]) / 2.0;
    const double held = fmin(fmax(q, least), 1.0 - least);

    *out = log(held / (1.0 - held));
    return isfinite(q);
}

/* Parts of the comparisons that hang together: the least response of each, in part (n,). */
static void find_parts(const double *p, size_t n, size_t *part)
{
    bool moved = true;

    for (size_t i = 0; i < n; i++)
        part[i] = i;
    while (moved) {
        moved = false;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                if (i == j || isnan(p[i * n + j]) || part[j] >= part[i])
                    continue;
                part[i] = part[j];
                moved = true;
            }
    }
}

/*
 * The Laplacian of the comparisons, made definite by a one in each pair of a part, which moves only theta's mean there;
 * b is the sum of log odds of each response.
 */
static void fill_laplacian(const double *p, size_t n, double least, const size_t *part,
                           double *a, double *b)
{
    for (size_t i = 0; i < n; i++) {
        double games = 0.0;

        for (size_t j = 0; j < n; j++) {
            double l;

            a[i * n + j] = part[i] == part[j] ? 1.0 : 0.0;
            if (i == j || !log_odds(p, n, i, j, least, &l))
                continue;
            games += 1.0;
            a[i * n + j] -= 1.0;
            b[i] += l;
        }
        a[i * n + i] = 1.0 + games;
    }
}

static void measure(const double *p, size_t n, double least, const double *theta,
                    struct assay_preference_order *out)
{
    *out = (struct assay_preference_order){0};
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            double l, rest;

            if (!log_odds(p, n, i, j, least, &l))
                continue;
            rest = l - (theta[i] - theta[j]);
            out->square += l * l;
            out->residual += rest * rest;
            out->pairs++;
        }
}

enum assay_code assay_preference_order(const double *p, size_t n, double least,
                                       double *theta, struct assay_preference_order *out,
                                       struct assay_error *err)
{
    struct assay_dense_cholesky *cholesky;
    size_t *part;
    bool solved;

    if (n == 0 || n > MOST)
        return assay_fail(err, ASSAY_EDOMAIN, "order of preferences: %zu responses", n);
    cholesky = assay_dense_cholesky_new(n);
    part = assay_memory_new(n, sizeof(*part));
    for (size_t i = 0; i < n; i++)
        theta[i] = 0.0;
    find_parts(p, n, part);
    fill_laplacian(p, n, least, part, assay_dense_cholesky_matrix(cholesky), theta);
    solved = assay_dense_cholesky_factorise(cholesky);
    if (solved)
        assay_dense_cholesky_solve(cholesky, theta);
    assay_dense_cholesky_free(cholesky);
    free(part);
    measure(p, n, least, theta, out);
    if (!solved || out->pairs == 0)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "order of preferences: nothing was compared");
    return ASSAY_OK;
}
