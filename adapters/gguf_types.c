#include "adapters/gguf_types.h"

#include "adapters/gguf_parts.h"

#include <gguf.h>
#include <stdbool.h>

void assay_gguf_types_add(struct assay_gguf_types *types, enum ggml_type type,
                          bool matrix)
{
    types->count[type]++;
    types->matrices[type] += matrix;
}

static enum assay_code add_file(const char *path, struct assay_gguf_types *out,
                                struct assay_error *err)
{
    struct ggml_context *tensors = NULL;
    struct gguf_context *meta = gguf_init_from_file(
        path, (struct gguf_init_params){.no_alloc = true, .ctx = &tensors});

    if (!meta)
        return assay_fail(err, ASSAY_EMODEL, "%s: its metadata cannot be read", path);
    for (int64_t i = 0; i < gguf_get_n_tensors(meta); i++) {
        const struct ggml_tensor *tensor =
            ggml_get_tensor(tensors, gguf_get_tensor_name(meta, i));

        assay_gguf_types_add(out, tensor->type, ggml_n_dims(tensor) > 1);
    }
    gguf_free(meta);
    ggml_free(tensors);
    return ASSAY_OK;
}

enum assay_code assay_gguf_types_read(const char *path, struct assay_gguf_types *out,
                                      struct assay_error *err)
{
    const size_t parts = assay_gguf_part_count(path);
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_gguf_types){0};
    for (size_t i = 0; !code && i < parts; i++)
        code = add_file(assay_gguf_part(path, i, &arena), out, err);
    assay_arena_release(&arena);
    return code;
}

const char *assay_gguf_types_tell(const struct assay_gguf_types *types,
                                  struct assay_arena *arena)
{
    struct assay_gguf_types left = *types;
    const char *told = "";

    for (;;) {
        size_t most = 0;

        for (size_t i = 1; i < GGML_TYPE_COUNT; i++)
            most = left.count[i] > left.count[most] ? i : most;
        if (left.count[most] == 0)
            return told;
        told = assay_arena_printf(arena, "%s%s%s (%zu)", told, *told ? ", " : "",
                                  ggml_type_name((enum ggml_type)most), left.count[most]);
        left.count[most] = 0;
    }
}

/* ggml-cpu.c, type_traits_cpu: vec_dot_type. */
const char *assay_gguf_types_rounding(const struct assay_gguf_types *types)
{
    const char *told = NULL;

    if (types->matrices[GGML_TYPE_F16] > 0)
        told = "f16";
    if (types->matrices[GGML_TYPE_BF16] > 0)
        told = "bf16";
    for (size_t i = 0; i < GGML_TYPE_COUNT; i++)
        if (types->matrices[i] > 0 && ggml_is_quantized((enum ggml_type)i))
            told = "8 bits";
    return told;
}
