#include "adapters/gguf_model.h"

#include "adapters/gguf_f32.h"
#include "adapters/gguf_types.h"
#include "adapters/hf_words.h"
#include "harness/core/file.h"
#include "harness/core/str.h"

#include <llama.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    SAID_MAX = 256 /* of what libllama tells */
};

struct said {
    char text[SAID_MAX];
};

/* Keeps the first error that libllama tells, the cause of the others, as one line without its function's
   name. */
static void hear(enum ggml_log_level level, const char *text, void *data)
{
    static const char common[] = "error loading model: ";
    struct said *said = data;
    const char *what = strstr(text, ": ");
    size_t n;

    if (level != GGML_LOG_LEVEL_ERROR || said->text[0])
        return;
    what = what ? what + 2 : text;
    if (strncmp(what, common, sizeof(common) - 1) == 0)
        what += sizeof(common) - 1;
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

/* The labels of an encoder's own head, by the names that libllama knows. */
static void name_classes(struct assay_gguf_model *model)
{
    struct assay_str *names =
        assay_arena_new(&model->arena, model->labels + 1, sizeof(*names));

    for (size_t i = 0; i < model->labels; i++) {
        const char *name = llama_model_cls_label(model->llama, (uint32_t)i);

        if (!name)
            return;
        names[i] = assay_str_of(name);
    }
    model->label = names;
}

static enum assay_code read_facts(const char *path, struct assay_gguf_model *model,
                                  struct assay_error *err)
{
    const uint32_t classes = llama_model_n_cls_out(model->llama);

    model->vocabulary = (size_t)llama_vocab_n_tokens(llama_model_get_vocab(model->llama));
    model->width = (size_t)llama_model_n_embd(model->llama);
    model->context = (size_t)llama_model_n_ctx_train(model->llama);
    model->blocks = (size_t)llama_model_n_layer(model->llama);
    model->parameters = (size_t)llama_model_n_params(model->llama);
    if (model->vocabulary == 0)
        return assay_fail(err, ASSAY_EMODEL, "%s: it has no vocabulary", path);
    (void)llama_model_meta_val_str(model->llama, "general.architecture",
                                   model->architecture, sizeof(model->architecture));
    if (!strstr(model->architecture, "bert"))
        return ASSAY_OK;
    if (classes > ASSAY_HEAD_LABELS_MAX)
        return assay_fail(err, ASSAY_EMODEL, "%s: %u labels; %d can be", path, classes,
                          ASSAY_HEAD_LABELS_MAX);
    model->kind = ASSAY_GGUF_ENCODER;
    model->labels = classes;
    name_classes(model);
    return ASSAY_OK;
}

void assay_gguf_model_set_head(struct assay_gguf_model *model,
                               const struct assay_head *head)
{
    if (head->labels != model->labels)
        model->label = NULL; /* those of another head */
    model->head = *head;
    model->labels = head->labels;
    model->kind = head->labels ? ASSAY_GGUF_SCORES : ASSAY_GGUF_POLICY;
}

/* A text of padding alone is read at its first token, as transformers does. */
size_t assay_gguf_model_last(const struct assay_gguf_model *model, const int32_t *token,
                             size_t count)
{
    size_t last = count - 1;

    while (model->padded && last > 0 && token[last] == model->pad)
        last--;
    return last;
}

bool assay_gguf_model_label(const struct assay_gguf_model *model, struct assay_str name,
                            size_t *label)
{
    for (size_t i = 0; model->label && i < model->labels; i++)
        if (assay_str_equal(model->label[i], name)) {
            *label = i;
            return true;
        }
    return false;
}

enum assay_code assay_gguf_model_read_head(struct assay_gguf_model *model,
                                           const char *place, struct assay_error *err)
{
    struct assay_head head;
    enum assay_code code;

    if (model->kind == ASSAY_GGUF_ENCODER)
        return assay_fail(err, ASSAY_EUSAGE, "head=%s: an encoder has its head in itself",
                          place);
    code = assay_head_read(place, model->width, &model->arena, &head, model->head_sha256,
                           err);
    if (!code)
        assay_gguf_model_set_head(model, &head);
    return code;
}

/* libllama says the same of a file that is not there and of one that is something else. */
static enum assay_code check_file(const char *path, struct assay_error *err)
{
    char magic[4] = {0};
    size_t got;
    int fd;
    enum assay_code code = assay_file_open(path, &fd, err);

    if (code)
        return code;
    code = assay_file_read(fd, path, magic, sizeof(magic), &got, err);
    (void)close(fd);
    if (!code && memcmp(magic, "GGUF", sizeof(magic)) != 0)
        return assay_fail(err, ASSAY_EDATA, "%s: is no GGUF file", path);
    return code;
}

/* What libllama tells of its loading, 0 to 1; it is to go on. */
static bool tell_loading(float progress, void *data)
{
    const struct assay_loading *loading = data;

    assay_stage_set(loading->stage, (size_t)((double)progress * (double)loading->bytes));
    return true;
}

/* libllama's model of a file as one of f32; NULL, with nothing in err, where libllama says why. */
static enum assay_code load_f32(const char *path, struct llama_model_params params,
                                struct llama_model **out, struct assay_error *err)
{
    struct assay_gguf_f32 *f32 = NULL;
    enum assay_code code = assay_gguf_f32_open(path, &f32, err);
    FILE *stream = code ? NULL : assay_gguf_f32_stream(f32);

    params.load_mode = LLAMA_LOAD_MODE_NONE;
    if (stream) {
        *out = llama_model_load_from_file_ptr(stream, params);
        (void)fclose(stream);
    }
    assay_gguf_f32_free(f32);
    return code;
}

/* What its weights are. */
static enum assay_code read_types(const char *path, bool f32,
                                  struct assay_gguf_model *model, struct assay_error *err)
{
    struct assay_gguf_types types;
    const enum assay_code code = assay_gguf_types_read(path, &types, err);

    if (code)
        return code;
    model->stored = assay_gguf_types_tell(&types, &model->arena);
    model->rounding = f32 ? NULL : assay_gguf_types_rounding(&types);
    return ASSAY_OK;
}

enum assay_code assay_gguf_model_open(const char *path,
                                      const struct assay_loading *loading,
                                      struct assay_gguf_model *out,
                                      struct assay_error *err)
{
    struct llama_model_params params = llama_model_default_params();
    struct assay_loading told = *loading;
    struct said said = {""};
    enum assay_code code = check_file(path, err);

    *out = (struct assay_gguf_model){0};
    if (code)
        return code;
    llama_log_set(hear, &said);
    llama_backend_init();
    params.n_gpu_layers = 0;
    params.check_tensors = true;
    params.progress_callback = tell_loading;
    params.progress_callback_user_data = &told;
    if (loading->f32)
        code = load_f32(path, params, &out->llama, err);
    else
        out->llama = llama_model_load_from_file(path, params);
    llama_log_set(hush, NULL);
    if (!code && !out->llama)
        code = assay_gguf_meta_check(path, err);
    if (!out->llama)
        return code ? code : refuse(path, &said, err);
    code = read_facts(path, out, err);
    if (!code)
        code = read_types(path, loading->f32, out, err);
    if (code)
        return code;
    return out->kind == ASSAY_GGUF_ENCODER ? assay_gguf_meta_types(path, out, err)
                                           : assay_gguf_meta_head(path, out, err);
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

const char *assay_gguf_moves(const char *rounding)
{
    return !rounding ? "1e-5" : strcmp(rounding, "f16") == 0 ? "1e-2" : "1e-1";
}

bool assay_gguf_orderless(void)
{
    return strstr(llama_print_system_info(), "LLAMAFILE = 1") != NULL;
}

void assay_gguf_model_release(struct assay_gguf_model *model)
{
    llama_model_free(model->llama);
    if (model->words)
        assay_hf_words_release(model->words);
    assay_arena_release(&model->arena);
    *model = (struct assay_gguf_model){0};
}
