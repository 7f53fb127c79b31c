/* Rollout logs: each of the eight rules, what keeps it and what breaks it, with the line that is told. */
#include "harness/core/jsonl.h"
#include "harness/core/rollout.h"
#include "harness/core/rollout_rules.h"
#include "harness/core/rollout_write.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct assay_arena arena;
static struct assay_error err;
static char dir[SCRATCH_PATH];

static void begin(void)
{
    arena = (struct assay_arena){0};
    scratch_make(dir);
}

static void end(void)
{
    scratch_remove(dir);
    assay_arena_release(&arena);
}

/* Reads a log to its end; *count becomes its records. */
static enum assay_code read_log(const char *text, size_t *count)
{
    char path[SCRATCH_PATH];
    struct assay_rollout *log;
    struct assay_rollout_record record;
    enum assay_code code;

    scratch_text(dir, "log.jsonl", text, path);
    *count = 0;
    code = assay_rollout_open(path, &log, &err);
    ck_assert_int_eq(code, ASSAY_OK);
    for (;;) {
        code = assay_rollout_next(log, &arena, &record, &err);
        if (code || !record.node)
            break;
        ++*count;
    }
    assay_rollout_close(log);
    return code;
}

#define META "{\"k\":\"meta\",\"v\":1,\"run\":\"r\"}\n"
/* A group with one response, of which the rest is told. */
#define RESPONSE(rest)                                                                   \
    "{\"k\":\"group\",\"id\":\"1\",\"responses\":[{\"id\":\"a\"," rest "}]}\n"
#define TWO(rest)                                                                        \
    "{\"k\":\"group\",\"id\":\"1\",\"responses\":[{\"id\":\"a\"},{\"id\":\"b\"}]," rest  \
    "}\n"
#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const char *const accepted[] = {
    "",
    META,
    /* 1: as many entries as tokens and steps */
    RESPONSE("\"n_tok\":3,\"tok\":{\"lp\":{\"policy\":[-1,-2.5,null]},\"ids\":[1,2,3]}"),
    RESPONSE("\"n_tok\":0,\"tok\":{\"H\":[]}"),
    RESPONSE("\"n_tok\":5,\"steps\":{\"end\":[2,5],\"score\":{\"prm\":[0.5,1]},"
             "\"votes\":[[1,0],[1]],\"obs\":[{},null]}"),
    RESPONSE("\"steps\":{\"text\":[\"x\",\"y\"],\"label\":[1,-1]}"),
    RESPONSE("\"n_tok\":1,\"tok\":{\"topk\":[[[17,-0.1],[9,-2.5]]],\"value\":[0.5]}"),
    RESPONSE("\"n_tok\":1,\"tok\":{\"value\":{\"critic\":[0.5]}}"),
    RESPONSE("\"steps\":{\"prefix\":{\"prm@8\":[0.1,0.2,0.3]}}"),
    /* 2: missing is null or absent */
    RESPONSE("\"correct\":null,\"reward\":{\"rm\":null},\"tok\":null"),
    RESPONSE("\"x_note\":{\"anything\":[1,\"two\"]}"),
    /* 3: where signals write */
    RESPONSE("\"reward\":{\"signal:laser#0123456789abcdef\":1}"),
    RESPONSE("\"n_tok\":1,\"tok\":{\"value\":{\"signal:tree#0123456789abcdef\":[1]}}"),
    RESPONSE("\"steps\":{\"reward\":{\"signal:renorm#0123456789abcdef\":[1,2]}}"),
    /* 4: keys */
    "{\"k\":\"group\",\"id\":\"1\",\"suite\":\"s\"}\n{\"k\":\"group\",\"id\":\"1\"}\n"
    "{\"k\":\"group\",\"id\":\"1\",\"suite\":\"s\",\"ckpt\":\"c2\"}\n",
    "{\"k\":\"ckpt\",\"step\":1}\n{\"k\":\"ckpt\",\"step\":2}\n{\"k\":\"ckpt\",\"step\":"
    "2,"
    "\"run\":\"r\",\"passk\":{\"8\":0.6}}\n",
    TWO("\"gold\":{\"rank\":[\"b\",\"a\"],\"score\":{\"a\":4}},\"prefs\":[{\"a\":\"a\","
        "\"b\":\"b\",\"wins\":3,\"n\":4,\"src\":\"human\"}]"),
    /* 5: judgements */
    TWO("\"judges\":[{\"j\":\"m\",\"kind\":\"pair\",\"resp\":\"a\",\"vs\":\"b\",\"vote\":"
        "\"tie\",\"ok\":true,\"text\":\"equal\"}]"),
    TWO("\"judges\":[{\"j\":\"m\",\"kind\":\"point\",\"resp\":\"a\",\"ok\":false,"
        "\"text\":"
        "\"?\"}]"),
    /* 6: rules for ties by name */
    "{\"k\":\"meta\",\"v\":1,\"ties\":\"split\",\"unparsable\":\"coin\"}\n",
    /* 7: media by hash */
    "{\"k\":\"group\",\"id\":\"1\",\"media\":[{\"sha256\":\"" SHA "\",\"w\":640}],"
    "\"prompt\":[{\"role\":\"user\",\"content\":\"look\"}]}\n",
    /* processes */
    "{\"k\":\"mdp\",\"id\":\"m\",\"nS\":2,\"nA\":1,\"gamma\":0.9,\"mu0\":[1,0],\"P\":[[0,"
    "0,"
    "0,0.25],[0,0,1,0.75],[1,0,1,1]],\"R\":{\"task\":[[0,0,1,-1]]}}\n",
};

