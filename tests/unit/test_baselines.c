/* The null baselines, and the table they stand in. */
#include "adapters/adapter.h"
#include "harness/run/score.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

enum {
    COMPLETIONS = 3
};

/* Items i = 0 .. count-1, all with the same texts; ids say which. */
struct items {
    const char *prompt;
    const char *completion[COMPLETIONS];
    size_t count, next;
    size_t first_id;
};

static enum assay_code next_item(void *self, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    struct items *items = self;
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));
    struct assay_str *completion =
        assay_arena_new(arena, COMPLETIONS, sizeof(*completion));
    struct assay_message *message = assay_arena_new(arena, 1, sizeof(*message));

    (void)err;
    *out = NULL;
    if (items->next == items->count)
        return ASSAY_OK;
    for (size_t i = 0; i < COMPLETIONS; i++)
        completion[i] = assay_str_of(items->completion[i]);
    message->role = ASSAY_STR("user");
    message->content = assay_str_of(items->prompt);
    item->index = items->next;
    item->id = assay_str_of(
        assay_arena_printf(arena, "item-%zu", items->first_id + items->next++));
    item->key = item->id;
    item->messages = message;
    item->message_count = items->prompt ? 1 : 0;
    item->completions = completion;
    item->gold = assay_arena_new(arena, COMPLETIONS, sizeof(*item->gold));
    item->completion_count = COMPLETIONS;
    item->file = "made";
    *out = item;
    return ASSAY_OK;
}

/* Runs a baseline; the book has an answer for every item. */
static void run(const struct assay_adapter *adapter, const char *word, uint64_t seed,
                struct items *items, struct assay_book *book)
{
    const struct assay_queue_setting queue = {.source = {next_item, items},
                                              .suite = ASSAY_STR("suite")};
    struct assay_scorer scorer = {.adapter = adapter, .jobs = 1 + items->count % 3};
    const struct assay_setting setting = {
        .target = "", .suite = "suite", .orders = 1, .seed = seed};
    struct assay_scored scored;
    struct assay_error err;
    void *state = calloc(1, adapter->state_size + 1);

    ck_assert_ptr_nonnull(state);
    ck_assert_int_eq(
        assay_options_parse(adapter->options, &word, word ? 1 : 0, state, &err),
        ASSAY_OK);
    if (adapter->open)
        ck_assert_int_eq(adapter->open(state, &setting, &err), ASSAY_OK);
    scorer.state = state;
    assay_book_init(book, ASSAY_WANT_SCORES, 1);
    ck_assert_int_eq(assay_score(&scorer, &queue, book, &scored, &err), ASSAY_OK);
    if (adapter->close)
        adapter->close(state);
    free(state);
}

static const struct {
    const char *adapter, *word, *prompt, *completion[COMPLETIONS];
    double expected[COMPLETIONS];
} counted[] = {
    {"length", NULL, "q", {"na\xC3\xAFve  idea", "", "x"}, {11, 0, 1}}, /* not 12 bytes */
    {"length", "unit=words", "q", {"na\xC3\xAFve  idea\n", "", "x"}, {2, 0, 1}},
    {"shortest", NULL, "q", {"four", "", "x"}, {-4, 0, -1}},
    {"shortest", "unit=words", "q", {"one two", "", "x"}, {-2, 0, -1}},
    {"constant", NULL, "q", {"four", "", "x"}, {0, 0, 0}},
    {"first", NULL, "q", {"four", "", "x"}, {0, -1, -2}},
    {"markdown",
     NULL,
     "q",
     {"# Title\n\n- one **bold** and __two__\n  2. x\n#tag -1 2.5", "**open",
      "1) x\n* y"},
     {5, 0, 2}},
    {"markdown", NULL, "q", {"###### six", "####### seven", "1.x -y +"}, {1, 0, 0}},
    /* bigrams of "the cat sat on the mat": the-cat cat-sat sat-on on-the the-mat */
    {"overlap",
     NULL,
     "The cat sat on the mat.",
     {"the cat ran", "THE MAT, the mat", "mat"},
     {1.0 / 2.0, 1.0 / 3.0, 0}},
    {"overlap",
     "n=1",
     "The cat sat on the mat.",
     {"the the the dog", "caf\xC3\xA9 cat", "-"},
     {2.0 / 4.0, 1.0 / 2.0, 0}},
};

