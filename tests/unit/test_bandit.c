#include "harness/core/rng.h"
#include "metrics/bandit.h"
#include "metrics/bandit_distance.h"
#include "metrics/bandit_regret.h"
#include "tests/unit/bandit_parts.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    PAIRS = MADE_MODELS * MADE_MODELS,
    SETS = 200
};

/* Everything of one set of scores. */
struct found {
    struct assay_bandit bandit;
    double distance[PAIRS];
    struct assay_bandit_worst worst[PAIRS];
    struct assay_bandit_range regret[PAIRS];
};

static void find(const struct made_scores *made, struct found *out)
{
    made_pack(made, &out->bandit);
    assay_bandit_distances(&out->bandit, &assay_bandit_headline, 1, out->distance);
    assay_bandit_worsts(&out->bandit, 1, out->worst);
    assay_bandit_regrets(&out->bandit, 1, out->regret);
}

static double metric_of(const struct made_scores *made, enum assay_bandit_kind kind,
                        enum assay_bandit_norm n, enum assay_bandit_norm m, size_t a,
                        size_t b)
{
    const struct assay_bandit_metric metric = {kind, n, m};
    struct assay_bandit bandit;
    double out[PAIRS];

    made_pack(made, &bandit);
    assay_bandit_distances(&bandit, &metric, 1, out);
    assay_bandit_release(&bandit);
    return out[a * made->models + b];
}

#define NEAR(got, want, seed)                                                            \
    ck_assert_msg(fabs((got) - (want)) <= 1e-9 * fmax(1.0, fabs(want)),                  \
                  "seed %d: %.17g, expected %.17g", (int)(seed), (double)(got),          \
                  (double)(want))

/* One prompt and three completions: golden case p05_bandit of the specification, whose values follow by hand. */
static void make_three_arms(struct made_scores *out)
{
    *out = (struct made_scores){.models = 2,
                                .prompts = 1,
                                .first = {0, 3},
                                .score = {{0, 1, 2}, {0, 2, 1}},
                                .weight = {1.0}};
}

START_TEST(three_arms_have_the_values_that_follow_by_hand)
{
    struct made_scores made;
    struct found found;

    make_three_arms(&made);
    find(&made, &found);
    NEAR(found.distance[1], 1.0, 0);     /* range of (0, -1/2, 1/2) */
    NEAR(found.worst[1].value, 0.75, 0); /* arm 3 against half arm 1, half arm 2 */
    NEAR(found.worst[2].value, 0.75, 0);
    NEAR(found.regret[1].lo, 0.5, 0); /* (2 - 1) / (2 - 0) */
    NEAR(found.regret[1].hi, 0.5, 0);
    assay_bandit_release(&found.bandit);
}
END_TEST

/* dist.val of the same case; n down, m across: l1 l2 linf w1 w2 winf jrange. v1 = (-1, 0, 1), v2 = (-1, 1, 0);
   their difference is (0, -1, 1), the norms of both are 2, sqrt 2, 1 and a range of 2. */
START_TEST(norms_of_three_arms_divide_as_they_should)
{
    static const double size[ASSAY_BANDIT_NORMS] = {
        1.0, 2.0, 1.4142135623730951, 1.0, 2.0, 1.4142135623730951, 1.0, 2.0};
    struct made_scores made;

    make_three_arms(&made);
    for (unsigned n = 0; n < ASSAY_BANDIT_NORMS; n++)
        for (unsigned m = 1; m < ASSAY_BANDIT_NORMS; m++)
            NEAR(metric_of(&made, ASSAY_BANDIT_STARC, (enum assay_bandit_norm)n,
                           (enum assay_bandit_norm)m, 0, 1),
                 size[m] / size[n], n * 10 + m);
    NEAR(metric_of(&made, ASSAY_BANDIT_EPIC, 0, 0, 0, 1), 0.5, 0); /* rho = 1/2 */
    NEAR(metric_of(&made, ASSAY_BANDIT_DIRECT, 0, 0, 0, 1), 0.5, 0);
}
END_TEST

/* Two prompts of different sizes and weights, by hand: a = (0, 4 | 0, 1, 2), b = (3, 1 | 5, 5, 6), weights 1/4 and
   3/4. Range_J(a) = 1/4 * 4 + 3/4 * 2 = 5/2, of b 1/4 * 2 + 3/4 * 1 = 5/4. Units: a (0, 1.6 | 0, .4, .8),
   b (2.4, .8 | 4, 4, 4.8); differences -2.4, .8 | -4, -3.6, -4: ranges 3.2 and .4. Picks of b: first | third. */
