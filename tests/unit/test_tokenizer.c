#include "adapters/tokenizer.h"
#include "harness/core/buf.h"
#include "harness/core/document.h"
#include "harness/core/json.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof(table)[0]))
#define FOLDER       "tests/data/tokenizers/"

enum {
    TEXTS = 2600, /* of texts.jsonl */
    BYTES = 1 << 20
};

static struct assay_arena arena;
static struct assay_error err;
static struct assay_tokenizer *tokenizer;

static void begin(void)
{
    tokenizer = NULL;
}

static void end(void)
{
    assay_tokenizer_free(tokenizer);
    assay_arena_release(&arena);
}

static void open_named(const char *name)
{
    char path[128];

    (void)snprintf(path, sizeof(path), FOLDER "%s.json", name);
    ck_assert_msg(assay_tokenizer_read(path, &tokenizer, &err) == ASSAY_OK, "%s",
                  err.text);
}

static enum assay_code parse(const char *json)
{
    return assay_tokenizer_parse(assay_str_of(json), "t", &tokenizer, &err);
}

static void encode(const char *text, const char *pair, bool special,
                   struct assay_token_ids *out)
{
    const struct assay_str second = assay_str_of(pair);

    const struct assay_tokenizer_input input = {assay_str_of(text), pair ? &second : NULL,
                                                special};

    ck_assert_int_eq(assay_tokenizer_encode(tokenizer, input, &arena, out, &err),
                     ASSAY_OK);
}

static void check_ids(const struct assay_token_ids *ids, const int32_t *want, size_t n)
{
    ck_assert_uint_eq(ids->count, n);
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(ids->id[i], want[i]);
}

/* FNV-1a, 32 bits, of the ids in decimal with blanks between. */
static uint32_t sum_of(const struct assay_token_ids *ids)
{
    struct assay_buf text = {0};
    uint32_t hash = 0x811C9DC5U;

    for (size_t i = 0; i < ids->count; i++)
        assay_buf_printf(&text, "%s%d", i ? " " : "", (int)ids->id[i]);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * 0x01000193U;
    assay_buf_release(&text);
    return hash;
}

static struct assay_str line_of(struct assay_str *text)
{
    struct assay_str line = {text->ptr, assay_str_find(*text, ASSAY_STR("\n"))};
    const size_t n = line.len + (line.len < text->len);

    *text = (struct assay_str){text->ptr + n, text->len - n};
    return line;
}

static const char *const names[] = {"roberta", "unigram", "gpt2",  "llama3", "qwen2",
                                    "llama2",  "mistral", "gemma", "bert",   "bert-cased",
                                    "xlmr",    "xlmr2",   "steps"};