START_TEST(what_keeps_the_rules_is_read)
{
    size_t count;

    ck_assert_msg(read_log(accepted[_i], &count) == ASSAY_OK, "%s%s", accepted[_i],
                  err.text);
    ck_assert_int_eq(count > 0, accepted[_i][0] != '\0');
}
END_TEST

/* What is refused, on which line, and what is told. */
static const struct {
    const char *text, *told;
} refused[] = {
    /* 1 */
    {RESPONSE("\"n_tok\":3,\"tok\":{\"lp\":{\"policy\":[-1,-2]}}"),
     ":1: responses[0].tok.lp.policy: 2 entries, n_tok is 3"},
    {RESPONSE("\"tok\":{\"H\":[1]}"), "responses[0].tok.H: the response has no n_tok"},
    {RESPONSE("\"n_tok\":2,\"tok\":{\"topk\":[[]]}"), "topk: 1 entries, n_tok is 2"},
    {RESPONSE("\"n_tok\":4,\"steps\":{\"end\":[2,2,4]}"),
     "steps.end: entry 1 does not rise"},
    {RESPONSE("\"n_tok\":4,\"steps\":{\"end\":[0,4]}"), "entry 0 does not rise"},
    {RESPONSE("\"n_tok\":4,\"steps\":{\"end\":[2,3]}"),
     "steps.end: ends at 3, n_tok is 4"},
    {RESPONSE("\"n_tok\":4,\"steps\":{\"end\":[2,4],\"score\":{\"prm\":[1]}}"),
     "steps.score.prm: 1 entries, there are 2 steps"},
    {RESPONSE("\"steps\":{\"label\":[1],\"text\":[\"a\",\"b\"]}"),
     "steps.text: 2 entries, there are 1 steps"},
    /* 2 */
    {RESPONSE("\"reward\":{\"rm\":NaN}"), ":1: "},
    {RESPONSE("\"reward\":{\"rm\":1e999}"), ":1: "},
    {RESPONSE("\"reward\":{\"rm\":\"NaN\"}"), "reward.rm: expected number, found a text"},
    {RESPONSE("\"n_tok\":1,\"tok\":{\"H\":[\"-inf\"]}"), "tok.H: entry 0: expected"},
    {RESPONSE("\"correct\":2"), "correct: expected 0 or 1"},
    {RESPONSE("\"rewrad\":{\"rm\":1}"),
     "unknown key \"rewrad\" in a response; nearest is \"reward\""},
    /* 3 */
    {RESPONSE("\"labels\":{\"signal:laser#0123456789abcdef\":1}"),
     "a signal writes under reward, tok.value and steps.reward alone"},
    {RESPONSE("\"steps\":{\"score\":{\"signal:laser#0123456789abcdef\":[1]}}"),
     "a signal writes under"},
    {RESPONSE("\"reward\":{\"signal:laser\":1}"), "ends in # and 16 digits"},
    {RESPONSE("\"reward\":{\"signal:#0123456789abcdef\":1}"), "ends in # and 16 digits"},
    /* 4 */
    {"{\"k\":\"group\",\"id\":\"1\",\"ckpt\":\"c\"}\n\n{\"k\":\"group\",\"id\":\"1\","
     "\"ckpt\":\"c\",\"step\":7}\n",
     ":3: another group has this suite, id and ckpt"},
    {"{\"k\":\"group\",\"id\":\"1\",\"responses\":[{\"id\":\"a\"},{\"id\":\"a\"}]}\n",
     "responses[1]: another response has id \"a\""},
    {"{\"k\":\"ckpt\",\"step\":1}\n{\"k\":\"ckpt\",\"step\":1}\n",
     ":2: another ckpt record"},
    {META META, ":2: another meta record has this run"},
    {"{\"k\":\"group\"}\n", ":1: a group needs \"id\""},
    {TWO("\"prefs\":[{\"a\":\"a\",\"b\":\"c\"}]"),
     "prefs[0].b: the group has no response \"c\""},
    {TWO("\"gold\":{\"rank\":[\"a\",\"a\"]}"), "gold.rank: \"a\" stands there twice"},
    {TWO("\"gold\":{\"score\":{\"z\":1}}"), "gold.score.z: the group has no response"},
    /* 5 */
    {TWO("\"judges\":[{\"j\":\"m\",\"kind\":\"point\",\"score\":1}]"),
     "a judge needs \"ok\""},
    {TWO("\"judges\":[{\"j\":\"m\",\"kind\":\"point\",\"ok\":true}]"),
     "judges[0]: ok, and none of"},
    {TWO("\"judges\":[{\"j\":\"m\",\"kind\":\"point\",\"ok\":false,\"score\":0,\"text\":"
         "\"?\"}]"),
     "judges[0]: not ok, and yet \"score\""},
    {TWO("\"judges\":[{\"j\":\"m\",\"kind\":\"point\",\"ok\":false}]"),
     "not ok, and without the text"},
    {TWO("\"judges\":[{\"j\":\"m\",\"kind\":\"pair\",\"ok\":true,\"vote\":\"A\"}]"),
     "a pair needs \"resp\" and \"vs\""},
    /* 6 */
    {"{\"k\":\"meta\",\"v\":1,\"ties\":\"win\"}\n",
     "ties: \"win\" is none of strict, split, half"},
    {"{\"k\":\"meta\",\"v\":1,\"unparsable\":\"zero\"}\n",
     "unparsable: \"zero\" is none of exclude, half, loss, coin"},
    /* 7 */
    {"{\"k\":\"group\",\"id\":\"1\",\"media\":[{\"w\":640}]}\n",
     "media needs \"sha256\""},
    {"{\"k\":\"group\",\"id\":\"1\",\"prompt\":\"data:image/png;base64,AA\"}\n",
     "prompt: expected"},
    {RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"row\":0}"),
     "emb: no meta record before has the SHA-256 of side file \"e.f32\""},
    {"{\"k\":\"meta\",\"v\":1,\"files\":{\"../e.f32\":{\"sha256\":\"" SHA "\"}}}\n",
     "a side file is beside the log"},
    {"{\"k\":\"meta\",\"v\":1,\"files\":{\"e.f32\":{\"sha256\":\"12\"}}}\n",
     "sha256: expected"},
    /* versions, kinds, processes */
    {"{\"k\":\"meta\",\"v\":2}\n", ":1: version 2; this program reads version 1"},
    {"{\"k\":\"goup\",\"id\":\"1\"}\n", ":1: no record of a rollout log"},
    {"{\"id\":\"1\"}\n", "\"k\" is missing"},
    {"{\"k\":\"mdp\",\"id\":\"m\",\"nS\":2,\"nA\":1,\"P\":[[0,0,1,0.5],[1,0,1,1]]}\n",
     "P: state 0, action 0: probabilities sum to 0.5"},
    {"{\"k\":\"mdp\",\"id\":\"m\",\"nS\":1,\"nA\":1,\"R\":{\"t\":[[0,0,1,1]]}}\n",
     "R.t[0]: there are 1 states and 1 actions"},
    {"{\"k\":\"mdp\",\"id\":\"m\",\"nS\":4000000,\"nA\":4000000}\n", "nS times nA"},
};

