/*
 * votes.c - does a majority of a judge's votes agree with the people's label?
 *
 * A verdict is 1 where the vote agrees with the label, -1 where it rejects it; a vote in which
 * no verdict was found is an unparsable answer, which is a vote all the same. An item without
 * a majority is a tie of the kind: VL-RewardBench drops it (`ties: drop`).
 */
#include "suites/kind.h"

#include "metrics/majority.h"
#include "suites/topscore.h"

/* The strictly highest score decides as one vote does. */
static enum assay_majority scored(const struct assay_case *item)
{
    const struct assay_top top = assay_topscore_top(item);

    if (top.right > 0 && top.wrong > 0)
        return ASSAY_MAJORITY_NEITHER;
    return top.right > 0 ? ASSAY_MAJORITY_AGREE : ASSAY_MAJORITY_REJECT;
}

static enum assay_majority verdict_of(const struct assay_case *item)
{
    size_t agree = 0, reject = 0, cast = 0;

    if (item->want == ASSAY_WANT_SCORES)
        return scored(item);
    for (size_t i = 0; i < item->count; i++) {
        const bool said = item->state[i] == ASSAY_STATE_SCORED;

        cast += said || item->state[i] == ASSAY_STATE_UNPARSABLE;
        agree += said && item->value[i] > 0.0;
        reject += said && item->value[i] < 0.0;
    }
    return assay_majority_of(agree, reject, cast);
}

static struct assay_worth votes_worth(const struct assay_case *item, unsigned rule)
{
    const enum assay_majority verdict = verdict_of(item);

    if (verdict == ASSAY_MAJORITY_NEITHER)
        return assay_worth_tie(rule);
    return (struct assay_worth){verdict == ASSAY_MAJORITY_AGREE, 1.0};
}

static bool votes_tied(const struct assay_case *item)
{
    return verdict_of(item) == ASSAY_MAJORITY_NEITHER;
}

const struct assay_kind assay_kind_votes = {
    .name = "votes",
    .summary =
        "several votes on a labelled pair; does the majority agree with the label?",
    .wants = ASSAY_TAKES_SCORES | ASSAY_TAKES_VERDICTS,
    .labels = ASSAY_LABEL_CHOSEN | ASSAY_LABEL_CORRECT,
    .picks = ASSAY_TAKES_SCORES | ASSAY_TAKES_VERDICTS,
    .share = true,
    .sees_unparsable = true,
    .check = assay_topscore_check,
    .worth = votes_worth,
    .tied = votes_tied,
    .margin = assay_topscore_margin,
};
