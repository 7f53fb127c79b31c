/* test_samples_read.c - files of samples as columns: layouts, names, what is missing, what is refused. */
#include "suites/sample_reader.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>

static char dir[SCRATCH_PATH], path[SCRATCH_PATH];
static struct assay_arena arena;
static struct assay_sample_set set;
static struct assay_error err;

static void make(void)
{
    scratch_make(dir);
}

static void drop(void)
{
    assay_sample_set_release(&set);
    assay_arena_release(&arena);
    scratch_remove(dir);
}

static enum assay_code read_as(const char *name, const char *text,
                               const struct assay_sample_asked *asked)
{
    const struct assay_places places = {.suites_dir = "suites"};
    struct assay_suite_words words = {0};
    struct assay_suite *suite;
    struct assay_node sources;

    scratch_text(dir, name, text, path);
    words.spec = assay_arena_printf(&arena, "samples:%s", path);
    ck_assert_int_eq(assay_suite_load(&words, &places, &arena, &suite, &err), ASSAY_OK);
    return assay_samples_read(suite, asked, &arena, &set, &sources, &err);
}

static void expect_text(struct assay_str have, const char *want)
{
    ck_assert_uint_eq(have.len, strlen(want));
    ck_assert_mem_eq(have.ptr, want, have.len);
}

START_TEST(usual_names_are_found)
{
    const struct assay_sample_asked asked = {0};

    ck_assert_int_eq(read_as("a.jsonl",
                             "{\"id\":\"p\",\"scores\":[1,2.5],\"correct\":[true,false],"
                             "\"answers\":[\"7\",null],"
                             "\"completions\":[\"ab\",\"\\u00e9\"],\"category\":\"math\","
                             "\"difficulty\":0.5}\n"
                             "{\"id\":\"q\",\"scores\":[[3],[4],[5]],\"correct\":[0,1,1],"
                             "\"answers\":[8,\"7\",\"\"]}\n",
                             &asked),
                     ASSAY_OK);
    ck_assert_uint_eq(set.prompts, 2);
    ck_assert_uint_eq(set.samples, 5);
    ck_assert_uint_eq(assay_sample_count(&set, 1), 3);
    ck_assert_double_eq(set.proxy[0][1], 2.5);
    ck_assert_double_eq(set.proxy[0][2], 3.0);
    ck_assert_double_eq(set.gold[0][0], 1.0);
    ck_assert_double_eq(set.length[1], 1.0);
    ck_assert(isnan(set.length[2]));
    ck_assert_int_eq(set.answer[1], ASSAY_SAMPLE_NO_ANSWER);
    ck_assert_int_eq(set.answer[0], set.answer[3]);
    ck_assert_int_eq(set.answer[4], ASSAY_SAMPLE_NO_ANSWER);
    expect_text(set.answers.at[set.answer[2]], "8");
    ck_assert_double_eq(set.difficulty[0], 0.5);
    expect_text(set.sections.at[set.section[0]], "math");
    ck_assert_uint_ne(set.cluster[0], set.cluster[1]);
}
END_TEST

START_TEST(several_proxies_and_golds_come_from_maps)
{
    const struct assay_sample_asked asked = {0};

    ck_assert_int_eq(read_as("a.jsonl",
                             "{\"proxies\":{\"a\":[1,2],\"b\":[3,null]},\"golds\":{\"x\":"
                             "[0,1],\"y\":[5,6]}}\n"
                             "{\"proxies\":{\"b\":[7,8],\"a\":[9,10]},\"golds\":{\"x\":["
                             "0,1],\"y\":[5,6]}}\n",
                             &asked),
                     ASSAY_OK);
    ck_assert_uint_eq(set.proxies, 2);
    ck_assert_uint_eq(set.golds, 2);
    expect_text(set.proxy_name[1], "b");
    ck_assert_double_eq(set.proxy[1][2], 7.0);
    ck_assert(isnan(set.proxy[1][1]));
    expect_text(set.ids.at[1], "1");
}
END_TEST

START_TEST(records_that_are_samples_are_grouped)
{
    static const char *const proxy[] = {"rm=score"}, *const gold[] = {"right"};
    const struct assay_sample_asked asked = {.proxy = proxy,
                                             .proxies = 1,
                                             .gold = gold,
                                             .golds = 1,
                                             .answers = "answer",
                                             .group_by = "prompt"};

    ck_assert_int_eq(read_as("a.csv",
                             "prompt,score,right,answer\np,1.5,1,a\nq,2,0,b\np,-3,0,a\n",
                             &asked),
                     ASSAY_OK);
    ck_assert_uint_eq(set.prompts, 2);
    ck_assert_uint_eq(assay_sample_count(&set, 0), 2);
    ck_assert_double_eq(set.proxy[0][1], -3.0);
    expect_text(set.ids.at[1], "q");
    ck_assert_int_eq(set.answer[0], set.answer[1]);
}
END_TEST

