/* The core suite gives nothing away: null baselines are at chance in every family. */
#include "adapters/adapter.h"
#include "harness/run/score.h"
#include "suites/core/core.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

enum {
    FAMILIES = 12,
    PER_CELL = 60,
    CELL = PER_CELL * ASSAY_CORE_DIFFICULTIES /* items of a family */
};

static enum assay_code next_item(void *self, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    size_t *next = self;
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));

    (void)err;
    *out = NULL;
    if (*next == assay_core_count(PER_CELL))
        return ASSAY_OK;
    assay_core_item(4711, PER_CELL, (*next)++, arena, item);
    *out = item;
    return ASSAY_OK;
}

/* Share of the nine style pairs of a family that are in order; equal scores are half. */
static double credit_of(const struct assay_book *book, size_t family)
{
    double credit = 0.0;

    for (size_t i = family * CELL; i < (family + 1) * CELL; i++) {
        const double *value = book->value + book->first[i];

        for (size_t c = 0; c < 3; c++)
            for (size_t r = 3; r < 6; r++)
                credit += value[c] > value[r] ? 1.0 : value[c] == value[r] ? 0.5 : 0.0;
    }
    return credit / (9.0 * CELL);
}

static const struct {
    const char *adapter, *word;
} nulls[] = {
    {"length", NULL},           {"length", "unit=words"}, {"shortest", NULL},
    {"shortest", "unit=words"}, {"markdown", NULL},       {"overlap", NULL},
    {"overlap", "n=1"},         {"random", NULL},         {"constant", NULL},
};

/*
 * A fair coin over a family's 180 questions, whose nine pairs may all go the same way, has a
 * standard error of 0.5 / sqrt(180) = 0.037; three of them are allowed.
 */
START_TEST(what_knows_nothing_is_at_chance_in_every_family)
{
    const struct assay_adapter *adapter = assay_adapter_find(nulls[_i].adapter);
    const char *word = nulls[_i].word;
    size_t next = 0;
    const struct assay_queue_setting queue = {.source = {next_item, &next},
                                              .suite = ASSAY_STR("core")};
    struct assay_scorer scorer = {.adapter = adapter, .jobs = 2};
    const struct assay_setting setting = {
        .target = "", .suite = "core", .orders = 1, .seed = 1};
    void *state = calloc(1, adapter->state_size + 1);
    struct assay_scored scored;
    struct assay_book book;
    struct assay_error err;

    ck_assert_ptr_null(assay_core_family_at(FAMILIES));
    ck_assert_ptr_nonnull(state);
    ck_assert_int_eq(
        assay_options_parse(adapter->options, &word, word ? 1 : 0, state, &err),
        ASSAY_OK);
    if (adapter->open)
        ck_assert_int_eq(adapter->open(state, &setting, &err), ASSAY_OK);
    scorer.state = state;
    assay_book_init(&book, ASSAY_WANT_SCORES, 1);
    ck_assert_int_eq(assay_score(&scorer, &queue, &book, &scored, &err), ASSAY_OK);
    for (size_t family = 0; family < FAMILIES; family++) {
        const double credit = credit_of(&book, family);

        ck_assert_msg(credit > 0.39 && credit < 0.61, "%s gets %.4f of %s", adapter->name,
                      credit, assay_core_family_at(family)->name);
    }
    assay_book_release(&book);
    free(state);
}
END_TEST

Suite *unit_core_nulls(void)
{
    Suite *suite = suite_create("core_nulls");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, what_knows_nothing_is_at_chance_in_every_family, 0,
                        (int)(sizeof(nulls) / sizeof(nulls[0])));
    suite_add_tcase(suite, all);
    return suite;
}