START_TEST(two_ragged_prompts_have_the_values_that_follow_by_hand)
{
    struct made_scores made = {.models = 2,
                               .prompts = 2,
                               .first = {0, 2, 5},
                               .score = {{0, 4, 0, 1, 2}, {3, 1, 5, 5, 6}},
                               .weight = {0.5, 1.5}};
    struct found found;

    find(&made, &found);
    NEAR(found.bandit.range[0], 2.5, 0);
    NEAR(found.bandit.range[1], 1.25, 0);
    NEAR(found.distance[1], 0.25 * 3.2 + 0.75 * 0.4, 0);
    NEAR(found.regret[1].hi, 0.25 * 4.0 / 2.5, 0);
    NEAR(found.regret[2].hi, 0.25 * 2.0 / 1.25, 0);
    assay_bandit_release(&found.bandit);
}
END_TEST

/* Norms and Pearson forms by plain loops over the scores. */
struct plain {
    const struct made_scores *made;
    double val[MADE_MODELS][MADE_PROMPTS * MADE_DEPTH];
    double direct[MADE_MODELS][MADE_PROMPTS * MADE_DEPTH];
    double weight[MADE_PROMPTS * MADE_DEPTH], shared[MADE_PROMPTS * MADE_DEPTH];
};

/* x less its mean over completions from .. end - 1 under weights. */
static void centre(const double *x, const double *weight, size_t from, size_t end,
                   double *out)
{
    double mean = 0.0, all = 0.0;

    for (size_t j = from; j < end; j++) {
        mean += weight[j] * x[j];
        all += weight[j];
    }
    for (size_t j = from; j < end; j++)
        out[j] = x[j] - mean / all;
}

static void make_plain(const struct made_scores *made, struct plain *out)
{
    double all = 0.0;

    *out = (struct plain){.made = made};
    for (size_t i = 0; i < made->prompts; i++)
        all += made->weight[i];
    for (size_t i = 0; i < made->prompts; i++)
        for (size_t j = made->first[i]; j < made->first[i + 1]; j++) {
            out->weight[j] = made->weight[i] / all;
            out->shared[j] =
                out->weight[j] / (double)(made->first[i + 1] - made->first[i]);
        }
    for (size_t m = 0; m < made->models; m++) {
        for (size_t i = 0; i < made->prompts; i++)
            centre(made->score[m], out->shared, made->first[i], made->first[i + 1],
                   out->val[m]);
        centre(made->score[m], out->shared, 0, made->first[made->prompts],
               out->direct[m]);
    }
}

static double plain_norm(const struct plain *plain, const double *v,
                         enum assay_bandit_norm norm)
{
    const size_t n = plain->made->first[plain->made->prompts];
    const bool weighted = norm >= ASSAY_BANDIT_W1;
    double sum = 0.0, most = 0.0;

    if (norm == ASSAY_BANDIT_NONE)
        return 1.0;
    if (norm == ASSAY_BANDIT_JRANGE)
        return made_range(plain->made, v, v, 0.0);
    for (size_t j = 0; j < n; j++) {
        const double w = weighted ? plain->weight[j] : 1.0;
        const bool square = norm == ASSAY_BANDIT_L2 || norm == ASSAY_BANDIT_W2;

        sum += w * (square ? v[j] * v[j] : fabs(v[j]));
        most = fmax(most, w * fabs(v[j]));
    }
    if (norm == ASSAY_BANDIT_LINF || norm == ASSAY_BANDIT_WINF)
        return most;
    return norm == ASSAY_BANDIT_L2 || norm == ASSAY_BANDIT_W2 ? sqrt(sum) : sum;
}

static double plain_distance(const struct plain *plain, enum assay_bandit_norm n,
                             enum assay_bandit_norm m, size_t a, size_t b)
{
    const double by[2] = {plain_norm(plain, plain->val[a], n),
                          plain_norm(plain, plain->val[b], n)};
    double z[MADE_PROMPTS * MADE_DEPTH];

    for (size_t j = 0; j < plain->made->first[plain->made->prompts]; j++)
        z[j] = plain->val[a][j] / by[0] - plain->val[b][j] / by[1];
    return plain_norm(plain, z, m);
}

/* sqrt((1 - rho) / 2), as it is written in papers. */
static double plain_pearson(const struct plain *plain, const double *x, const double *y)
{
    double xx = 0.0, yy = 0.0, xy = 0.0;

    for (size_t j = 0; j < plain->made->first[plain->made->prompts]; j++) {
        xx += plain->shared[j] * x[j] * x[j];
        yy += plain->shared[j] * y[j] * y[j];
        xy += plain->shared[j] * x[j] * y[j];
    }
    return sqrt((1.0 - xy / sqrt(xx * yy)) / 2.0);
}

