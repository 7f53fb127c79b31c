#include "harness/core/yaml.h"
#include "harness/run/config.h"
#include "tests/unit/unit.h"

#include <string.h>

static const struct assay_option table[] = {
    {.name = "model", .type = ASSAY_OPTION_TEXT, .optional = true},
    {.name = "model-option", .type = ASSAY_OPTION_LIST},
    {.name = "suite", .type = ASSAY_OPTION_LIST},
    {.name = "seed", .type = ASSAY_OPTION_SEED, .initial = "0"},
    {.name = "nulls", .type = ASSAY_OPTION_FLAG},
    {0},
};

static const struct {
    const char *yaml;
    bool strict;
    const char *line[4];
    const char *want; /* the words, or the error */
} merges[] = {
    {"seed: 7\nsuite: [a, b]\nnulls: true\n",
     false,
     {NULL},
     "--seed=7 --suite=a --suite=b --nulls=true"},
    {"seed: 7\nsuite: [a, b]\n", false, {"--seed", "8"}, "--seed 8 --suite=a --suite=b"},
    {"suite: [a, b]\n", false, {"--suite=c"}, "--suite=c"},
    {"suite: a\n", false, {"--model", "--suite"}, "--model --suite --suite=a"},
    {"nulls: false\n", false, {"--nulls"}, "--nulls"},
    {"model: {adapter: replay, target: \"a:b=c\", options: {rows: unique, n: 1}}\n",
     false,
     {NULL},
     "--model=replay:a:b=c --model-option=rows=unique --model-option=n=1"},
    {"model: {adapter: replay, options: {rows: unique}}\n",
     false,
     {"--model=length"},
     "--model=length"},
    {"model: {adaptor: replay}\n",
     false,
     {NULL},
     "c.yaml:1: model: its keys are adapter, target and options"},
    {"model: {adapter: replay, target: [a]}\n",
     false,
     {NULL},
     "c.yaml:1: model: its target is a text"},
    {"sede: 1\n", false, {NULL}, "c.yaml:1: unknown option sede; did you mean seed?"},
    {"seed: [[1]]\n", false, {NULL}, "c.yaml:1: seed: expected a text, a number or true"},
    {"- seed\n", false, {NULL}, "c.yaml: expected a map of options, found list"},
    {"seed: 7\n", true, {"--seed", "7"}, "--seed 7"},
    {"seed: 7\n", true, {"--seed", "8"}, "c.yaml: config: seed is 7 there, 8 now"},
    {"suite: [a, b]\n",
     true,
     {"--suite=a"},
     "c.yaml: config: suite is b there, not given now"},
    {"suite: [a]\n",
     true,
     {"--suite=a", "--suite=b"},
     "c.yaml: config: suite is not given there, b now"},
};

START_TEST(the_line_wins_over_the_file)
{
    struct assay_arena arena = {0};
    struct assay_buf text = {0};
    struct assay_node map;
    struct assay_line line = {0}, out;
    struct assay_error err;
    char *argv[4];

    for (; line.argc < 4 && merges[_i].line[line.argc]; line.argc++)
        argv[line.argc] = assay_arena_printf(&arena, "%s", merges[_i].line[line.argc]);
    line.argv = argv;
    ck_assert_int_eq(
        assay_yaml_parse(assay_str_of(merges[_i].yaml), "c.yaml", &arena, &map, &err),
        ASSAY_OK);
    if (assay_config_merge(table,
                           &(struct assay_config){&map, "c.yaml", merges[_i].strict},
                           &line, &arena, &out, &err) == ASSAY_OK) {
        for (int i = 0; i < out.argc; i++)
            assay_buf_printf(&text, "%s%s", i ? " " : "", out.argv[i]);
        ck_assert_str_eq(text.data, merges[_i].want);
    } else {
        ck_assert_str_eq(err.text, merges[_i].want);
    }
    assay_buf_release(&text);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_config(void)
{
    Suite *suite = suite_create("config");
    TCase *merging = tcase_create("merging");

    tcase_add_loop_test(merging, the_line_wins_over_the_file, 0,
                        sizeof(merges) / sizeof(merges[0]));
    suite_add_tcase(suite, merging);
    return suite;
}
