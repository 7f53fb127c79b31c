/* log_models.c - the models that `assay log fill` asks: named, opened with their options, and held against each other. */
#include "harness/cli/log_models.h"

#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

static const char policy[] = "policy";

/* ---- who is named ---- */

static enum assay_code add(struct assay_log_models *models, const char *name,
                           const char *model, bool steps, struct assay_error *err)
{
    for (size_t i = 0; i < models->count; i++)
        if (models->at[i].steps == steps && strcmp(models->at[i].name, name) == 0)
            return assay_fail(err, ASSAY_EUSAGE, "two models are called \"%s\"", name);
    if (!steps && strcmp(name, "noctx") == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--track noctx: the policy tells that track, with --noctx");
    if (models->count == ASSAY_LOG_MODELS)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d models", ASSAY_LOG_MODELS);
    models->at[models->count++] =
        (struct assay_log_model){.name = name, .model = model, .steps = steps};
    return ASSAY_OK;
}

/* "NAME=ADAPTER:TARGET"; without NAME= it is called by usual, or refused where there is none. */
static enum assay_code add_named(struct assay_log_models *models, const char *word,
                                 const char *usual, struct assay_error *err)
{
    const size_t colon = strcspn(word, ":");
    const size_t equals = strcspn(word, "=");
    const bool named = equals > 0 && equals < colon && word[equals] == '=';
    const struct assay_str name = {word, named ? equals : 0};

    if (!named && !usual)
        return assay_fail(err, ASSAY_EUSAGE, "--track %s: NAME=ADAPTER:TARGET is wanted",
                          word);
    return add(models, named ? assay_arena_copy(&models->arena, name).ptr : usual,
               named ? word + equals + 1 : word, usual != NULL, err);
}

static enum assay_code name_all(struct assay_log_models *models,
                                const struct assay_log_options *options,
                                struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (options->policy)
        code = add(models, policy, options->policy, false, err);
    if (!code && options->ref)
        code = add(models, "ref", options->ref, false, err);
    for (size_t i = 0; !code && i < options->track.count; i++)
        code = add_named(models, options->track.at[i], NULL, err);
    for (size_t i = 0; !code && i < options->prm.count; i++)
        code = add_named(models, options->prm.at[i], "prm", err);
    if (!code && !options->policy && (options->noctx || options->top > 0))
        code = assay_fail(err, ASSAY_EUSAGE,
                          "--%s: the policy tells that, and --policy "
                          "names none",
                          options->noctx ? "noctx" : "top");
    return code;
}

/* ---- opening ---- */

/* What stands before the colon of NAME:KEY=VALUE; 0: nothing does. */
static size_t whose(const char *word)
{
    const size_t n = strcspn(word, ":=");

    return word[n] == ':' ? n : 0;
}

/* Words of one model: its own, and of those that tell of tokens the ones that name none. */
static size_t words_of(const struct assay_log_model *model,
                       const struct assay_option_list *list, const char **out)
{
    size_t n = 0;

    for (size_t i = 0; i < list->count; i++) {
        const char *word = list->at[i];
        const size_t len = whose(word);

        if (len == 0 && !model->steps)
            out[n++] = word;
        else if (len > 0 && len == strlen(model->name) &&
                 strncmp(word, model->name, len) == 0)
            out[n++] = word + len + 1;
    }
    return n;
}

static enum assay_code check_words(const struct assay_log_models *models,
                                   const struct assay_option_list *list,
                                   struct assay_error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *word = list->at[i];
        const size_t len = whose(word);
        bool heard = false;

        for (size_t k = 0; k < models->count; k++) {
            const struct assay_log_model *model = &models->at[k];

            heard = heard || (len == 0 && !model->steps) ||
                    (len == strlen(model->name) && strncmp(word, model->name, len) == 0);
        }
        if (!heard)
            return assay_fail(
                err, ASSAY_EUSAGE,
                "--model-option %s: %s; NAME:KEY=VALUE is an option of the "
                "model called NAME",
                word, len == 0 ? "no model tells of tokens" : "no model is called so");
    }
    return ASSAY_OK;
}