START_TEST(what_breaks_a_rule_is_refused_where_it_stands)
{
    size_t count;
    const enum assay_code code = read_log(refused[_i].text, &count);

    ck_assert_msg(code == ASSAY_EDATA, "read: %s", refused[_i].text);
    ck_assert_msg(strstr(err.text, refused[_i].told) != NULL, "%s\n%s", err.text,
                  refused[_i].told);
    ck_assert_msg(strstr(err.text, "log.jsonl:") != NULL, "%s", err.text);
}
END_TEST

/* 1, 2, 3, -4.5 as floats of 32 bits, little-endian. */
static const unsigned char floats[16] = {0, 0, 0x80, 0x3f, 0, 0, 0,    0x40,
                                         0, 0, 0x40, 0x40, 0, 0, 0x90, 0xc0};

static enum assay_code read_side(const unsigned char *bytes, size_t n, const char *sha256,
                                 const char *group, double *last)
{
    char path[SCRATCH_PATH], text[1024];
    struct assay_rollout *log;
    struct assay_rollout_record record;
    double *x;
    size_t count;
    enum assay_code code;

    scratch_write(dir, "e.f32", bytes, n, path);
    (void)snprintf(
        text, sizeof(text),
        "{\"k\":\"meta\",\"v\":1,\"files\":{\"e.f32\":{\"sha256\":\"%s\",\"shape\":"
        "[2,2]}}}\n%s",
        sha256, group);
    scratch_text(dir, "log.jsonl", text, path);
    ck_assert_int_eq(assay_rollout_open(path, &log, &err), ASSAY_OK);
    code = assay_rollout_next(log, &arena, &record, &err);
    ck_assert_int_eq(code, ASSAY_OK);
    code = assay_rollout_next(log, &arena, &record, &err);
    if (!code)
        code = assay_rollout_numbers(
            log,
            assay_rollout_value(
                assay_node_at(assay_node_get(record.node, "responses"), 0),
                ASSAY_STR("emb")),
            &arena, &x, &count, &err);
    if (!code)
        *last = x[count - 1];
    assay_rollout_close(log);
    return code;
}

