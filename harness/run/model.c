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
    assay_stage_around(setting->stage, "opening the model");
    code = assay_adapter_start(adapter, words, n, setting, &model->state, err);
    assay_stage_around(setting->stage, NULL);
    model->adapter = model->state ? adapter : NULL;
    return code;
}

void assay_model_close(struct assay_model *model)
{
    assay_adapter_end(model->adapter, model->state);
    *model = (struct assay_model){0};
}

enum assay_code assay_model_estimate(const struct assay_request *request,
                                     const struct assay_load *load,
                                     struct assay_budget *budget, struct assay_error *err)
{
    const struct assay_adapter *adapter = request->adapter;
    void *state = assay_memory_new(1, adapter->state_size);
    struct assay_arena arena = {0};
    enum assay_code code = assay_options_parse(adapter->options, request->model_words,
                                               request->model_word_count, state, err);

    if (!code && adapter->estimate)
        adapter->estimate(state, request->target, load, &arena, budget);
    assay_arena_release(&arena);
    free(state);
    return code;
}

void assay_budget_tell(const struct assay_budget *budget, struct assay_buf *out)
{
    if (!budget->told)
        return;
    assay_buf_printf(out, "tokens about %zu to be read (%d bytes a token)", budget->read,
                     ASSAY_BUDGET_BYTES_A_TOKEN);
    if (budget->written)
        assay_buf_printf(out, ", at most %zu to be written", budget->written);
    if (budget->answers)
        assay_buf_printf(out, ", at most %zu answers to be asked for", budget->answers);
    assay_buf_putc(out, '\n');
    if (budget->priced)
        assay_buf_printf(out, "cost   about %.4g\n", budget->cost);
}

enum assay_code assay_model_files(const struct assay_adapter *adapter, const char *target,
                                  const struct assay_model_words *words,
                                  struct assay_arena *arena, struct assay_files *out,
                                  struct assay_error *err)
{
    void *state = assay_memory_new(1, adapter->state_size);
    enum assay_code code =
        assay_options_parse(adapter->options, words->at, words->count, state, err);
    size_t n = 0;

    *out = (struct assay_files){0};
    while (!code && adapter->file && n <= ASSAY_MODEL_FILES &&
           adapter->file(state, target, n, arena))
        n++;
    if (n > ASSAY_MODEL_FILES)
        code = assay_fail(err, ASSAY_EUSAGE, "%s: more than %d files", target,
                          ASSAY_MODEL_FILES);
    if (!code)
        out->at = assay_arena_new(arena, n + 1, sizeof(*out->at));
    for (; !code && out->count < n; out->count++)
        out->at[out->count] = adapter->file(state, target, out->count, arena);
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
