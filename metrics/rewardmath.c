#include "metrics/rewardmath.h"

#include <assert.h>
#include <math.h>

struct assay_rewardmath_item assay_rewardmath_rank(const double *chosen,
                                                   size_t chosen_count,
                                                   const double *rejected,
                                                   size_t rejected_count)
{
    size_t ahead = 0;

    assert(chosen_count > 0 && rejected_count > 0);

    double worst = chosen[0];
    double best = chosen[0];
    double rival = rejected[0];

    for (size_t i = 1; i < chosen_count; i++) {
        worst = fmin(worst, chosen[i]);
        best = fmax(best, chosen[i]);
    }
    for (size_t i = 0; i < rejected_count; i++) {
        rival = fmax(rival, rejected[i]);
        ahead += rejected[i] >= best;
    }
    return (struct assay_rewardmath_item){worst > rival, worst >= rival, ahead + 1};
}

struct assay_rewardmath_item assay_rewardmath_games(size_t wins, size_t n)
{
    return (struct assay_rewardmath_item){wins == n, wins == n, n - wins + 1};
}

enum assay_code assay_rewardmath_score(const struct assay_rewardmath_item *item, size_t n,
                                       struct assay_rewardmath *out,
                                       struct assay_error *err)
{
    size_t wins = 0;
    size_t ties = 0;
    double reciprocal = 0.0;

    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no problems");
    for (size_t i = 0; i < n; i++) {
        wins += item[i].win;
        ties += item[i].win_or_tie;
        reciprocal += 1.0 / (double)item[i].rank;
    }
    *out = (struct assay_rewardmath){
        .accuracy = 100.0 * (double)wins / (double)n,
        .accuracy_with_ties = 100.0 * (double)ties / (double)n,
        .mrr = 100.0 * reciprocal / (double)n,
    };
    return ASSAY_OK;
}