START_TEST(every_norm_and_form_is_that_of_plain_loops)
{
    struct made_scores made;
    struct plain plain;

    made_scores((uint64_t)_i, 3, 21, MADE_DEPTH, false, &made);
    make_plain(&made, &plain);
    for (unsigned n = 0; n < ASSAY_BANDIT_NORMS; n++)
        for (unsigned m = 1; m < ASSAY_BANDIT_NORMS; m++)
            NEAR(metric_of(&made, ASSAY_BANDIT_STARC, (enum assay_bandit_norm)n,
                           (enum assay_bandit_norm)m, 2, 1),
                 plain_distance(&plain, (enum assay_bandit_norm)n,
                                (enum assay_bandit_norm)m, 2, 1),
                 _i);
    NEAR(metric_of(&made, ASSAY_BANDIT_EPIC, 0, 0, 0, 2),
         plain_pearson(&plain, plain.val[0], plain.val[2]), _i);
    NEAR(metric_of(&made, ASSAY_BANDIT_DIRECT, 0, 0, 0, 2),
         plain_pearson(&plain, plain.direct[0], plain.direct[2]), _i);
}
END_TEST

/* Regret, worst case, d_J, twice the worst case: each no more than the next, whatever the scores. */
START_TEST(the_chain_holds_for_every_pair)
{
    struct made_scores made;
    struct found found;

    made_scores((uint64_t)_i, MADE_MODELS, 1 + (size_t)_i % MADE_PROMPTS,
                2 + (size_t)_i % 6, _i % 4 == 0, &made);
    find(&made, &found);
    for (size_t k = 0; k < PAIRS; k++) {
        const size_t a = k / MADE_MODELS, b = k % MADE_MODELS;
        const double worst = found.worst[k].value;

        ck_assert_msg(found.regret[k].lo <= found.regret[k].hi + 1e-12, "seed %d", _i);
        ck_assert_msg(found.regret[k].hi <= worst + 1e-9, "seed %d", _i);
        ck_assert_msg(worst <= found.distance[k] + 1e-12, "seed %d", _i);
        ck_assert_msg(found.bandit.trivial[a] || found.distance[k] <= 2.0 * worst + 1e-9,
                      "seed %d", _i);
        for (size_t c = 0; c < MADE_MODELS; c++)
            ck_assert_msg(found.distance[k] <= found.distance[a * MADE_MODELS + c] +
                                                   found.distance[c * MADE_MODELS + b] +
                                                   1e-12,
                          "seed %d: no triangle %zu %zu %zu", _i, a, b, c);
        ck_assert_msg(found.distance[k] == found.distance[b * MADE_MODELS + a],
                      "seed %d: not symmetric", _i);
    }
    assay_bandit_release(&found.bandit);
}
END_TEST

/* Offsets of prompts and a positive scale of a model: nothing changes but what the contract says. */
START_TEST(offsets_and_scale_change_nothing)
{
    struct made_scores made;
    struct found before, after;
    struct assay_rng rng = {(uint64_t)_i};
    const double direct = (made_scores((uint64_t)_i, 3, 20, 5, false, &made),
                           metric_of(&made, ASSAY_BANDIT_DIRECT, 0, 0, 0, 1));
    const double epic = metric_of(&made, ASSAY_BANDIT_EPIC, 0, 0, 0, 1);

    find(&made, &before);
    for (size_t i = 0; i < made.prompts; i++) {
        const double offset = 100.0 * assay_rng_uniform(&rng);

        for (size_t j = made.first[i]; j < made.first[i + 1]; j++)
            made.score[1][j] = 1e6 * (made.score[1][j] + offset);
    }
    find(&made, &after);
    for (size_t k = 0; k < 9; k++) {
        NEAR(after.distance[k], before.distance[k], _i);
        NEAR(after.worst[k].value, before.worst[k].value, _i);
        NEAR(after.regret[k].hi, before.regret[k].hi, _i);
    }
    NEAR(metric_of(&made, ASSAY_BANDIT_EPIC, 0, 0, 0, 1), epic, _i);
    ck_assert_double_gt(fabs(metric_of(&made, ASSAY_BANDIT_DIRECT, 0, 0, 0, 1) - direct),
                        1e-3);
    assay_bandit_release(&before.bandit);
    assay_bandit_release(&after.bandit);
}
END_TEST

