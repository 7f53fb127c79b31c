/* test_format.c - files in the shapes that other tools write, as the records that replay reads. */
#include "harness/core/format.h"
#include "harness/core/jsonl.h"
#include "tests/unit/packed.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <archive.h>
#include <stdlib.h>
#include <string.h>

static char dir[SCRATCH_PATH];

static void make_dir(void)
{
    scratch_make(dir);
}

static void remove_dir(void)
{
    scratch_remove(dir);
}

/* Every record as JSON, what was left out, or the message without the folder. */
static void put_records(const struct assay_records_setting *setting,
                        struct assay_buf *out)
{
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    struct assay_records *records = NULL;
    struct assay_error err = {0};
    const char *why;
    enum assay_code code = assay_records_open(setting, &records, &err);

    while (!code) {
        assay_arena_reset(&arena);
        code = assay_records_next(records, &arena, &record, &err);
        if (code || !record)
            break;
        assay_jsonl_write(record, out);
    }
    if (code)
        assay_buf_printf(out, "%d %s", assay_exit_status(code),
                         strstr(err.text, dir) == err.text ? err.text + strlen(dir) + 1
                                                           : err.text);
    else if (assay_records_left_out(records, &why))
        assay_buf_printf(out, "left out %zu: %s\n", assay_records_left_out(records, &why),
                         why);
    assay_records_close(records);
    assay_arena_release(&arena);
}

/* The format that a file is recognised as, or NULL. */
static const struct assay_format *recognise(const char *path)
{
    const struct assay_format *format;
    struct assay_error err;

    ck_assert_int_eq(assay_format_detect(path, &format, &err), ASSAY_OK);
    return format;
}

static void check_path(const char *path, const char *format, const char *metric,
                       const char *expected)
{
    const struct assay_records_setting setting = {
        .path = path, .format = recognise(path), .metric = metric};
    struct assay_buf out = {0};

    ck_assert_ptr_eq(setting.format, format ? assay_format_find(format) : NULL);
    put_records(&setting, &out);
    ck_assert_str_eq(out.data ? out.data : "", expected);
    assay_buf_release(&out);
}

/* A line of samples_TASK.jsonl: numbers in responses are texts there. */
#define LM(doc, responses, filter, rest)                                                 \
    "{\"doc_id\": " doc ", \"doc\": {\"q\": \"x\"}, \"target\": \"1\", \"arguments\": "  \
    "{\"gen_args_0\": {\"arg_0\": \"Q\", \"arg_1\": \" a\"}, \"gen_args_1\": "           \
    "{\"arg_0\": \"Q\", \"arg_1\": \" b\"}}, \"resps\": [], \"filtered_resps\": "        \
    "[" responses "], \"filter\": \"" filter "\", \"metrics\": [\"acc\", \"f1\"], "      \
    "\"doc_hash\": \"h\"" rest "}\n"
#define CHOICES "[\"-1.5\", \"False\"], [\"-0.5\", \"True\"]"

#define SAMPLE(id, epoch, rest)                                                          \
    "{\"id\": " id ", \"epoch\": " epoch ", \"input\": \"q\", \"target\": \"t\", "       \
    "\"messages\": []" rest "}"
#define SCORE(value)                                                                     \
    ", \"scores\": {\"match\": {\"value\": " value ", \"answer\": \"a\"}}"
#define LOG(version, samples)                                                            \
    "{\"version\": " version ", \"status\": \"success\", \"eval\": {\"task\": \"t\"}, "  \
    "\"plan\": {}, \"samples\": [" samples "]}"

