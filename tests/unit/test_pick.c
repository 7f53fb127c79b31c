/* Which token comes next: what is left of a distribution, by hand, and how often it is drawn. */
#include "adapters/pick.h"
#include "tests/unit/unit.h"

#include <math.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof(table)[0]))

enum {
    TOKENS = 4,
    DRAWS = 20000
};

/* Logits are logarithms of 0.1, 0.4, 0.2, 0.3. */
static const float logit[TOKENS] = {-2.302585F, -0.916291F, -1.609438F, -1.203973F};

static const struct {
    double temperature, top_p;
    size_t top_k;
    double share[TOKENS];
} table[] = {
    {0, 1, 0, {0, 1, 0, 0}},
    {1, 1, 0, {0.1, 0.4, 0.2, 0.3}},
    {1, 1, 2, {0, 4.0 / 7, 0, 3.0 / 7}},
    {1, 0.6, 0, {0, 4.0 / 7, 0, 3.0 / 7}}, /* 0.4 does not reach 0.6, 0.4 + 0.3 does */
    {1, 0.3, 0, {0, 1, 0, 0}},
    {1, 0.5, 2, {0, 1, 0, 0}}, /* of the two left 4/7 does */
    {0.5, 1, 0, {0.01 / 0.3, 0.16 / 0.3, 0.04 / 0.3, 0.09 / 0.3}}, /* p squared */
    {1, 1, 100, {0.1, 0.4, 0.2, 0.3}},
};

START_TEST(tokens_come_as_often_as_they_should)
{
    const struct assay_sampling sampling = {.temperature = table[_i].temperature,
                                            .top_p = table[_i].top_p,
                                            .top_k = table[_i].top_k};
    struct assay_rng rng = {7};
    struct assay_pick scratch[TOKENS];
    size_t count[TOKENS] = {0};

    for (size_t i = 0; i < DRAWS; i++)
        count[assay_pick_token(logit, TOKENS, &sampling, &rng, scratch)]++;
    for (size_t i = 0; i < TOKENS; i++) {
        const double p = table[_i].share[i];

        /* five standard deviations; what is left out never comes */
        ck_assert_double_le(fabs((double)count[i] / DRAWS - p),
                            5 * sqrt(p * (1 - p) / DRAWS) + 1e-12);
    }
}
END_TEST

START_TEST(of_equal_tokens_the_first_is_taken)
{
    static const float equal[] = {0, 2, 2, 1};
    const struct assay_sampling greedy = {.temperature = 0, .top_p = 1};
    const struct assay_sampling one = {.temperature = 1, .top_p = 1, .top_k = 1};
    struct assay_rng rng = {1};
    struct assay_pick scratch[TOKENS];

    ck_assert_int_eq(assay_pick_token(equal, TOKENS, &greedy, &rng, scratch), 1);
    ck_assert_uint_eq(rng.state, 1); /* nothing was drawn */
    ck_assert_int_eq(assay_pick_token(equal, TOKENS, &one, &rng, scratch), 1);
}
END_TEST

Suite *unit_pick(void)
{
    Suite *suite = suite_create("pick");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, tokens_come_as_often_as_they_should, 0, COUNT(table));
    tcase_add_test(all, of_equal_tokens_the_first_is_taken);
    suite_add_tcase(suite, all);
    return suite;
}