START_TEST(baselines_count_what_they_say)
{
    struct items items = {.prompt = counted[_i].prompt, .count = 1};
    struct assay_book book;

    memcpy(items.completion, counted[_i].completion, sizeof(items.completion));
    run(assay_adapter_find(counted[_i].adapter), counted[_i].word, 1, &items, &book);
    for (size_t i = 0; i < COMPLETIONS; i++) {
        ck_assert_int_eq(book.state[i], ASSAY_STATE_SCORED);
        ck_assert_double_eq(book.value[i], counted[_i].expected[i]);
    }
    assay_book_release(&book);
}
END_TEST

static const struct {
    const char *adapter;
    int state;
} textless[] = {
    {"constant", ASSAY_STATE_SCORED},  {"first", ASSAY_STATE_SCORED},
    {"random", ASSAY_STATE_SCORED},    {"length", ASSAY_STATE_SKIPPED},
    {"shortest", ASSAY_STATE_SKIPPED}, {"markdown", ASSAY_STATE_SKIPPED},
    {"overlap", ASSAY_STATE_SKIPPED},
};

START_TEST(without_texts_only_what_needs_none_answers)
{
    struct items items = {.completion = {"", "", ""}, .count = 4};
    struct assay_book book;

    run(assay_adapter_find(textless[_i].adapter), NULL, 1, &items, &book);
    for (size_t i = 0; i < (size_t)4 * COMPLETIONS; i++)
        ck_assert_int_eq(book.state[i], textless[_i].state);
    assay_book_release(&book);
}
END_TEST

START_TEST(a_coin_depends_on_seed_id_and_completion_alone)
{
    struct items whole = {.completion = {"a", "b", "c"}, .count = 40};
    struct items tail = {.completion = {"a", "b", "c"}, .count = 15, .first_id = 25};
    struct items again = {.completion = {"a", "b", "c"}, .count = 40};
    const size_t skipped = (size_t)25 * COMPLETIONS;
    struct assay_book all, part, other;
    double sum = 0.0;

    run(&assay_adapter_random, NULL, 7, &whole, &all);
    run(&assay_adapter_random, NULL, 7, &tail, &part);
    run(&assay_adapter_random, NULL, 8, &again, &other);
    for (size_t i = 0; i < (size_t)40 * COMPLETIONS; i++) {
        ck_assert(all.value[i] >= 0.0 && all.value[i] < 1.0);
        ck_assert_double_ne(all.value[i], other.value[i]);
        for (size_t k = 0; k < i; k++)
            ck_assert_double_ne(all.value[i], all.value[k]);
        if (i >= skipped)
            ck_assert_double_eq(all.value[i], part.value[i - skipped]);
        sum += all.value[i];
    }
    /* the mean of 120 uniform numbers is within 5 of its standard errors of 1/2 */
    ck_assert_double_eq_tol(sum / 120.0, 0.5, 5.0 * 0.2887 / 10.95);
    assay_book_release(&all);
    assay_book_release(&part);
    assay_book_release(&other);
}
END_TEST

START_TEST(the_table_is_sorted_and_whole)
{
    const struct assay_adapter *last = NULL;
    const struct assay_adapter *now;

    for (size_t i = 0; (now = assay_adapter_at(i)); i++) {
        ck_assert_ptr_eq(assay_adapter_find(now->name), now);
        ck_assert(now->pull != NULL);
        ck_assert(now->summary != NULL);
        ck_assert(!last || strcmp(last->name, now->name) < 0);
        last = now;
    }
    ck_assert_ptr_null(assay_adapter_find("no such adapter"));
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_baselines(void)
{
    Suite *suite = suite_create("baselines");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, baselines_count_what_they_say, 0, COUNT(counted));
    tcase_add_loop_test(all, without_texts_only_what_needs_none_answers, 0,
                        COUNT(textless));
    tcase_add_test(all, a_coin_depends_on_seed_id_and_completion_alone);
    tcase_add_test(all, the_table_is_sorted_and_whole);
    suite_add_tcase(suite, all);
    return suite;
}
