/* test_published.c - published scores of real models give the published figures. Needs ASSAY_DATA. */
#include "tests/unit/suite_run.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#define OUTPUTS "judgebench/outputs/dataset=judgebench,response_model="

/* ICLR 2025, table 3: Knowledge, Reasoning, Math, Coding, Overall. */
static const struct {
    const char *suite, *file;
    const char *value[5];
    double inconsistent; /* below 0: scalar model */
} judgebench[] = {
    {"judgebench",
     OUTPUTS
     "gpt-4o-2024-05-13,judge_name=reward_model,judge_model=Skywork_Skywork-Reward-"
     "Gemma-2-27B.jsonl",
     {"59.74", "66.33", "83.93", "50.00", "64.29"},
     -1},
    {"judgebench:gpt-4o",
     OUTPUTS
     "gpt-4o-2024-05-13,judge_name=reward_model,judge_model=Skywork_Skywork-Reward-"
     "Llama-3.1-8B.jsonl",
     {"59.09", "64.29", "76.79", "50.00", "62.29"},
     -1},
    {"judgebench",
     OUTPUTS
     "gpt-4o-2024-05-13,judge_name=reward_model,judge_model=internlm_internlm2-7b-"
     "reward.jsonl",
     {"56.49", "61.22", "71.43", "50.00", "59.43"},
     -1},
    {"judgebench:claude",
     OUTPUTS
     "claude-3-5-sonnet-20240620,judge_name=arena_hard,judge_model=claude-3-haiku-"
     "20240307.jsonl",
     {"37.66", "29.41", "32.35", "9.68", "32.22"},
     0},
};

START_TEST(judgebench_outputs_give_table_3)
{
    static const char *const names[] = {"Knowledge", "Reasoning", "Math", "Coding", ""};
    const char *target = suite_run_data(judgebench[_i].file);
    struct assay_arena arena = {0};
    struct assay_result got;

    if (!target)
        return;
    suite_run_ok(&(struct suite_run){.suite = judgebench[_i].suite, .target = target},
                 &arena, &got);
    for (size_t k = 0; k < 5; k++)
        ck_assert_str_eq(suite_run_percent(&suite_run_section(&got, names[k])->value),
                         judgebench[_i].value[k]);
    ck_assert_uint_eq(got.overall.counted, got.overall.items);
    if (judgebench[_i].inconsistent >= 0)
        ck_assert_uint_eq(got.overall.count[ASSAY_STATE_UNPARSABLE], 13);
    ck_assert(suite_run_measure(&got, "percent", "") != NULL);
    assay_arena_release(&arena);
}
END_TEST

#define RESULTS "rewardmath/results/RewardMATH/"

/* Accuracy, with ties, MRR. */
static const struct {
    const char *file, *aggregate;
    const char *value[3];
    size_t rows;
} rewardmath[] = {
    {"internlm2_reward.json", NULL, {"37.27", "37.27", "55.17"}, 483},
    {"skywork_llama3_reward.json", NULL, {"22.15", "22.15", "44.69"}, 483},
    {"ArmoRM_reward.json", NULL, {"20.50", "21.53", "42.18"}, 483},
    {"Eurus-RM_reward.json", NULL, {"16.98", "16.98", "38.30"}, 483},
    {"oasst-rm_reward.json", NULL, {"7.04", "7.04", "27.03"}, 483},
    {"gpt4_reward.json", NULL, {"22.47", "48.45", "44.70"}, 485},
    {"prometheus_7B_reward.json", NULL, {"2.28", "42.44", "16.57"}, 483},
    {"chatgpt_reward.json", NULL, {"0.21", "64.74", "13.99"}, 485},
    {"gpt4_pairwise_reward.json", NULL, {"29.81", NULL, "51.92"}, 483},
    {"llama3_8B_pairwise_reward.json", NULL, {"0.62", NULL, "19.06"}, 483},
    {"Math_Shepherd_reward.json", "aggregate=prod", {"17.18", NULL, NULL}, 483},
    {"Math_Shepherd_reward.json", "aggregate=geomean", {"15.73", NULL, NULL}, 483},
    {"Math_Shepherd_reward.json", "aggregate=min", {"15.32", NULL, NULL}, 483},
    {"Math_Shepherd_reward.json", "aggregate=mean", {"15.11", NULL, NULL}, 483},
    {"Math_Shepherd_reward.json", "aggregate=last", {"18.22", NULL, NULL}, 483},
    {"ReasonEval_7B_reward.json", "aggregate=prod", {"18.22", NULL, NULL}, 483},
    {"ReasonEval_7B_reward.json", "aggregate=geomean", {"20.29", NULL, NULL}, 483},
    {"ReasonEval_7B_reward.json", "aggregate=min", {"19.46", NULL, NULL}, 483},
    {"ReasonEval_7B_reward.json", "aggregate=mean", {"20.08", NULL, NULL}, 483},
    {"ReasonEval_7B_reward.json", "aggregate=last", {"14.91", NULL, NULL}, 483},
};

