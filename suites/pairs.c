/* pairs.c - one completion is right, the other wrong: which one does the model prefer? */
#include "suites/kind.h"

#include "metrics/credit.h"
#include "metrics/judgebench.h"
#include "suites/pairs_extras.h"

static enum assay_code pairs_check(const struct assay_item *item, struct assay_error *err)
{
    if (item->completion_count != 2)
        return assay_fail_at(err, assay_item_spot(item),
                             "a pair needs two completions, found %zu",
                             item->completion_count);
    if ((item->gold[0] > 0.0) == (item->gold[1] > 0.0))
        return assay_fail_at(err, assay_item_spot(item), "one of a pair must be right");
    return ASSAY_OK;
}

/* The place of the right completion. */
static size_t right_of(const struct assay_case *item)
{
    return item->gold[0] > item->gold[1] ? 0 : 1;
}

/* What game k said: 1 for the right one, -1 for the wrong one, 0 for neither. */
static int game_verdict(const struct assay_case *item, size_t k)
{
    const double said = item->state[k] == ASSAY_STATE_SCORED ? item->value[k] : 0.0;
    const int first = (said > 0.0) - (said < 0.0);

    return right_of(item) == 0 ? first : -first;
}

/* Games that were played at all: a judge that saw one order only has one. */
static bool game_played(const struct assay_case *item, size_t k)
{
    return item->state[k] != ASSAY_STATE_SKIPPED;
}

static struct assay_top verdict_top(int verdict)
{
    return (struct assay_top){.right = verdict >= 0, .wrong = verdict <= 0};
}

static struct assay_worth worth_of(struct assay_credit credit)
{
    return (struct assay_worth){credit.value, credit.counted ? 1.0 : 0.0};
}

/* Every order is an equal part of the item. */
static struct assay_worth average_worth(const struct assay_case *item,
                                        enum assay_tie_rule rule)
{
    struct assay_worth sum = {0};
    size_t played = 0;

    for (size_t k = 0; k < item->count; k++)
        played += game_played(item, k);
    for (size_t k = 0; k < item->count; k++) {
        const struct assay_credit credit =
            assay_credit_of(verdict_top(game_verdict(item, k)), rule);

        if (!game_played(item, k) || !credit.counted)
            continue;
        sum.won += credit.value / (double)played;
        sum.of += 1.0 / (double)played;
    }
    return sum;
}

static int games_sum(const struct assay_case *item)
{
    int sum = 0;

    for (size_t k = 0; k < item->count; k++)
        sum += game_verdict(item, k);
    return sum;
}

/* Right if all games are, wrong if one is. */
static int games_both(const struct assay_case *item)
{
    int least = 1;

    for (size_t k = 0; k < item->count; k++)
        if (game_played(item, k) && game_verdict(item, k) < least)
            least = game_verdict(item, k);
    return least;
}

/* The verdict of all games together. */
static int games_verdict(const struct assay_case *item)
{
    switch (item->games) {
    case ASSAY_GAMES_BOTH:
        return games_both(item);
    case ASSAY_GAMES_FIRST:
        return game_verdict(item, 0);
    case ASSAY_GAMES_AVERAGE:
    case ASSAY_GAMES_SUM:
        break;
    }
    return games_sum(item);
}

static struct assay_worth scores_worth(const struct assay_case *item, unsigned rule)
{
    const size_t right = right_of(item);
    const double chosen = item->value[right];
    const double rejected = item->value[1 - right];

    if (rule == ASSAY_RULE_SECOND) {
        const bool first = assay_judgebench_decision(item->value[0], item->value[1]) ==
                           ASSAY_VERDICT_FIRST;

        return (struct assay_worth){first == (right == 0), 1.0};
    }
    return worth_of(
        assay_credit_of(verdict_top((chosen > rejected) - (chosen < rejected)),
                        (enum assay_tie_rule)rule));
}

static struct assay_worth pairs_worth(const struct assay_case *item, unsigned rule)
{
    if (item->want == ASSAY_WANT_SCORES)
        return scores_worth(item, rule);
    if (rule == ASSAY_RULE_SECOND) /* tells of scores only; a tied judge is not right */
        rule = ASSAY_TIE_LOSS;
    if (item->games == ASSAY_GAMES_AVERAGE)
        return average_worth(item, (enum assay_tie_rule)rule);
    return worth_of(
        assay_credit_of(verdict_top(games_verdict(item)), (enum assay_tie_rule)rule));
}

static bool pairs_tied(const struct assay_case *item)
{
    if (item->want == ASSAY_WANT_SCORES)
        return item->value[0] == item->value[1];
    return games_verdict(item) == 0;
}

static double pairs_margin(const struct assay_case *item)
{
    const size_t right = right_of(item);

    return item->value[right] - item->value[1 - right];
}

const struct assay_kind assay_kind_pairs = {
    .name = "pairs",
    .summary = "one right and one wrong completion; which one is preferred?",
    .wants = ASSAY_TAKES_SCORES | ASSAY_TAKES_PREFERENCES,
    .labels = ASSAY_LABEL_ANY,
    .picks = ASSAY_TAKES_SCORES | ASSAY_TAKES_PREFERENCES,
    .two_orders = true,
    .share = true,
    .extras = assay_pairs_extras,
    .check = pairs_check,
    .worth = pairs_worth,
    .tied = pairs_tied,
    .margin = pairs_margin,
};