static const char *sha256_of(const unsigned char *bytes, size_t n,
                             char hex[ASSAY_DIGEST_HEX])
{
    unsigned char digest[ASSAY_DIGEST_BYTES];

    assay_digest_of((struct assay_str){(const char *)bytes, n}, digest);
    assay_digest_hex(digest, hex);
    return hex;
}

START_TEST(side_files_are_read_where_their_digest_is_right)
{
    char hex[ASSAY_DIGEST_HEX];
    double last = 0;

    (void)sha256_of(floats, sizeof(floats), hex);
    ck_assert_msg(!read_side(floats, sizeof(floats), hex,
                             RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"row\":1}"), &last),
                  "%s", err.text);
    ck_assert_double_eq(last, -4.5);
    ck_assert_msg(
        !read_side(floats, sizeof(floats), hex,
                   RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"off\":1,\"shape\":[2]}"),
                   &last),
        "%s", err.text);
    ck_assert_double_eq(last, 3.0);
}
END_TEST

START_TEST(side_files_that_are_not_what_meta_says_are_refused)
{
    static const unsigned char infinite[16] = {0, 0, 0x80, 0x7f, 0, 0, 0x80, 0x7f};
    char hex[ASSAY_DIGEST_HEX];
    double last;

    ck_assert_int_eq(read_side(floats, sizeof(floats), SHA,
                               RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"row\":1}"), &last),
                     ASSAY_EDATA);
    ck_assert_msg(strstr(err.text, "log.jsonl:2: responses[0].emb: ") &&
                      strstr(err.text, "SHA-256 is"),
                  "%s", err.text);
    (void)sha256_of(floats, sizeof(floats), hex);
    ck_assert_int_eq(read_side(floats, sizeof(floats), hex,
                               RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"row\":2}"), &last),
                     ASSAY_EDATA);
    ck_assert_msg(strstr(err.text, "not within") != NULL, "%s", err.text);
    ck_assert_int_eq(
        read_side(floats, sizeof(floats), hex,
                  RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"off\":3,\"shape\":[2]}"), &last),
        ASSAY_EDATA);
    (void)sha256_of(floats, 12, hex);
    ck_assert_int_eq(read_side(floats, 12, hex,
                               RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"row\":0}"), &last),
                     ASSAY_EDATA);
    ck_assert_msg(strstr(err.text, "are not 2 x 2 numbers") != NULL, "%s", err.text);
    (void)sha256_of(infinite, sizeof(infinite), hex);
    ck_assert_int_eq(read_side(infinite, sizeof(infinite), hex,
                               RESPONSE("\"emb\":{\"bin\":\"e.f32\",\"row\":0}"), &last),
                     ASSAY_EDATA);
    ck_assert_msg(strstr(err.text, "number 0 is not finite") != NULL, "%s", err.text);
}
END_TEST

