#include "adapters/hf_config.h"
#include "adapters/hf_map.h"
#include "adapters/hf_weights.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof(table)[0]))

static char dir[SCRATCH_PATH];
static struct assay_arena arena;
static struct assay_error err;

static void make_dir(void)
{
    scratch_make(dir);
}

static void remove_dir(void)
{
    scratch_remove(dir);
    assay_arena_release(&arena);
}

/* What every configuration below has, and `more` in place of some of it. */
#define SIZES                                                                            \
    "\"vocab_size\": 8, \"hidden_size\": 4, \"intermediate_size\": 6, "                  \
    "\"num_hidden_layers\": 1, \"num_attention_heads\": 2, "                             \
    "\"max_position_embeddings\": 32"

static enum assay_code read_config(const char *text, struct assay_hf_config *out)
{
    char path[SCRATCH_PATH];

    scratch_text(dir, "config.json", text, path);
    return assay_hf_config_read(dir, &arena, out, &err);
}

START_TEST(a_configuration_has_the_defaults_of_its_class)
{
    struct assay_hf_config config;

    ck_assert_int_eq(
        read_config("{\"architectures\": [\"LlamaForCausalLM\"], " SIZES "}", &config),
        ASSAY_OK);
    ck_assert_int_eq(config.family, ASSAY_HF_LLAMA);
    ck_assert_int_eq(config.task, ASSAY_HF_CAUSAL);
    ck_assert_uint_eq(config.kv_heads, 2);
    ck_assert_uint_eq(config.head_width, 2);
    ck_assert_uint_eq(config.context, 32);
    ck_assert_double_eq(config.rope_base, 10000.0);
    ck_assert(!config.tied);
    ck_assert_int_eq(
        read_config("{\"architectures\": [\"Qwen3ForTokenClassification\"], " SIZES "}",
                    &config),
        ASSAY_OK);
    ck_assert_int_eq(config.task, ASSAY_HF_TOKEN);
    ck_assert_uint_eq(config.head_width, 128); /* Qwen3Config */
    ck_assert_int_eq(
        read_config("{\"architectures\": [\"Gemma2ForCausalLM\"], " SIZES "}", &config),
        ASSAY_OK);
    ck_assert(config.tied);
    ck_assert_uint_eq(config.window, 4096);
    ck_assert_double_eq_tol(config.attention_scale, 1.0, 1e-15); /* 256 of 256 */
}
END_TEST

/* Old and new spelling of the same rotary positions. */
START_TEST(rotary_positions_are_read_in_either_spelling)
{
    static const char *const spellings[] = {
        "\"rope_theta\": 500000.0, \"rope_scaling\": {\"type\": \"llama3\", \"factor\": "
        "8, "
        "\"original_max_position_embeddings\": 16}",
        "\"rope_parameters\": {\"rope_type\": \"llama3\", \"rope_theta\": 500000.0, "
        "\"factor\": 8.0, \"original_max_position_embeddings\": 16}"};

    for (size_t i = 0; i < 2; i++) {
        struct assay_hf_config config;
        char text[1024];

        (void)snprintf(text, sizeof(text),
                       "{\"architectures\": [\"LlamaForCausalLM\"], " SIZES ", %s}",
                       spellings[i]);
        ck_assert_int_eq(read_config(text, &config), ASSAY_OK);
        ck_assert_int_eq(config.rope, ASSAY_HF_ROPE_LLAMA3);
        ck_assert_double_eq(config.rope_base, 500000.0);
        ck_assert_double_eq(config.rope_factor, 8.0);
        ck_assert_uint_eq(config.rope_context, 16);
    }
}
END_TEST

