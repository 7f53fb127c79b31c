/* What the replay adapter reads, and what comes of it. */
#include "tests/unit/replay_parts.h"
#include "tests/unit/unit.h"

static const struct replay_case shapes[] = {
    {"f.jsonl", ABC_PAIRS, NULL, {0}, "a=1,2 b=3,4 c=5,6", 0, false},
    {"f.json",
     "[{\"key\": \"b\", \"scores\": [1.5, -2]}, {\"key\": \"a\", \"scores\": [0, 1]}]",
     NULL,
     {0},
     "a=0,1 b=1.5,-2 c=-,-",
     0,
     false},
    {"f.csv",
     "id,chosen_reward,rejected_reward\na,1,2\nb,3e0,4\nc,-5,6\n",
     NULL,
     {0},
     "a=1,2 b=3,4 c=-5,6",
     0,
     false},
    {"f.tsv",
     "who\tx\ty\nc\t1\t2\na\t3\t4\nb\t5\t6\n",
     NULL,
     {"id=who", "scores=x,y"},
     "a=3,4 b=5,6 c=1,2",
     0,
     false},
    {"f.csv",
     "id,index,score\na,1,2\nb,0,3\na,0,1\nc,0,5\nb,1,4\nc,1,6\n",
     NULL,
     {0},
     "a=1,2 b=3,4 c=5,6",
     0,
     false},
    {"f.json", /* reward-bench eval-set-scores: columns, nested lists of one */
     "{\"id\": [\"a\", \"b\", \"c\"], \"scores_chosen\": [[1], [2], [3]], "
     "\"scores_rejected\": [[0], [5], [6]], \"model\": \"m\"}",
     NULL,
     {0},
     "a=1,0 b=2,5 c=3,6",
     0,
     false},
    {"f.jsonl", /* RM-Bench: three chosen, three rejected */
     "{\"id\": \"a\", \"score_chosen\": [1, 2, 3], \"score_rejected\": [4, 5, 6]}\n",
     NULL,
     {0},
     "a=1,2,3,4,5,6 b=-,-,-,-,-,- c=-,-,-,-,-,-",
     6,
     false},
    {"f.jsonl",
     ABC_PAIRS,
     NULL,
     {"score_chosen=score_rejected", "score_rejected=score_chosen"},
     "a=2,1 b=4,3 c=6,5",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"model\": \"m\", \"scores\": [1, 2]}\n"
     "{\"id\": \"a\", \"model\": \"n\", \"scores\": [3, 4]}\n",
     NULL,
     {"name=n"},
     "a=3,4 b=-,- c=-,-",
     0,
     false},
    {"f.jsonl", ABC_PAIRS, NULL, {0}, "a=5,6 b=1,2 c=3,4", 0, true},
};

#define STEPS      "{\"id\": \"a\", \"scores\": [[0.5, 0.4, 0.9], [0.8, 0.2]]}\n"
#define STEPS_REST " b=-,- c=-,-; step scores are aggregated by "

/* By hand: 0.5*0.4*0.9 = 0.18 and 0.8*0.2 = 0.16; cube root 0.5646, square root 0.4; ... */
static const struct replay_case steps[] = {
    {"f.jsonl",
     STEPS,
     NULL,
     {0},
     "a=0.18,0.16" STEPS_REST "prod (default; aggregate= changes it)",
     0,
     false},
    {"f.jsonl",
     STEPS,
     NULL,
     {"aggregate=geomean"},
     "a=0.5646,0.4" STEPS_REST "geomean",
     0,
     false},
    {"f.jsonl", STEPS, NULL, {"aggregate=min"}, "a=0.4,0.2" STEPS_REST "min", 0, false},
    {"f.jsonl", STEPS, NULL, {"aggregate=mean"}, "a=0.6,0.5" STEPS_REST "mean", 0, false},
    {"f.jsonl", STEPS, NULL, {"aggregate=last"}, "a=0.9,0.2" STEPS_REST "last", 0, false},
    {"f.jsonl", STEPS, NULL, {"aggregate=max"}, "a=0.9,0.8" STEPS_REST "max", 0, false},
    {"f.jsonl", /* one list of steps each, under two fields */
     "{\"id\": \"a\", \"score_chosen\": [2, 3], \"score_rejected\": [4, 5]}\n",
     NULL,
     {"aggregate=prod"},
     "a=6,20" STEPS_REST "prod",
     0,
     false},
};

