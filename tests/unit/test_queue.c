#include "tests/unit/engine_parts.h"
#include "tests/unit/unit.h"

#include <string.h>

struct outcome {
    enum assay_code code;
    struct assay_error err;
    struct assay_scored scored;
    struct assay_buf text;
    size_t items;
};

static struct outcome run(const struct assay_adapter *adapter,
                          const struct made_model *model, struct made_items items,
                          struct assay_queue_setting setting, size_t jobs)
{
    const struct assay_scorer scorer = {adapter, model, jobs};
    struct outcome got = {0};
    struct assay_book book;
    struct assay_table table;

    setting.source = (struct assay_source){made_next, &items};
    assay_book_init(&book, ASSAY_WANT_SCORES, 1);
    got.code = assay_score(&scorer, &setting, &book, &got.scored, &got.err);
    assay_book_close(&book, &table);
    table_text(&table, &got.text);
    got.items = table.items;
    assay_book_release(&book);
    return got;
}

static const struct made_model plain = {0};

START_TEST(the_table_does_not_depend_on_jobs_or_groups)
{
    static const struct {
        size_t jobs, at_once;
    } ways[] = {{1, 1}, {8, 1}, {1, 100}, {8, 7}, {3, 4000}};
    const struct made_items items = {.count = 3000, .repeat = 5};
    const struct assay_queue_setting setting = {.merge = true};
    struct outcome want = run(&made_adapter, &plain, items, setting, 1);
    struct made_model model = plain;
    struct outcome got;

    model.at_once = ways[_i].at_once;
    got = run(&made_adapter, &model, items, setting, ways[_i].jobs);
    ck_assert_int_eq(want.code, ASSAY_OK);
    ck_assert_int_eq(got.code, ASSAY_OK);
    ck_assert_uint_eq(got.items, 3000);
    ck_assert_str_eq(got.text.data, want.text.data);
    ck_assert_uint_eq(got.scored.ledger.asked, 2401);
    ck_assert_uint_eq(got.scored.ledger.merged, 599);
    assay_buf_release(&want.text);
    assay_buf_release(&got.text);
}
END_TEST

START_TEST(merging_changes_no_answer)
{
    const struct made_items items = {.count = 1000, .repeat = 3};
    struct outcome merged =
        run(&made_adapter, &plain, items, (struct assay_queue_setting){.merge = true}, 2);
    struct outcome apart = run(&made_adapter, &plain, items,
                               (struct assay_queue_setting){.merge = false}, 2);

    ck_assert_uint_eq(merged.scored.ledger.asked, 667);
    ck_assert_uint_eq(apart.scored.ledger.asked, 1000);
    ck_assert_str_eq(merged.text.data, apart.text.data);
    assay_buf_release(&merged.text);
    assay_buf_release(&apart.text);
}
END_TEST

START_TEST(items_without_texts_are_never_the_same)
{
    const struct made_items items = {.count = 20, .no_texts = true};
    struct outcome got =
        run(&made_adapter, &plain, items, (struct assay_queue_setting){.merge = true}, 1);

    ck_assert_uint_eq(got.scored.ledger.asked, 20);
    ck_assert_uint_eq(got.scored.ledger.merged, 0);
    assay_buf_release(&got.text);
}
END_TEST

START_TEST(a_limit_asks_no_more_but_checks_the_rest)
{
    struct made_items items = {.count = 2000};
    const struct assay_queue_setting setting = {.limit = 700};
    struct outcome got = run(&made_adapter, &plain, items, setting, 2);

    ck_assert_int_eq(got.code, ASSAY_OK);
    ck_assert_uint_eq(got.items, 700);
    ck_assert_uint_eq(got.scored.ledger.asked, 700);
    assay_buf_release(&got.text);
    items.fail_at = 1500;
    got = run(&made_adapter, &plain, items, setting, 2);
    ck_assert_int_eq(got.code, ASSAY_EDATA);
    ck_assert_str_eq(got.err.text, "made:1501: broken");
    assay_buf_release(&got.text);
}
END_TEST

