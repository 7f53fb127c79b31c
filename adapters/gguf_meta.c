/* gguf_meta.c - what libllama does not tell of a GGUF file: assay's own keys, token types, digests. */
#include "adapters/gguf_model.h"

#include "harness/core/file.h"
#include "harness/core/memory.h"

#include <gguf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum assay_code open_meta(const char *path, struct gguf_context **out,
                                 struct assay_error *err)
{
    const struct gguf_init_params params = {.no_alloc = true, .ctx = NULL};

    *out = gguf_init_from_file(path, params);
    return *out ? ASSAY_OK
                : assay_fail(err, ASSAY_EMODEL, "%s: its metadata cannot be read", path);
}

/* Bytes up to which the tensors of a file lie. */
static uint64_t end_of(const struct gguf_context *meta)
{
    uint64_t most = 0;

    for (int64_t i = 0; i < gguf_get_n_tensors(meta); i++) {
        const uint64_t end =
            gguf_get_tensor_offset(meta, i) + gguf_get_tensor_size(meta, i);

        most = end > most ? end : most;
    }
    return gguf_get_data_offset(meta) + most;
}

enum assay_code assay_gguf_meta_whole(const char *path, const struct gguf_context *meta,
                                      uint64_t bytes, struct assay_error *err)
{
    const uint64_t end = end_of(meta);

    return bytes >= end ? ASSAY_OK
                        : assay_fail(err, ASSAY_EDATA,
                                     "%s: cut short: its tensors reach to byte %" PRIu64
                                     ", it has %" PRIu64 " bytes",
                                     path, end, bytes);
}

enum assay_code assay_gguf_meta_check(const char *path, struct assay_error *err)
{
    struct gguf_context *meta = NULL;
    struct assay_error ignored;
    struct stat status;
    enum assay_code code;
    uint64_t bytes;

    if (stat(path, &status) != 0)
        return ASSAY_OK; /* whoever opened it tells why */
    bytes = (uint64_t)status.st_size;
    if (open_meta(path, &meta, &ignored))
        return assay_fail(err, ASSAY_EDATA,
                          "%s: its %" PRIu64
                          " bytes end within the metadata, or these are damaged",
                          path, bytes);
    code = assay_gguf_meta_whole(path, meta, bytes, err);
    gguf_free(meta);
    return code;
}

/* The place of an array of a type, or -1. */
static int64_t find_array(const struct gguf_context *meta, const char *key,
                          enum gguf_type type)
{
    const int64_t place = gguf_find_key(meta, key);

    return place >= 0 && gguf_get_kv_type(meta, place) == GGUF_TYPE_ARRAY &&
                   gguf_get_arr_type(meta, place) == type
               ? place
               : -1;
}

/* A list of floats under a key: a copy with its length; NULL where there is none. */
static float *floats(const struct gguf_context *meta, const char *key,
                     struct assay_arena *arena, size_t *n)
{
    const int64_t place = find_array(meta, key, GGUF_TYPE_FLOAT32);
    float *copy;

    *n = 0;
    if (place < 0)
        return NULL;
    *n = gguf_get_arr_n(meta, place);
    copy = assay_arena_new(arena, *n + 1, sizeof(*copy));
    if (*n > 0)
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

static enum assay_code read_head(const struct gguf_context *meta, const char *path,
                                 struct assay_gguf_model *model, struct assay_error *err)
{
    size_t weights, biases;
    const float *weight = floats(meta, "assay.score.weight", &model->arena, &weights);
    const float *bias = floats(meta, "assay.score.bias", &model->arena, &biases);
    const size_t labels = weight ? label_count(meta) : 0;

    if (!weight)
        return ASSAY_OK;
    if (labels < 1 || labels > ASSAY_HEAD_LABELS_MAX ||
        weights != labels * model->width || (bias && biases != labels))
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: a score head of %zu weights does not fit %zu labels and "
                          "states of %zu numbers",
                          path, weights, labels, model->width);
    assay_gguf_model_set_head(
        model, &(struct assay_head){.layer = {{model->width, labels, weight, bias}},
                                    .layers = 1,
                                    .labels = labels});
    return assay_head_check(&model->head, path, err) ? ASSAY_EMODEL : ASSAY_OK;
}

