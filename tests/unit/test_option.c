#include "harness/core/json.h"
#include "harness/core/option.h"
#include "tests/unit/unit.h"

#include <stdbool.h>
#include <string.h>

static const char *const colours[] = {"red", "green", "blue", NULL};

struct paint {
    double gloss;
    size_t coats;
    uint64_t seed;
    unsigned colour;
    const char *brand, *note;
    bool dry;
    struct assay_option_list layers;
};

static const struct assay_option table[] = {
    {.name = "gloss",
     .help = "how shiny",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct paint, gloss),
     .initial = "0.5",
     .lo = 0,
     .hi = 1},
    {.name = "coats",
     .help = "how many",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct paint, coats),
     .initial = "2",
     .lo = 1,
     .hi = 9},
    {.name = "seed",
     .help = "of the random numbers",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct paint, seed),
     .initial = "0"},
    {.name = "colour",
     .help = "which",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct paint, colour),
     .initial = "red",
     .choices = colours},
    {.name = "brand",
     .help = "who made it",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct paint, brand),
     .value = "NAME"},
    {.name = "note",
     .help = "anything",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct paint, note),
     .optional = true},
    {.name = "dry",
     .help = "wait",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct paint, dry)},
    {.name = "layer-of-something-long",
     .help = "one below",
     .type = ASSAY_OPTION_LIST,
     .offset = offsetof(struct paint, layers)},
    {0},
};

START_TEST(words_fill_the_struct)
{
    const char *const words[] = {"brand=acme",
                                 "gloss=1",
                                 "coats=3",
                                 "seed=18446744073709551615",
                                 "colour=blue",
                                 "dry=true",
                                 "coats=4",
                                 "layer-of-something-long=a=b",
                                 "layer-of-something-long=c"};
    struct paint got;
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse(table, words, 9, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.gloss, 1);
    ck_assert_uint_eq(got.coats, 4);
    ck_assert(got.seed == UINT64_MAX);
    ck_assert_uint_eq(got.colour, 2);
    ck_assert_str_eq(got.brand, "acme");
    ck_assert_ptr_null(got.note);
    ck_assert(got.dry);
    ck_assert_uint_eq(got.layers.count, 2);
    ck_assert_str_eq(got.layers.at[0], "a=b");
    ck_assert_str_eq(got.layers.at[1], "c");
}
END_TEST

START_TEST(what_is_not_given_has_its_default)
{
    const char *const words[] = {"brand="};
    struct paint got = {.dry = true, .layers = {.count = 3}, .note = "old"};
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse(table, words, 1, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.gloss, 0.5);
    ck_assert_uint_eq(got.coats, 2);
    ck_assert(got.seed == 0);
    ck_assert_str_eq(got.brand, "");
    ck_assert_ptr_null(got.note);
    ck_assert(!got.dry);
    ck_assert_uint_eq(got.layers.count, 0);
}
END_TEST

static const struct {
    const char *word, *message;
} refused[] = {
    {"gloss=2", "gloss=2: not in [0, 1]"},
    {"gloss=0,5", "gloss=0,5: not a number"},
    {"gloss=nan", "gloss=nan: not a number"},
    {"coats=0", "coats=0: not in [1, 9]"},
    {"coats=-1", "coats=-1: not a whole number"},
    {"coats=", "coats=: not a whole number"},
    {"coats=1e1", "coats=1e1: not a whole number"},
    {"seed=18446744073709551616",
     "seed=18446744073709551616: not a whole number below 2^64"},
    {"colour=pink", "colour=pink: not one of red, green, blue"},
    {"dry=maybe", "dry=maybe: neither true nor false (yes and no, on and off, 1 and 0)"},
    {"dry", "option dry needs a value: dry=..."},
    {"note=\xFF", "note=...: not UTF-8"},
    {"colr=red", "unknown option colr; did you mean colour?"},
    {"zzzzzzzz=1", "unknown option zzzzzzzz"},
    {"coats=2", "brand=NAME must be given: who made it"},
};

START_TEST(a_bad_word_is_named)
{
    struct paint got;
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse(table, &refused[_i].word, 1, &got, &err),
                     ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, refused[_i].message);
}
END_TEST

static const struct {
    const char *word;
    bool value;
} flags[] = {{"dry=true", true}, {"dry=false", false}, {"dry=yes", true},
             {"dry=no", false},  {"dry=on", true},     {"dry=off", false},
             {"dry=1", true},    {"dry=0", false}};

START_TEST(a_flag_is_said_in_four_ways)
{
    const char *const words[] = {"brand=x", flags[_i].word};
    struct paint got = {.dry = !flags[_i].value};
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse(table, words, 2, &got, &err), ASSAY_OK);
    ck_assert(got.dry == flags[_i].value);
}
END_TEST

START_TEST(a_table_may_be_missing)
{
    const char *const words[] = {"a=1"};
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse(NULL, NULL, 0, NULL, &err), ASSAY_OK);
    ck_assert_int_eq(assay_options_parse(NULL, words, 1, NULL, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "unknown option a");
}
END_TEST

static char word_brand[] = "--brand", word_acme[] = "acme", word_file[] = "file",
            word_dry[] = "--dry", word_coats[] = "--coats=7", word_dash[] = "-",
            word_end[] = "--", word_gloss[] = "--gloss", word_short[] = "-b",
            word_brnad[] = "--brnad=x", word_flag[] = "--dry=false";