/* Within the first window one of Qwen's is not felt, and libllama's graph has none. */
static const struct {
    const char *text; /* beside the sizes */
    size_t context, window;
} windows[] = {
    {"\"architectures\": [\"MistralForCausalLM\"], \"sliding_window\": 8", 32, 8},
    {"\"architectures\": [\"MistralForCausalLM\"], \"sliding_window\": null", 32, 0},
    {"\"architectures\": [\"MistralForCausalLM\"], \"sliding_window\": 32", 32, 0},
    {"\"architectures\": [\"MistralForCausalLM\"]", 32, 0}, /* MistralConfig: 4096 */
    {"\"architectures\": [\"LlamaForCausalLM\"], \"sliding_window\": 8", 32, 0},
    {"\"architectures\": [\"Qwen2ForCausalLM\"], \"sliding_window\": 8, "
     "\"use_sliding_window\": false",
     32, 0},
    {"\"architectures\": [\"Qwen2ForCausalLM\"], \"sliding_window\": 8, "
     "\"use_sliding_window\": true",
     8, 0},
    {"\"architectures\": [\"Qwen2ForCausalLM\"], \"sliding_window\": 8, "
     "\"use_sliding_window\": true, \"max_window_layers\": 1",
     32, 0},
    {"\"architectures\": [\"Qwen2ForCausalLM\"], \"sliding_window\": 8, "
     "\"use_sliding_window\": true, \"max_window_layers\": 1, "
     "\"layer_types\": [\"sliding_attention\"]",
     8, 0},
    {"\"architectures\": [\"Gemma2ForCausalLM\"], \"sliding_window\": 8", 32, 8},
};

START_TEST(a_sliding_window_is_that_of_the_class)
{
    struct assay_hf_config config;
    char text[1024];

    (void)snprintf(text, sizeof(text), "{%s, " SIZES "}", windows[_i].text);
    ck_assert_int_eq(read_config(text, &config), ASSAY_OK);
    ck_assert_uint_eq(config.context, windows[_i].context);
    ck_assert_uint_eq(config.window, windows[_i].window);
}
END_TEST

/* A score is read at the last token that is not the padding, where there is one. */
static const struct {
    const char *text;
    bool padded;
    int32_t pad;
} pads[] = {
    {"\"architectures\": [\"LlamaForSequenceClassification\"], \"pad_token_id\": 5", true,
     5},
    {"\"architectures\": [\"LlamaForSequenceClassification\"], \"pad_token_id\": 8",
     false, 0}, /* no token of the 8 */
    {"\"architectures\": [\"LlamaForSequenceClassification\"], \"pad_token_id\": -1",
     false, 0},
    {"\"architectures\": [\"LlamaForSequenceClassification\"]", false, 0},
    {"\"architectures\": [\"LlamaForTokenClassification\"], \"pad_token_id\": 5", false,
     0},
    {"\"architectures\": [\"Gemma2ForSequenceClassification\"]", true, 0},
    {"\"architectures\": [\"Gemma2ForSequenceClassification\"], \"pad_token_id\": null",
     false, 0},
};

START_TEST(the_padding_is_that_of_the_class)
{
    struct assay_hf_config config;
    char text[1024];

    (void)snprintf(text, sizeof(text), "{%s, " SIZES "}", pads[_i].text);
    ck_assert_int_eq(read_config(text, &config), ASSAY_OK);
    ck_assert(config.padded == pads[_i].padded);
    ck_assert_int_eq(config.pad, pads[_i].pad);
}
END_TEST

START_TEST(positions_of_roberta_begin_behind_the_padding)
{
    struct assay_hf_config config;

    ck_assert_int_eq(
        read_config(
            "{\"architectures\": [\"XLMRobertaForSequenceClassification\"], " SIZES
            ", \"pad_token_id\": 1}",
            &config),
        ASSAY_OK);
    ck_assert_uint_eq(config.padding, 2);
    ck_assert_uint_eq(config.context, 30);
    ck_assert_uint_eq(config.types, 2); /* RobertaConfig */
}
END_TEST