/* The names of labels, where the metadata have as many as there are. */
static void read_names(const struct gguf_context *meta, size_t labels,
                       struct assay_gguf_model *model)
{
    const int64_t place = find_array(meta, "assay.score.labels", GGUF_TYPE_STRING);
    struct assay_str *names;

    if (place < 0 || labels == 0 || gguf_get_arr_n(meta, place) != labels)
        return;
    names = assay_arena_new(&model->arena, labels, sizeof(*names));
    for (size_t i = 0; i < labels; i++)
        names[i] = assay_arena_copy(&model->arena,
                                    assay_str_of(gguf_get_arr_str(meta, place, i)));
    model->label = names;
}

enum assay_code assay_gguf_meta_head(const char *path, struct assay_gguf_model *model,
                                     struct assay_error *err)
{
    struct gguf_context *meta;
    enum assay_code code = open_meta(path, &meta, err);

    if (code)
        return code;
    code = read_head(meta, path, model, err);
    if (!code)
        read_names(meta, model->head.labels, model);
    gguf_free(meta);
    return code;
}

/* ---- token types ---- */

static enum assay_code read_bytes(const char *path, size_t from, void *data, size_t n,
                                  struct assay_error *err)
{
    size_t got = 0;
    int fd = -1;
    enum assay_code code = assay_file_open(path, &fd, err);

    if (!code && lseek(fd, (off_t)from, SEEK_SET) < 0)
        code = assay_fail(err, ASSAY_EMODEL, "%s: no byte %zu", path, from);
    if (!code)
        code = assay_file_read(fd, path, data, n, &got, err);
    if (!code && got != n)
        code = assay_fail(err, ASSAY_EMODEL, "%s: it is cut short", path);
    if (fd >= 0)
        (void)close(fd);
    return code;
}

/* A tensor as floats, in arena. */
static enum assay_code read_tensor(const char *path, const struct gguf_context *meta,
                                   int64_t tensor, struct assay_arena *arena, float **out,
                                   struct assay_error *err)
{
    const enum ggml_type type = gguf_get_tensor_type(meta, tensor);
    const struct ggml_type_traits *traits = ggml_get_type_traits(type);
    const size_t bytes = gguf_get_tensor_size(meta, tensor);
    const int64_t *size = gguf_get_tensor_ne(meta, tensor);
    const size_t count = (size_t)(size[0] * size[1]);
    void *raw = assay_arena_new(arena, bytes, 1);
    enum assay_code code = read_bytes(
        path, gguf_get_data_offset(meta) + gguf_get_tensor_offset(meta, tensor), raw,
        bytes, err);

    if (code || type == GGML_TYPE_F32) {
        *out = raw;
        return code;
    }
    if (!traits->to_float)
        return assay_fail(err, ASSAY_EMODEL, "%s: token types of type %s", path,
                          ggml_type_name(type));
    *out = assay_arena_new(arena, count, sizeof(**out));
    traits->to_float(raw, *out, (int64_t)count);
    return ASSAY_OK;
}

/*
 * llama.cpp's converter leaves out BERT's pooler, a layer between the first state and the classifier
 * (conversion/bert.py, filter_tensors; transformers modeling_bert.py, BertPooler): what remains
 * gives other numbers without a word.
 */
static enum assay_code check_pooler(const char *path, const struct gguf_context *meta,
                                    const struct assay_gguf_model *model,
                                    struct assay_error *err)
{
    if (strcmp(model->architecture, "bert") != 0 || model->labels == 0 ||
        gguf_find_tensor(meta, "cls.output.weight") < 0 ||
        gguf_find_tensor(meta, "cls.weight") >= 0)
        return ASSAY_OK;
    return assay_fail(
        err, ASSAY_EMODEL,
        "%s: it has a classifier without the pooler before it (cls.weight), "
        "which llama.cpp's converter leaves out; take the folder that it was "
        "made of, hf:FOLDER",
        path);
}