static const struct {
    const char *name, *text, *format, *metric, *expected;
} files[] = {
    /* lm-evaluation-harness: choices are scores, in the order of the requests */
    {"s.jsonl", LM("7", CHOICES, "none", ", \"acc\": 1.0"), "lm-eval", NULL,
     "{\"id\":\"7\",\"prompt\":\"Q\",\"completions\":[\" a\",\" b\"],\"label\":\"1\","
     "\"scores\":[-1.5,-0.5]}\n"},
    {"s.jsonl", LM("7", "[\"-inf\", \"False\"], [\"-0.5\", \"True\"]", "none", ""),
     "lm-eval", NULL,
     "{\"id\":\"7\",\"prompt\":\"Q\",\"completions\":[\" a\",\" b\"],\"label\":\"1\","
     "\"scores\":[null,-0.5],\"states\":[\"not-a-number\",\"scored\"]}\n"},
    /* a named metric, and texts generated: the metric is the verdict */
    {"s.jsonl",
     LM("0", CHOICES, "none", ", \"f1\": 0.25") LM("1", "\"x\"", "none", ", \"f1\": NaN")
         LM("2", "\"x\"", "none", ", \"f1\": null"),
     "lm-eval", "f1",
     "{\"id\":\"0\",\"prompt\":\"Q\",\"completions\":[\" a\",\" b\"],\"label\":\"1\","
     "\"verdicts\":[0.25]}\n"
     "{\"id\":\"1\",\"prompt\":\"Q\",\"completions\":[\" a\"],\"label\":\"1\","
     "\"verdicts\":[null],\"states\":[\"not-a-number\"]}\n"
     "{\"id\":\"2\",\"prompt\":\"Q\",\"completions\":[\" a\"],\"label\":\"1\","
     "\"verdicts\":[null],\"states\":[\"unparsable\"]}\n"},
    /* of two filters the first counts; nothing extracted is no answer, whatever acc says */
    {"s.jsonl",
     LM("0", "\"[invalid]\"", "strict", ", \"acc\": 0.0")
         LM("0", "\"4\"", "flexible", ", \"acc\": 1.0"),
     "lm-eval", NULL,
     "{\"id\":\"0\",\"prompt\":\"Q\",\"completions\":[\" a\"],\"label\":\"1\","
     "\"verdicts\":[null],\"states\":[\"unparsable\"]}\n"
     "left out 1: rows of other filters than the first\n"},
    {"s.jsonl", LM("0", "\"x\"", "none", ", \"acc\": [1]"), "lm-eval", NULL,
     "3 s.jsonl:1: acc: expected a number, found a list"},
    {"s.jsonl", LM("0", "\"x\"", "none", ""), "lm-eval", "bleu",
     "3 s.jsonl:1: metrics: no value of bleu"},
    {"s.jsonl", LM("[]", "\"x\"", "none", ""), "lm-eval", NULL,
     "3 s.jsonl:1: doc_id: expected a text or a whole number, found list"},
    /* rollout logs: the first reward, or the one named; what is missing is skipped */
    {"log.jsonl",
     "{\"k\":\"meta\",\"v\":1}\n"
     "{\"k\":\"group\",\"id\":\"1\",\"ckpt\":\"c2\",\"prompt\":\"Q\",\"responses\":["
     "{\"id\":\"a\",\"text\":\"x\",\"correct\":1,\"reward\":{\"rm\":0.5}},"
     "{\"id\":\"b\",\"text\":\"y\",\"reward\":{\"rm\":null,\"other\":2}}]}\n"
     "{\"k\":\"group\",\"id\":\"2\"}\n",
     "rollout", NULL,
     "{\"id\":\"1@c2\",\"cluster\":\"1\",\"prompt\":\"Q\",\"completions\":[\"x\",\"y\"],"
     "\"gold\":[1,null],\"proxies\":{\"rm\":[0.5,null],\"other\":[null,2]},\"scores\":[0."
     "5,"
     "null],\"states\":[\"scored\",\"skipped\"]}\n"
     "left out 1: groups without responses\n"},
    {"log.jsonl",
     "{\"k\":\"ckpt\",\"step\":0}\n"
     "{\"k\":\"group\",\"id\":\"1\",\"responses\":[{\"id\":\"a\",\"reward\":{\"rm\":1,"
     "\"other\":2}}]}\n",
     "rollout", "other",
     "{\"id\":\"1\",\"cluster\":\"1\",\"proxies\":{\"rm\":[1],\"other\":[2]},\"scores\":["
     "2.0]"
     "}\n"},
    {"log.jsonl",
     "{\"k\":\"group\",\"id\":\"1\",\"responses\":[{\"id\":\"a\"},{\"id\":\"a\"}]}\n",
     "rollout", NULL, "3 log.jsonl:1: responses[1]: another response has id \"a\""},
    /* its results: the first metric that is no standard error */
    {"results_2026.json",
     "{\"results\": {\"a\": {\"alias\": \"a\", \"acc_stderr,none\": 0.1, \"acc,none\": "
     "0.5, \"f1,none\": 0.75}}, \"configs\": {}, \"n-shot\": {\"a\": 0}, \"model_name\": "
     "\"m\"}",
     "lm-eval-results", NULL, "{\"model\":\"m\",\"a\":0.5}\n"},
    {"results_2026.json",
     "{\"results\": {\"a\": {\"acc,none\": 0.5, \"f1,none\": 0.75}}, \"configs\": {}, "
     "\"n-shot\": {}}",
     "lm-eval-results", "f1", "{\"model\":\"\",\"a\":0.75}\n"},
    /* a group and its tasks: the group's own value is that of no subset */
    {"results_2026.json",
     "{\"results\": {\"g\": {\"acc,none\": 0.5}, \"g_a\": {\"acc,none\": 0.25}, \"g_b\": "
     "{\"acc,none\": 0.75}}, \"configs\": {}, \"n-shot\": {}, \"model_name\": \"m\"}",
     "lm-eval-results", NULL, "{\"model\":\"m\",\"a\":0.25,\"b\":0.75}\n"},
    /* what an export of assay's carries along is read in place of the one number */
    {"r.jsonl",
     "{\"problem_idx\": 0, \"reward\": 1, \"metadata\": {\"category\": \"s\", \"assay\": "
     "{\"id\": \"k\", \"preferences\": [1, -1]}}}",
     "nel", NULL, "{\"id\":\"k\",\"preferences\":[1,-1],\"subset\":\"s\"}\n"},
    {"r.jsonl",
     "{\"problem_idx\": 0, \"reward\": 1, \"metadata\": {\"assay\": {\"id\": 7}}}", "nel",
     NULL, "{\"id\":\"0\",\"verdicts\":[1.0]}\n"},
    /* Inspect: C, I and P are 1, 0 and one half; N is a refusal and not 0 */
    {"l.json",
     LOG("2", SAMPLE("1", "1", SCORE("\"C\"")) "," SAMPLE(
                  "\"b\"", "2", SCORE("\"P\"")) "," SAMPLE("3", "1", SCORE("\"N\""))),
     "inspect-json", NULL,
     "{\"id\":\"1\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[1.0]}\n"
     "{\"id\":\"b/2\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[0.5]}\n"
     "{\"id\":\"3\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[null],\"states\":"
     "[\"refused\"]}\n"},
    /* other words in any case, as value_to_float has them; an invalidated sample does not count */
    {"l.json",
     LOG("2", SAMPLE("1", "1", SCORE("\"Yes\"")) "," SAMPLE(
                  "2", "1",
                  SCORE("\"FALSE\"")) "," SAMPLE("3", "1",
                                                 ", \"invalidation\": "
                                                 "{\"author\": \"x\"}" SCORE("1.0"))),
     "inspect-json", NULL,
     "{\"id\":\"1\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[1.0]}\n"
     "{\"id\":\"2\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[0.0]}\n"
     "{\"id\":\"3\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[null],\"states\":"
     "[\"skipped\"]}\n"},
    {"l.json", LOG("2", SAMPLE("1", "1", SCORE("\"c\""))), "inspect-json", NULL,
     "3 l.json: record 0: scores: expected a number, found \"c\""},
    /* NaN is how Inspect marks what it could not score; an error outweighs a score */
    {"l.json",
     LOG("2", SAMPLE("1", "1", SCORE("NaN")) "," SAMPLE(
                  "2", "1",
                  ", \"error\": {\"message\": \"x\"}" SCORE(
                      "1.0")) "," SAMPLE("3", "1",
                                         ", \"limit\": {\"type\": \"token\", \"limit\": "
                                         "5}") "," SAMPLE("4", "1",
                                                          ", \"output\": "
                                                          "{\"completion\": \"no\", "
                                                          "\"choices\": "
                                                          "[{\"stop_reason\": "
                                                          "\"content_filter\"}]}")),
     "inspect-json", NULL,
     "{\"id\":\"1\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[null],\"states\":"
     "[\"not-a-number\"]}\n"
     "{\"id\":\"2\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[null],\"states\":"
     "[\"failed\"]}\n"
     "{\"id\":\"3\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[null],\"states\":"
     "[\"truncated\"]}\n"
     "{\"id\":\"4\",\"prompt\":\"q\",\"completions\":[\"no\"],\"label\":\"t\","
     "\"verdicts\":[null],\"states\":[\"refused\"]}\n"},
    /* several numbers: a list is one a completion, of a map one must be named */
    {"l.json", LOG("2", SAMPLE("1", "1", SCORE("[1.5, 0.5]"))), "inspect-json", NULL,
     "{\"id\":\"1\",\"prompt\":\"q\",\"label\":\"t\",\"scores\":[1.5,0.5]}\n"},
    {"l.json", LOG("2", SAMPLE("1", "1", SCORE("{\"a\": 1, \"b\": 0.25}"))),
     "inspect-json", "match.b",
     "{\"id\":\"1\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[0.25]}\n"},
    {"l.json", LOG("2", SAMPLE("1", "1", SCORE("{\"a\": 1, \"b\": 0.25}"))),
     "inspect-json", NULL,
     "3 l.json: record 0: scores: a score of several values; name one as the metric "
     "SCORER.KEY"},
    {"l.json", LOG("1", ""), "inspect-json", NULL,
     "3 l.json: record 0: version: only logs of version 2 are read"},
    /* NeMo Evaluator: a failed judge is no reward of 0 */
    {"results.jsonl",
     "{\"problem_idx\": 0, \"reward\": 1.0, \"repeat\": 0, \"expected_answer\": \"4\", "
     "\"metadata\": {\"category\": \"x\"}}\n"
     "{\"problem_idx\": 0, \"reward\": 0.5, \"repeat\": 1}\n"
     "{\"problem_idx\": 1, \"reward\": 0.0, \"scoring_details\": {\"category\": \"y\", "
     "\"judge\": {\"error\": \"TimeoutError: \", \"total\": null}}}\n"
     "{\"problem_idx\": 2, \"reward\": null}\n",
     "nel", NULL,
     "{\"id\":\"0\",\"subset\":\"x\",\"label\":\"4\",\"verdicts\":[1.0]}\n"
     "{\"id\":\"0/1\",\"verdicts\":[0.5]}\n"
     "{\"id\":\"1\",\"subset\":\"y\",\"verdicts\":[null],\"states\":[\"failed\"]}\n"
     "{\"id\":\"2\",\"verdicts\":[null],\"states\":[\"unparsable\"]}\n"},
    /* 0 for a solver, a judge or a machine that failed is no reward (eval_loop.py) */
    {"results.jsonl",
     "{\"problem_idx\": 0, \"reward\": 0.0, \"repeat\": 0, \"scoring_details\": "
     "{\"error\": "
     "\"refused\", \"error_category\": \"infra_error\", \"method\": \"infra_error\"}}\n"
     "{\"problem_idx\": 1, \"reward\": 0.0, \"scoring_details\": {\"error\": \"x\", "
     "\"error_category\": \"solve_timeout\", \"method\": \"solve_failed\"}}\n"
     "{\"problem_idx\": 2, \"reward\": 0.0, \"scoring_details\": {\"method\": "
     "\"exact\"}}\n",
     "nel", NULL,
     "{\"id\":\"0\",\"verdicts\":[null],\"states\":[\"failed\"]}\n"
     "{\"id\":\"1\",\"verdicts\":[null],\"states\":[\"timed-out\"]}\n"
     "{\"id\":\"2\",\"verdicts\":[0.0]}\n"},
    {"eval-b.json",
     "{\"run_id\": \"r\", \"config\": {\"model\": \"m\"}, \"benchmark\": {\"name\": "
     "\"b\", \"samples\": 3, \"scores\": {\"mean_reward\": {\"value\": 0.5, "
     "\"ci_lower\": 0.4}, \"pass@1\": {\"value\": 0.25}}}}",
     "nel-bundle", "pass@1", "{\"model\":\"m\",\"b\":0.25}\n"},
    {"eval-b.json",
     "{\"benchmark\": {\"name\": \"b\", \"scores\": {}, \"categories\": {\"x\": "
     "{\"mean_reward\": 0.75, \"n\": 4}, \"y\": {\"mean_reward\": 0.5, \"n\": 2}}}}",
     "nel-bundle", NULL, "{\"model\":\"\",\"x\":0.75,\"y\":0.5}\n"},
    {"eval-b.json",
     "{\"benchmark\": {\"name\": \"b\", \"scores\": {}, \"categories\": {\"model\": "
     "{\"mean_reward\": 0.75, \"n\": 4}}}}",
     "nel-bundle", NULL,
     "3 eval-b.json: record 0: subset: \"model\" is there twice, or the name of the "
     "model's field"},
    /* alpaca_eval: printf %s q | sha256sum begins 8e35c2cd3bf6641b */
    {"annotations.json",
     "[{\"instruction\": \"q\", \"output_1\": \"a\", \"generator_1\": \"ref\", "
     "\"dataset\": \"koala\", \"output_2\": \"b\", \"generator_2\": \"m\", "
     "\"annotator\": \"w\", \"preference\": 1.25},\n"
     "{\"instruction\": \"q\", \"output_1\": \"a\", \"output_2\": \"b\", \"preference\": "
     "null}]",
     "alpaca-eval", NULL,
     "{\"id\":\"8e35c2cd3bf6641b\",\"subset\":\"koala\",\"prompt\":\"q\","
     "\"completions\":[\"a\",\"b\"],\"generator_1\":\"ref\",\"generator_2\":\"m\","
     "\"annotator\":\"w\",\"verdicts\":[1.25]}\n"
     "{\"id\":\"8e35c2cd3bf6641b\",\"prompt\":\"q\",\"completions\":[\"a\",\"b\"],"
     "\"verdicts\":[null],\"states\":[\"unparsable\"]}\n"},
    {"annotations.json",
     "[{\"instruction\": \"q\", \"output_1\": \"a\", \"output_2\": \"b\", "
     "\"preference\": "
     "0}]",
     "alpaca-eval", NULL,
     "{\"id\":\"8e35c2cd3bf6641b\",\"prompt\":\"q\",\"completions\":[\"a\",\"b\"],"
     "\"verdicts\":[1.5]}\n"},
    {"annotations.json",
     "[{\"instruction\": \"q\", \"output_1\": \"a\", \"output_2\": \"b\", "
     "\"preference\": 3}]",
     "alpaca-eval", NULL, "3 annotations.json:1: preference: 3 is not within 1 and 2"},
    /* OpenRLHF: a response a line */
    {"r.jsonl",
     "{\"rewards\": [0.5, -1], \"scores\": [0.5, -1], \"extra_logs\": {}}\n"
     "{\"rewards\": [NaN], \"scores\": [0], \"extra_logs\": {\"dummy_scores\": [0]}}\n",
     "openrlhf", NULL,
     "{\"id\":\"0\",\"scores\":[0.5,-1.0]}\n"
     "{\"id\":\"1\",\"scores\":[null],\"states\":[\"not-a-number\"]}\n"},
    /* reward-bench: a leaderboard's file, the command's, columns of both versions, rows */
    {"m.json",
     "{\"alpacaeval-easy\": 0.5, \"chat_template\": \"t\", \"model\": \"o/m\", "
     "\"model_type\": \"Seq. Classifier\"}",
     "reward-bench", NULL, "{\"model\":\"o/m\",\"alpacaeval-easy\":0.5}\n"},
    {"m.json",
     "{\"accuracy\": 0.75, \"num_prompts\": 4, \"model\": \"m\", \"ref_model\": null, "
     "\"chat_template\": \"t\", \"extra_results\": {\"hep-c\": 0.5}}",
     "reward-bench", NULL, "{\"model\":\"m\",\"hep-c\":0.5}\n"},
    {"m.json",
     "{\"accuracy\": 0.75, \"num_prompts\": 4, \"model\": \"m\", \"extra_results\": "
     "null}",
     "reward-bench", NULL, "{\"model\":\"m\",\"accuracy\":0.75}\n"},
    {"m.json",
     "{\"text_chosen\": [\"a\", \"b\"], \"text_rejected\": [\"c\", \"d\"], "
     "\"scores_chosen\": [[1.5], NaN], \"scores_rejected\": [0.5, [2]], \"results\": "
     "[1, 0], \"subset\": [\"s\", \"s\"], \"id\": [3, 4], \"model\": \"m\"}",
     "reward-bench-scores", NULL,
     "{\"id\":\"3\",\"subset\":\"s\",\"text_chosen\":\"a\",\"text_rejected\":\"c\","
     "\"results\":1,\"model\":\"m\",\"scores_chosen\":1.5,\"scores_rejected\":0.5}\n"
     "{\"id\":\"4\",\"subset\":\"s\",\"text_chosen\":\"b\",\"text_rejected\":\"d\","
     "\"results\":0,\"model\":\"m\",\"scores_chosen\":null,\"scores_rejected\":2.0,"
     "\"states\":[\"not-a-number\",\"scored\"]}\n"},
    {"m.json",
     "{\"text\": [[\"a\", \"b\"]], \"scores\": [[[1.5], 0]], \"results\": [1], "
     "\"num_correct\": [1], \"subset\": [\"s\"], \"id\": [\"7\"]}",
     "reward-bench-scores", NULL,
     "{\"id\":\"7\",\"subset\":\"s\",\"text\":[\"a\",\"b\"],\"results\":1,"
     "\"num_correct\":1,\"scores\":[1.5,0.0]}\n"},
    {"m.json",
     "{\"text_chosen\": [\"a\", \"b\", \"c\"], \"results\": [1, 0.5, 0], \"id\": [3, 4, "
     "5]}",
     "reward-bench-scores", NULL,
     "{\"id\":\"3\",\"text_chosen\":\"a\",\"results\":1,\"preferences\":[1.0]}\n"
     "{\"id\":\"4\",\"text_chosen\":\"b\",\"results\":0.5,\"preferences\":[0.0]}\n"
     "{\"id\":\"5\",\"text_chosen\":\"c\",\"results\":0,\"preferences\":[-1.0]}\n"},
    {"m_outputs.jsonl",
     "{\"prompt\": \"q\", \"results\": 1, \"scores_chosen\": 2.5, \"scores_rejected\": "
     "1, "
     "\"text_chosen\": \"a\", \"text_rejected\": \"b\"}\n",
     "reward-bench-outputs", NULL,
     "{\"id\":\"0\",\"prompt\":\"q\",\"text_chosen\":\"a\",\"text_rejected\":\"b\","
     "\"results\":1,\"scores_chosen\":2.5,\"scores_rejected\":1.0}\n"},
    /* a judge of version 2 (run_generative_v2.py): shares, and ratings of Ties, -1 for none */
    {"m.json",
     "{\"texts_chosen\": [[\"a\"], [\"c\"]], \"texts_rejected\": [[\"b\"], [\"d\"]], "
     "\"results\": [0.25, null], \"scores\": [null, [8, -1]], \"num_correct\": [1, 1], "
     "\"subset\": [\"Focus\", \"Ties\"], \"id\": [\"9\", \"ref:1\"], \"model\": \"m\"}",
     "reward-bench-scores", NULL,
     "{\"id\":\"9\",\"subset\":\"Focus\",\"results\":0.25,\"model\":\"m\","
     "\"num_correct\":1,\"verdicts\":[0.25]}\n"
     "{\"id\":\"ref:1\",\"subset\":\"Ties\",\"model\":\"m\",\"num_correct\":1,"
     "\"scores\":[8.0,null],\"states\":[\"scored\",\"unparsable\"]}\n"},
    /* the command's files of instructions, and with --save_all */
    {"m_outputs.jsonl",
     "{\"prompt\": \"q\", \"results\": -1, \"text\": \"q a\", \"source\": \"s\"}\n",
     "reward-bench-outputs", NULL,
     "{\"id\":\"0\",\"prompt\":\"q\",\"text\":\"q "
     "a\",\"results\":-1,\"scores\":[-1.0]}\n"},
    {"m_all.jsonl",
     "{\"chosen\": 1.5, \"rejected\": [0.5]}\n{\"chosen\": NaN, \"rejected\": -2}\n",
     "reward-bench-outputs", NULL,
     "{\"id\":\"0\",\"scores_chosen\":1.5,\"scores_rejected\":0.5}\n"
     "{\"id\":\"1\",\"scores_chosen\":null,\"scores_rejected\":-2.0,\"states\":"
     "[\"not-a-number\",\"scored\"]}\n"},
    /* RM-Bench */
    {"rm.json",
     "[{\"id\": 5, \"prompt\": \"q\", \"domain\": \"chat\", \"chosen\": [\"a\", \"b\"], "
     "\"rejected\": [\"c\", \"d\"], \"score_chosen\": [1, 2], \"score_rejected\": [0.5, "
     "null]}]",
     "rm-bench", NULL,
     "{\"id\":\"5\",\"domain\":\"chat\",\"prompt\":\"q\",\"chosen\":[\"a\",\"b\"],"
     "\"rejected\":[\"c\",\"d\"],\"score_chosen\":[1.0,2.0],\"score_rejected\":[0.5,null]"
     ","
     "\"states\":[\"scored\",\"scored\",\"scored\",\"unparsable\"]}\n"},
    {"rm.json",
     "[{\"id\": 5, \"chosen\": [], \"rejected\": [], \"score_chosen\": [[1], 2], "
     "\"score_rejected\": [[0.5]]}]",
     "rm-bench", NULL,
     "{\"id\":\"5\",\"chosen\":[],\"rejected\":[],\"score_chosen\":[1.0,2.0],"
     "\"score_rejected\":[0.5]}\n"},
    /* anything else is read as it stands */
    {"x.csv", "id,score_chosen,score_rejected\na,1,0\n", NULL, NULL,
     "{\"id\":\"a\",\"score_chosen\":\"1\",\"score_rejected\":\"0\"}\n"},
    {"x.jsonl", "{\"id\": 1, \"scores\": [1, 0]}\n", NULL, NULL,
     "{\"id\":1,\"scores\":[1,0]}\n"},
    {"x.json", "{\"version\": 2", NULL, NULL,
     "3 x.json:1: not JSON: '}' expected near end of file, field version"},
};

