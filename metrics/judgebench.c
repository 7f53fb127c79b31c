#include "metrics/judgebench.h"

enum assay_verdict assay_judgebench_decision(double first, double second)
{
    return first > second ? ASSAY_VERDICT_FIRST : ASSAY_VERDICT_SECOND;
}

static int game_points(enum assay_verdict said, enum assay_verdict label)
{
    if (said == label)
        return 1;
    return said == ASSAY_VERDICT_FIRST || said == ASSAY_VERDICT_SECOND ? -1 : 0;
}

bool assay_judgebench_right(const struct assay_judged_pair *pair, size_t games)
{
    int points = 0;

    for (size_t i = 0; i < games; i++)
        points += game_points(pair->game[i], pair->label);
    return points > 0;
}

enum assay_code assay_judgebench_score(const struct assay_judged_pair *pair, size_t n,
                                       size_t games, struct assay_judgebench *out,
                                       struct assay_error *err)
{
    struct assay_judgebench sum = {.n = n};

    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no judged pairs");
    for (size_t i = 0; i < n; i++) {
        sum.right += assay_judgebench_right(&pair[i], games);
        sum.inconsistent += games == 2 && pair[i].game[0] != pair[i].game[1];
    }
    sum.score = 100.0 * (double)sum.right / (double)n;
    *out = sum;
    return ASSAY_OK;
}
