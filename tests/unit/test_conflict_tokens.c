#include "harness/core/rng.h"
#include "metrics/conflict_tokens.h"
#include "tests/unit/unit.h"

enum {
    COUNT = 5,
    LONGEST = 6
};

struct drawn {
    double ids[COUNT][LONGEST];
    unsigned char flag[COUNT][LONGEST];
    struct assay_conflict_completion at[COUNT];
};

static void draw(struct assay_rng *rng, struct drawn *out)
{
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t t = 0; t < LONGEST; t++)
            out->ids[i][t] = (double)assay_rng_index(rng, 2);
        out->at[i] = (struct assay_conflict_completion){
            out->ids[i], (size_t)assay_rng_index(rng, LONGEST + 1),
            (int)assay_rng_index(rng, 3) - 1, out->flag[i]};
    }
}

/* A place from the start is in conflict if all up to it are opposed: written without runs. */
static bool wanted(const struct drawn *d, size_t i, size_t place, bool backward)
{
    for (size_t t = 0; t <= place; t++) {
        bool opposed = false;

        for (size_t k = 0; k < COUNT; k++) {
            const size_t n = d->at[k].n, own = d->at[i].n;

            if (t < n && d->at[k].sign * d->at[i].sign < 0)
                opposed = opposed || d->ids[k][backward ? n - 1 - t : t] ==
                                         d->ids[i][backward ? own - 1 - t : t];
        }
        if (!opposed)
            return false;
    }
    return true;
}

START_TEST(runs_are_what_counting_finds)
{
    struct assay_rng rng = {11};
    struct drawn d;
    size_t seen = 0;

    for (size_t round = 0; round < 500; round++) {
        draw(&rng, &d);
        assay_conflict_tokens(d.at, COUNT);
        for (size_t i = 0; i < COUNT; i++)
            for (size_t t = 0; t < d.at[i].n; t++) {
                const unsigned want =
                    (wanted(&d, i, t, false) ? ASSAY_CONFLICT_FORWARD : 0U) |
                    (wanted(&d, i, d.at[i].n - 1 - t, true) ? ASSAY_CONFLICT_BACKWARD
                                                            : 0U);

                ck_assert_uint_eq(d.flag[i][t], want);
                seen += want != 0;
            }
    }
    ck_assert_uint_gt(seen, 100);
}
END_TEST

START_TEST(weights_are_raised_once_or_for_each_direction)
{
    const unsigned both = ASSAY_CONFLICT_FORWARD | ASSAY_CONFLICT_BACKWARD;

    ck_assert_double_eq(assay_conflict_weight(0, 1, 2.0, true), 1.0);
    ck_assert_double_eq(assay_conflict_weight(both, 1, 2.0, false), 2.0);
    ck_assert_double_eq(assay_conflict_weight(both, 1, 2.0, true), 4.0);
    ck_assert_double_eq(assay_conflict_weight(ASSAY_CONFLICT_FORWARD, 1, 2.0, true), 2.0);
    ck_assert_double_eq(assay_conflict_weight(both, -1, 2.0, true), 0.0);
}
END_TEST

Suite *unit_conflict_tokens(void)
{
    Suite *suite = suite_create("conflict_tokens");
    TCase *tests = tcase_create("tokens in conflict");

    tcase_add_test(tests, runs_are_what_counting_finds);
    tcase_add_test(tests, weights_are_raised_once_or_for_each_direction);
    suite_add_tcase(suite, tests);
    return suite;
}