START_TEST(a_file_of_another_tool_is_recognised_and_read)
{
    char path[SCRATCH_PATH];

    scratch_text(dir, files[_i].name, files[_i].text, path);
    check_path(path, files[_i].format, files[_i].metric, files[_i].expected);
}
END_TEST

static const struct packed_entry members[] = {
    {.name = "_journal/start.json", .data = "{\"version\": 2}"},
    {.name = "samples/1_epoch_1.json", .data = SAMPLE("1", "1", SCORE("\"C\""))},
    {.name = "samples/", .type = PACKED_FOLDER},
    {.name = "samples/1_epoch_2.json", .data = SAMPLE("1", "2", SCORE("\"I\""))},
    {.name = "samples/notes.txt", .data = "no JSON"},
    {.name = "header.json", .data = "no JSON either"},
};

#define MEMBERS "{\"id\":\"1\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[1.0]}\n"

START_TEST(every_sample_of_an_inspect_log_is_a_record)
{
    char path[SCRATCH_PATH];

    scratch_path(dir, "l.eval", path);
    packed_write(path, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members,
                 sizeof(members) / sizeof(members[0]));
    check_path(path, "inspect", NULL,
               MEMBERS "{\"id\":\"1/2\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":"
                       "[0.0]}\n");
}
END_TEST

