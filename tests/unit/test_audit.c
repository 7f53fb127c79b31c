/* Models whose numbers follow from how they are asked are found out; others are not. */
#include "harness/run/audit.h"

#include "harness/run/model.h"
#include "tests/unit/engine_parts.h"
#include "tests/unit/unit.h"

#include <stddef.h>

enum {
    ITEMS = 3,
    MOST = 2 /* values of an item */
};

#define SHIFT 0.0078125    /* 2^-7: sums below are exact */
#define NEAR  0.0009765625 /* 2^-10 */

/* What such a model does. */
enum trick {
    HONEST,
    SHIFTED_ALONE, /* a second completion is better by SHIFT where its item is taken alone */
    SHIFTED_FIRST, /* all of the first item that is taken, whichever it is */
    DRIFTING,      /* every value is larger by SHIFT than the one before */
    SHY_ALONE,     /* item 1 is refused where it is taken alone */
    SILENT,        /* there are no numbers at all */
    TURNED_ALONE   /* values have the other sign where the item is taken alone */
};

struct tricky {
    enum trick trick;
    size_t *asked; /* values so far */
};

/* 1 and 1.5 SHIFT less; 2 and NEAR less; a tie. */
static const double scores[ITEMS][2] = {{1, 1 - 1.5 * SHIFT}, {2, 2 - NEAR}, {0, 0}};

static struct assay_answer answer_to(const struct tricky *model, size_t item, size_t k,
                                     size_t place, size_t n)
{
    double value = scores[item][k];

    value += model->trick == SHIFTED_ALONE && n == 1 && k == 1 ? SHIFT : 0.0;
    value += model->trick == SHIFTED_FIRST && place == 0 ? SHIFT : 0.0;
    value += model->trick == DRIFTING ? SHIFT * (double)*model->asked : 0.0;
    value = model->trick == TURNED_ALONE && n == 1 ? -value : value;
    ++*model->asked;
    if (model->trick == SILENT || (model->trick == SHY_ALONE && item == 1 && n == 1))
        return (struct assay_answer){.state = ASSAY_STATE_REFUSED};
    return (struct assay_answer){.state = ASSAY_STATE_SCORED, .value = value};
}

static enum assay_code tricky_pull(const void *state, struct assay_work *work,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    struct assay_task tasks[ITEMS];
    size_t n;

    while (!code && (n = assay_work_take(work, tasks, ITEMS)) > 0) {
        struct assay_answer answers[ITEMS][MOST];
        struct assay_reply replies[ITEMS];

        for (size_t i = 0; i < n; i++) {
            for (size_t k = 0; k < tasks[i].wanted && k < MOST; k++)
                answers[i][k] = answer_to(state, tasks[i].item->index, k, i, n);
            replies[i] = (struct assay_reply){tasks[i], answers[i]};
        }
        code = assay_work_give(work, replies, n, err);
    }
    return code;
}

static const struct assay_adapter tricky_adapter = {.name = "tricky",
                                                    .pull = tricky_pull};

static const double gold[] = {1, 0};

static enum assay_code audit(enum trick trick, enum assay_want want,
                             const struct assay_auditing *how, struct assay_audit *out,
                             struct assay_error *err)
{
    struct assay_item items[ITEMS];
    struct assay_task tasks[ITEMS];
    size_t asked = 0;
    struct tricky state = {trick, &asked};
    const struct assay_model model = {&tricky_adapter, &state};

    for (size_t i = 0; i < ITEMS; i++) {
        items[i] = (struct assay_item){
            .index = i, .completion_count = 2, .gold = gold, .file = ""};
        tasks[i] = (struct assay_task){.item = &items[i],
                                       .wanted = want == ASSAY_WANT_PREFERENCES ? 1 : 2,
                                       .want = want};
    }
    return assay_audit_ask(&model, tasks, ITEMS, how, out, err);
}

static void check_count(const struct assay_audit_count *count,
                        struct assay_audit_count expected)
{
    ck_assert(count->most == expected.most);
    ck_assert_uint_eq(count->others, expected.others);
    ck_assert_uint_eq(count->beyond, expected.beyond);
    ck_assert_uint_eq(count->states, expected.states);
    ck_assert_uint_eq(count->flips, expected.flips);
}

static const struct assay_auditing usual = {ITEMS, 1e-5, NULL, NULL, false};

