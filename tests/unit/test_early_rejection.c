#include "harness/core/rng.h"
#include "metrics/early_rejection.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    N = 6
};

struct drawn {
    double partial[N], final[N], length[N], right[N];
};

static struct assay_early_group draw(struct assay_rng *rng, struct drawn *d)
{
    for (size_t i = 0; i < N; i++) {
        d->partial[i] = floor(4.0 * assay_rng_uniform(rng));
        d->final[i] = assay_rng_uniform(rng);
        d->length[i] = 1.0 + floor(50.0 * assay_rng_uniform(rng));
        d->right[i] = (double)assay_rng_index(rng, 2);
    }
    return (struct assay_early_group){d->partial, d->final, d->length, d->right, N};
}

START_TEST(keeping_all_saves_and_loses_nothing)
{
    struct assay_rng rng = {4};
    struct assay_early_outcome out;
    struct drawn d;
    const struct assay_early_group group = draw(&rng, &d);

    assay_early_reject(&group, N, 0.0, &out);
    ck_assert_double_eq(out.saved, 0.0);
    ck_assert(!out.dropped);
    ck_assert_double_eq(out.regret, 0.0);
    ck_assert_double_eq(out.right_regret, 0.0);
}
END_TEST

/* Keeping more never saves more nor loses more; no regret without a best one dropped. */
START_TEST(keeping_more_loses_less)
{
    struct assay_rng rng = {6};

    for (size_t round = 0; round < 300; round++) {
        struct assay_early_outcome few, more;
        struct drawn d;
        const struct assay_early_group group = draw(&rng, &d);

        for (size_t keep = 1; keep < N; keep++) {
            assay_early_reject(&group, keep, 10.0, &few);
            assay_early_reject(&group, keep + 1, 10.0, &more);
            ck_assert(more.saved <= few.saved && more.regret <= few.regret);
            ck_assert(few.dropped == (few.regret > 0.0));
            ck_assert(few.saved <= few.written);
        }
    }
}
END_TEST

/* By hand: of lengths 10, 4 and 30 the second and third go; the second is whole at 6. */
START_TEST(what_a_dropped_response_has_written_is_not_saved)
{
    const double partial[] = {2, 1, 1}, final[] = {5, 7, 7}, length[] = {10, 4, 30};
    const double right[] = {0, 1, 0};
    const struct assay_early_group group = {partial, final, length, right, 3};
    struct assay_early_outcome out;

    assay_early_reject(&group, 1, 6.0, &out);
    ck_assert_double_eq(out.written, 44.0);
    ck_assert_double_eq(out.saved, 24.0);
    ck_assert(out.dropped);
    ck_assert_double_eq(out.regret, 2.0);
    ck_assert_double_eq(out.right_regret, 0.5);
    assay_early_reject(&group, 2, 6.0, &out); /* of equal beginnings the earlier one */
    ck_assert(!out.dropped);
    ck_assert_double_eq(out.right_regret, -0.5);
}
END_TEST

Suite *unit_early_rejection(void)
{
    Suite *suite = suite_create("early_rejection");
    TCase *tests = tcase_create("responses dropped early");

    tcase_add_test(tests, keeping_all_saves_and_loses_nothing);
    tcase_add_test(tests, keeping_more_loses_less);
    tcase_add_test(tests, what_a_dropped_response_has_written_is_not_saved);
    suite_add_tcase(suite, tests);
    return suite;
}
