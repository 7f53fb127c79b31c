/* bestof.c - several completions, some of them right: is the one on top among those? */
#include "suites/kind.h"

#include "metrics/credit.h"
#include "metrics/rewardmath.h"
#include "suites/topscore.h"

static struct assay_worth bestof_worth(const struct assay_case *item, unsigned rule)
{
    const struct assay_credit credit =
        assay_credit_of(assay_topscore_top(item), (enum assay_tie_rule)rule);

    return (struct assay_worth){credit.value, credit.counted ? 1.0 : 0.0};
}

static bool bestof_tied(const struct assay_case *item)
{
    const struct assay_top top = assay_topscore_top(item);

    return top.right > 0 && top.wrong > 0;
}

const struct assay_kind assay_kind_bestof = {
    .name = "bestof",
    .summary = "k completions, some right; is the best-scored one right?",
    .wants = ASSAY_TAKES_SCORES,
    .labels = ASSAY_LABEL_ANY,
    .picks = ASSAY_TAKES_SCORES,
    .share = true,
    .extras = assay_topscore_extras,
    .check = assay_topscore_check,
    .worth = bestof_worth,
    .tied = bestof_tied,
    .margin = assay_topscore_margin,
};