START_TEST(coins_depend_on_seed_and_key_alone)
{
    struct assay_rollout_draw draw = {7, {1, 2}, 0};
    size_t heads = 0, changed = 0;
    double a, b;

    for (draw.place = 0; draw.place < 1000; draw.place++) {
        struct assay_rollout_draw other = draw;

        ck_assert(assay_rollout_unparsable_value(ASSAY_ROLLOUT_COIN, &draw, &a));
        ck_assert(assay_rollout_unparsable_value(ASSAY_ROLLOUT_COIN, &draw, &b));
        ck_assert_double_eq(a, b);
        ck_assert(a == 0.0 || a == 1.0);
        other.seed = 8;
        ck_assert(assay_rollout_unparsable_value(ASSAY_ROLLOUT_COIN, &other, &b));
        heads += a == 1.0;
        changed += a != b;
    }
    /* Five standard deviations of 1000 fair coins are 79. */
    ck_assert(heads > 420 && heads < 580);
    ck_assert(changed > 420 && changed < 580);
}
END_TEST

START_TEST(rules_for_ties_and_for_no_verdict_count_as_they_are_called)
{
    const struct assay_rollout_draw draw = {0, {0, 0}, 0};
    double x = -1.0;

    ck_assert_double_eq(assay_rollout_tie_value(ASSAY_ROLLOUT_STRICT, 2), 0.0);
    ck_assert_double_eq(assay_rollout_tie_value(ASSAY_ROLLOUT_SPLIT, 4), 0.25);
    ck_assert_double_eq(assay_rollout_tie_value(ASSAY_ROLLOUT_HALF, 4), 0.5);
    ck_assert(!assay_rollout_unparsable_value(ASSAY_ROLLOUT_EXCLUDE, &draw, &x));
    ck_assert_double_eq(x, -1.0);
    ck_assert(assay_rollout_unparsable_value(ASSAY_ROLLOUT_AS_HALF, &draw, &x));
    ck_assert_double_eq(x, 0.5);
    ck_assert(assay_rollout_unparsable_value(ASSAY_ROLLOUT_AS_LOSS, &draw, &x));
    ck_assert_double_eq(x, 0.0);
}
END_TEST