static const struct replay_case mapped[] = {
    {"f.jsonl",
     "{\"id\": \"b\", \"judgments\": [{\"scores\": [1, 2], \"decision\": \"B>A\"}]}\n"
     "{\"id\": \"a\", \"judgments\": [{\"scores\": [2, 2], \"decision\": \"B>A\"}]}\n"
     "{\"id\": \"c\", \"judgments\": [{\"scores\": [3, 2], \"decision\": \"B>A\"}]}\n",
     JUDGE,
     {0},
     "a=2,2 b=1,2 c=3,2; stored decisions that disagree with the stored scores: 1; the "
     "scores decide",
     0,
     false},
    {"f.jsonl", /* two orders, told in the order of the item; null is no verdict */
     "{\"id\": \"b\", \"judgments\": [{\"decision\": \"B>A\"}, {\"decision\": "
     "\"B>A\"}]}\n"
     "{\"id\": \"a\", \"judgments\": [{\"decision\": \"A=B\"}, null]}\n"
     "{\"id\": \"c\", \"judgments\": [{\"decision\": null}, {\"decision\": \"A>B\"}]}\n",
     JUDGE,
     {0},
     "a=0,? b=-1,1 c=?,-1",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"judgments\": [{\"scores\": [1, 2], \"decision\": \"A>B\"}]}\n",
     JUDGE,
     {"format=judge"},
     "a=1,? b=-,- c=-,-",
     0,
     false},
    {"f.jsonl", /* two orders of two votes: more are left out, fewer are skipped */
     "{\"id\": \"a\", \"first\": \"B\", \"second\": [1.5, null, 2]}\n"
     "{\"id\": \"b\", \"first\": \"null\", \"second\": [-1]}\n"
     "{\"id\": \"c\", \"second\": \"3\"}\n",
     VOTES,
     {0},
     "a=1,-,1.5,? b=?,-,-1,- c=?,-,3,-",
     0,
     false},
    {"f.json", /* official: wins + 1; beaten 1, else n + 2 = 5; null is lost */
     "[{\"problem\": \"a\", \"score\": [\"A\", null, \"B\"],"
     "  \"position\": [\"A\", \"B\", \"A\"]},"
     " {\"problem\": \"b\", \"score\": [\"A\", \"B\", \"B\"],"
     "  \"position\": [\"A\", \"B\", \"B\"]}]",
     WINS,
     {0},
     "a=2,1,5,5 b=4,1,1,1 c=-,-,-,-",
     4,
     false},
    {"f.json",
     "[{\"problem\": \"a\", \"kind\": \"rejected\", \"output\": [0.5, 0.5]},"
     " {\"problem\": \"b\", \"kind\": \"chosen\", \"output\": [0.25]},"
     " {\"problem\": \"a\", \"kind\": \"chosen\", \"output\": [0.5]},"
     " {\"problem\": \"b\", \"kind\": \"rejected\", \"output\": 0.75}]",
     PLACED,
     {0},
     "a=0.5,0.25 b=0.25,0.75 c=-,-; step scores are aggregated by prod (default; "
     "aggregate= changes it)",
     0,
     false},
    {"f.tsv",
     "evaluator\tidx\tw\nx\ta\t1\ny\ta\t2\ny\tb\tNA\nx\tb\t1\n",
     TABLE,
     {"name=y"},
     "a=-1,- b=?,- c=-,-",
     0,
     false},
    {"f.jsonl", /* a text for a failure, in a list, as a score and among steps */
     "{\"id\": \"a\", \"s\": 1, \"t\": [\"$ERROR$\"]}\n"
     "{\"id\": \"b\", \"s\": \"none\", \"t\": [2]}\n",
     "[{\"name\": \"x\", \"scores\": [\"s\", \"t\"],"
     "  \"failures\": [\"$ERROR$\", \"none\"]}]",
     {0},
     "a=1,failed b=failed,2 c=-,-",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"p\": \"none\", \"q\": -1}\n",
     "[{\"name\": \"x\", \"preferences\": [\"p\", \"q\"], \"failures\": [\"none\"]}]",
     {0},
     "a=failed,-1 b=-,- c=-,-",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"v\": [1, \"none\"]}\n",
     "[{\"name\": \"x\", \"verdicts\": [\"v\"], \"failures\": [\"none\"]}]",
     {0},
     "a=1,failed,-,- b=-,-,-,- c=-,-,-,-",
     0,
     false},
    {"f.jsonl", /* one that is less than every score */
     "{\"id\": \"a\", \"s\": 1, \"t\": [\"$ERROR$\"]}\n",
     "[{\"name\": \"x\", \"scores\": [\"s\", \"t\"], \"failures\": [\"$ERROR$\"], "
     "\"failures_are\": \"lowest\"}]",
     {0},
     "a=1,-1e+150 b=-,- c=-,-",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"s\": [1, 2]}\n",
     "[{\"name\": \"x\", \"scores\": \"s\", \"failures_are\": \"best\"}]",
     {0},
     "m.json:0: failures_are: unknown word \"best\"; one of failed, lowest",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"s\": [1, 2]}\n",
     "[{\"name\": \"x\", \"scores\": \"s\", \"group_by\": \"id\", \"shuffles\": 1.5}]",
     {0},
     "m.json:0: shuffles: expected a whole number up to 1000",
     0,
     false},
    {"f.jsonl", /* no other text is one */
     "{\"id\": \"a\", \"s\": [1, \"$ERROR$ \"]}\n",
     "[{\"name\": \"x\", \"scores\": \"s\", \"failures\": [\"$ERROR$\"]}]",
     {0},
     "F:1: s: expected a finite number, found \"$ERROR$ \"",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"s\": [1, 2]}\n",
     "[{\"name\": \"x\", \"scores\": \"s\", \"failures\": [1]}]",
     {0},
     "m.json:0: failures: expected a list of texts",
     0,
     false},
};

