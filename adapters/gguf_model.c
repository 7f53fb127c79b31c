#include "adapters/gguf_model.h"

#include "harness/core/memory.h"
#include "harness/core/str.h"

#include <gguf.h>
#include <llama.h>
#include <stdlib.h>
#include <string.h>

enum {
    SAID_MAX = 256 /* of libllama's last error */
};

struct said {
    char text[SAID_MAX];
};

/* Keeps the last error that libllama tells, as one line without its function's name. */
static void hear(enum ggml_log_level level, const char *text, void *data)
{
    struct said *said = data;
    const char *what = strstr(text, ": ");
    size_t n;

    if (level != GGML_LOG_LEVEL_ERROR)
        return;
    what = what ? what + 2 : text;
    n = strcspn(what, "\n");
    n = n < SAID_MAX ? n : SAID_MAX - 1;
    memcpy(said->text, what, n);
    said->text[n] = '\0';
}

static void hush(enum ggml_log_level level, const char *text, void *data)
{
    (void)level;
    (void)text;
    (void)data;
}

const char *assay_gguf_library(void)
{
    return llama_version();
}

static enum assay_code refuse(const char *path, const struct said *said,
                              struct assay_error *err)
{
    return assay_fail(err, ASSAY_EMODEL, "%s: %s", path,
                      said->text[0] ? said->text : "libllama cannot load it");
}

/* A list of floats under a key: a copy with its length; NULL where there is none. */
static float *floats(const struct gguf_context *meta, const char *key, size_t *n)
{
    const int64_t place = gguf_find_key(meta, key);
    float *copy;

    *n = 0;
    if (place < 0 || gguf_get_kv_type(meta, place) != GGUF_TYPE_ARRAY ||
        gguf_get_arr_type(meta, place) != GGUF_TYPE_FLOAT32)
        return NULL;
    *n = gguf_get_arr_n(meta, place);
    copy = assay_memory_new(*n + 1, sizeof(*copy));
    memcpy(copy, gguf_get_arr_data(meta, place), *n * sizeof(*copy));
    return copy;
}

static size_t label_count(const struct gguf_context *meta)
{
    const int64_t place = gguf_find_key(meta, "assay.score.n_labels");

    return place >= 0 && gguf_get_kv_type(meta, place) == GGUF_TYPE_UINT32
               ? gguf_get_val_u32(meta, place)
               : 1;
}

static enum assay_code read_head(const char *path, struct assay_gguf_model *model,
                                 struct assay_error *err)
{
    const struct gguf_init_params params = {.no_alloc = true, .ctx = NULL};
    struct gguf_context *meta = gguf_init_from_file(path, params);
    size_t weights, biases;

    if (!meta)
        return assay_fail(err, ASSAY_EMODEL, "%s: its metadata cannot be read", path);
    model->weight = floats(meta, "assay.score.weight", &weights);
    model->bias = floats(meta, "assay.score.bias", &biases);
    model->labels = model->weight ? label_count(meta) : 0;
    gguf_free(meta);
    if (!model->weight)
        return ASSAY_OK;
    if (model->labels < 1 || model->labels > ASSAY_GGUF_LABELS_MAX ||
        weights != model->labels * model->width ||
        (model->bias && biases != model->labels))
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: a score head of %zu weights does not fit %zu labels and "
                          "states of %zu numbers",
                          path, weights, model->labels, model->width);
    model->kind = ASSAY_GGUF_SCORES;
    return ASSAY_OK;
}

static enum assay_code read_facts(const char *path, struct assay_gguf_model *model,
                                  struct assay_error *err)
{
    const uint32_t classes = llama_model_n_cls_out(model->llama);
    char architecture[64] = "";

    model->vocabulary = (size_t)llama_vocab_n_tokens(llama_model_get_vocab(model->llama));
    model->width = (size_t)llama_model_n_embd(model->llama);
    model->context = (size_t)llama_model_n_ctx_train(model->llama);
    if (model->vocabulary == 0)
        return assay_fail(err, ASSAY_EMODEL, "%s: it has no vocabulary", path);
    (void)llama_model_meta_val_str(model->llama, "general.architecture", architecture,
                                   sizeof(architecture));
    if (strstr(architecture, "bert") == NULL)
        return ASSAY_OK;
    if (classes == 0 || classes > ASSAY_GGUF_LABELS_MAX)
        return assay_fail(err, ASSAY_EMODEL, "%s: an encoder without a score head", path);
    model->kind = ASSAY_GGUF_ENCODER;
    model->labels = classes;
    return ASSAY_OK;
}

enum assay_code assay_gguf_model_open(const char *path, struct assay_gguf_model *out,
                                      struct assay_error *err)
{
    struct llama_model_params params = llama_model_default_params();
    struct said said = {""};
    enum assay_code code;

    *out = (struct assay_gguf_model){0};
    llama_log_set(hear, &said);
    llama_backend_init();
    params.n_gpu_layers = 0;
    params.check_tensors = true;
    out->llama = llama_model_load_from_file(path, params);
    llama_log_set(hush, NULL);
    if (!out->llama)
        return refuse(path, &said, err);
    code = read_facts(path, out, err);
    return code || out->kind == ASSAY_GGUF_ENCODER ? code : read_head(path, out, err);
}

enum assay_code assay_gguf_model_make(const char *path, struct gguf_context *meta,
                                      assay_gguf_fill *fill, void *data,
                                      struct assay_gguf_model *out,
                                      struct assay_error *err)
{
    struct llama_model_params params = llama_model_default_params();
    struct said said = {""};

    *out = (struct assay_gguf_model){0};
    llama_log_set(hear, &said);
    llama_backend_init();
    params.n_gpu_layers = 0;
    out->llama = llama_model_init_from_user(meta, fill, data, params);
    llama_log_set(hush, NULL);
    return out->llama ? read_facts(path, out, err) : refuse(path, &said, err);
}

void assay_gguf_model_release(struct assay_gguf_model *model)
{
    llama_model_free(model->llama);
    free(model->weight);
    free(model->bias);
    *model = (struct assay_gguf_model){0};
}
