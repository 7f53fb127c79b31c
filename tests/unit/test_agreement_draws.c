#include "metrics/agreement_draws.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    ITEMS = 200,
    RATERS = 3,
    SEED_OF_FEW = 1 /* under which two of four replicates have the same item twice */
};

static const struct assay_standings_draws draws = {2000, 3, 0.95};

/*
 * The first rater says 0 and 1 in turn; the second says the same of seven in ten, and 1 of 80 of all;
 * the third says nothing but of the first two items, where it agrees with the first.
 */
static void make(int *choice, uint32_t *cluster, size_t a_cluster)
{
    for (size_t i = 0; i < ITEMS; i++) {
        choice[i * RATERS] = (int)(i % 2);
        choice[i * RATERS + 1] = (int)(i % 10 < 7 ? i % 2 : 1 - i % 2);
        choice[i * RATERS + 2] = i < 2 ? (int)i : -1;
        cluster[i] = (uint32_t)(i / a_cluster);
    }
}

static double half_width(const struct assay_figure *figure)
{
    ck_assert(figure->defined && figure->has_bootstrap);
    ck_assert_double_le(figure->bootstrap_lo, figure->value);
    ck_assert_double_ge(figure->bootstrap_hi, figure->value);
    return (figure->bootstrap_hi - figure->bootstrap_lo) / 2.0;
}

/*
 * p = 0.7, chance 0.5 * 0.4 + 0.5 * 0.6 = 0.5: kappa 0.4. The normal half widths are 1.96 sqrt(p (1 - p)
 * / n) = 0.0635, and, divided by 1 - chance, 0.127 (Cohen 1960, large n); percentile intervals of
 * 2000 replicates are within a tenth of that. In pairs of equal items there are half as many.
 */
START_TEST(intervals_are_as_wide_as_theory_has_them)
{
    int choice[ITEMS * RATERS];
    uint32_t cluster[ITEMS];
    const struct assay_agreement_items items = {ITEMS, RATERS, ITEMS, choice, cluster};
    struct assay_arena arena = {0};
    struct assay_agreement_two got;
    struct assay_figure alpha;

    make(choice, cluster, 1);
    assay_agreement_of_two(&items, 0, 1, &draws, &arena, &got);
    ck_assert_uint_eq(got.items, ITEMS);
    ck_assert_uint_eq(got.same, 140);
    ck_assert_double_eq_tol(got.raw.value, 0.7, 1e-15);
    ck_assert_double_eq_tol(got.kappa.value, 0.4, 1e-12);
    ck_assert_double_eq_tol(half_width(&got.raw), 0.0635, 0.0064);
    ck_assert_double_eq_tol(half_width(&got.kappa), 0.127, 0.0127);
    /* D_o = 0.3 but for the items that the third rated; D_e near 1/2 (180 and 222 of 402) */
    assay_agreement_of_all(&items, &draws, &arena, &alpha);
    ck_assert_double_eq_tol(alpha.value, 0.4, 0.02);
    ck_assert_double_eq_tol(half_width(&alpha), 0.127, 0.0127);
    assay_arena_release(&arena);
}
END_TEST

/* Twenty blocks of ten items in one cluster each have seven alike: their resamples do not differ. */
START_TEST(prompts_are_drawn_as_a_whole)
{
    int choice[ITEMS * RATERS];
    uint32_t cluster[ITEMS];
    const struct assay_agreement_items items = {ITEMS, RATERS, ITEMS / 10, choice,
                                                cluster};
    struct assay_arena arena = {0};
    struct assay_agreement_two got;

    make(choice, cluster, 10);
    assay_agreement_of_two(&items, 0, 1, &draws, &arena, &got);
    ck_assert_double_eq_tol(half_width(&got.raw), 0.0, 1e-12);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(what_is_undefined_says_why)
{
    int choice[ITEMS * RATERS];
    uint32_t cluster[ITEMS];
    const struct assay_agreement_items items = {ITEMS, RATERS, ITEMS, choice, cluster};
    const struct assay_agreement_items one = {1, RATERS, 1, choice, cluster};
    struct assay_arena arena = {0};
    struct assay_agreement_two got;
    struct assay_figure alpha;

    make(choice, cluster, 1);
    assay_agreement_of_two(&items, 0, 2, &draws, &arena, &got);
    ck_assert_uint_eq(got.items, 2);
    ck_assert_double_eq(got.raw.value, 1.0);
    ck_assert_double_eq(got.kappa.value, 1.0);
    assay_agreement_of_two(&one, 0, 1, &draws, &arena, &got);
    ck_assert(got.raw.defined && !got.raw.has_bootstrap);
    ck_assert(!got.kappa.defined);
    ck_assert(assay_str_equal(got.kappa.why,
                              ASSAY_STR("both raters always say the same one class")));
    for (size_t i = 0; i < ITEMS; i++)
        choice[i * RATERS] = -1;
    assay_agreement_of_two(&items, 0, 1, &draws, &arena, &got);
    ck_assert_uint_eq(got.items, 0);
    ck_assert(assay_str_equal(got.raw.why, ASSAY_STR("no item that both decided")));
    assay_agreement_of_all(&one, &draws, &arena, &alpha);
    ck_assert(!alpha.defined);
    assay_arena_release(&arena);
}
END_TEST

/* Kappa needs the one item of class 1, which is missing from (3/4)^4 = 32 % of the replicates; that of
   two items, one a class, is defined in half of them, and of those no interval is told. */
START_TEST(most_replicates_must_have_a_value)
{
    static const int choice[] = {0, 0, 0, 0, 0, 0, 1, 1};
    static const uint32_t alone[] = {0, 1, 2, 3};
    const struct assay_standings_draws few = {4, SEED_OF_FEW, 0.95};
    struct assay_agreement_items items = {4, 2, 4, choice, alone};
    struct assay_arena arena = {0};
    struct assay_agreement_two got;

    assay_agreement_of_two(&items, 0, 1, &draws, &arena, &got);
    ck_assert_double_eq(got.kappa.value, 1.0);
    ck_assert(got.kappa.has_bootstrap);
    items = (struct assay_agreement_items){2, 2, 4, choice + 4, alone};
    assay_agreement_of_two(&items, 0, 1, &few, &arena, &got);
    ck_assert_double_eq(got.kappa.value, 1.0);
    ck_assert(!got.kappa.has_bootstrap);
    items = (struct assay_agreement_items){3, 2, 4, choice, alone}; /* class 0 only */
    assay_agreement_of_two(&items, 0, 1, &draws, &arena, &got);
    ck_assert(!got.kappa.defined && !got.kappa.has_bootstrap);
    ck_assert(got.raw.has_bootstrap);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_agreement_draws(void)
{
    Suite *suite = suite_create("agreement_draws");
    TCase *all = tcase_create("all");

    tcase_add_test(all, intervals_are_as_wide_as_theory_has_them);
    tcase_add_test(all, prompts_are_drawn_as_a_whole);
    tcase_add_test(all, what_is_undefined_says_why);
    tcase_add_test(all, most_replicates_must_have_a_value);
    suite_add_tcase(suite, all);
    return suite;
}
