/* bandit_parts.h - random scores of reward models, for tests of what is measured of them. */
#ifndef ASSAY_TESTS_UNIT_BANDIT_PARTS_H
#define ASSAY_TESTS_UNIT_BANDIT_PARTS_H

#include "metrics/bandit.h"

#include <stdint.h>

enum {
    MADE_MODELS = 5,
    MADE_PROMPTS = 40,
    MADE_DEPTH = 7
};

/* Scores that the caller may change before they are packed. */
struct made_scores {
    size_t models, prompts;
    size_t first[MADE_PROMPTS + 1];
    double score[MADE_MODELS][MADE_PROMPTS * MADE_DEPTH];
    double weight[MADE_PROMPTS];
};

/* models of prompts with 1 to depth completions; `tied` draws small whole numbers, so that many are equal. */
void made_scores(uint64_t seed, size_t models, size_t prompts, size_t depth, bool tied,
                 struct made_scores *out);

/* Packs them; fails the test where that fails. */
void made_pack(const struct made_scores *made, struct assay_bandit *out);

/* max - min of x - lambda y over a prompt, and sum_i w_i of it, from plain scores. */
double made_range(const struct made_scores *made, const double *x, const double *y,
                  double lambda);

#endif