#define TWICE                                                                            \
    "{\"id\": \"a\", \"key\": \"k\", \"scores\": [1, 2]}\n"                              \
    "{\"id\": \"b\", \"key\": \"l\", \"scores\": [3, 4]}\n"                              \
    "{\"id\": \"c\", \"key\": \"k\", \"scores\": [1, 2]}\n"

static const struct replay_case repeated[] = {
    {"f.jsonl",
     TWICE,
     NULL,
     {"id=key"},
     "a=1,2 b=3,4 c=1,2; repeated rows with the same scores: 1; counted, as official "
     "figures do",
     0,
     true},
    {"f.jsonl",
     TWICE,
     NULL,
     {"id=key", "rows=unique"},
     "a=1,2 b=3,4 c=-,-; repeated rows with the same scores: 1; left out (rows=unique)",
     0,
     true},
    {"f.jsonl",
     ABC_PAIRS "{\"id\": \"a\", \"score_chosen\": 1, \"score_rejected\": 2}\n",
     NULL,
     {0},
     "a=1,2 b=3,4 c=5,6; repeated rows with the same scores: 1",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS "{\"id\": \"b\", \"score_chosen\": 3, \"score_rejected\": 9}\n"
               "{\"id\": \"a\", \"score_chosen\": 7, \"score_rejected\": 2}\n",
     NULL,
     {0},
     "F:4: other scores for the same key than F:3",
     0,
     false},
    {"f.csv",
     "id,index,score\na,0,1\na,1,2\na,1,2\n",
     NULL,
     {0},
     "a=1,2 b=-,- c=-,-; repeated rows with the same scores: 1",
     0,
     false},
    {"f.csv",
     "id,index,score\na,0,1\na,1,2\na,1,3\n",
     NULL,
     {0},
     "F:4: other scores for the same key than F:3",
     0,
     false},
};