static enum assay_code check_kind(const struct assay_log_model *model,
                                  struct assay_error *err)
{
    const enum assay_want want = assay_inner_want(&model->inner);

    if (!model->steps || want == ASSAY_WANT_SCORES)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "%s gives %s, not a score a step", model->model,
                      assay_want_name(want));
}

static enum assay_code open_one(struct assay_log_models *models,
                                struct assay_log_model *model,
                                const struct assay_log_options *options,
                                struct assay_error *err)
{
    const bool first = strcmp(model->name, policy) == 0;
    const char *words[ASSAY_OPTION_LIST_MAX], *target;
    const struct assay_adapter *adapter;
    struct assay_setting setting = {.suite = "log",
                                    .orders = 1,
                                    .votes = 1,
                                    .tracks = model->steps ? NULL : &model->tracking,
                                    .steps = model->steps,
                                    .arena = &models->arena};
    enum assay_code code =
        assay_adapter_choose(model->model, &models->arena, &adapter, &target, err);

    if (!code && !model->steps && !adapter->tracks)
        return assay_fail(err, ASSAY_EUSAGE, "%s: adapter %s does not tell of tokens",
                          model->model, adapter->name);
    if (code)
        return code;
    if (first && !model->steps)
        model->tracking = (struct assay_tracking){true, options->top, options->noctx};
    code =
        assay_inner_open(&model->inner, model->model, words,
                         words_of(model, &options->model_option, words), &setting, err);
    return code ? code : check_kind(model, err);
}

/* One vocabulary for all that tell of tokens. */
static enum assay_code agree(struct assay_log_models *models,
                             const struct assay_log_model *model, struct assay_error *err)
{
    const struct assay_adapter *adapter = model->inner.adapter;
    const size_t own = model->steps || !adapter->vocabulary
                           ? 0
                           : adapter->vocabulary(model->inner.state);

    if (own > 0 && models->vocabulary > 0 && own != models->vocabulary)
        return assay_fail(err, ASSAY_EMODEL,
                          "%s has %zu tokens, and %s %zu: another vocabulary",
                          model->model, own, models->at[0].model, models->vocabulary);
    if (models->vocabulary == 0)
        models->vocabulary = own;
    return ASSAY_OK;
}

enum assay_code assay_log_models_open(const struct assay_log_options *options,
                                      struct assay_log_models **out,
                                      struct assay_error *err)
{
    struct assay_log_models *models = assay_memory_new(1, sizeof(*models));
    enum assay_code code = name_all(models, options, err);

    if (!code)
        code = check_words(models, &options->model_option, err);
    for (size_t i = 0; !code && i < models->count; i++) {
        code = open_one(models, &models->at[i], options, err);
        if (!code)
            code = agree(models, &models->at[i], err);
    }
    if (code || models->count == 0) {
        assay_log_models_close(models);
        models = NULL;
    }
    *out = models;
    return code;
}

void assay_log_models_close(struct assay_log_models *models)
{
    if (!models)
        return;
    for (size_t i = 0; i < models->count; i++)
        if (models->at[i].inner.adapter)
            assay_inner_close(&models->at[i].inner);
    assay_arena_release(&models->arena);
    free(models);
}

size_t assay_log_models_vocabulary(const struct assay_log_models *models)
{
    return models ? models->vocabulary : 0;
}

enum assay_code assay_log_models_fill(struct assay_log_models *models,
                                      const struct assay_log_filling *filling,
                                      struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!models->at[0].steps)
        code = assay_log_fill_tracks(models, filling, err);
    for (size_t i = 0; !code && i < models->count; i++)
        if (models->at[i].steps)
            code = assay_log_fill_steps(&models->at[i], filling, err);
    return code;
}