/* A sample that is done again stands there twice, and the later one counts. */
START_TEST(of_samples_with_one_name_the_last_counts)
{
    static const struct packed_entry twice[] = {
        {.name = "samples/1_epoch_1.json", .data = SAMPLE("1", "1", SCORE("\"I\""))},
        {.name = "samples/2_epoch_1.json", .data = SAMPLE("2", "1", SCORE("\"P\""))},
        {.name = "header.json", .data = "{}"},
        {.name = "samples/1_epoch_1.json", .data = "no JSON: this one is superseded too"},
        {.name = "samples/1_epoch_1.json", .data = SAMPLE("1", "1", SCORE("\"C\""))},
        {.name = "header.json", .data = "{}"},
    };
    char path[SCRATCH_PATH];

    scratch_path(dir, "l.eval", path);
    packed_write(path, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, twice,
                 sizeof(twice) / sizeof(twice[0]));
    check_path(
        path, "inspect", NULL,
        "{\"id\":\"2\",\"prompt\":\"q\",\"label\":\"t\",\"verdicts\":[0.5]}\n" MEMBERS);
}
END_TEST

/*
 * A zip of one member samples/1_epoch_1.json that zstd (method 93) packed, as Inspect writes them;
 * libarchive does not write such. Made with zstd(1) and the layout of APPNOTE.TXT 4.3: the text
 * {"id":1} is stored raw in the frame.
 */