static const struct {
    enum trick trick;
    struct assay_audit_count again, reversed, alone;
    const char *why; /* NULL: it passes */
} cases[] = {
    {HONEST, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, NULL},
    /* 1 - 0.5 SHIFT stays below 1; 2 - NEAR + SHIFT is above 2; the tie is one no more: two flips. */
    {SHIFTED_ALONE,
     {0, 0, 0, 0, 0},
     {0, 0, 0, 0, 0},
     {SHIFT, 3, 3, 0, 2},
     "follow from what is asked together"},
    /* Item 0 was the first one and is the last, and item 2 the other way: four values. Alone, all are
       first: those of items 1 and 2 differ. Both of an item move together: no flip. */
    {SHIFTED_FIRST,
     {0, 0, 0, 0, 0},
     {SHIFT, 4, 4, 0, 0},
     {SHIFT, 4, 4, 0, 0},
     "follow from what is asked together"},
    /* Value number v is asked again as number v + 6: 6 SHIFT more each. From the last item, item i is
       asked as the 12 + 2 (2 - i)-th value instead of the 2 i-th: 16, 12 and 8 SHIFT more. The third
       time 18 SHIFT more. A pair keeps its distance, save that of item 1: NEAR is less than the SHIFT
       by which the second one is ahead, always. */
    {DRIFTING,
     {6 * SHIFT, 6, 6, 0, 0},
     {16 * SHIFT, 6, 6, 0, 0},
     {18 * SHIFT, 6, 6, 0, 0},
     "differ from one time to the next"},
    {SHY_ALONE,
     {0, 0, 0, 0, 0},
     {0, 0, 0, 0, 0},
     {0, 0, 0, 2, 0},
     "follow from what is asked together"},
};

START_TEST(what_numbers_follow_from_is_counted)
{
    struct assay_audit got;
    struct assay_error err;

    ck_assert_int_eq(audit(cases[_i].trick, ASSAY_WANT_SCORES, &usual, &got, &err),
                     ASSAY_OK);
    check_count(&got.count[ASSAY_AUDIT_AGAIN], cases[_i].again);
    check_count(&got.count[ASSAY_AUDIT_REVERSED], cases[_i].reversed);
    check_count(&got.count[ASSAY_AUDIT_ALONE], cases[_i].alone);
    ck_assert_uint_eq(got.items, ITEMS);
    ck_assert_uint_eq(got.values, 6);
    ck_assert_uint_eq(got.scored, 6);
    ck_assert_uint_eq(got.pairs, 3);
    if (!cases[_i].why) {
        ck_assert_int_eq(assay_audit_judge(&got, &err), ASSAY_OK);
        return;
    }
    ck_assert_int_eq(assay_audit_judge(&got, &err), ASSAY_EMODEL);
    ck_assert_ptr_nonnull(strstr(err.text, cases[_i].why));
}
END_TEST