/* Prompts and completions in reverse, and every completion twice: neither d_J nor regrets change; ranges, tops and ties
   are the same. */
START_TEST(order_and_copies_of_completions_change_no_regret)
{
    struct made_scores made, other = {.models = 3, .prompts = 13};
    struct found before, after;

    made_scores((uint64_t)_i, 3, 13, 3, _i % 2 == 0, &made);
    for (size_t i = 0; i < made.prompts; i++) {
        const size_t from = made.prompts - 1 - i,
                     n = made.first[from + 1] - made.first[from];

        other.first[i + 1] = other.first[i] + 2 * n;
        other.weight[i] = made.weight[from];
        for (size_t m = 0; m < made.models; m++)
            for (size_t k = 0; k < 2 * n; k++)
                other.score[m][other.first[i] + k] =
                    made.score[m][made.first[from + 1] - 1 - k / 2];
    }
    find(&made, &before);
    find(&other, &after);
    for (size_t k = 0; k < 9; k++) {
        NEAR(after.distance[k], before.distance[k], _i);
        NEAR(after.worst[k].value, before.worst[k].value, _i);
        NEAR(after.regret[k].lo, before.regret[k].lo, _i);
        NEAR(after.regret[k].hi, before.regret[k].hi, _i);
    }
    assay_bandit_release(&before.bandit);
    assay_bandit_release(&after.bandit);
}
END_TEST

/* One completion twice is two choices that are the same: val changes, and with it l2, but nothing of J. */
START_TEST(a_copy_of_one_completion_changes_val_alone)
{
    struct made_scores made, other;
    struct found before, after;
    double l2[2];

    make_three_arms(&made);
    other = made;
    other.first[1] = 4;
    other.score[0][3] = made.score[0][0];
    other.score[1][3] = made.score[1][0];
    find(&made, &before);
    find(&other, &after);
    NEAR(after.distance[1], before.distance[1], 0);
    NEAR(after.worst[1].value, before.worst[1].value, 0);
    NEAR(after.regret[1].hi, before.regret[1].hi, 0);
    l2[0] = metric_of(&made, ASSAY_BANDIT_STARC, ASSAY_BANDIT_L2, ASSAY_BANDIT_L2, 0, 1);
    l2[1] = metric_of(&other, ASSAY_BANDIT_STARC, ASSAY_BANDIT_L2, ASSAY_BANDIT_L2, 0, 1);
    ck_assert_double_gt(fabs(l2[0] - l2[1]), 1e-3);
    assay_bandit_release(&before.bandit);
    assay_bandit_release(&after.bandit);
}
END_TEST

START_TEST(a_reward_is_as_far_as_can_be_from_its_opposite)
{
    struct made_scores made;
    struct found found;

    made_scores((uint64_t)_i, 2, 20, 5, false, &made);
    for (size_t j = 0; j < made.first[made.prompts]; j++)
        made.score[1][j] = -3.0 * made.score[0][j];
    find(&made, &found);
    NEAR(found.distance[1], 2.0, _i);
    NEAR(found.worst[1].value, 1.0, _i);
    for (unsigned n = 1; n < ASSAY_BANDIT_NORMS; n++)
        NEAR(metric_of(&made, ASSAY_BANDIT_STARC, (enum assay_bandit_norm)n,
                       (enum assay_bandit_norm)n, 0, 1),
             2.0, _i);
    NEAR(metric_of(&made, ASSAY_BANDIT_EPIC, 0, 0, 0, 1), 1.0, _i);
    NEAR(metric_of(&made, ASSAY_BANDIT_DIRECT, 0, 0, 0, 1), 1.0, _i);
    assay_bandit_release(&found.bandit);
}
END_TEST

