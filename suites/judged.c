/*
 * judged.c - a judge puts items into classes: the better of two answers, a kind of refusal, ...
 *
 * A verdict is the number of a class of the suite, in the item's own terms whatever order it was
 * presented in; gold is one as well. Preferences, and pairs of scores, are verdicts where the
 * classes begin with first and second: a score is preferred if it is higher by more than
 * `scoring: {threshold: t}`, else the two tie. A tie is the class called "tie"; where there is
 * none, it is what `ties:` says. `unparsable:` says what an answer without a verdict is.
 *
 * `scoring: {votes: ...}` says how the votes of an order become one: majority (of equally
 * frequent ones the first), each (an equal part of the item), adjudicated (the first decides,
 * those that follow are of annotators who came to it). `games:` says how orders do.
 */
#include "suites/judged.h"

#include "metrics/classes.h"

#include <math.h>

static const char *const votes_words[] = {
    [ASSAY_JUDGED_MAJORITY] = "majority",
    [ASSAY_JUDGED_EACH] = "each",
    [ASSAY_JUDGED_FIRST] = "adjudicated",
    NULL,
};

static const struct assay_scoring scoring[] = {
    {"votes", votes_words},
    {"threshold", NULL},
    {NULL, NULL},
};

enum assay_judged_votes assay_judged_votes_of(const struct assay_study *study)
{
    return (enum assay_judged_votes)assay_study_word(study, votes_words, "votes");
}

static enum assay_code judged_check(const struct assay_item *item,
                                    struct assay_error *err)
{
    if (!(item->gold[0] >= 0.0) || floor(item->gold[0]) != item->gold[0])
        return assay_fail_at(err, assay_item_spot(item), "%g is no number of a class",
                             item->gold[0]);
    return ASSAY_OK;
}

static bool judged_fits(const struct assay_study *study, double value)
{
    return value >= 0.0 && value < (double)study->classes.count && floor(value) == value;
}

/* What no verdict was found in. */
static int unparsable_class(const struct assay_study *study)
{
    switch (study->unparsable) {
    case ASSAY_UNPARSABLE_TIE:
        return study->classes.tie;
    case ASSAY_UNPARSABLE_CLASS:
        return (int)study->classes.count;
    case ASSAY_UNPARSABLE_DROP:
        return ASSAY_JUDGED_ABSENT;
    case ASSAY_UNPARSABLE_LOSS:
    case ASSAY_UNPARSABLE_HALF:
    case ASSAY_UNPARSABLE_CHANCE:
    case ASSAY_UNPARSABLE_COIN:
        break;
    }
    return ASSAY_GAMES_NONE;
}

int assay_judged_compare(const struct assay_case *item, double threshold)
{
    const double margin = item->value[0] - item->value[1];

    return margin > threshold ? 0 : -margin > threshold ? 1 : item->study->classes.tie;
}

static size_t votes_of(const struct assay_case *item)
{
    return item->want == ASSAY_WANT_VERDICTS ? item->votes : 1;
}

int assay_judged_vote(const struct assay_case *item, size_t order, size_t vote)
{
    const size_t k = order * votes_of(item) + vote;

    if (vote >= votes_of(item) || k >= item->count)
        return ASSAY_JUDGED_ABSENT;
    if (item->state[k] == ASSAY_STATE_UNPARSABLE)
        return unparsable_class(item->study);
    if (item->state[k] != ASSAY_STATE_SCORED)
        return ASSAY_JUDGED_ABSENT;
    if (item->want == ASSAY_WANT_VERDICTS)
        return (int)item->value[k];
    return item->value[k] > 0.0 ? 0 : item->value[k] < 0.0 ? 1 : item->study->classes.tie;
}

/* The verdict of an order. */
static int order_verdict(const struct assay_case *item, size_t order, int vote)
{
    int seen[ASSAY_ITEM_COMPLETIONS_MAX];
    size_t n = 0;

    if (vote != ASSAY_JUDGED_ALL)
        return assay_judged_vote(item, order, (size_t)vote);
    if (assay_judged_votes_of(item->study) == ASSAY_JUDGED_FIRST)
        return assay_judged_vote(item, order, 0);
    for (size_t v = 0; v < votes_of(item); v++) {
        const int one = assay_judged_vote(item, order, v);

        if (one != ASSAY_JUDGED_ABSENT)
            seen[n++] = one;
    }
    return n > 0 ? assay_games_plurality(seen, n) : ASSAY_JUDGED_ABSENT;
}

/* True if something came back in an order, in which no verdict was found. */
static bool lacks_verdict(const struct assay_case *item, size_t order)
{
    const size_t votes = votes_of(item);

    for (size_t v = 0; v < votes && order * votes + v < item->count; v++)
        if (item->state[order * votes + v] == ASSAY_STATE_UNPARSABLE)
            return true;
    return false;
}

