#include "metrics/bandit_regret.h"
#include "tests/unit/bandit_parts.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    PAIRS = MADE_MODELS * MADE_MODELS,
    SETS = 200,
    VERTICES = 729 /* of two prompts with up to five completions, or three with three */
};

/* Regrets of one set of scores. */
struct found {
    struct assay_bandit bandit;
    struct assay_bandit_worst worst[PAIRS];
    struct assay_bandit_range regret[PAIRS];
};

static void find(const struct made_scores *made, struct found *out)
{
    made_pack(made, &out->bandit);
    assay_bandit_worsts(&out->bandit, 1, out->worst);
    assay_bandit_regrets(&out->bandit, 1, out->regret);
}

#define NEAR(got, want, seed)                                                            \
    ck_assert_msg(fabs((got) - (want)) <= 1e-9 * fmax(1.0, fabs(want)),                  \
                  "seed %d: %.17g, expected %.17g", (int)(seed), (double)(got),          \
                  (double)(want))

/* The least of f over all its breakpoints, where two completions' differences meet. */
static double worst_by_breakpoints(const struct made_scores *made, size_t a, size_t b)
{
    const double *x = made->score[a], *y = made->score[b];
    const double nx = made_range(made, x, x, 0.0), ny = made_range(made, y, y, 0.0);
    double least = 1.0;

    for (size_t i = 0; i < made->prompts; i++)
        for (size_t j = made->first[i]; j < made->first[i + 1]; j++)
            for (size_t k = made->first[i]; k < j; k++) {
                const double at = (x[j] - x[k]) / (y[j] - y[k]);

                if (at > 0.0 && isfinite(at))
                    least = fmin(least, made_range(made, x, y, at) / nx);
            }
    return ny > 0.0 ? least : 1.0;
}

START_TEST(worst_case_regret_is_the_least_over_all_breakpoints)
{
    struct made_scores made;
    struct found found;

    made_scores((uint64_t)_i, 3, 1 + (size_t)_i % 30, 2 + (size_t)_i % 6, _i % 3 == 0,
                &made);
    find(&made, &found);
    for (size_t k = 0; k < 9; k++)
        if (k / 3 != k % 3 && !found.bandit.trivial[k / 3]) {
            ck_assert_double_le(found.worst[k].value - found.worst[k].lower, 1e-12);
            NEAR(found.worst[k].value, worst_by_breakpoints(&made, k / 3, k % 3), _i);
        }
    assay_bandit_release(&found.bandit);
}
END_TEST

/* A pair of pure policies, as what they differ by under the two rewards. */
struct vertex {
    double a, b;
};

/* One vertex with one more prompt of a share of all weight. Returns how many there are. */
static size_t add_picks(const struct made_scores *made, size_t i, double share,
                        struct vertex from, struct vertex *out)
{
    size_t count = 0;

    for (size_t j = made->first[i]; j < made->first[i + 1]; j++)
        for (size_t k = made->first[i]; k < made->first[i + 1]; k++)
            out[count++] =
                (struct vertex){from.a + share * (made->score[0][j] - made->score[0][k]),
                                from.b + share * (made->score[1][j] - made->score[1][k])};
    return count;
}

static size_t vertices_of(const struct made_scores *made, struct vertex *out)
{
    double all = 0.0;
    size_t n = 1;

    out[0] = (struct vertex){0.0, 0.0};
    for (size_t i = 0; i < made->prompts; i++)
        all += made->weight[i];
    for (size_t i = 0; i < made->prompts; i++) {
        struct vertex more[VERTICES] = {{0.0, 0.0}};
        size_t count = 0;

        for (size_t v = 0; v < n; v++)
            count += add_picks(made, i, made->weight[i] / all, out[v], more + count);
        ck_assert_uint_le(count, VERTICES);
        memcpy(out, more, count * sizeof(*out));
        n = count;
    }
    return n;
}

/* max a subject to b <= 0 over mixtures: a linear programme with one constraint, which two vertices solve. */
static double worst_by_mixtures(const struct made_scores *made)
{
    struct vertex vertex[VERTICES];
    const size_t n = vertices_of(made, vertex);
    double most = 0.0;

    for (size_t i = 0; i < n; i++) {
        if (vertex[i].b <= 0.0)
            most = fmax(most, vertex[i].a);
        for (size_t k = 0; k < n; k++)
            if (vertex[i].b < 0.0 && vertex[k].b > 0.0) {
                const double t = vertex[k].b / (vertex[k].b - vertex[i].b);

                most = fmax(most, t * vertex[i].a + (1.0 - t) * vertex[k].a);
            }
    }
    return most / made_range(made, made->score[0], made->score[0], 0.0);
}

