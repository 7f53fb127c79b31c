/*
 * rollout_rules.h - rules by which verdicts of a rollout log count, each with a name that reports print.
 *
 * Official programs differ in what a tie and an output without a verdict count as, so that a number means nothing without
 * the rule's name beside it.
 *
 * Source: ties: RewardBench (chosen > rejected, a tie is wrong), RewardBench 2 (1/m of m completions on top), half; outputs
 * without a verdict: VL-RewardBench (left out, or lost), Multimodal RewardBench (a seeded coin).
 */
#ifndef ASSAY_CORE_ROLLOUT_RULES_H
#define ASSAY_CORE_ROLLOUT_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum assay_rollout_unparsable {
    ASSAY_ROLLOUT_EXCLUDE,
    ASSAY_ROLLOUT_AS_HALF,
    ASSAY_ROLLOUT_AS_LOSS,
    ASSAY_ROLLOUT_COIN
};

enum assay_rollout_ties {
    ASSAY_ROLLOUT_STRICT, /* a tie is lost */
    ASSAY_ROLLOUT_SPLIT,  /* a tie of m on top is 1/m */
    ASSAY_ROLLOUT_HALF
};

/* "exclude", "half", "loss", "coin", NULL; "strict", "split", "half", NULL. */
extern const char *const assay_rollout_unparsable_words[];
extern const char *const assay_rollout_tie_words[];

/* Of whom a coin is thrown: what is drawn depends on the seed, the record's key and the judgement's place in it. */
struct assay_rollout_draw {
    uint64_t seed;
    uint64_t key[2];
    size_t place;
};

/* What an output without a verdict counts as: false where it does not count, else *value is 0, 0.5 or 1. */
bool assay_rollout_unparsable_value(enum assay_rollout_unparsable rule,
                                    const struct assay_rollout_draw *draw, double *value);

/* What a tie of m completions on top counts as; m >= 2. */
double assay_rollout_tie_value(enum assay_rollout_ties rule, size_t m);

#endif
