#include "metrics/games.h"

static size_t times(const int *said, size_t n, int what)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += said[i] == what;
    return count;
}

int assay_games_plurality(const int *vote, size_t n)
{
    int best = ASSAY_GAMES_NONE;
    size_t most = 0;

    for (size_t i = 0; i < n; i++) {
        const size_t count = times(vote, n, vote[i]);

        if (vote[i] == ASSAY_GAMES_NONE || count <= most)
            continue;
        best = vote[i];
        most = count;
    }
    return best;
}

static int decide_sum(const int *said, size_t n, int tie)
{
    const size_t voided = times(said, n, tie) + times(said, n, ASSAY_GAMES_NONE);

    for (size_t i = 0; i < n; i++)
        if (said[i] != tie && said[i] != ASSAY_GAMES_NONE &&
            2 * times(said, n, said[i]) > n - voided)
            return said[i];
    return tie;
}

int assay_games_decide(const int *said, size_t n, enum assay_games games, int tie)
{
    if (n == 0)
        return ASSAY_GAMES_NONE;
    switch (games) {
    case ASSAY_GAMES_SUM:
        return decide_sum(said, n, tie);
    case ASSAY_GAMES_BOTH:
        return times(said, n, said[0]) == n ? said[0] : ASSAY_GAMES_NONE;
    case ASSAY_GAMES_AVERAGE:
    case ASSAY_GAMES_FIRST:
        break;
    }
    return said[0];
}
