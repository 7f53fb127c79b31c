#include "suites/kind.h"
#include "tests/unit/unit.h"

#include <string.h>

enum {
    MOST = 8
};

/* One item; states are SCORED unless named. */
struct given {
    const struct assay_kind *kind;
    enum assay_want want;
    double gold[MOST], value[MOST];
    size_t golds, count;
    unsigned char state[MOST]; /* 0 (SKIPPED) stands for SCORED, FAILED for SKIPPED */
    enum assay_games games;
};

static struct assay_case case_of(const struct given *given, unsigned char state[MOST])
{
    for (size_t i = 0; i < given->count; i++)
        state[i] = given->state[i] == ASSAY_STATE_FAILED ? ASSAY_STATE_SKIPPED
                   : given->state[i]                     ? given->state[i]
                                                         : ASSAY_STATE_SCORED;
    return (struct assay_case){given->want, given->gold,  given->golds, given->value,
                               state,       given->count, given->games, 1,
                               0,           NULL,         NULL,         0};
}

#define SCORES ASSAY_WANT_SCORES
#define GAMES  ASSAY_WANT_PREFERENCES
#define NONE   ASSAY_STATE_UNPARSABLE
#define UNSEEN ASSAY_STATE_FAILED

/* won and of under loss, half, 1/k, drop, second; whether it is tied. Worked out by hand. */
static const struct {
    struct given given;
    struct assay_worth worth[ASSAY_RULES];
    bool tied;
} worths[] = {
    /* a pair: strictly greater is right */
    {{&assay_kind_pairs, SCORES, {1, 0}, {2, 1}, 2, 2, {0}, 0},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    {{&assay_kind_pairs, SCORES, {1, 0}, {1, 2}, 2, 2, {0}, 0},
     {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}},
     false},
    /* a tie: JudgeBench takes it for the second completion */
    {{&assay_kind_pairs, SCORES, {1, 0}, {1, 1}, 2, 2, {0}, 0},
     {{0, 1}, {.5, 1}, {.5, 1}, {0, 0}, {0, 1}},
     true},
    {{&assay_kind_pairs, SCORES, {0, 1}, {1, 1}, 2, 2, {0}, 0},
     {{0, 1}, {.5, 1}, {.5, 1}, {0, 0}, {1, 1}},
     true},
    {{&assay_kind_pairs, SCORES, {0, 1}, {2, 1}, 2, 2, {0}, 0},
     {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}},
     false},
    /* JudgeBench, two games: right and tie is right, right and wrong is not */
    {{&assay_kind_pairs, GAMES, {1, 0}, {1, 0}, 2, 2, {0}, ASSAY_GAMES_SUM},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    {{&assay_kind_pairs, GAMES, {1, 0}, {1, -1}, 2, 2, {0}, ASSAY_GAMES_SUM},
     {{0, 1}, {.5, 1}, {.5, 1}, {0, 0}, {0, 1}},
     true},
    {{&assay_kind_pairs, GAMES, {0, 1}, {-1, -1}, 2, 2, {0}, ASSAY_GAMES_SUM},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    {{&assay_kind_pairs, GAMES, {0, 1}, {1, 0}, 2, 2, {0, NONE}, ASSAY_GAMES_SUM},
     {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}},
     false},
    {{&assay_kind_pairs, GAMES, {1, 0}, {0, 1}, 2, 2, {NONE}, ASSAY_GAMES_SUM},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    /* LLMBar: each order is one half */
    {{&assay_kind_pairs, GAMES, {1, 0}, {1, -1}, 2, 2, {0}, ASSAY_GAMES_AVERAGE},
     {{.5, 1}, {.5, 1}, {.5, 1}, {.5, 1}, {.5, 1}},
     true},
    {{&assay_kind_pairs, GAMES, {1, 0}, {1, 0}, 2, 2, {0}, ASSAY_GAMES_AVERAGE},
     {{.5, 1}, {.75, 1}, {.75, 1}, {.5, .5}, {.5, 1}},
     false},
    {{&assay_kind_pairs, GAMES, {1, 0}, {1, 0}, 2, 2, {0, UNSEEN}, ASSAY_GAMES_AVERAGE},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    /* best of four: RewardBench 2 shares a tie at the top */
    {{&assay_kind_bestof, SCORES, {1, 0, 0, 0}, {3, 2, 1, 0}, 4, 4, {0}, 0},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    {{&assay_kind_bestof, SCORES, {1, 0, 0, 0}, {2, 2, 2, 0}, 4, 4, {0}, 0},
     {{0, 1}, {.5, 1}, {1.0 / 3, 1}, {0, 0}},
     true},
    {{&assay_kind_bestof, SCORES, {1, 0, 0, 0}, {1, 2, 2, 0}, 4, 4, {0}, 0},
     {{0, 1}, {0, 1}, {0, 1}, {0, 1}},
     false},
    {{&assay_kind_bestof, SCORES, {1, 1, 0, 0}, {2, 2, 1, 0}, 4, 4, {0}, 0},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    {{&assay_kind_bestof, SCORES, {1, 1, 0, 0}, {2, 2, 2, 0}, 4, 4, {0}, 0},
     {{0, 1}, {.5, 1}, {2.0 / 3, 1}, {0, 0}},
     true},
    /* ties: all right ones above all wrong ones */
    {{&assay_kind_ties, SCORES, {1, 1, 0, 0}, {3, 2, 1, 0}, 4, 4, {0}, 0},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
    {{&assay_kind_ties, SCORES, {1, 1, 0, 0}, {3, 1, 1, 0}, 4, 4, {0}, 0},
     {{0, 1}, {.5, 1}, {.5, 1}, {0, 0}},
     true},
    {{&assay_kind_ties, SCORES, {1, 1, 0, 0}, {3, 0, 1, 0}, 4, 4, {0}, 0},
     {{0, 1}, {0, 1}, {0, 1}, {0, 1}},
     false},
    /* matrix: chosen 3 2 1 against rejected 2 2 0 win 3>2 3>2 3>0, 2=2 2=2 2>0, 1>0 */
    {{&assay_kind_matrix, SCORES, {1, 1, 1, 0, 0, 0}, {3, 2, 1, 2, 2, 0}, 6, 6, {0}, 0},
     {{5.0 / 9, 1}, {6.0 / 9, 1}, {6.0 / 9, 1}, {5.0 / 9, 7.0 / 9}},
     true},
    {{&assay_kind_matrix, SCORES, {1, 1, 1, 0, 0, 0}, {6, 5, 4, 3, 2, 1}, 6, 6, {0}, 0},
     {{1, 1}, {1, 1}, {1, 1}, {1, 1}},
     false},
};

START_TEST(an_item_is_worth_what_the_rule_says)
{
    unsigned char state[MOST];
    const struct assay_case item = case_of(&worths[_i].given, state);
    const struct assay_kind *kind = worths[_i].given.kind;

    for (unsigned rule = 0; rule < (kind->two_orders ? ASSAY_RULES : ASSAY_TIE_RULES);
         rule++) {
        const struct assay_worth got = kind->worth(&item, rule);

        ck_assert_double_eq(got.won, worths[_i].worth[rule].won);
        ck_assert_double_eq(got.of, worths[_i].worth[rule].of);
    }
    ck_assert(kind->tied(&item) == worths[_i].tied);
}
END_TEST

static const struct {
    struct given given;
    double margin;
} margins[] = {
    {{&assay_kind_pairs, SCORES, {0, 1}, {2, 5}, 2, 2, {0}, 0}, 3},
    {{&assay_kind_bestof, SCORES, {1, 1, 0, 0}, {1, 4, 6, 0}, 4, 4, {0}, 0}, -2},
    {{&assay_kind_ties, SCORES, {1, 1, 0, 0}, {1, 4, 2, 0}, 4, 4, {0}, 0}, -1},
    {{&assay_kind_matrix, SCORES, {1, 1, 1, 0, 0, 0}, {6, 5, 4, 3, 2, 1}, 6, 6, {0}, 0},
     3},
};

START_TEST(a_margin_is_right_minus_wrong)
{
    unsigned char state[MOST];
    const struct assay_case item = case_of(&margins[_i].given, state);

    ck_assert_double_eq(margins[_i].given.kind->margin(&item), margins[_i].margin);
}
END_TEST

static const struct {
    const struct assay_kind *kind;
    const char *id;
    double gold[MOST];
    size_t n;
    const char *text; /* NULL: accepted */
} shapes[] = {
    {&assay_kind_pairs, "a", {0, 1}, 2, NULL},
    {&assay_kind_pairs, "a", {1, 0, 0}, 3, "f:7: a pair needs two completions, found 3"},
    {&assay_kind_pairs, "a", {1, 1}, 2, "f:7: one of a pair must be right"},
    {&assay_kind_pairs, "a", {0, 0}, 2, "f:7: one of a pair must be right"},
    {&assay_kind_bestof, "a", {0, 1, 1}, 3, NULL},
    {&assay_kind_bestof,
     "a",
     {1, 1},
     2,
     "f:7: 2 of 2 completions are right, nothing to tell apart"},
    {&assay_kind_bestof,
     "a",
     {0, 0},
     2,
     "f:7: 0 of 2 completions are right, nothing to tell apart"},
    {&assay_kind_ties, "ref:1", {1, 0}, 2, NULL},
    {&assay_kind_ties, "tied:12", {1, 1, 0}, 3, NULL},
    {&assay_kind_ties,
     "tied:x",
     {1, 0},
     2,
     "f:7: id \"tied:x\" is not of the form ref:N or tied:N"},
    {&assay_kind_ties,
     "other:1",
     {1, 0},
     2,
     "f:7: id \"other:1\" is not of the form ref:N or tied:N"},
    {&assay_kind_ties, "ref:1", {0, 1}, 2, "f:7: right completions must come first"},
    {&assay_kind_ties,
     "ref:1",
     {1, 1},
     2,
     "f:7: 2 of 2 completions are right, nothing to tell apart"},
    {&assay_kind_matrix, "a", {1, 1, 1, 0, 0, 0}, 6, NULL},
    {&assay_kind_matrix,
     "a",
     {1, 1, 0, 0, 0, 0},
     6,
     "f:7: a matrix needs three right and then three wrong completions"},
    {&assay_kind_matrix,
     "a",
     {1, 0},
     2,
     "f:7: a matrix needs three right and then three wrong completions"},
};

START_TEST(a_kind_refuses_what_it_cannot_use)
{
    const struct assay_item item = {.id = assay_str_of(shapes[_i].id),
                                    .gold = shapes[_i].gold,
                                    .completion_count = shapes[_i].n,
                                    .file = "f",
                                    .line = 7};
    struct assay_error err = {0};
    const enum assay_code code = shapes[_i].kind->check(&item, &err);

    ck_assert_int_eq(code, shapes[_i].text ? ASSAY_EDATA : ASSAY_OK);
    ck_assert_str_eq(err.text, shapes[_i].text ? shapes[_i].text : "");
}
END_TEST

START_TEST(kinds_are_found_by_their_names)
{
    ck_assert_ptr_eq(assay_kind_find(ASSAY_STR("ties")), &assay_kind_ties);
    ck_assert_ptr_null(assay_kind_find(ASSAY_STR("tie")));
    ck_assert_ptr_null(assay_kind_at(99));
    for (size_t i = 1; assay_kind_at(i); i++)
        ck_assert_int_lt(strcmp(assay_kind_at(i - 1)->name, assay_kind_at(i)->name), 0);
}
END_TEST

Suite *unit_kinds(void)
{
    Suite *suite = suite_create("kinds");
    TCase *tests = tcase_create("rules");

    tcase_add_loop_test(tests, an_item_is_worth_what_the_rule_says, 0,
                        sizeof(worths) / sizeof(worths[0]));
    tcase_add_loop_test(tests, a_margin_is_right_minus_wrong, 0,
                        sizeof(margins) / sizeof(margins[0]));
    tcase_add_loop_test(tests, a_kind_refuses_what_it_cannot_use, 0,
                        sizeof(shapes) / sizeof(shapes[0]));
    tcase_add_test(tests, kinds_are_found_by_their_names);
    suite_add_tcase(suite, tests);
    return suite;
}
