/* Several signals on one log: each text counted, one fault that stops no other. */
#include "adapters/signals/signal_set.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

static const char log_of_two[] = "{\"k\": \"group\", \"id\": \"p\", \"responses\": ["
                                 "{\"id\": \"a\", \"n_tok\": 1, \"correct\": 1, \"tok\": "
                                 "{\"lp\": {\"policy\": [-1], \"ref\": [-2]}}},"
                                 "{\"id\": \"b\", \"n_tok\": 1, \"correct\": 0, \"tok\": "
                                 "{\"lp\": {\"policy\": [-1]}}},"
                                 "{\"id\": \"c\", \"n_tok\": 1, \"correct\": 0}]}\n";

START_TEST(texts_are_counted)
{
    struct assay_tally tally = {.room = 0};

    ck_assert_uint_eq(assay_tally_add(&tally, ASSAY_STR("a")), 0);
    ck_assert_uint_eq(assay_tally_add(&tally, ASSAY_STR("b")), 1);
    ck_assert_uint_eq(assay_tally_most(&tally), 0);
    ck_assert_uint_eq(assay_tally_add(&tally, ASSAY_STR("b")), 1);
    ck_assert_uint_eq(assay_tally_most(&tally), 1);
    ck_assert_uint_eq(tally.count[0], 1);
    ck_assert_uint_eq(tally.count[1], 2);
    assay_tally_release(&tally);
}
END_TEST

static enum assay_code take(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct assay_signal_set *set = self;
    const struct assay_signal_value *values;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < set->count; i++) {
        code = assay_signal_set_take(set, i, view, &values, err);
        ck_assert_int_eq(values != NULL, set->at[i].fault == NULL);
    }
    return code;
}

/* auto-mc-reward wants a formula that nobody gave; grpo-lambda looks at all groups first. */
START_TEST(one_with_a_fault_stops_no_other)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    struct assay_signal_set set = {.count = 0};
    struct assay_error err;

    scratch_make(dir);
    scratch_text(dir, "log.jsonl", log_of_two, path);
    ck_assert_int_eq(assay_signal_set_add(&set, "auto-mc-reward", &err), ASSAY_OK);
    ck_assert_int_eq(assay_signal_set_add(&set, "dpo", &err), ASSAY_OK);
    ck_assert_int_eq(assay_signal_set_add(&set, "grpo-lambda", &err), ASSAY_OK);
    ck_assert_int_eq(assay_signal_set_look(&set, path, &err), ASSAY_OK);
    ck_assert_int_eq(assay_rollout_walk(path, take, &set, &err), ASSAY_OK);
    ck_assert_ptr_nonnull(set.at[0].fault);
    ck_assert_uint_eq(set.at[0].of, 0);
    ck_assert_uint_eq(set.at[1].served, 1);
    ck_assert_uint_eq(set.at[1].of, 3);
    ck_assert(assay_str_equal(assay_signal_set_lacks(&set, 1), ASSAY_STR("tok.lp.ref")));
    ck_assert_uint_eq(set.at[2].served, 3);
    ck_assert(assay_str_equal(assay_signal_set_lacks(&set, 2), ASSAY_STR("")));
    assay_signal_set_release(&set);
    scratch_remove(dir);
}
END_TEST

Suite *unit_signal_set(void)
{
    Suite *suite = suite_create("signal_set");
    TCase *tcase = tcase_create("set");

    tcase_add_test(tcase, texts_are_counted);
    tcase_add_test(tcase, one_with_a_fault_stops_no_other);
    suite_add_tcase(suite, tcase);
    return suite;
}