START_TEST(steps_become_one_score)
{
    static const char *const steps[] = {"prm=steps"};
    const struct assay_sample_asked asked = {
        .steps = steps, .stepwise = 1, .aggregate = ASSAY_AGGREGATE_MIN};

    ck_assert_int_eq(
        read_as("a.jsonl", "{\"steps\":[[0.5,0.25],[0.75]],\"gold\":[0,1]}\n", &asked),
        ASSAY_OK);
    ck_assert_double_eq(set.proxy[0][0], 0.25);
    ck_assert_double_eq(set.proxy[0][1], 0.75);
}
END_TEST

/* A number in arrays whose rows are of one length; in JSON a null at the end is a sample. */
START_TEST(padding_is_no_sample)
{
    const struct assay_sample_asked asked = {0};

    ck_assert_int_eq(read_as("a.jsonl",
                             "{\"proxy\":[1,2,null],\"gold\":[0,1,null]}\n"
                             "{\"proxy\":[1,2,3],\"gold\":[0,1,null]}\n",
                             &asked),
                     ASSAY_OK);
    ck_assert_uint_eq(assay_sample_count(&set, 0), 3);
    ck_assert(isnan(set.gold[0][5]));
}
END_TEST

START_TEST(prompts_that_are_kept_keep_all_of_theirs)
{
    const struct assay_sample_asked asked = {0};
    const bool keep[] = {false, true, false, true};

    ck_assert_int_eq(read_as("a.jsonl",
                             "{\"id\":\"a\",\"proxy\":[1],\"gold\":[0]}\n"
                             "{\"id\":\"b\",\"proxy\":[2,3],\"gold\":[0,1]}\n"
                             "{\"id\":\"c\",\"proxy\":[4],\"gold\":[0]}\n"
                             "{\"id\":\"d\",\"proxy\":[5,6],\"gold\":[1,0]}\n",
                             &asked),
                     ASSAY_OK);
    assay_sample_set_keep(&set, keep);
    ck_assert_uint_eq(set.prompts, 2);
    ck_assert_uint_eq(set.samples, 4);
    ck_assert_double_eq(set.proxy[0][0], 2.0);
    ck_assert_double_eq(set.proxy[0][3], 6.0);
    ck_assert_uint_eq(set.first[1], 2);
    ck_assert_uint_eq(set.first[2], 4);
    expect_text(set.ids.at[1], "d");
}
END_TEST

static const struct {
    const char *text, *says;
} refused[] = {
    {"{\"proxy\":[1,2],\"gold\":[0]}\n",
     "a.jsonl:1: gold: a list of 1, where other columns of the prompt have 2"},
    {"{\"proxy\":[[1,2]],\"gold\":[0]}\n",
     "a.jsonl:1: proxy: a sample has a list of 2 numbers; scores of steps are named with "
     "--steps "
     "or under `steps:`"},
    {"{\"proxy\":[{}],\"gold\":[0]}\n",
     "a.jsonl:1: proxy: expected a number a sample, found map"},
    {"{\"id\":\"a\",\"proxy\":[1],\"gold\":[0]}\n{\"id\":\"a\",\"proxy\":[1],\"gold\":[0]"
     "}\n",
     "a.jsonl:2: prompt \"a\" is there twice; where records are samples, --group-by "
     "names the "
     "field of their prompt"},
    {"{\"proxy\":[1],\"right\":[0]}\n",
     "a.jsonl: no sample has a number of gold \"gold\": name "
     "its field with --gold NAME=FIELD"},
    {"{\"prox\":[1],\"right\":[0]}\n", "a.jsonl: no samples with scores: name the fields "
                                       "that hold them with --proxy NAME=FIELD "
                                       "and --gold NAME=FIELD"},
};

START_TEST(what_is_wrong_is_told_with_its_place)
{
    const struct assay_sample_asked asked = {0};

    ck_assert_int_eq(read_as("a.jsonl", refused[_i].text, &asked), ASSAY_EDATA);
    ck_assert_msg(strstr(err.text, refused[_i].says) != NULL, "%s", err.text);
}
END_TEST

Suite *unit_samples_read(void)
{
    Suite *suite = suite_create("samples_read");
    TCase *all = tcase_create("samples_read");

    tcase_add_checked_fixture(all, make, drop);
    tcase_add_test(all, usual_names_are_found);
    tcase_add_test(all, several_proxies_and_golds_come_from_maps);
    tcase_add_test(all, records_that_are_samples_are_grouped);
    tcase_add_test(all, steps_become_one_score);
    tcase_add_test(all, padding_is_no_sample);
    tcase_add_test(all, prompts_that_are_kept_keep_all_of_theirs);
    tcase_add_loop_test(all, what_is_wrong_is_told_with_its_place, 0,
                        sizeof(refused) / sizeof(refused[0]));
    suite_add_tcase(suite, all);
    return suite;
}