static const struct assay_node *parsed(const char *text)
{
    struct assay_jsonl *parser = assay_jsonl_new();
    char *copy = assay_arena_new(&arena, strlen(text) + ASSAY_JSONL_PADDING, 1);
    const struct assay_node *node;

    (void)snprintf(copy, strlen(text) + ASSAY_JSONL_PADDING, "%s", text);
    ck_assert_msg(
        !assay_jsonl_parse(parser, (struct assay_jsonl_text){copy, strlen(text), "t", 1},
                           &arena, &node, &err),
        "%s", err.text);
    assay_jsonl_free(parser);
    return node;
}

static void check_written(const struct assay_node *node, const char *expected)
{
    struct assay_buf out = {0};

    assay_jsonl_write(node, &out);
    out.data[out.len - 1] = '\0';
    ck_assert_str_eq(out.data, expected);
    assay_buf_release(&out);
}

START_TEST(values_are_put_where_the_tables_have_a_place)
{
    const struct assay_node *response =
        parsed("{\"id\":\"a\",\"tok\":{\"lp\":{\"ref\":[1]}}}");
    const double x[] = {-1.0, NAN};
    const struct assay_node *out;

    ck_assert(!assay_rollout_put(response, "tok.lp.policy",
                                 assay_rollout_list(x, 2, &arena), &arena, &out, &err));
    check_written(out,
                  "{\"id\":\"a\",\"tok\":{\"lp\":{\"ref\":[1],\"policy\":[-1.0,null]}}}");
    ck_assert(!assay_rollout_put(response, "reward.rm@v1.2", assay_node_of_int(3), &arena,
                                 &out, &err));
    check_written(
        out, "{\"id\":\"a\",\"tok\":{\"lp\":{\"ref\":[1]}},\"reward\":{\"rm@v1.2\":3}}");
    ck_assert_int_eq(assay_rollout_put(response, "tok.lp.ref", assay_node_of_int(3),
                                       &arena, &out, &err),
                     ASSAY_EDATA);
    ck_assert_int_eq(
        assay_rollout_put(response, "tok.logp", assay_node_of_int(3), &arena, &out, &err),
        ASSAY_EUSAGE);
    ck_assert_int_eq(
        assay_rollout_put(response, "reward", assay_node_of_int(3), &arena, &out, &err),
        ASSAY_EUSAGE);
}
END_TEST

START_TEST(signals_write_no_truth)
{
    struct assay_rollout_signal signal = {"laser", "beta=0.1", "reward"};
    const struct assay_node *response = parsed("{\"id\":\"a\"}"), *out;

    ck_assert(!assay_rollout_put_signal(response, &signal, assay_node_of_int(1), &arena,
                                        &out, &err));
    /* printf beta=0.1 | sha256sum */
    check_written(out, "{\"id\":\"a\",\"reward\":{\"signal:laser#f918d6cd91942581\":1}}");
    signal.under = "labels";
    ck_assert_int_eq(assay_rollout_put_signal(response, &signal, assay_node_of_int(1),
                                              &arena, &out, &err),
                     ASSAY_EUSAGE);
}
END_TEST

