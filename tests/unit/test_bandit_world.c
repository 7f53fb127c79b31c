/* test_bandit_world.c - scored completions held against the same thing as a decision process, solved by another way. */
#include "metrics/bandit_distance.h"
#include "metrics/bandit_regret.h"
#include "metrics/starc.h"
#include "tests/unit/bandit_parts.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    MODELS = 2,
    PROMPTS = 12,
    DEPTH = 5,
    ROWS = PROMPTS * DEPTH,
    SETS = 200
};

/* Prompts as states that stay where they are, completions as actions. */
struct world {
    struct assay_mdp mdp;
    double start[PROMPTS], chance[ROWS], advantage[MODELS][ROWS], mean[MODELS][PROMPTS];
    size_t row[ROWS + 1];
    uint32_t next[ROWS];
};

/* Every prompt has as many completions as actions; of `tied` scores some are equal. */
static void make(uint64_t seed, size_t depth, bool tied, struct made_scores *made,
                 struct world *out)
{
    double all = 0.0;

    made_scores(seed, MODELS, PROMPTS, 1, tied, made);
    for (size_t i = 0; i < PROMPTS; i++)
        all += made->weight[i];
    for (size_t i = 0; i < PROMPTS; i++) {
        struct made_scores more;

        made_scores(seed * PROMPTS + i + 7, MODELS, depth, 1, tied, &more);
        made->first[i + 1] = (i + 1) * depth;
        out->start[i] = made->weight[i] / all;
        for (size_t k = 0; k < depth; k++) {
            out->row[i * depth + k] = i * depth + k;
            out->next[i * depth + k] = (uint32_t)i;
            out->chance[i * depth + k] = 1.0;
            for (size_t m = 0; m < MODELS; m++)
                made->score[m][i * depth + k] = more.score[m][k];
        }
    }
    out->row[PROMPTS * depth] = PROMPTS * depth;
    out->mdp = (struct assay_mdp){.states = PROMPTS,
                                  .actions = depth,
                                  .start = out->start,
                                  .row = out->row,
                                  .next = out->next,
                                  .chance = out->chance};
}

/* The advantage under the uniform policy, which is val. */
static void centre(const struct made_scores *made, size_t depth, struct world *out)
{
    for (size_t m = 0; m < MODELS; m++)
        for (size_t i = 0; i < PROMPTS; i++) {
            const double *score = made->score[m] + i * depth;
            double mean = 0.0;

            for (size_t k = 0; k < depth; k++)
                mean += score[k] / (double)depth;
            for (size_t k = 0; k < depth; k++)
                out->advantage[m][i * depth + k] = score[k] - mean;
            out->mean[m][i] = mean;
        }
}

#define NEAR(got, want)                                                                  \
    ck_assert_msg(fabs((got) - (want)) <= 1e-9, "seed %d: %.17g, expected %.17g", _i,    \
                  (double)(got), (double)(want))

START_TEST(completions_are_the_decision_process_that_ends_at_once)
{
    static const struct assay_mdp_how how = {.method = ASSAY_MDP_DENSE};
    const size_t depth = 2 + (size_t)_i % (DEPTH - 1);
    struct assay_arena arena = {0};
    struct assay_bandit bandit;
    struct assay_bandit_worst worst[4];
    struct assay_bandit_range regret[4];
    struct assay_starc_reward reward[MODELS];
    struct assay_worst_case case_of;
    struct assay_regret_span span;
    struct assay_error err;
    struct made_scores made;
    struct world world;
    double distance[4], starc_j;

    make((uint64_t)_i + 1, depth, _i % 3 == 0, &made, &world);
    centre(&made, depth, &world);
    made_pack(&made, &bandit);
    assay_bandit_distances(&bandit, &assay_bandit_headline, 1, distance);
    assay_bandit_worsts(&bandit, 1, worst);
    assay_bandit_regrets(&bandit, 1, regret);
    for (size_t m = 0; m < MODELS; m++) {
        const struct assay_process process = {&world.mdp, &how};
        const struct assay_canonical val = {.level = world.advantage[m],
                                            .before = world.mean[m]};

        ck_assert_int_eq(
            assay_starc_reward(&process, made.score[m], &val, &arena, &reward[m], &err),
            ASSAY_OK);
    }
    for (size_t m = 0; m < MODELS; m++) {
        const struct assay_process process = {&world.mdp, &how};
        const struct assay_starc_reward *x = &reward[m], *y = &reward[1 - m];
        const size_t k = m * MODELS + 1 - m;

        ck_assert_int_eq(assay_starc_j(&process, x, y, &starc_j, &err), ASSAY_OK);
        ck_assert_int_eq(assay_worst_case_regret(&process, x, y, &case_of, &err),
                         ASSAY_OK);
        ck_assert_int_eq(assay_regret(&process, x, y, &span, &err), ASSAY_OK);
        NEAR(distance[k], starc_j);
        NEAR(worst[k].value, case_of.regret);
        NEAR(regret[k].lo, span.lo);
        NEAR(regret[k].hi, span.hi);
        NEAR(bandit.range[m] / reward[m].range.range, 1.0);
    }
    assay_bandit_release(&bandit);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_bandit_world(void)
{
    Suite *suite = suite_create("bandit_world");
    TCase *tests = tcase_create("bandit_world");

    tcase_add_loop_test(tests, completions_are_the_decision_process_that_ends_at_once, 0,
                        SETS);
    suite_add_tcase(suite, tests);
    return suite;
}