#define SKIPPING                                                                         \
    "[{\"name\": \"scores\", \"key\": \"key\", \"scores\": \"scores\","                  \
    "  \"conflicts\": \"skip\"}]"
#define CONFLICT                                                                         \
    "{\"key\": \"a\", \"scores\": [1, 2]}\n"                                             \
    "{\"key\": \"b\", \"scores\": [3, 4]}\n"                                             \
    "{\"key\": \"a\", \"scores\": [5, 6]}\n"

static const struct replay_case conflicting[] = {
    {"f.jsonl",
     CONFLICT,
     SKIPPING,
     {0},
     "a=-,- b=3,4 c=-,-; keys that repeat with other scores: 1; they answer nothing",
     0,
     false},
    {"f.jsonl",
     CONFLICT,
     SKIPPING,
     {0},
     "a=1,2 b=3,4 c=5,6; keys that repeat with other scores: 1; their rows are counted",
     0,
     true},
    {"f.jsonl",
     CONFLICT,
     SKIPPING,
     {"rows=unique"},
     "a=1,2 b=3,4 c=5,6; keys that repeat with other scores: 1; their rows are counted",
     0,
     true},
    {"f.jsonl",
     CONFLICT,
     "[{\"name\": \"x\", \"key\": \"key\", \"scores\": \"scores\"}]",
     {0},
     "F:3: other scores for the same key than F:1",
     0,
     true},
    {"f.jsonl",
     CONFLICT,
     "[{\"name\": \"x\", \"scores\": \"scores\", \"conflicts\": \"keep\"}]",
     {0},
     "m.json:0: conflicts: unknown word \"keep\"; one of error, skip",
     0,
     false},
};

START_TEST(a_suite_may_say_that_keys_are_not_to_be_trusted)
{
    replay_check(&conflicting[_i]);
}
END_TEST