START_TEST(what_is_written_is_checked_as_what_is_read)
{
    struct assay_rollout_writer *writer = assay_rollout_writer_new("out.jsonl");
    const struct assay_node *group = parsed("{\"k\":\"group\",\"id\":\"1\"}");
    struct assay_buf out = {0};

    ck_assert(!assay_rollout_write(writer, group, &out, &err));
    ck_assert_int_eq(assay_rollout_write(writer, group, &out, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "out.jsonl:2: another group has this suite, id and ckpt");
    ck_assert_int_eq(
        assay_rollout_write(writer, parsed("{\"k\":\"group\",\"id\":2}"), &out, &err),
        ASSAY_EDATA);
    ck_assert_str_eq(out.data, "{\"k\":\"group\",\"id\":\"1\"}\n");
    assay_buf_release(&out);
    assay_rollout_writer_free(writer);
}
END_TEST

/* Two records, and what they say together, or what is told. */
static const struct {
    const char *a, *b, *merged;
} pairs[] = {
    {"{\"id\":\"1\",\"step\":4}", "{\"id\":\"1\",\"gold\":{\"answer\":\"7\"}}",
     "{\"id\":\"1\",\"step\":4,\"gold\":{\"answer\":\"7\"}}"},
    {"{\"diff\":1,\"subset\":null}", "{\"diff\":1.0,\"subset\":\"x\"}",
     "{\"diff\":1,\"subset\":\"x\"}"},
    {"{\"responses\":[{\"id\":\"a\",\"reward\":{\"x\":1}},{\"id\":\"b\"}]}",
     "{\"responses\":[{\"id\":\"c\"},{\"id\":\"a\",\"reward\":{\"y\":2}}]}",
     "{\"responses\":[{\"id\":\"a\",\"reward\":{\"x\":1,\"y\":2}},{\"id\":\"b\"},{\"id\":"
     "\"c\"}]}"},
    {"{\"judges\":[{\"j\":\"m\"}]}", "{\"judges\":[{\"j\":\"m\"},{\"j\":\"n\"}]}",
     "{\"judges\":[{\"j\":\"m\"},{\"j\":\"n\"}]}"},
    {"{\"responses\":[{\"id\":\"a\",\"correct\":1}]}",
     "{\"responses\":[{\"id\":\"a\",\"correct\":0}]}",
     "responses \"a\".correct: the logs say different things"},
    {"{\"step\":1}", "{\"step\":2}", "step: the logs say different things"},
};

START_TEST(records_are_merged_by_ids_and_never_over_one_another)
{
    const struct assay_node *out;
    const enum assay_code code = assay_rollout_merge(
        parsed(pairs[_i].a), parsed(pairs[_i].b), "", &arena, &out, &err);

    if (pairs[_i].merged[0] == '{') {
        ck_assert_msg(!code, "%s", err.text);
        check_written(out, pairs[_i].merged);
    } else {
        ck_assert_int_eq(code, ASSAY_EDATA);
        ck_assert_str_eq(err.text, pairs[_i].merged);
    }
}
END_TEST

Suite *unit_rollout(void)
{
    Suite *suite = suite_create("rollout");
    TCase *tcase = tcase_create("rollout");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, what_keeps_the_rules_is_read, 0,
                        sizeof(accepted) / sizeof(accepted[0]));
    tcase_add_loop_test(tcase, what_breaks_a_rule_is_refused_where_it_stands, 0,
                        sizeof(refused) / sizeof(refused[0]));
    tcase_add_test(tcase, side_files_are_read_where_their_digest_is_right);
    tcase_add_test(tcase, side_files_that_are_not_what_meta_says_are_refused);
    tcase_add_test(tcase, coins_depend_on_seed_and_key_alone);
    tcase_add_test(tcase, rules_for_ties_and_for_no_verdict_count_as_they_are_called);
    tcase_add_test(tcase, values_are_put_where_the_tables_have_a_place);
    tcase_add_test(tcase, signals_write_no_truth);
    tcase_add_test(tcase, what_is_written_is_checked_as_what_is_read);
    tcase_add_loop_test(tcase, records_are_merged_by_ids_and_never_over_one_another, 0,
                        sizeof(pairs) / sizeof(pairs[0]));
    suite_add_tcase(suite, tcase);
    return suite;
}
