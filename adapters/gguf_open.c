/* gguf_open.c - opening a model for the adapter. */
#include "adapters/gguf_open.h"

#include "adapters/gguf_desks.h"
#include "adapters/gguf_vocab.h"
#include "adapters/reward.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* How much each label counts by name: "NAME=0.65,NAME=0.8"; others do not. */
static enum assay_code read_named(struct assay_gguf *gguf, struct assay_arena *arena,
                                  struct assay_error *err)
{
    double *weight = assay_arena_new(arena, gguf->model->labels + 1, sizeof(*weight));
    const char *at = gguf->weights;

    gguf->weight = weight;
    for (;;) {
        const size_t len = strcspn(at, ",");
        const size_t equals = assay_str_find((struct assay_str){at, len}, ASSAY_STR("="));
        size_t label;

        if (equals == len ||
            !assay_gguf_model_label(gguf->model, (struct assay_str){at, equals},
                                    &label) ||
            !assay_str_number((struct assay_str){at + equals + 1, len - equals - 1},
                              &weight[label]))
            return assay_fail(err, ASSAY_EUSAGE,
                              "weights=%s: \"%.*s\" is no weight of a label by its name",
                              gguf->weights, (int)len, at);
        if (at[len] == '\0')
            return ASSAY_OK;
        at += len + 1;
    }
}

static enum assay_code read_weights(struct assay_gguf *gguf, struct assay_arena *arena,
                                    struct assay_error *err)
{
    if (gguf->weights && strchr(gguf->weights, '='))
        return read_named(gguf, arena, err);
    return assay_reward_weights(gguf->weights,
                                gguf->model->labels ? gguf->model->labels : 1, arena,
                                &gguf->weight, err);
}

enum assay_code assay_gguf_check_layer(const struct assay_gguf *gguf,
                                       struct assay_error *err)
{
    const struct assay_gguf_model *model = gguf->model;

    if (gguf->layer > model->blocks)
        return assay_fail(err, ASSAY_EUSAGE,
                          "layer=%zu: the model has %zu layers, 1 to %zu; 0 is the last",
                          gguf->layer, model->blocks, model->blocks);
    if (model->kind == ASSAY_GGUF_ENCODER && gguf->layer % model->blocks != 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "layer=%zu: an encoder tells the states of its last layer "
                          "alone, layer=0",
                          gguf->layer);
    return ASSAY_OK;
}

/* What is read of items. */
static enum assay_code choose_reading(struct assay_gguf *gguf, struct assay_error *err)
{
    static const enum assay_gguf_what of_policy[] = {ASSAY_GGUF_NEXT, ASSAY_GGUF_NEXT,
                                                     ASSAY_GGUF_NEXT, ASSAY_GGUF_ENTROPY,
                                                     ASSAY_GGUF_SUM};
    const struct assay_gguf_model *model = gguf->model;
    enum assay_code code = assay_gguf_check_layer(gguf, err);

    if (code)
        return code;
    gguf->reading = (struct assay_gguf_reading){.layer = gguf->layer};
    if (!gguf->vectors && gguf->steps.how != ASSAY_GGUF_STEPS_NONE &&
        gguf->steps.how != ASSAY_GGUF_STEPS_PREFIX) {
        gguf->reading = assay_gguf_steps_reading(model, &gguf->steps);
        return ASSAY_OK;
    }
    gguf->reading.what = gguf->vectors                      ? ASSAY_GGUF_STATE
                         : model->kind == ASSAY_GGUF_POLICY ? of_policy[gguf->reward]
                                                            : ASSAY_GGUF_HEAD;
    if (!gguf->vectors && model->kind == ASSAY_GGUF_ENCODER && model->labels == 0)
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: an encoder without a score head scores nothing; suites of "
                          "vectors can ask it",
                          gguf->path);
    return ASSAY_OK;
}

/* It is to write: of the options those of its template and precision count. */
static enum assay_code open_to_write(struct assay_gguf *gguf, struct assay_arena *arena,
                                     struct assay_error *err)
{
    struct assay_gguf_word *word =
        assay_arena_new(arena, gguf->sampling->word_count, sizeof(*word));
    enum assay_code code;

    if (gguf->model->kind != ASSAY_GGUF_POLICY)
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: a model with a score head, or an encoder, writes no text",
                          gguf->path);
    if (gguf->truncate != ASSAY_GGUF_CUT_NO)
        return assay_fail(err, ASSAY_EUSAGE,
                          "truncate: a prompt that is to be written behind is not cut");
    code = assay_gguf_find_words(gguf->model, gguf->sampling->word,
                                 gguf->sampling->word_count, arena, word, err);
    gguf->word = word;
    return code ? code
                : assay_gguf_template_open(gguf->model, gguf->template_word, gguf->date,
                                           arena, &gguf->template, err);
}

/* It is to tell of tokens, whose texts are not cut and of which no score is made. */
static enum assay_code open_to_tell(struct assay_gguf *gguf, struct assay_arena *arena,
                                    struct assay_error *err)
{
    const struct assay_tracking *tracks = gguf->tracks;
    const size_t most = gguf->model->vocabulary;

    if (gguf->model->kind != ASSAY_GGUF_POLICY)
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: a model with a score head, or an encoder, tells of no "
                          "next tokens",
                          gguf->path);
    if (gguf->truncate != ASSAY_GGUF_CUT_NO)
        return assay_fail(err, ASSAY_EUSAGE,
                          "truncate: a text whose tokens are told of is not cut");
    gguf->reading.what =
        tracks->spread || tracks->top > 0 ? ASSAY_GGUF_ALL : ASSAY_GGUF_NEXT;
    gguf->reading.count = tracks->top < most ? tracks->top : most;
    return assay_gguf_template_open(gguf->model, gguf->template_word, gguf->date, arena,
                                    &gguf->template, err);
}