START_TEST(rewardmath_results_give_the_official_figures)
{
    char path[256];
    const char *target;
    struct assay_arena arena = {0};
    struct assay_result got;

    (void)snprintf(path, sizeof(path), RESULTS "%s", rewardmath[_i].file);
    target = suite_run_data(path);
    if (!target)
        return;
    suite_run_ok(&(struct suite_run){.suite = "rewardmath",
                                     .target = target,
                                     .model_options = {rewardmath[_i].aggregate}},
                 &arena, &got);
    ck_assert_uint_eq(got.overall.items, rewardmath[_i].rows);
    ck_assert_str_eq(suite_run_percent(&got.overall.value), rewardmath[_i].value[0]);
    for (size_t i = 0; i < 3; i++) {
        static const char *const names[] = {"acc", "acc_with_ties", "mrr"};
        char told[32];

        if (!rewardmath[_i].value[i])
            continue;
        (void)snprintf(told, sizeof(told), "%.2f",
                       suite_run_measure(&got, names[i], "")->value.value);
        ck_assert_str_eq(told, rewardmath[_i].value[i]);
    }
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *file, *value;
    size_t ties;
} math_prm[] = {
    {"rewardbench_Skywork-Llama-3.1-8B.json", "96.87", 0},
    {"rewardbench_internlm2-20b.json", "95.08", 0},
    {"rewardbench_ArmoRM.json", "92.84", 1},
    {"rewardbench_Math_Shepherd.json", "94.41", 0},
};

START_TEST(math_prm_results_give_the_official_figures)
{
    char path[256];
    const char *target;
    struct assay_arena arena = {0};
    struct assay_result got;

    (void)snprintf(path, sizeof(path), "rewardmath/results/Rewardbench/%s",
                   math_prm[_i].file);
    target = suite_run_data(path);
    if (!target)
        return;
    suite_run_ok(&(struct suite_run){.suite = "math-prm", .target = target}, &arena,
                 &got);
    ck_assert_uint_eq(got.overall.items, 447);
    ck_assert_uint_eq(got.overall.ties, math_prm[_i].ties);
    ck_assert_str_eq(suite_run_percent(&got.overall.value), math_prm[_i].value);
    assay_arena_release(&arena);
}
END_TEST

/* Overall, Chat, Chat Hard, Safety, Reasoning. */
static const struct {
    const char *model;
    const char *options[3];
    const char *value[5];
} rewardbench[] = {
    {"nvidia/Llama-3.1-Nemotron-70B-Reward",
     {NULL},
     {"94.11", "97.49", "85.75", "95.14", "98.07"}},
    {"Skywork/Skywork-Reward-Gemma-2-27B",
     {NULL},
     {"93.80", "95.81", "91.45", "91.89", "96.06"}},
    {"RLHFlow/ArmoRM-Llama3-8B-v0.1",
     {NULL},
     {"90.39", "96.93", "76.75", "90.54", "97.35"}},
    {"RLHFlow/ArmoRM-Llama3-8B-v0.1",
     {"weights=legacy"},
     {"90.81", "96.93", "76.75", "92.20", "97.35"}},
    {"RLHFlow/ArmoRM-Llama3-8B-v0.1",
     {"weights=legacy", "overall=prior"},
     {"88.97", "96.93", "76.75", "92.20", "97.35"}},
    {"internlm/internlm2-1_8b-reward",
     {"order=sorted"},
     {"82.17", "93.58", "66.23", "81.62", "87.24"}},
    {"PKU-Alignment/beaver-7b-v1.0-cost",
     {NULL},
     {"56.17", "60.89", "44.96", "72.16", "46.68"}},
};

START_TEST(rewardbench_subset_accuracies_give_sections)
{
    static const char *const names[] = {"", "Chat", "Chat Hard", "Safety", "Reasoning"};
    const char *target = suite_run_data("rewardbench_v1/rewardbench_v1_subsets.json");
    char name[128];
    struct assay_arena arena = {0};
    struct assay_result got;
    struct suite_run run = {.suite = "rewardbench", .target = target};

    if (!target)
        return;
    (void)snprintf(name, sizeof(name), "name=%s", rewardbench[_i].model);
    run.model_options[0] = "format=subsets";
    run.model_options[1] = name;
    memcpy(run.suite_options, rewardbench[_i].options, sizeof(rewardbench[_i].options));
    suite_run_ok(&run, &arena, &got);
    for (size_t k = 0; k < 5; k++)
        ck_assert_str_eq(suite_run_percent(&suite_run_section(&got, names[k])->value),
                         rewardbench[_i].value[k]);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_published(void)
{
    Suite *suite = suite_create("published");
    TCase *tests = tcase_create("replay");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, judgebench_outputs_give_table_3, 0,
                        sizeof(judgebench) / sizeof(judgebench[0]));
    tcase_add_loop_test(tests, rewardmath_results_give_the_official_figures, 0,
                        sizeof(rewardmath) / sizeof(rewardmath[0]));
    tcase_add_loop_test(tests, math_prm_results_give_the_official_figures, 0,
                        sizeof(math_prm) / sizeof(math_prm[0]));
    tcase_add_loop_test(tests, rewardbench_subset_accuracies_give_sections, 0,
                        sizeof(rewardbench) / sizeof(rewardbench[0]));
    suite_add_tcase(suite, tests);
    return suite;
}