/* tests/data/tokenizers/README.md */
START_TEST(ids_are_those_of_the_tokenizers_library)
{
    struct assay_buf texts = {0}, sums = {0};
    struct assay_str rest, wanted;
    size_t count = 0;
    char path[128];

    open_named(names[_i]);
    (void)snprintf(path, sizeof(path), FOLDER "%s.sums", names[_i]);
    ck_assert_int_eq(assay_document_read(FOLDER "texts.jsonl", BYTES, &texts, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_document_read(path, BYTES, &sums, &err), ASSAY_OK);
    rest = assay_buf_view(&texts);
    wanted = assay_buf_view(&sums);
    while (rest.len > 0) {
        struct assay_node text;
        struct assay_token_ids ids;

        ck_assert_int_eq(
            assay_json_parse(line_of(&rest), "texts.jsonl", &arena, &text, &err),
            ASSAY_OK);
        ck_assert_int_eq(assay_tokenizer_encode(tokenizer,
                                                (struct assay_tokenizer_input){
                                                    assay_node_text(&text), NULL, true},
                                                &arena, &ids, &err),
                         ASSAY_OK);
        ck_assert_msg(sum_of(&ids) == strtoul(line_of(&wanted).ptr, NULL, 16),
                      "%s: line %zu", names[_i], count + 1);
        count++;
        assay_arena_reset(&arena);
    }
    ck_assert_uint_eq(count, TEXTS);
    assay_buf_release(&texts);
    assay_buf_release(&sums);
}
END_TEST

/* Tokenizer.encode("a model", "its answer") of tokenizers 0.23.1: ids and type_ids. */
static const struct {
    const char *name;
    size_t n;
    int32_t id[9];
    uint8_t type[9];
} pairs[] = {
    {"llama3", 7, {0, 68, 648, 0, 276, 86, 590}, {0, 0, 0, 1, 1, 1, 1}},
    {"bert", 8, {2, 43, 466, 3, 381, 210, 432, 3}, {0, 0, 0, 0, 1, 1, 1, 1}},
    {"xlmr", 9, {0, 161, 336, 2, 2, 182, 81, 333, 2}, {0}},
    {"roberta", 9, {0, 69, 433, 2, 2, 284, 87, 617, 2}, {0}},
    {"xlmr2", 8, {0, 161, 336, 2, 182, 81, 333, 2}, {0, 0, 0, 0, 1, 1, 1, 1}},
    {"gpt2", 5, {65, 645, 273, 83, 584}, {0, 0, 1, 1, 1}},
};

static const char *const byte_levels[] = {"gpt2", "llama3", "qwen2", "roberta"};

/* Of a byte-level tokenizer what tokens say is the text again, whatever its letters; added tokens are as they are. */
START_TEST(tokens_say_what_they_were_made_of)
{
    static const char text[] =
        "How much is 2 + 2?\n\tna\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x99\x82";
    struct assay_token_ids ids = {0};
    struct assay_buf said = {0};

    open_named(byte_levels[_i]);
    encode(text, NULL, false, &ids);
    for (size_t i = 0; i < ids.count; i++)
        assay_tokenizer_say(tokenizer, ids.id[i], &said);
    ck_assert_str_eq(said.data, text);
    assay_buf_release(&said);
}
END_TEST

START_TEST(a_pair_is_joined_as_its_template_says)
{
    struct assay_token_ids ids;

    open_named(pairs[_i].name);
    encode("a model", "its answer", true, &ids);
    check_ids(&ids, pairs[_i].id, pairs[_i].n);
    ck_assert_mem_eq(ids.type, pairs[_i].type, pairs[_i].n);
}
END_TEST

START_TEST(a_template_can_be_left_out)
{
    static const int32_t want[] = {43, 466, 381, 210, 432}; /* add_special_tokens=False */
    struct assay_token_ids ids;

    open_named("bert");
    encode("a model", "its answer", false, &ids);
    check_ids(&ids, want, 5);
    ck_assert_int_eq(assay_tokenizer_id(tokenizer, ASSAY_STR("model")), 466);
    ck_assert_int_eq(assay_tokenizer_id(tokenizer, ASSAY_STR("[SEP]")), 3);
    ck_assert_int_eq(assay_tokenizer_id(tokenizer, ASSAY_STR("no such token")), -1);
    ck_assert_uint_eq(assay_tokenizer_size(tokenizer), 900);
}
END_TEST

/* By hand: of "aab" the pair a+b has the lower rank, then a+ab; without it a+a comes first. */
START_TEST(the_pair_of_the_lowest_rank_is_merged_first)
{
    static const int32_t want[] = {0, 2};
    struct assay_token_ids ids;

    ck_assert_int_eq(
        parse(
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 1, \"ab\": 2, "
            "\"aa\": 3}, \"merges\": [\"a b\", [\"a\", \"a\"]]}}"),
        ASSAY_OK);
    encode("aab", NULL, true, &ids);
    check_ids(&ids, want, 2);
}
END_TEST

/* By hand: ab + c = -3 is better than a + bc = -4; "xy" is one unknown run. */
START_TEST(the_best_segmentation_is_found)
{
    static const int32_t want[] = {3, 2, 0};
    struct assay_token_ids ids;

    ck_assert_int_eq(parse("{\"model\": {\"type\": \"Unigram\", \"unk_id\": 0, "
                           "\"vocab\": [[\"<unk>\", 0], "
                           "[\"a\", -2], [\"c\", -2], [\"ab\", -1], [\"bc\", -2]]}}"),
                     ASSAY_OK);
    encode("abcxy", NULL, true, &ids);
    check_ids(&ids, want, 3);
}
END_TEST

#define BPE "\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}"

static const struct {
    const char *json;
    enum assay_code code;
    const char *said;
} faults[] = {
    {"{", ASSAY_EDATA, "t:1: "},
    {"[]", ASSAY_EDATA, "t: is no object"},
    {"{}", ASSAY_EMODEL, "t: the model \"\" is not known"},
    {"{\"model\": {\"type\": \"WordLevel\"}}", ASSAY_EMODEL,
     "t: the model \"WordLevel\" is not known"},
    {"{\"model\": {\"type\": \"BPE\"}}", ASSAY_EDATA, "\"vocab\" must be an object"},
    {"{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}}",
     ASSAY_EMODEL, "no id for the token \"a\""},
    {"{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a a\"]}}",
     ASSAY_EDATA, "t: merge 0 is not of tokens of the vocabulary"},
    {"{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [], "
     "\"dropout\": "
     "0.1}}",
     ASSAY_EMODEL, "\"dropout\" is not known"},
    {"{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"a\": 0}, \"unk_token\": "
     "\"u\"}}",
     ASSAY_EDATA, "\"unk_token\" is not in the vocabulary"},
    {"{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", 1]], \"unk_id\": 1}}",
     ASSAY_EDATA, "\"unk_id\" is not in the vocabulary"},
    {"{" BPE ", \"normalizer\": {\"type\": \"Nmt\"}}", ASSAY_EMODEL,
     "t: the normalizer \"Nmt\" is not known"},
    {"{" BPE ", \"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": "
     "\"AAA=\"}}",
     ASSAY_EDATA, "\"precompiled_charsmap\" is no table"},
    {"{" BPE ", \"pre_tokenizer\": {\"type\": \"UnicodeScripts\"}}", ASSAY_EMODEL,
     "t: the pre_tokenizer \"UnicodeScripts\" is not known"},
    {"{" BPE
     ", \"pre_tokenizer\": {\"type\": \"Split\", \"pattern\": {\"Regex\": \"(\"}}}",
     ASSAY_EMODEL, "t: the regular expression (: "},
    {"{" BPE
     ", \"pre_tokenizer\": {\"type\": \"Split\", \"pattern\": {\"String\": \"a\"}, "
     "\"behavior\": \"x\"}}",
     ASSAY_EMODEL, "t: the behavior \"x\" is not known"},
    {"{" BPE ", \"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": "
     "[{\"SpecialToken\": {\"id\": \"s\", \"type_id\": 0}}], \"pair\": []}}",
     ASSAY_EMODEL, "t: the template's special token \"s\" is not known"},
    {"{" BPE ", \"post_processor\": {\"type\": \"BertProcessing\"}}", ASSAY_EDATA,
     "no \"cls\" and \"sep\""},
    {"{" BPE ", \"added_tokens\": [{\"content\": \"x\"}]}", ASSAY_EDATA,
     "an added token has no \"id\""},
};

START_TEST(what_is_malformed_or_not_known_is_refused)
{
    ck_assert_int_eq(parse(faults[_i].json), faults[_i].code);
    ck_assert_msg(strstr(err.text, faults[_i].said) != NULL, "%s", err.text);
}
END_TEST

Suite *unit_tokenizer(void)
{
    Suite *suite = suite_create("tokenizer");
    TCase *tcase = tcase_create("ids");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, ids_are_those_of_the_tokenizers_library, 0, COUNT(names));
    tcase_add_loop_test(tcase, tokens_say_what_they_were_made_of, 0, COUNT(byte_levels));
    tcase_add_loop_test(tcase, a_pair_is_joined_as_its_template_says, 0, COUNT(pairs));
    tcase_add_test(tcase, a_template_can_be_left_out);
    tcase_add_test(tcase, the_pair_of_the_lowest_rank_is_merged_first);
    tcase_add_test(tcase, the_best_segmentation_is_found);
    tcase_add_loop_test(tcase, what_is_malformed_or_not_known_is_refused, 0,
                        COUNT(faults));
    suite_add_tcase(suite, tcase);
    return suite;
}