static const unsigned char zstd_log[] =
    "PK\x03\x04\x3f\x00\x00\x00\x5d\x00\x00\x00\x00\x00\xc5\xf8\x5d\x44\x15\x00\x00\x00"
    "\x08\x00\x00\x00\x16\x00\x00\x00samples/1_epoch_1.json"
    "\x28\xb5\x2f\xfd\x24\x08\x41\x00\x00{\"id\":1}\x23\xe8\xdf\x91"
    "PK\x01\x02\x3f\x00\x3f\x00\x00\x00\x5d\x00\x00\x00\x00\x00\xc5\xf8\x5d\x44\x15\x00"
    "\x00\x00\x08\x00\x00\x00\x16\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    "\x00\x00\x00\x00samples/1_epoch_1.json"
    "PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x44\x00\x00\x00\x49\x00\x00\x00\x00\x00";

enum {
    METHOD = 8 /* where the local header says how the member is packed */
};

START_TEST(members_packed_with_zstd_are_read)
{
    char path[SCRATCH_PATH];

    scratch_write(dir, "l.eval", zstd_log, sizeof(zstd_log) - 1, path);
    check_path(path, "inspect", NULL,
               "{\"id\":\"1\",\"verdicts\":[null],\"states\":[\"skipped\"]}\n");
}
END_TEST