START_TEST(a_margin_below_twice_the_difference_is_at_risk)
{
    struct assay_audit got;
    struct assay_error err;

    /* 1.5 SHIFT, NEAR and 0 against 2 SHIFT. */
    ck_assert_int_eq(audit(SHIFTED_ALONE, ASSAY_WANT_SCORES, &usual, &got, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(got.at_risk, 3);
    ck_assert(got.margin == NEAR);
    ck_assert(got.most == SHIFT);
    /* A tie is at no risk where nothing moves. */
    ck_assert_int_eq(audit(HONEST, ASSAY_WANT_SCORES, &usual, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.at_risk, 0);
    ck_assert(got.most == 0.0);
}
END_TEST

START_TEST(a_tolerance_is_of_the_score_where_that_is_above_one)
{
    struct assay_auditing how = {ITEMS, SHIFT, NULL, NULL, false};
    struct assay_audit got;
    struct assay_error err;

    ck_assert_int_eq(audit(SHIFTED_ALONE, ASSAY_WANT_SCORES, &how, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.count[ASSAY_AUDIT_ALONE].beyond, 0);
    ck_assert_int_eq(assay_audit_judge(&got, &err), ASSAY_OK);
    how.tolerance = SHIFT / 1.5; /* 2 - NEAR has almost twice as much */
    ck_assert_int_eq(audit(SHIFTED_ALONE, ASSAY_WANT_SCORES, &how, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.count[ASSAY_AUDIT_ALONE].beyond, 2);
}
END_TEST

START_TEST(a_preference_that_turns_is_a_flip)
{
    struct assay_audit got;
    struct assay_error err;

    ck_assert_int_eq(audit(TURNED_ALONE, ASSAY_WANT_PREFERENCES, &usual, &got, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(got.pairs, 0);
    ck_assert_uint_eq(got.count[ASSAY_AUDIT_ALONE].flips, 2); /* 0 has no sign */
    ck_assert_int_eq(assay_audit_judge(&got, &err), ASSAY_EMODEL);
}
END_TEST

START_TEST(without_a_number_nothing_is_known)
{
    struct assay_audit got;
    struct assay_error err;

    ck_assert_int_eq(audit(SILENT, ASSAY_WANT_SCORES, &usual, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.scored, 0);
    ck_assert_uint_eq(got.pairs, 0);
    ck_assert_int_eq(assay_audit_judge(&got, &err), ASSAY_ECOVERAGE);
}
END_TEST

/* Told to stop while the first one is asked: nothing is given out after it. */
static enum assay_code stopping_pull(const void *state, struct assay_work *work,
                                     struct assay_error *err)
{
    atomic_int *const *stop = state;
    const struct assay_answer answers[MOST] = {{.state = ASSAY_STATE_SCORED}};
    struct assay_task task;
    size_t taken = 0;

    while (assay_work_take(work, &task, 1) == 1) {
        ck_assert_uint_eq(++taken, 1);
        **stop = 1;
        if (assay_work_give(work, &(struct assay_reply){task, answers}, 1, err))
            return ASSAY_EIO;
    }
    return ASSAY_OK;
}

static const struct assay_adapter stopping_adapter = {.name = "stopping",
                                                      .pull = stopping_pull};

START_TEST(an_interruption_ends_it)
{
    atomic_int stop = 0, *state = &stop;
    const struct assay_auditing how = {ITEMS, 0, &stop, NULL, false};
    const struct assay_model model = {&stopping_adapter, (void *)&state};
    struct assay_item items[ITEMS];
    struct assay_task tasks[ITEMS];
    struct assay_audit got;
    struct assay_error err;

    for (size_t i = 0; i < ITEMS; i++) {
        items[i] = (struct assay_item){.index = i, .completion_count = 1, .file = ""};
        tasks[i] = (struct assay_task){
            .item = &items[i], .wanted = 1, .want = ASSAY_WANT_SCORES};
    }
    ck_assert_int_eq(assay_audit_ask(&model, tasks, ITEMS, &how, &got, &err),
                     ASSAY_EINTERRUPTED);
}
END_TEST

/* Sixteen at once, with values that follow from those beside them. */
START_TEST(a_model_that_groups_is_found_out)
{
    enum {
        MANY = 32
    };
    struct assay_arena arena = {0};
    struct made_items items = {.count = MANY};
    struct assay_setting setting = {.arena = &arena, .suite = "s", .target = ""};
    struct assay_task tasks[MANY];
    const struct assay_auditing how = {MANY, 1e-9, NULL, NULL, false};
    struct assay_model model;
    struct assay_audit got;
    struct assay_error err;

    ck_assert_int_eq(assay_model_open(&model, &grouped_adapter, NULL, 0, &setting, &err),
                     ASSAY_OK);
    for (size_t i = 0; i < MANY; i++) {
        const struct assay_item *item;

        ck_assert_int_eq(made_next(&items, &arena, &item, &err), ASSAY_OK);
        tasks[i] = (struct assay_task){
            .item = item, .wanted = item->completion_count, .want = ASSAY_WANT_SCORES};
    }
    ck_assert_int_eq(assay_audit_ask(&model, tasks, MANY, &how, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.together, 16);
    ck_assert(!assay_audit_shares_none(&got)); /* it does not tell */
    ck_assert_uint_eq(got.count[ASSAY_AUDIT_AGAIN].others, 0);
    ck_assert_uint_gt(got.count[ASSAY_AUDIT_REVERSED].beyond, MANY);
    ck_assert_uint_gt(got.count[ASSAY_AUDIT_ALONE].beyond, MANY);
    ck_assert_int_eq(assay_audit_judge(&got, &err), ASSAY_EMODEL);
    assay_model_close(&model);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_audit(void)
{
    Suite *suite = suite_create("audit");
    TCase *tests = tcase_create("audit");

    tcase_add_loop_test(tests, what_numbers_follow_from_is_counted, 0,
                        sizeof(cases) / sizeof(cases[0]));
    tcase_add_test(tests, a_margin_below_twice_the_difference_is_at_risk);
    tcase_add_test(tests, a_tolerance_is_of_the_score_where_that_is_above_one);
    tcase_add_test(tests, a_preference_that_turns_is_a_flip);
    tcase_add_test(tests, without_a_number_nothing_is_known);
    tcase_add_test(tests, an_interruption_ends_it);
    tcase_add_test(tests, a_model_that_groups_is_found_out);
    suite_add_tcase(suite, tests);
    return suite;
}