struct assay_judged_said assay_judged_said(const struct assay_case *item, int vote)
{
    struct assay_judged_said said = {.n = 0};

    if (item->want == ASSAY_WANT_SCORES) {
        said.at[said.n++] =
            assay_judged_compare(item, assay_study_number(item->study, "threshold", 0.0));
        return said;
    }
    for (size_t order = 0; order < ASSAY_JUDGED_ORDERS; order++) {
        const int one = order_verdict(item, order, vote);

        if (one != ASSAY_JUDGED_ABSENT)
            said.at[said.n++] = one;
        else
            said.lacks |= lacks_verdict(item, order);
    }
    return said;
}

int assay_judged_of(const struct assay_case *item, const struct assay_judged_said *said)
{
    if (said->n == 0 || (said->lacks && item->games != ASSAY_GAMES_AVERAGE))
        return ASSAY_JUDGED_ABSENT;
    return assay_games_decide(said->at, said->n, item->games, item->study->classes.tie);
}

/* What a class is worth to an item. */
static struct assay_worth class_worth(const struct assay_case *item, int class,
                                      unsigned rule)
{
    if (class == ASSAY_JUDGED_ABSENT)
        return (struct assay_worth){0.0, 0.0};
    if (class == ASSAY_GAMES_UNDECIDED && rule == ASSAY_RULE_SECOND &&
        item->want == ASSAY_WANT_SCORES)
        class = 1;
    if (class == ASSAY_GAMES_UNDECIDED)
        return assay_worth_tie(rule);
    return (struct assay_worth){class == (int)item->gold[0], 1.0};
}

static struct assay_worth said_worth(const struct assay_case *item,
                                     const struct assay_judged_said *said, unsigned rule)
{
    struct assay_worth sum = {0.0, 0.0};

    if (item->games != ASSAY_GAMES_AVERAGE)
        return class_worth(item, assay_judged_of(item, said), rule);
    for (size_t i = 0; i < said->n; i++) {
        const struct assay_worth one = class_worth(item, said->at[i], rule);

        sum.won += one.won / (double)said->n;
        sum.of += one.of / (double)said->n;
    }
    return sum;
}

static struct assay_worth judged_worth(const struct assay_case *item, unsigned rule)
{
    const bool each = item->want == ASSAY_WANT_VERDICTS &&
                      assay_judged_votes_of(item->study) == ASSAY_JUDGED_EACH;
    struct assay_worth sum = {0.0, 0.0};
    double parts = 0.0;

    if (!each) {
        const struct assay_judged_said said = assay_judged_said(item, ASSAY_JUDGED_ALL);

        return said_worth(item, &said, rule);
    }
    for (size_t v = 0; v < item->votes; v++) {
        const struct assay_judged_said said = assay_judged_said(item, (int)v);
        const struct assay_worth one = said_worth(item, &said, rule);

        sum.won += one.won;
        sum.of += one.of;
        parts += said.n > 0 ? 1.0 : 0.0;
    }
    if (!(parts > 0.0))
        return sum;
    return (struct assay_worth){sum.won / parts, sum.of / parts};
}

static bool judged_tied(const struct assay_case *item)
{
    const struct assay_judged_said said = assay_judged_said(item, ASSAY_JUDGED_ALL);

    return assay_judged_of(item, &said) == ASSAY_GAMES_UNDECIDED;
}

static double judged_margin(const struct assay_case *item)
{
    const double margin = item->value[0] - item->value[1];
    const double threshold = assay_study_number(item->study, "threshold", 0.0);

    if (item->gold[0] == 0.0)
        return margin - threshold;
    return item->gold[0] == 1.0 ? -margin - threshold : threshold - fabs(margin);
}

const struct assay_kind assay_kind_judged = {
    .name = "judged",
    .summary = "a judge puts items into classes; is it the right one?",
    .wants = ASSAY_TAKES_SCORES | ASSAY_TAKES_PREFERENCES | ASSAY_TAKES_VERDICTS,
    .labels = ASSAY_LABEL_CLASS,
    .picks = ASSAY_TAKES_SCORES | ASSAY_TAKES_PREFERENCES | ASSAY_TAKES_VERDICTS,
    .two_orders = true,
    .share = true,
    .needs_class = true,
    .sees_unparsable = true,
    .extras = assay_judged_extras,
    .scoring = scoring,
    .check = judged_check,
    .fits = judged_fits,
    .worth = judged_worth,
    .tied = judged_tied,
    .margin = judged_margin,
};