START_TEST(a_way_of_packing_that_is_not_known_is_told_with_the_member)
{
    unsigned char bytes[sizeof(zstd_log)];
    struct assay_records_setting setting = {.format = assay_format_find("inspect")};
    struct assay_buf out = {0};
    char path[SCRATCH_PATH];

    memcpy(bytes, zstd_log, sizeof(bytes));
    bytes[METHOD] = 94; /* MP3 */
    scratch_write(dir, "l.eval", bytes, sizeof(bytes) - 1, path);
    setting.path = path;
    put_records(&setting, &out);
    ck_assert_msg(strstr(out.data, "3 l.eval::samples/1_epoch_1.json: ") == out.data,
                  "%s", out.data);
    ck_assert_ptr_null(strchr(out.data, '\n'));
    assay_buf_release(&out);
}
END_TEST

START_TEST(a_log_that_is_cut_short_is_refused)
{
    struct assay_records_setting setting = {.format = assay_format_find("inspect")};
    struct assay_buf out = {0};
    char path[SCRATCH_PATH];

    scratch_write(dir, "l.eval", zstd_log, 60, path);
    setting.path = path;
    put_records(&setting, &out);
    ck_assert_msg(strstr(out.data, "damaged or cut short"), "%s", out.data);
    assay_buf_release(&out);
}
END_TEST