START_TEST(a_fault_of_the_data_ends_the_run)
{
    const struct made_items items = {.count = 2000, .fail_at = 1234};
    struct outcome got =
        run(&made_adapter, &plain, items, (struct assay_queue_setting){.merge = true}, 8);

    ck_assert_int_eq(got.code, ASSAY_EDATA);
    ck_assert_str_eq(got.err.text, "made:1235: broken");
    assay_buf_release(&got.text);
}
END_TEST

START_TEST(a_fault_of_the_model_ends_the_run)
{
    const struct made_items items = {.count = 200000};
    const struct made_model model = {.fails = "item-300"};
    struct outcome got =
        run(&made_adapter, &model, items, (struct assay_queue_setting){0}, 4);

    ck_assert_int_eq(got.code, ASSAY_EMODEL);
    ck_assert_str_eq(got.err.text, "no answer to item-300");
    ck_assert_uint_lt(got.items, 20000);
    assay_buf_release(&got.text);
}
END_TEST

START_TEST(an_adapter_that_stops_early_is_found_out)
{
    struct outcome got = run(&lazy_adapter, &plain, (struct made_items){.count = 2},
                             (struct assay_queue_setting){0}, 1);

    ck_assert_int_eq(got.code, ASSAY_EMODEL);
    ck_assert_str_eq(got.err.text, "the adapter left 1 items unanswered");
    assay_buf_release(&got.text);
    got = run(&lazy_adapter, &plain, (struct made_items){.count = 200000},
              (struct assay_queue_setting){0}, 1);
    ck_assert_int_eq(got.code, ASSAY_EMODEL);
    ck_assert_str_eq(got.err.text, "the adapter stopped before the end");
    assay_buf_release(&got.text);
}
END_TEST

START_TEST(an_adapter_may_take_more_than_the_window)
{
    const struct made_items items = {.count = 10000};
    const struct assay_queue_setting setting = {0};
    struct outcome want = run(&made_adapter, &plain, items, setting, 1);
    struct outcome got = run(&greedy_adapter, &plain, items, setting, 1);

    ck_assert_int_eq(got.code, ASSAY_OK);
    ck_assert_str_eq(got.text.data, want.text.data);
    assay_buf_release(&got.text);
    assay_buf_release(&want.text);
}
END_TEST

/* Keeps the most items that were under way at any time; lets the model answer from the first time on
   that the loader, waiting, tells of them. */
struct gauge {
    size_t most;
    sem_t gate;
    bool open;
};

static void gauge_tell(void *self, size_t done, size_t known, bool all)
{
    struct gauge *gauge = self;

    (void)all;
    if (known - done > gauge->most)
        gauge->most = known - done;
    if (!gauge->open)
        (void)sem_post(&gauge->gate);
    gauge->open = true;
}

/* The most items under way while a model answers none before the loader waits for it. */
static size_t most_under_way(struct made_items items)
{
    struct gauge gauge = {0};
    const struct made_model held = {.gate = &gauge.gate};
    const struct assay_queue_setting setting = {
        .watch = {.tell = gauge_tell, .self = &gauge}};
    struct outcome got;

    ck_assert_int_eq(sem_init(&gauge.gate, 0, 0), 0);
    got = run(&made_adapter, &held, items, setting, 8);
    (void)sem_destroy(&gauge.gate);
    ck_assert_int_eq(got.code, ASSAY_OK);
    assay_buf_release(&got.text);
    return gauge.most;
}

START_TEST(the_loader_keeps_to_the_window)
{
    /* Items of a mebibyte and a little are a chunk each, and 64 of them more than the bytes. */
    ck_assert_uint_eq(most_under_way((struct made_items){.count = 9000}),
                      ASSAY_WORK_WINDOW);
    ck_assert_uint_eq(most_under_way((struct made_items){.count = 300, .bytes = 1 << 20}),
                      ASSAY_QUEUE_BYTES >> 20);
}
END_TEST