/* Model 1 says the same of all completions of a prompt but for rounding, model 2 of all of them. */
START_TEST(trivial_models_have_the_values_of_the_contract)
{
    struct made_scores made;
    struct found found;

    made_scores(3, 4, 20, 5, false, &made);
    for (size_t i = 0; i < made.prompts; i++)
        for (size_t j = made.first[i]; j < made.first[i + 1]; j++) {
            made.score[1][j] = 0.1 * (double)i + 1e-15 * (double)(j % 3);
            made.score[2][j] = 0.7;
        }
    find(&made, &found);
    ck_assert(!found.bandit.trivial[0] && found.bandit.trivial[1] &&
              found.bandit.trivial[2]);
    ck_assert_double_eq(found.distance[1 * 4 + 2], 0.0);
    NEAR(found.distance[0 * 4 + 1], 1.0, 3);
    ck_assert_double_eq(found.worst[0 * 4 + 1].value, 1.0);
    ck_assert_double_eq(found.worst[1 * 4 + 0].value, 0.0);
    ck_assert_double_eq(found.worst[1 * 4 + 2].value, 0.0);
    ck_assert_double_eq(found.regret[0 * 4 + 1].lo, 0.0);
    ck_assert_double_eq(found.regret[0 * 4 + 1].hi, 1.0);
    ck_assert_double_eq(found.regret[1 * 4 + 0].hi, 0.0);
    NEAR(metric_of(&made, ASSAY_BANDIT_EPIC, 0, 0, 1, 2), 0.0, 3);
    NEAR(metric_of(&made, ASSAY_BANDIT_EPIC, 0, 0, 0, 2), 0.5, 3);
    NEAR(metric_of(&made, ASSAY_BANDIT_DIRECT, 0, 0, 1, 2), 0.5, 3);
    assay_bandit_release(&found.bandit);
}
END_TEST

START_TEST(threads_change_no_bit)
{
    struct made_scores made;
    struct found one;
    double distance[PAIRS];
    struct assay_bandit_worst worst[PAIRS];
    struct assay_bandit_range regret[PAIRS];

    made_scores(9, MADE_MODELS, MADE_PROMPTS, MADE_DEPTH, false, &made);
    find(&made, &one);
    assay_bandit_distances(&one.bandit, &assay_bandit_headline, 3, distance);
    assay_bandit_worsts(&one.bandit, 3, worst);
    assay_bandit_regrets(&one.bandit, 3, regret);
    ck_assert_mem_eq(distance, one.distance, sizeof(distance));
    ck_assert_mem_eq(worst, one.worst, sizeof(worst));
    ck_assert_mem_eq(regret, one.regret, sizeof(regret));
    assay_bandit_release(&one.bandit);
}
END_TEST

static enum assay_code pack(const struct assay_bandit_scores *scores)
{
    struct assay_bandit bandit;
    struct assay_error err;
    const enum assay_code code = assay_bandit_pack(scores, 1, &bandit, &err);

    assay_bandit_release(&bandit);
    return code;
}

START_TEST(what_cannot_be_measured_is_refused)
{
    static const size_t first[] = {0, 2, 2}, whole[] = {0, 2, 3};
    static const double good[] = {1, 2, 3}, bad[] = {1, (double)NAN, 3},
                        huge[] = {1, 2e300, 3}, weight[] = {1, 0};
    const double *score[] = {good}, *worse[] = {bad}, *large[] = {huge};

    ck_assert_int_eq(pack(&(struct assay_bandit_scores){1, 2, whole, score, NULL}),
                     ASSAY_OK);
    ck_assert_int_eq(pack(&(struct assay_bandit_scores){1, 2, first, score, NULL}),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(pack(&(struct assay_bandit_scores){1, 2, whole, worse, NULL}),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(pack(&(struct assay_bandit_scores){1, 2, whole, large, NULL}),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(pack(&(struct assay_bandit_scores){1, 2, whole, score, weight}),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(pack(&(struct assay_bandit_scores){0, 2, whole, score, NULL}),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(pack(&(struct assay_bandit_scores){1, 0, whole, score, NULL}),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_bandit(void)
{
    Suite *suite = suite_create("bandit");
    TCase *tests = tcase_create("bandit");

    tcase_add_test(tests, three_arms_have_the_values_that_follow_by_hand);
    tcase_add_test(tests, norms_of_three_arms_divide_as_they_should);
    tcase_add_test(tests, two_ragged_prompts_have_the_values_that_follow_by_hand);
    tcase_add_loop_test(tests, every_norm_and_form_is_that_of_plain_loops, 0, 20);
    tcase_add_loop_test(tests, the_chain_holds_for_every_pair, 0, SETS);
    tcase_add_loop_test(tests, offsets_and_scale_change_nothing, 0, SETS);
    tcase_add_loop_test(tests, order_and_copies_of_completions_change_no_regret, 0, SETS);
    tcase_add_test(tests, a_copy_of_one_completion_changes_val_alone);
    tcase_add_loop_test(tests, a_reward_is_as_far_as_can_be_from_its_opposite, 0, 20);
    tcase_add_test(tests, trivial_models_have_the_values_of_the_contract);
    tcase_add_test(tests, threads_change_no_bit);
    tcase_add_test(tests, what_cannot_be_measured_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