START_TEST(a_log_that_expands_without_end_is_refused)
{
    static const struct packed_entry bomb[] = {
        {.name = "samples/0_epoch_1.json",
         .len = (size_t)100 << 20,
         .type = PACKED_BLANKS},
    };
    struct assay_records_setting setting = {.format = assay_format_find("inspect")};
    struct assay_buf out = {0};
    char path[SCRATCH_PATH];

    scratch_path(dir, "l.eval", path);
    packed_write(path, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, bomb, 1);
    setting.path = path;
    put_records(&setting, &out);
    ck_assert_str_eq(
        out.data,
        "3 l.eval::samples/0_epoch_1.json: expands to more than 500 times its size");
    assay_buf_release(&out);
}
END_TEST

START_TEST(a_zip_of_something_else_is_no_log)
{
    static const struct packed_entry other[] = {{.name = "a.json", .data = "{}"}};
    char path[SCRATCH_PATH];

    scratch_path(dir, "l.eval", path);
    packed_write(path, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, other, 1);
    ck_assert_ptr_null(recognise(path));
}
END_TEST

START_TEST(formats_are_in_the_order_of_the_alphabet_and_say_what_is_lost)
{
    for (size_t i = 0; assay_format_at(i); i++) {
        const struct assay_format *format = assay_format_at(i);

        ck_assert_ptr_eq(assay_format_find(format->name), format);
        ck_assert_msg(format->read || format->write, "%s", format->name);
        ck_assert_uint_gt(strlen(format->lost), 0);
        if (i > 0)
            ck_assert_str_lt(assay_format_at(i - 1)->name, format->name);
    }
}
END_TEST

Suite *unit_format(void)
{
    Suite *suite = suite_create("format");
    TCase *read = tcase_create("read");

    tcase_add_checked_fixture(read, make_dir, remove_dir);
    tcase_add_loop_test(read, a_file_of_another_tool_is_recognised_and_read, 0,
                        sizeof(files) / sizeof(files[0]));
    tcase_add_test(read, every_sample_of_an_inspect_log_is_a_record);
    tcase_add_test(read, of_samples_with_one_name_the_last_counts);
    tcase_add_test(read, members_packed_with_zstd_are_read);
    tcase_add_test(read, a_way_of_packing_that_is_not_known_is_told_with_the_member);
    tcase_add_test(read, a_log_that_is_cut_short_is_refused);
    tcase_add_test(read, a_log_that_expands_without_end_is_refused);
    tcase_add_test(read, a_zip_of_something_else_is_no_log);
    tcase_add_test(read, formats_are_in_the_order_of_the_alphabet_and_say_what_is_lost);
    suite_add_tcase(suite, read);
    return suite;
}
