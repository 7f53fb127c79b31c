#include "harness/run/model.h"

#include "harness/core/memory.h"

#include <stdlib.h>

enum assay_code assay_model_open(struct assay_model *model,
                                 const struct assay_adapter *adapter,
                                 const char *const *words, size_t n,
                                 const struct assay_setting *setting,
                                 struct assay_error *err)
{
    enum assay_code code;

    *model = (struct assay_model){0};
    code = assay_adapter_start(adapter, words, n, setting, &model->state, err);
    model->adapter = model->state ? adapter : NULL;
    return code;
}

void assay_model_close(struct assay_model *model)
{
    assay_adapter_end(model->adapter, model->state);
    *model = (struct assay_model){0};
}

enum assay_code assay_model_options(const struct assay_adapter *adapter,
                                    const char *const *words, size_t n,
                                    struct assay_arena *arena, struct assay_node *out,
                                    struct assay_error *err)
{
    void *state = assay_memory_new(1, adapter->state_size);
    enum assay_code code = assay_options_parse(adapter->options, words, n, state, err);

    if (!code)
        *out = assay_options_node(adapter->options, state, arena);
    free(state);
    return code;
}

enum assay_code assay_model_estimate(const struct assay_adapter *adapter,
                                     const char *const *words, size_t n,
                                     const struct assay_load *load, struct assay_buf *out,
                                     struct assay_error *err)
{
    void *state = assay_memory_new(1, adapter->state_size);
    enum assay_code code = assay_options_parse(adapter->options, words, n, state, err);

    if (!code && adapter->estimate)
        adapter->estimate(state, load, out);
    free(state);
    return code;
}

enum assay_code assay_model_files(const struct assay_adapter *adapter,
                                  const char *const *words, size_t n,
                                  struct assay_arena *arena, struct assay_files *out,
                                  struct assay_error *err)
{
    void *state = assay_memory_new(1, adapter->state_size);
    enum assay_code code = assay_options_parse(adapter->options, words, n, state, err);

    *out = (struct assay_files){.count = 0};
    while (!code && adapter->file && out->count < ASSAY_MODEL_FILES) {
        const char *path = adapter->file(state, out->count, arena);

        if (!path)
            break;
        out->at[out->count++] = path;
    }
    free(state);
    return code;
}

enum assay_want assay_model_want(const struct assay_model *model)
{
    return assay_adapter_want(model->adapter, model->state);
}

size_t assay_model_values(const struct assay_model *model,
                          const struct assay_suite *suite)
{
    const enum assay_want want = assay_model_want(model);

    return want == ASSAY_WANT_VECTORS ? model->adapter->width(model->state)
                                      : assay_suite_values(suite, want);
}