START_TEST(an_interruption_gives_what_is_in_flight)
{
    atomic_int stop = 1;
    const struct assay_queue_setting setting = {.stop = &stop};
    struct outcome got =
        run(&made_adapter, &plain, (struct made_items){.count = 9000}, setting, 2);

    ck_assert_int_eq(got.code, ASSAY_EINTERRUPTED);
    ck_assert_uint_lt(got.items, 9000);
    assay_buf_release(&got.text);
}
END_TEST

START_TEST(an_empty_suite_has_an_empty_table)
{
    struct outcome got = run(&made_adapter, &plain, (struct made_items){0},
                             (struct assay_queue_setting){.merge = true}, 3);

    ck_assert_int_eq(got.code, ASSAY_OK);
    ck_assert_uint_eq(got.items, 0);
    assay_buf_release(&got.text);
}
END_TEST

/* Takes a hundred at a time and writes down how many it got. */
struct sizes {
    struct assay_buf *text;
};

static enum assay_code sizes_pull(const void *state, struct assay_work *work,
                                  struct assay_error *err)
{
    const struct sizes *sizes = state;
    const struct assay_answer answers[4] = {{.state = ASSAY_STATE_FAILED}};
    struct assay_task tasks[100];
    enum assay_code code = ASSAY_OK;
    size_t got = 1;

    while (!code && got > 0) {
        got = assay_work_take(work, tasks, 100);
        assay_buf_printf(sizes->text, "%zu ", got);
        for (size_t i = 0; i < got && !code; i++)
            code =
                assay_work_give(work, &(struct assay_reply){tasks[i], answers}, 1, err);
    }
    return code;
}

START_TEST(what_is_taken_together_follows_from_places)
{
    const struct assay_adapter adapter = {.name = "sizes", .pull = sizes_pull};
    struct assay_buf text = {0};
    struct made_items items = {.count = 600};
    const struct assay_queue_setting setting = {.source = {made_next, &items}};
    const struct sizes state = {&text};
    struct assay_scored scored;
    struct assay_error err;
    struct assay_book book;

    assay_book_init(&book, ASSAY_WANT_SCORES, 1);
    ck_assert_int_eq(assay_score(&(struct assay_scorer){&adapter, &state, 1}, &setting,
                                 &book, &scored, &err),
                     ASSAY_OK);
    ck_assert_str_eq(text.data, "100 100 56 100 100 56 88 0 ");
    assay_buf_release(&text);
    assay_book_release(&book);
}
END_TEST

Suite *unit_queue(void)
{
    Suite *suite = suite_create("queue");
    TCase *order = tcase_create("order");
    TCase *faults = tcase_create("faults");

    tcase_add_loop_test(order, the_table_does_not_depend_on_jobs_or_groups, 0, 5);
    tcase_add_test(order, merging_changes_no_answer);
    tcase_add_test(order, items_without_texts_are_never_the_same);
    tcase_add_test(order, a_limit_asks_no_more_but_checks_the_rest);
    tcase_add_test(order, an_adapter_may_take_more_than_the_window);
    tcase_add_test(order, the_loader_keeps_to_the_window);
    tcase_add_test(order, an_empty_suite_has_an_empty_table);
    tcase_add_test(order, what_is_taken_together_follows_from_places);
    tcase_add_test(faults, a_fault_of_the_data_ends_the_run);
    tcase_add_test(faults, a_fault_of_the_model_ends_the_run);
    tcase_add_test(faults, an_adapter_that_stops_early_is_found_out);
    tcase_add_test(faults, an_interruption_gives_what_is_in_flight);
    suite_add_tcase(suite, order);
    suite_add_tcase(suite, faults);
    return suite;
}