static const struct {
    const char *text;
    enum assay_code code;
    const char *said;
} bad_configs[] = {
    {"[]", ASSAY_EDATA, "is no object"},
    {"{", ASSAY_EDATA, "config.json:1:"},
    {"{}", ASSAY_EDATA, "\"architectures\" must name one"},
    {"{\"architectures\": [\"MambaForCausalLM\"]}", ASSAY_EMODEL,
     "the architecture MambaForCausalLM is not known"},
    {"{\"architectures\": [\"BertForTokenClassification\"]}", ASSAY_EMODEL,
     "of encoders only"},
    {"{\"architectures\": [\"LlamaForCausalLM\"]}", ASSAY_EDATA,
     "\"vocab_size\" is missing"},
    {"{\"architectures\": [\"LlamaForCausalLM\"], \"vocab_size\": 0}", ASSAY_EDATA,
     "\"vocab_size\" must be a whole number from 1 to"},
    {"{\"architectures\": [\"LlamaForCausalLM\"], \"vocab_size\": 1e300}", ASSAY_EDATA,
     "\"vocab_size\" must be a whole number"},
    {"{\"architectures\": [\"LlamaForCausalLM\"], " SIZES ", \"hidden_act\": \"relu\"}",
     ASSAY_EMODEL, "the activation relu is not known"},
    {"{\"architectures\": [\"BertForSequenceClassification\"], " SIZES
     ", \"hidden_act\": \"gelu_new\"}",
     ASSAY_EMODEL, "the activation gelu_new is not known"},
    {"{\"architectures\": [\"Gemma2ForCausalLM\"], " SIZES
     ", \"hidden_activation\": \"gelu\"}",
     ASSAY_EMODEL, "the activation gelu is not known"},
    {"{\"architectures\": [\"LlamaForCausalLM\"], " SIZES ", \"num_key_value_heads\": 3}",
     ASSAY_EDATA, "does not divide"},
    {"{\"architectures\": [\"LlamaForCausalLM\"], " SIZES ", \"head_dim\": 3}",
     ASSAY_EDATA, "\"head_dim\" is odd"},
    {"{\"architectures\": [\"LlamaForCausalLM\"], " SIZES
     ", \"rope_scaling\": {\"type\": \"longrope\"}}",
     ASSAY_EMODEL, "rotary positions of type \"longrope\" are not known"},
    {"{\"architectures\": [\"LlamaForCausalLM\"], " SIZES ", \"rms_norm_eps\": -1}",
     ASSAY_EDATA, "\"rms_norm_eps\" must be a number above 0"},
    {"{\"architectures\": [\"BertForSequenceClassification\"], " SIZES
     ", \"position_embedding_type\": \"relative_key\"}",
     ASSAY_EDATA, "must be \"absolute\""},
};

START_TEST(a_bad_configuration_is_told_in_a_line)
{
    struct assay_hf_config config;

    ck_assert_int_eq(read_config(bad_configs[_i].text, &config), bad_configs[_i].code);
    ck_assert_msg(strstr(err.text, bad_configs[_i].said) != NULL, "%s", err.text);
    ck_assert_ptr_nonnull(strstr(err.text, "config.json"));
}
END_TEST

/* A safetensors file with one array of f32 zeros. */
static void write_array(const char *file, const char *name, size_t rows, size_t columns)
{
    static char bytes[4096];
    char path[SCRATCH_PATH];
    const size_t n = rows * columns * 4;
    int len;

    memset(bytes, 0, sizeof(bytes));
    len = snprintf(
        bytes + 8, sizeof(bytes) - 8,
        "{\"%s\":{\"dtype\":\"F32\",\"shape\":[%zu,%zu],\"data_offsets\":[0,%zu]}}", name,
        rows, columns, n);
    bytes[0] = (char)(len & 0xFF);
    bytes[1] = (char)(len >> 8);
    scratch_write(dir, file, bytes, 8 + (size_t)len + n, path);
}

START_TEST(weights_are_found_in_the_files_of_an_index)
{
    struct assay_hf_weights weights;
    char path[SCRATCH_PATH];

    write_array("a.safetensors", "x.LayerNorm.gamma", 2, 3);
    write_array("b.safetensors", "y", 4, 5);
    scratch_text(dir, "model.safetensors.index.json",
                 "{\"weight_map\": {\"x.LayerNorm.gamma\": \"a.safetensors\", "
                 "\"y\": \"b.safetensors\"}}",
                 path);
    ck_assert_int_eq(assay_hf_weights_open(dir, &arena, &weights, &err), ASSAY_OK);
    ck_assert_uint_eq(weights.count, 2);
    ck_assert_uint_eq(assay_hf_weights_find(&weights, "y")->columns, 5);
    ck_assert_uint_eq(assay_hf_weights_find(&weights, "x.LayerNorm.weight")->rows, 2);
    ck_assert_ptr_null(assay_hf_weights_find(&weights, "z"));
    assay_hf_weights_release(&weights);
}
END_TEST