START_TEST(a_line_mixes_options_and_operands)
{
    char *const line[] = {word_file,  word_brand, word_acme, word_dry,
                          word_coats, word_dash,  word_end,  word_gloss};
    const char *kept[3];
    struct assay_words operands = {.at = kept, .max = 3};
    struct paint got;
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse_line(table, 8, line, &got, &operands, &err),
                     ASSAY_OK);
    ck_assert_str_eq(got.brand, "acme");
    ck_assert_uint_eq(got.coats, 7);
    ck_assert(got.dry);
    ck_assert_uint_eq(operands.count, 3);
    ck_assert_str_eq(kept[0], "file");
    ck_assert_str_eq(kept[1], "-");
    ck_assert_str_eq(kept[2], "--gloss");
}
END_TEST

static const struct {
    char *line[3];
    int words;
    const char *message;
} broken[] = {
    {{word_brand}, 1, "option --brand needs a value"},
    {{word_brnad}, 1, "unknown option --brnad; did you mean --brand?"},
    {{word_short}, 1, "unknown option -b"},
    {{word_brand, word_acme, word_file}, 3, "unexpected argument file"},
    {{word_dry}, 1, "--brand must be given: who made it"},
    {{word_flag, word_gloss, word_acme}, 3, "--gloss=acme: not a number"},
};

START_TEST(a_bad_line_is_refused)
{
    struct assay_words operands = {0};
    struct paint got;
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse_line(table, broken[_i].words, broken[_i].line,
                                              &got, &operands, &err),
                     ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, broken[_i].message);
}
END_TEST

START_TEST(a_list_has_a_limit)
{
    const char *words[ASSAY_OPTION_LIST_MAX + 2] = {"brand=x"};
    struct paint got;
    struct assay_error err;

    for (size_t i = 1; i < ASSAY_OPTION_LIST_MAX + 2; i++)
        words[i] = "layer-of-something-long=x";
    ck_assert_int_eq(
        assay_options_parse(table, words, ASSAY_OPTION_LIST_MAX + 1, &got, &err),
        ASSAY_OK);
    ck_assert_int_eq(
        assay_options_parse(table, words, ASSAY_OPTION_LIST_MAX + 2, &got, &err),
        ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "layer-of-something-long: given more than 64 times");
}
END_TEST

START_TEST(help_is_made_of_the_table)
{
    struct assay_buf help = {0};

    assay_options_help(table, "--", &help);
    ck_assert_str_eq(
        help.data, "    --gloss X               how shiny (default 0.5)\n"
                   "    --coats N               how many (default 2)\n"
                   "    --seed N                of the random numbers (default 0)\n"
                   "    --colour WORD           which (red, green or blue; default red)\n"
                   "    --brand NAME            who made it\n"
                   "    --note TEXT             anything\n"
                   "    --dry                   wait\n"
                   "    --layer-of-something-long TEXT\n"
                   "                            one below (may be repeated)\n");
    assay_buf_release(&help);
}
END_TEST

START_TEST(a_flag_that_is_a_word_says_what_it_takes)
{
    struct assay_buf help = {0};

    assay_options_help(table, "", &help);
    ck_assert_ptr_nonnull(
        strstr(help.data, "    dry=true|false          wait (default false)\n"));
    assay_buf_release(&help);
}
END_TEST

START_TEST(values_in_effect_become_a_map)
{
    const char *const words[] = {"brand=acme",
                                 "gloss=0.25",
                                 "seed=18446744073709551615",
                                 "colour=blue",
                                 "layer-of-something-long=a",
                                 "layer-of-something-long=b"};
    struct assay_arena arena = {0};
    struct assay_buf text = {0};
    struct assay_node node;
    struct paint got;
    struct assay_error err;

    ck_assert_int_eq(assay_options_parse(table, words, 6, &got, &err), ASSAY_OK);
    node = assay_options_node(table, &got, &arena);
    assay_json_write(&node, false, &text);
    ck_assert_str_eq(text.data,
                     "{\"gloss\":0.25,\"coats\":2,\"seed\":\"18446744073709551615\","
                     "\"colour\":\"blue\",\"brand\":\"acme\",\"note\":null,\"dry\":false,"
                     "\"layer-of-something-long\":[\"a\",\"b\"]}");
    assay_buf_release(&text);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_option(void)
{
    Suite *suite = suite_create("option");
    TCase *words = tcase_create("words");
    TCase *line = tcase_create("line");

    tcase_add_test(words, words_fill_the_struct);
    tcase_add_test(words, what_is_not_given_has_its_default);
    tcase_add_loop_test(words, a_bad_word_is_named, 0,
                        sizeof(refused) / sizeof(refused[0]));
    tcase_add_loop_test(words, a_flag_is_said_in_four_ways, 0,
                        sizeof(flags) / sizeof(flags[0]));
    tcase_add_test(words, a_table_may_be_missing);
    tcase_add_test(words, a_list_has_a_limit);
    tcase_add_test(words, help_is_made_of_the_table);
    tcase_add_test(words, a_flag_that_is_a_word_says_what_it_takes);
    tcase_add_test(words, values_in_effect_become_a_map);
    tcase_add_test(line, a_line_mixes_options_and_operands);
    tcase_add_loop_test(line, a_bad_line_is_refused, 0,
                        sizeof(broken) / sizeof(broken[0]));
    suite_add_tcase(suite, words);
    suite_add_tcase(suite, line);
    return suite;
}