START_TEST(worst_case_regret_is_that_of_the_worst_mixed_policies)
{
    struct made_scores made;
    struct found found;

    made_scores((uint64_t)_i + 1000, 2, 1 + (size_t)_i % 3, _i % 3 == 2 ? 3 : 5,
                _i % 2 == 0, &made);
    find(&made, &found);
    if (!found.bandit.trivial[0])
        NEAR(found.worst[1].value, worst_by_mixtures(&made), _i + 1000);
    assay_bandit_release(&found.bandit);
}
END_TEST

/* Least and most regret over every way to pick among the highest, one prompt after the other. */
static struct assay_bandit_range regret_by_picks(const struct made_scores *made, size_t a,
                                                 size_t b)
{
    const double range = made_range(made, made->score[a], made->score[a], 0.0);
    struct assay_bandit_range out = {0.0, 0.0};
    double all = 0.0;

    for (size_t i = 0; i < made->prompts; i++) {
        double most = -(double)INFINITY, top = -(double)INFINITY,
               best = -(double)INFINITY, worst = (double)INFINITY;

        for (size_t j = made->first[i]; j < made->first[i + 1]; j++) {
            most = fmax(most, made->score[a][j]);
            top = fmax(top, made->score[b][j]);
        }
        for (size_t j = made->first[i]; j < made->first[i + 1]; j++)
            if (made->score[b][j] == top) {
                best = fmax(best, made->score[a][j]);
                worst = fmin(worst, made->score[a][j]);
            }
        out.lo += made->weight[i] * (most - best);
        out.hi += made->weight[i] * (most - worst);
        all += made->weight[i];
    }
    out.lo /= all * range;
    out.hi /= all * range;
    return out;
}

START_TEST(regret_is_that_of_all_picks_among_equals)
{
    struct made_scores made;
    struct found found;

    made_scores((uint64_t)_i, 3, 11, 6, true, &made);
    find(&made, &found);
    for (size_t k = 0; k < 9; k++)
        if (k / 3 != k % 3) {
            const struct assay_bandit_range want = regret_by_picks(&made, k / 3, k % 3);

            NEAR(found.regret[k].lo, want.lo, _i);
            NEAR(found.regret[k].hi, want.hi, _i);
        }
    assay_bandit_release(&found.bandit);
}
END_TEST

/* Equal are scores within 1e-9 of the largest centred score, 2/3 here, whatever the prompt's offset. */
START_TEST(picks_are_equal_within_a_billionth)
{
    static const double short_of[] = {6e-10, 8e-10};

    for (size_t k = 0; k < 2; k++) {
        struct made_scores made = {.models = 2,
                                   .prompts = 1,
                                   .first = {0, 3},
                                   .score = {{0, 2, 1}, {5, 6, 6 - short_of[k]}},
                                   .weight = {1.0}};
        struct found found;

        find(&made, &found);
        NEAR(found.regret[1].lo, 0.0, k);
        NEAR(found.regret[1].hi, k == 0 ? 0.5 : 0.0, k);
        assay_bandit_release(&found.bandit);
    }
}
END_TEST

/* b's scores of the second prompt are near to 0 beside the first's: its first two are equal, its third is not, and no
   place beside it that the longer first prompt has stands for a completion. a: (-3, -2, 5), so that 7 to 8 are lost. */
START_TEST(only_completions_that_are_there_are_picked)
{
    struct made_scores made = {
        .models = 2,
        .prompts = 2,
        .first = {0, 4, 7},
        .score = {{0, 0, 0, 0, -3, -2, 5}, {-1, 1, -1, 1, 4e-10, 4e-10, -8e-10}},
        .weight = {1.0, 1.0}};
    struct found found;

    find(&made, &found);
    NEAR(found.regret[1].lo, 7.0 / 8.0, 0);
    NEAR(found.regret[1].hi, 1.0, 0);
    assay_bandit_release(&found.bandit);
}
END_TEST

Suite *unit_bandit_regret(void)
{
    Suite *suite = suite_create("bandit_regret");
    TCase *tests = tcase_create("bandit_regret");

    tcase_add_loop_test(tests, worst_case_regret_is_the_least_over_all_breakpoints, 0,
                        SETS);
    tcase_add_loop_test(tests, worst_case_regret_is_that_of_the_worst_mixed_policies, 0,
                        SETS);
    tcase_add_loop_test(tests, regret_is_that_of_all_picks_among_equals, 0, SETS);
    tcase_add_test(tests, picks_are_equal_within_a_billionth);
    tcase_add_test(tests, only_completions_that_are_there_are_picked);
    suite_add_tcase(suite, tests);
    return suite;
}
