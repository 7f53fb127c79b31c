/* test_bandit_golden.c - the bandit among the golden cases of reward functions, as scored completions. */
#include "harness/core/json.h"
#include "metrics/bandit_distance.h"
#include "metrics/bandit_regret.h"
#include "tests/unit/bandit_parts.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    ARMS_MAX = 8
};

static const struct assay_node *at(const struct assay_node *node, const char *path)
{
    struct assay_str left = assay_str_of(path);

    while (left.len > 0) {
        const size_t dot = assay_str_find(left, ASSAY_STR("."));
        char key[64] = {0};

        ck_assert_uint_lt(dot, sizeof(key));
        memcpy(key, left.ptr, dot);
        node = assay_node_get(node, key);
        ck_assert_msg(node != NULL, "no %s in %s", key, path);
        left.ptr += dot + (dot < left.len);
        left.len -= dot + (dot < left.len);
    }
    return node;
}

static double number(const struct assay_node *node)
{
    double value = 0.0;

    ck_assert(assay_node_number(node, &value));
    return value;
}

/* The case with one state, whose next state is itself: rewards of its arms are scores of one prompt. */
static const struct assay_node *read_bandit(struct assay_arena *arena,
                                            struct made_scores *out)
{
    struct assay_node *root = assay_arena_new(arena, 1, sizeof(*root));
    const struct assay_node *one = NULL;
    struct assay_error err;

    ck_assert_msg(!assay_json_read("tests/golden/starc.json", arena, root, &err), "%s",
                  err.text);
    for (size_t i = 0; i < assay_node_count(at(root, "cases")); i++) {
        const struct assay_node *node = assay_node_at(at(root, "cases"), i);

        if (assay_str_equal(assay_node_text(at(node, "name")), ASSAY_STR("p05_bandit")))
            one = node;
    }
    ck_assert(one != NULL);
    *out = (struct made_scores){.models = 2, .prompts = 1, .weight = {1.0}};
    for (size_t m = 0; m < 2; m++) {
        const struct assay_node *arm = assay_node_at(at(one, m ? "R2" : "R1"), 0);

        out->first[1] = assay_node_count(arm);
        ck_assert_uint_le(out->first[1], ARMS_MAX);
        for (size_t k = 0; k < out->first[1]; k++)
            out->score[m][k] = number(assay_node_at(assay_node_at(arm, k), 0));
    }
    return at(one, "expected");
}

static double distance(const struct assay_bandit *bandit, enum assay_bandit_kind kind,
                       enum assay_bandit_norm n, enum assay_bandit_norm m)
{
    const struct assay_bandit_metric metric = {kind, n, m};
    double out[4];

    assay_bandit_distances(bandit, &metric, 1, out);
    return out[1];
}

/*
 * One state is a chain of the same choice: J counts it 1 / (1 - gamma) = 2 times, so that n = jrange halves a distance and m =
 * jrange doubles it, each by itself; ratios of J are those of the prompt.
 */
START_TEST(the_golden_bandit_comes_out_as_scored_completions)
{
    struct assay_arena arena = {0};
    struct made_scores made;
    const struct assay_node *want = read_bandit(&arena, &made);
    struct assay_bandit bandit;
    struct assay_bandit_worst worst[4];
    struct assay_bandit_range regret[4];

    made_pack(&made, &bandit);
    for (unsigned n = 0; n < ASSAY_BANDIT_NORMS; n++)
        for (unsigned m = 1; m < ASSAY_BANDIT_NORMS; m++) {
            const double scale = (m == ASSAY_BANDIT_JRANGE ? 2.0 : 1.0) /
                                 (n == ASSAY_BANDIT_JRANGE ? 2.0 : 1.0);
            const struct assay_node *row =
                assay_node_get(at(want, "dist.val"), assay_bandit_norm_words[n]);

            ck_assert_double_eq_tol(
                scale * distance(&bandit, ASSAY_BANDIT_STARC, (enum assay_bandit_norm)n,
                                 (enum assay_bandit_norm)m),
                number(assay_node_get(row, assay_bandit_norm_words[m])), 1e-9);
        }
    assay_bandit_worsts(&bandit, 1, worst);
    assay_bandit_regrets(&bandit, 1, regret);
    ck_assert_double_eq_tol(
        distance(&bandit, ASSAY_BANDIT_STARC, ASSAY_BANDIT_JRANGE, ASSAY_BANDIT_JRANGE),
        number(at(want, "starc_j")), 1e-9);
    ck_assert_double_eq_tol(distance(&bandit, ASSAY_BANDIT_EPIC, 0, 0),
                            number(at(want, "pearson.epic")), 1e-9);
    ck_assert_double_eq_tol(worst[1].value, number(at(want, "worst_case_regret.under1")),
                            1e-9);
    ck_assert_double_eq_tol(worst[2].value, number(at(want, "worst_case_regret.under2")),
                            1e-9);
    ck_assert_double_eq_tol(
        regret[1].hi, number(assay_node_at(at(want, "regret.under1_of_opt2"), 1)), 1e-9);
    ck_assert_double_eq_tol(
        regret[2].lo, number(assay_node_at(at(want, "regret.under2_of_opt1"), 0)), 1e-9);
    assay_bandit_release(&bandit);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_bandit_golden(void)
{
    Suite *suite = suite_create("bandit_golden");
    TCase *tests = tcase_create("bandit_golden");

    tcase_add_test(tests, the_golden_bandit_comes_out_as_scored_completions);
    suite_add_tcase(suite, tests);
    return suite;
}
