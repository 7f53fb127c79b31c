/* adapter_table.c - which adapters there are. */
#include "adapters/adapter.h"

#include "harness/core/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct assay_adapter *const adapters[] = {
#define ADAPTER(symbol) &(symbol),
#include "adapters/adapters.def"
#undef ADAPTER
};

enum {
    ADAPTERS = sizeof(adapters) / sizeof(adapters[0]),
    OPTION_NAME = 64
};

const struct assay_adapter *assay_adapter_find(const char *name)
{
    for (size_t i = 0; i < ADAPTERS; i++)
        if (strcmp(adapters[i]->name, name) == 0)
            return adapters[i];
    return NULL;
}

const struct assay_adapter *assay_adapter_at(size_t i)
{
    return i < ADAPTERS ? adapters[i] : NULL;
}

static enum assay_code unknown(const char *name, struct assay_error *err)
{
    const char *names[ADAPTERS];
    const char *nearest;

    for (size_t i = 0; i < ADAPTERS; i++)
        names[i] = adapters[i]->name;
    nearest = assay_str_nearest(name, names, ADAPTERS);
    return assay_fail(err, ASSAY_EUSAGE, "no adapter \"%s\"%s%s%s", name,
                      nearest ? "; did you mean " : "; see 'assay ls adapters'",
                      nearest ? nearest : "", nearest ? "?" : "");
}

enum assay_code assay_adapter_choose(const char *model, struct assay_arena *arena,
                                     const struct assay_adapter **out,
                                     const char **target, struct assay_error *err)
{
    const char *colon = model ? strchr(model, ':') : NULL;
    struct assay_str name;

    if (!model)
        return assay_fail(err, ASSAY_EUSAGE, "no model named: --model ADAPTER[:TARGET]");
    name =
        assay_arena_copy(arena, (struct assay_str){model, colon ? (size_t)(colon - model)
                                                                : strlen(model)});
    *target = colon ? colon + 1 : "";
    *out = assay_adapter_find(name.ptr);
    if (!*out)
        return unknown(name.ptr, err);
    return (*out)->choose ? (*out)->choose(*target, arena, out, err) : ASSAY_OK;
}

const struct assay_option *assay_adapter_option(const struct assay_adapter *adapter,
                                                const char *word)
{
    return assay_option_find(adapter->options,
                             (struct assay_str){word, strcspn(word, "=")});
}

bool assay_adapter_is_steady_word(const char *word)
{
    const size_t number = strspn(word, "0123456789");
    const char *key = number > 0 && word[number] == ':' ? word + number + 1 : word;
    bool steady = false;

    for (size_t i = 0; i < ADAPTERS; i++) {
        const struct assay_option *option = assay_adapter_option(adapters[i], key);

        if (option && (!option->steady || option->steady_if))
            return false;
        steady = steady || option;
    }
    return steady;
}

bool assay_adapter_moves(const struct assay_adapter *adapter, const char *there,
                         const char *now)
{
    const struct assay_adapter *a = adapter, *b = adapter;
    struct assay_arena arena = {0};
    struct assay_error ignored;
    enum assay_code code = ASSAY_OK;

    while (!code && a && a == b && a->target_is_model) {
        code = assay_adapter_choose(there, &arena, &a, &there, &ignored);
        if (!code)
            code = assay_adapter_choose(now, &arena, &b, &now, &ignored);
    }
    assay_arena_release(&arena);
    return !code && a && a == b && a->target_moves;
}

bool assay_adapter_has_option(const struct assay_adapter *adapter, const char *name)
{
    return assay_adapter_option(adapter, name) != NULL;
}

enum assay_code assay_adapter_options(const struct assay_adapter *adapter,
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

/* Refuses the words that have no effect, so that nobody believes they had one. */
static enum assay_code check_idle(const struct assay_adapter *adapter,
                                  const char *const *words, size_t n, const void *state,
                                  struct assay_error *err)
{
    for (size_t i = 0; adapter->idle && i < n; i++) {
        char name[OPTION_NAME];
        const char *why;

        (void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(words[i], "="), words[i]);
        why = adapter->idle(state, name);
        if (why)
            return assay_fail(err, ASSAY_EUSAGE, "%s: %s", words[i], why);
    }
    return ASSAY_OK;
}

enum assay_code assay_adapter_start(const struct assay_adapter *adapter,
                                    const char *const *words, size_t n,
                                    const struct assay_setting *setting, void **state,
                                    struct assay_error *err)
{
    enum assay_code code;

    *state = assay_memory_new(1, adapter->state_size);
    code = assay_options_parse(adapter->options, words, n, *state, err);
    if (code) {
        free(*state);
        *state = NULL;
        return code;
    }
    code = adapter->open ? adapter->open(*state, setting, err) : ASSAY_OK;
    return code ? code : check_idle(adapter, words, n, *state, err);
}

void assay_adapter_end(const struct assay_adapter *adapter, void *state)
{
    if (state && adapter->close)
        adapter->close(state);
    free(state);
}

enum assay_want assay_adapter_want(const struct assay_adapter *adapter, const void *state)
{
    return adapter->want ? adapter->want(state) : ASSAY_WANT_SCORES;
}
