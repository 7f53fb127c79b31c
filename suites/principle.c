/*
 * principle.c - several completions in the order that a stated principle gives them.
 *
 * The principle is a system message before the prompt, so that the model sees it and the item is
 * another one under another principle; items of one prompt are resampled together, whatever their
 * principle. rankings.c has the rules. No official scorer of such a benchmark is published (RABench,
 * Yu et al. 2025, arXiv:2506.03637), and every result says so.
 */
#include "suites/rankings.h"

static enum assay_code principle_check(const struct assay_item *item,
                                       struct assay_error *err)
{
    if (item->principle.len == 0)
        return assay_fail_at(err, assay_item_spot(item), "the principle is empty");
    return assay_rankings_check(item, err);
}

const struct assay_kind assay_kind_principle = {
    .name = "principle",
    .summary =
        "k completions ranked under a principle that the model is shown; same order?",
    .wants = ASSAY_TAKES_SCORES,
    .labels = ASSAY_LABEL_GOLD,
    .needs_principle = true,
    .resamples = true,
    .always_whole = true,
    .note = "not an official score: no scorer of this benchmark is published; pairs of "
            "the gold "
            "ranking, tau-b and NDCG are assay's own",
    .scoring = assay_rankings_scoring,
    .check = principle_check,
    .worth = assay_rankings_worth,
    .tied = assay_rankings_tied,
    .weight = assay_rankings_weight,
    .value = assay_rankings_value,
    .always = assay_rankings_always,
};