/* Files of other tools: recognised where no mapping of the suite fits, and told in a note. */
static const struct replay_case foreign[] = {
    {"f.jsonl", /* lm-evaluation-harness: log-likelihoods of the choices */
     "{\"doc_id\": \"b\", \"resps\": [], \"filtered_resps\": [[\"-1.5\", \"False\"], "
     "[\"-0.5\", \"True\"]], \"filter\": \"none\", \"acc\": 1.0, \"metrics\": "
     "[\"acc\"]}\n"
     "{\"doc_id\": \"a\", \"resps\": [], \"filtered_resps\": [[\"-2\", \"False\"], "
     "[\"-inf\", \"True\"]], \"filter\": \"none\", \"acc\": 0.0, \"metrics\": "
     "[\"acc\"]}\n",
     NULL,
     {0},
     "a=-2,nan b=-1.5,-0.5 c=-,-; read as lm-eval: samples_TASK_TIME.jsonl of "
     "lm-evaluation-harness",
     0,
     false},
    {"f.jsonl", /* a metric is a verdict: the first vote of the first order */
     "{\"doc_id\": \"b\", \"resps\": [], \"filtered_resps\": [\"x\"], \"filter\": "
     "\"none\", \"acc\": 1.0, \"f1\": 0.5}\n"
     "{\"doc_id\": \"b\", \"resps\": [], \"filtered_resps\": [\"x\"], \"filter\": "
     "\"other\", \"acc\": 1.0, \"f1\": 0.25}\n",
     NULL,
     {"metric=f1"},
     "a=-,-,-,- b=0.5,-,-,- c=-,-,-,-; read as lm-eval: samples_TASK_TIME.jsonl of "
     "lm-evaluation-harness; rows of other filters than the first: 1; left out",
     0,
     false},
    {"f.json",
     "{\"version\": 2, \"status\": \"success\", \"eval\": {}, \"samples\": [{\"id\": "
     "\"a\", \"scores\": {\"s\": {\"value\": \"N\"}}}, {\"id\": \"b\", \"scores\": "
     "{\"s\": {\"value\": \"P\"}}}]}",
     NULL,
     {0},
     "a=refused,-,-,- b=0.5,-,-,- c=-,-,-,-; read as inspect-json: .json log of Inspect, "
     "read whole",
     0,
     false},
    {"f.jsonl", /* what import writes: why there is no value stands beside the values */
     "{\"id\": \"a\", \"scores\": [1, null], \"states\": [\"scored\", \"refused\"]}\n"
     "{\"id\": \"b\", \"scores\": [2, 3]}\n",
     NULL,
     {0},
     "a=1,refused b=2,3 c=-,-",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"preferences\": [null, -1], \"states\": [\"timed-out\", "
     "\"scored\"]}\n"
     "{\"id\": \"b\", \"preferences\": [1, null]}\n",
     NULL,
     {0},
     "a=timed-out,-1 b=1,? c=-,-",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"verdicts\": [[1, null], 2], \"states\": [[\"scored\", "
     "\"failed\"], \"scored\"]}\n",
     NULL,
     {0},
     "a=1,failed,2,- b=-,-,-,- c=-,-,-,-",
     0,
     false},
    {"f.csv",
     "id,index,score,state\na,0,1,scored\na,1,,refused\nb,0,2,\nb,1,3,scored\n",
     NULL,
     {0},
     "F:4: states: \"\" is no state",
     0,
     false},
    {"f.csv",
     "id,index,score,state\na,0,1,scored\na,1,,refused\n",
     NULL,
     {0},
     "a=1,refused b=-,- c=-,-",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"scores\": [1, 2], \"states\": [\"scored\", \"tied\"]}\n",
     NULL,
     {0},
     "F:1: states: \"tied\" is no state",
     0,
     false},
    {"f.json", /* named, not guessed */
     "[{\"rewards\": [1, 2]}]",
     NULL,
     {"format=openrlhf", "name=x"},
     "name=x: F has no field evaluator, model or model_name to tell whose scores these "
     "are",
     0,
     false},
    {"f.jsonl",
     "{\"problem_idx\": 1, \"reward\": \"x\"}\n",
     NULL,
     {0},
     "F:1: reward: expected a number, found \"x\"",
     0,
     false},
    {"f.jsonl",
     "{\"problem_idx\": \"a\", \"reward\": 1}\n{\"problem_idx\": \"a\", \"reward\": 0}\n",
     NULL,
     {0},
     "F:2: other scores for the same key than F:1",
     0,
     false},
};

START_TEST(a_file_of_another_tool_is_read_as_it_is)
{
    replay_check(&foreign[_i]);
}
END_TEST

START_TEST(files_of_many_shapes_are_joined_by_key)
{
    replay_check(&shapes[_i]);
}
END_TEST

START_TEST(step_scores_are_aggregated)
{
    replay_check(&steps[_i]);
}
END_TEST

START_TEST(a_suite_says_how_its_scores_are_stored)
{
    replay_check(&mapped[_i]);
}
END_TEST

START_TEST(repeated_keys_agree_or_are_refused)
{
    replay_check(&repeated[_i]);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_replay(void)
{
    Suite *suite = suite_create("replay");
    TCase *files = tcase_create("files");

    tcase_add_loop_test(files, a_file_of_another_tool_is_read_as_it_is, 0,
                        COUNT(foreign));
    tcase_add_loop_test(files, files_of_many_shapes_are_joined_by_key, 0, COUNT(shapes));
    tcase_add_loop_test(files, step_scores_are_aggregated, 0, COUNT(steps));
    tcase_add_loop_test(files, a_suite_says_how_its_scores_are_stored, 0, COUNT(mapped));
    tcase_add_loop_test(files, repeated_keys_agree_or_are_refused, 0, COUNT(repeated));
    tcase_add_loop_test(files, a_suite_may_say_that_keys_are_not_to_be_trusted, 0,
                        COUNT(conflicting));
    suite_add_tcase(suite, files);
    return suite;
}