enum assay_code assay_gguf_meta_types(const char *path, struct assay_gguf_model *model,
                                      struct assay_error *err)
{
    const size_t width = model->width;
    struct gguf_context *meta;
    enum assay_code code = open_meta(path, &meta, err);
    int64_t tensor;
    float *rows = NULL;

    if (code)
        return code;
    code = check_pooler(path, meta, model, err);
    tensor = gguf_find_tensor(meta, "token_types.weight");
    if (!code && tensor >= 0) {
        const int64_t *size = gguf_get_tensor_ne(meta, tensor);
        const size_t count = (size_t)(size[0] * size[1]);

        if (size[0] == (int64_t)width && size[1] >= 2 && count <= ASSAY_GGUF_ROWS_MAX)
            code = read_tensor(path, meta, tensor, &model->arena, &rows, err);
    }
    gguf_free(meta);
    for (size_t i = 0; !code && rows && i < width; i++)
        rows[i] = rows[width + i] - rows[i];
    model->second = code ? NULL : rows;
    return code;
}

/* ---- the tokenizer ---- */

static const size_t sizes[GGUF_TYPE_COUNT] = {
    [GGUF_TYPE_UINT8] = 1,   [GGUF_TYPE_INT8] = 1,    [GGUF_TYPE_UINT16] = 2,
    [GGUF_TYPE_INT16] = 2,   [GGUF_TYPE_UINT32] = 4,  [GGUF_TYPE_INT32] = 4,
    [GGUF_TYPE_FLOAT32] = 4, [GGUF_TYPE_BOOL] = 1,    [GGUF_TYPE_UINT64] = 8,
    [GGUF_TYPE_INT64] = 8,   [GGUF_TYPE_FLOAT64] = 8,
};

/* A text with its NUL, so that two texts are not one. */
static void add_text(struct assay_digest *digest, const char *text)
{
    assay_digest_add(digest, text, strlen(text) + 1);
}

static void add_value(struct assay_digest *digest, const struct gguf_context *meta,
                      int64_t key)
{
    const enum gguf_type type = gguf_get_kv_type(meta, key);
    const bool list = type == GGUF_TYPE_ARRAY;
    const enum gguf_type each = list ? gguf_get_arr_type(meta, key) : type;
    const size_t n = list ? gguf_get_arr_n(meta, key) : 1;

    add_text(digest, gguf_type_name(type));
    add_text(digest, gguf_type_name(each));
    if (each == GGUF_TYPE_STRING) {
        for (size_t i = 0; i < n; i++)
            add_text(digest,
                     list ? gguf_get_arr_str(meta, key, i) : gguf_get_val_str(meta, key));
        return;
    }
    if (n > 0)
        assay_digest_add(
            digest, list ? gguf_get_arr_data(meta, key) : gguf_get_val_data(meta, key),
            n * sizes[each]);
}

enum assay_code assay_gguf_meta_tokenizer(const char *path, char sha256[ASSAY_DIGEST_HEX],
                                          struct assay_error *err)
{
    static const char prefix[] = "tokenizer.ggml.";
    unsigned char bytes[ASSAY_DIGEST_BYTES];
    struct assay_digest *digest;
    struct gguf_context *meta;
    enum assay_code code = open_meta(path, &meta, err);

    if (code)
        return code;
    digest = assay_digest_new();
    for (int64_t i = 0; i < gguf_get_n_kv(meta); i++) {
        const char *key = gguf_get_key(meta, i);

        if (strncmp(key, prefix, sizeof(prefix) - 1) != 0)
            continue;
        add_text(digest, key);
        add_value(digest, meta, i);
    }
    assay_digest_finish(digest, bytes);
    assay_digest_hex(bytes, sha256);
    gguf_free(meta);
    return ASSAY_OK;
}