static const struct {
    const char *index; /* NULL: none */
    enum assay_code code;
    const char *said;
} bad_indexes[] = {
    {NULL, ASSAY_EMODEL, "neither model.safetensors nor"},
    {"{\"weight_map\": {}}", ASSAY_EDATA, "no \"weight_map\""},
    {"{\"weight_map\": {\"y\": \"gone.safetensors\"}}", ASSAY_EIO, "gone.safetensors"},
    {"{\"weight_map\": {\"y\": \"../b.safetensors\"}}", ASSAY_EDATA,
     "is no file of the folder"},
    {"{\"weight_map\": {\"z\": \"b.safetensors\"}}", ASSAY_EDATA,
     "array z is not in b.safetensors"},
};

START_TEST(a_bad_index_is_told_in_a_line)
{
    struct assay_hf_weights weights;
    char path[SCRATCH_PATH];

    write_array("b.safetensors", "y", 4, 5);
    if (bad_indexes[_i].index)
        scratch_text(dir, "model.safetensors.index.json", bad_indexes[_i].index, path);
    ck_assert_int_eq(assay_hf_weights_open(dir, &arena, &weights, &err),
                     bad_indexes[_i].code);
    ck_assert_msg(strstr(err.text, bad_indexes[_i].said) != NULL, "%s", err.text);
    assay_hf_weights_release(&weights);
}
END_TEST

START_TEST(an_array_of_another_shape_is_told)
{
    struct assay_hf_config config;
    struct assay_hf_weights weights;
    struct assay_hf_map map;

    ck_assert_int_eq(read_config("{\"architectures\": [\"LlamaForCausalLM\"], " SIZES
                                 ", \"tie_word_embeddings\": true}",
                                 &config),
                     ASSAY_OK);
    write_array("model.safetensors", "model.embed_tokens.weight", 8, 5);
    ck_assert_int_eq(assay_hf_weights_open(dir, &arena, &weights, &err), ASSAY_OK);
    ck_assert_int_eq(assay_hf_map_make(&config, &weights, &arena, &map, &err),
                     ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text,
                                 "array model.embed_tokens.weight is 8 x 5 in 2 "
                                 "dimensions, config.json wants 8 x 4"));
    assay_hf_weights_release(&weights);
    write_array("model.safetensors", "model.embed_tokens.weight", 8, 4);
    ck_assert_int_eq(assay_hf_weights_open(dir, &arena, &weights, &err), ASSAY_OK);
    ck_assert_int_eq(assay_hf_map_make(&config, &weights, &arena, &map, &err),
                     ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "array model.norm.weight is missing"));
    assay_hf_weights_release(&weights);
}
END_TEST

START_TEST(an_array_that_is_cut_short_is_told)
{
    struct assay_hf_weights weights;
    char path[SCRATCH_PATH];

    write_array("model.safetensors", "y", 4, 5);
    scratch_path(dir, "model.safetensors", path);
    ck_assert_int_eq(truncate(path, 100), 0);
    ck_assert_int_eq(assay_hf_weights_open(dir, &arena, &weights, &err), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "model.safetensors: ends inside an array"));
    assay_hf_weights_release(&weights);
    ck_assert_int_eq(truncate(path, 0), 0);
    ck_assert_int_eq(assay_hf_weights_open(dir, &arena, &weights, &err), ASSAY_EDATA);
    assay_hf_weights_release(&weights);
}
END_TEST

Suite *unit_hf(void)
{
    Suite *suite = suite_create("hf");
    TCase *tcase = tcase_create("folder");

    tcase_add_checked_fixture(tcase, make_dir, remove_dir);
    tcase_add_test(tcase, a_configuration_has_the_defaults_of_its_class);
    tcase_add_test(tcase, rotary_positions_are_read_in_either_spelling);
    tcase_add_loop_test(tcase, a_sliding_window_is_that_of_the_class, 0, COUNT(windows));
    tcase_add_loop_test(tcase, the_padding_is_that_of_the_class, 0, COUNT(pads));
    tcase_add_test(tcase, positions_of_roberta_begin_behind_the_padding);
    tcase_add_loop_test(tcase, a_bad_configuration_is_told_in_a_line, 0,
                        COUNT(bad_configs));
    tcase_add_test(tcase, weights_are_found_in_the_files_of_an_index);
    tcase_add_loop_test(tcase, a_bad_index_is_told_in_a_line, 0, COUNT(bad_indexes));
    tcase_add_test(tcase, an_array_of_another_shape_is_told);
    tcase_add_test(tcase, an_array_that_is_cut_short_is_told);
    suite_add_tcase(suite, tcase);
    return suite;
}