static enum assay_code open_for_items(struct assay_gguf *gguf,
                                      const struct assay_setting *setting,
                                      struct assay_error *err)
{
    const bool apart = gguf->steps.how == ASSAY_GGUF_STEPS_NONE ||
                       gguf->steps.how == ASSAY_GGUF_STEPS_PREFIX;
    enum assay_code code;

    if (!assay_gguf_reads_texts(gguf->model))
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: no %s is there; without it token ids alone can be asked",
                          gguf->path,
                          gguf->model->words ? "tokenizer.json" : "tokenizer");
    if (gguf->sampling)
        return open_to_write(gguf, setting->arena, err);
    if (gguf->tracks)
        return open_to_tell(gguf, setting->arena, err);
    if (gguf->solutions && gguf->steps.how == ASSAY_GGUF_STEPS_NONE)
        return assay_fail(err, ASSAY_EUSAGE,
                          "suite %s wants a number a step: say where the model tells it "
                          "with --model-option steps=mark, piece, turn or prefix",
                          setting->suite);
    code = choose_reading(gguf, err);
    gguf->rates = setting->ratings && apart && gguf->model->labels > 1 && !gguf->weights;
    if (!code && !gguf->vectors && !gguf->rates && apart)
        code = read_weights(gguf, setting->arena, err);
    return code ? code
                : assay_gguf_template_open(gguf->model, gguf->template_word, gguf->date,
                                           setting->arena, &gguf->template, err);
}

/* Without items the model's own template may be missing or wrong: that is told, too. */
static enum assay_code open_to_look(struct assay_gguf *gguf, struct assay_arena *arena,
                                    struct assay_error *err)
{
    const enum assay_code code = assay_gguf_template_open(
        gguf->model, gguf->template_word, gguf->date, arena, &gguf->template, err);

    if (!code || strcmp(gguf->template_word, "model") != 0)
        return code;
    gguf->template_fault = assay_arena_copy(arena, assay_str_of(err->text)).ptr;
    return ASSAY_OK;
}

/* Of a regular file; 0 for all else. */
static size_t bytes_of(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? (size_t)status.st_size
                                                               : 0;
}

static enum assay_code load_file(const struct assay_gguf *gguf, const char *target,
                                 struct assay_gguf_model *out, struct assay_error *err)
{
    const struct assay_loading loading = {gguf->stage, bytes_of(target),
                                          gguf->dtype == ASSAY_GGUF_DTYPE_F32};

    return assay_gguf_model_open(target, &loading, out, err);
}

/* "load NAME", in bytes where they are one file. */
static void begin_loading(const struct assay_gguf *gguf)
{
    const char *slash = strrchr(gguf->path, '/');
    struct assay_buf what = {.ceiling = ASSAY_STAGE_WORDS};

    assay_buf_printf(&what, "load %s", slash && slash[1] ? slash + 1 : gguf->path);
    assay_stage_begin(gguf->stage, assay_buf_view(&what), bytes_of(gguf->path), true);
    assay_buf_release(&what);
}

enum assay_code assay_gguf_open(void *state, const struct assay_setting *setting,
                                struct assay_error *err)
{
    return assay_gguf_open_with(state, setting, load_file, err);
}

enum assay_code assay_gguf_open_with(void *state, const struct assay_setting *setting,
                                     assay_gguf_load *load, struct assay_error *err)
{
    struct assay_gguf *gguf = state;
    enum assay_code code;

    gguf->model = assay_memory_new(1, sizeof(*gguf->model));
    gguf->seen = assay_memory_new(1, sizeof(*gguf->seen));
    gguf->desks = assay_gguf_desks_new();
    gguf->path = setting->target;
    gguf->items = setting->suite[0] != '\0';
    gguf->vectors = setting->vectors;
    gguf->solutions = setting->steps;
    gguf->sampling = setting->sampling;
    gguf->tracks = setting->tracks;
    gguf->template.bos = gguf->bos;
    gguf->template.eos = gguf->eos;
    gguf->stage = setting->stage;
    begin_loading(gguf);
    code = load(gguf, setting->target, gguf->model, err);
    assay_stage_end(gguf->stage);
    if (!code && gguf->head)
        code = assay_gguf_model_read_head(gguf->model, gguf->head, err);
    gguf->max_length = gguf->model->context;
    if (setting->max_length > 0 && setting->max_length < gguf->max_length)
        gguf->max_length = setting->max_length;
    if (!code)
        code = assay_gguf_steps_open(gguf->model, &gguf->steps, setting->arena, err);
    if (code)
        return code;
    return gguf->items ? open_for_items(gguf, setting, err)
                       : open_to_look(gguf, setting->arena, err);
}

enum assay_want assay_gguf_want(const void *state)
{
    const struct assay_gguf *gguf = state;

    if (gguf->sampling)
        return ASSAY_WANT_TEXTS;
    if (gguf->rates)
        return ASSAY_WANT_VERDICTS;
    return gguf->vectors ? ASSAY_WANT_VECTORS : ASSAY_WANT_SCORES;
}

bool assay_gguf_log_probs(const void *state)
{
    const struct assay_gguf *gguf = state;

    return gguf->model->kind == ASSAY_GGUF_POLICY;
}

size_t assay_gguf_width(const void *state)
{
    const struct assay_gguf *gguf = state;

    return gguf->model->width;
}

void assay_gguf_close(void *state)
{
    struct assay_gguf *gguf = state;

    assay_gguf_desks_free(gguf->desks);
    if (gguf->model)
        assay_gguf_model_release(gguf->model);
    free(gguf->model);
    free(gguf->seen);
}

const char *assay_gguf_engine(void)
{
    return assay_gguf_library();
}
