#include "harness/run/config.h"

#include "adapters/adapter.h"

#include <string.h>

enum {
    NAMES_MAX = 64,
    WORDS_MAX = 1024 /* that a configuration may add */
};

/* A merge under way. */
struct merge {
    const struct assay_option *table;
    const struct assay_config *config;
    const struct assay_line *line;
    struct assay_arena *arena;
    char **argv; /* of the result */
    int argc;
};

static const struct assay_option *find(const struct merge *merge, struct assay_str name)
{
    for (const struct assay_option *option = merge->table; option->name; option++)
        if (assay_str_equal(assay_str_of(option->name), name))
            return option;
    return NULL;
}

static enum assay_code bad(const struct merge *merge, const struct assay_node *node,
                           const char *name, const char *what, struct assay_error *err)
{
    if (node->line == 0)
        return assay_fail(err, ASSAY_EDATA, "%s: %s: %s", merge->config->path, name,
                          what);
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: %s", merge->config->path, node->line,
                      name, what);
}

static enum assay_code unknown(const struct merge *merge,
                               const struct assay_member *member, struct assay_error *err)
{
    const char *names[NAMES_MAX];
    const char *name = assay_arena_copy(merge->arena, member->key).ptr;
    const char *nearest;
    size_t n = 0;

    for (const struct assay_option *option = merge->table; option->name && n < NAMES_MAX;
         option++)
        names[n++] = option->name;
    nearest = assay_str_nearest(name, names, n);
    return assay_fail(err, ASSAY_EUSAGE, "%s:%u: unknown option %s%s%s%s",
                      merge->config->path, member->value.line, name,
                      nearest ? "; did you mean " : "", nearest ? nearest : "",
                      nearest ? "?" : "");
}

/* The i-th value that the line gives an option, or NULL past the last. */
static const char *given(const struct merge *merge, const struct assay_option *option,
                         size_t i)
{
    for (int at = 0; at < merge->line->argc; at++) {
        const char *word = merge->line->argv[at];
        const char *equals = strchr(word, '=');
        const struct assay_option *its;
        const char *value;

        if (strcmp(word, "--") == 0)
            break;
        if (strncmp(word, "--", 2) != 0)
            continue;
        its =
            find(merge, (struct assay_str){word + 2, equals ? (size_t)(equals - word) - 2
                                                            : strlen(word) - 2});
        if (equals)
            value = equals + 1;
        else if (!its || its->type == ASSAY_OPTION_FLAG || at + 1 == merge->line->argc)
            value = "true";
        else
            value = merge->line->argv[++at];
        if (its == option && i-- == 0)
            return value;
    }
    return NULL;
}

/* A scalar as a word; NULL for a list or map. */
static const char *word_of(const struct assay_node *node, struct assay_arena *arena)
{
    char text[ASSAY_STR_REAL];

    switch (node->type) {
    case ASSAY_NODE_BOOL:
        return node->as.truth ? "true" : "false";
    case ASSAY_NODE_INT:
        return assay_arena_printf(arena, "%lld", (long long)node->as.integer);
    case ASSAY_NODE_REAL:
        return assay_arena_printf(arena, "%s", assay_str_real(node->as.real, text));
    case ASSAY_NODE_TEXT:
        return assay_arena_copy(arena, node->as.text).ptr;
    case ASSAY_NODE_NULL:
    case ASSAY_NODE_LIST:
    case ASSAY_NODE_MAP:
        break;
    }
    return NULL;
}

/* The i-th value of a configured option as a word; *more is false past the last. */
static enum assay_code configured(const struct merge *merge, const char *name,
                                  const struct assay_node *node, size_t i,
                                  const char **word, struct assay_error *err)
{
    const struct assay_node *value = node;
    const char *key = NULL;

    *word = NULL;
    if (node->type == ASSAY_NODE_LIST || node->type == ASSAY_NODE_MAP) {
        if (i >= assay_node_count(node))
            return ASSAY_OK;
        value = node->type == ASSAY_NODE_LIST ? &node->as.list.at[i]
                                              : &node->as.map.at[i].value;
        if (node->type == ASSAY_NODE_MAP)
            key = assay_arena_copy(merge->arena, node->as.map.at[i].key).ptr;
    } else if (i > 0 || node->type == ASSAY_NODE_NULL) {
        return ASSAY_OK;
    }
    *word = word_of(value, merge->arena);
    if (!*word)
        return bad(merge, value, name, "expected a text, a number or true", err);
    if (key)
        *word = assay_arena_printf(merge->arena, "%s=%s", key, *word);
    return ASSAY_OK;
}

/* True of two values of an option that are one; a flag is spelt in several ways. */
static bool is_same(const struct assay_option *option, const char *a, const char *b)
{
    bool x, y;

    return strcmp(a, b) == 0 ||
           (option->type == ASSAY_OPTION_FLAG && assay_option_flag(a, &x) &&
            assay_option_flag(b, &y) && x == y);
}

static enum assay_code compare(const struct merge *merge,
                               const struct assay_option *option,
                               const struct assay_node *node, struct assay_error *err)
{
    for (size_t i = 0;; i++) {
        const char *now = given(merge, option, i);
        const char *there;
        enum assay_code code = configured(merge, option->name, node, i, &there, err);

        if (code || (!now && !there))
            return code;
        if (!now || !there || !is_same(option, now, there))
            return assay_fail(err, ASSAY_EUSAGE, "%s: config: %s is %s there, %s now",
                              merge->config->path, option->name,
                              there ? there : "not given", now ? now : "not given");
    }
}

static enum assay_code add_word(struct merge *merge, const struct assay_option *option,
                                const struct assay_node *node, const char *word,
                                struct assay_error *err)
{
    if (merge->argc == merge->line->argc + WORDS_MAX)
        return bad(merge, node, option->name, "too many values", err);
    merge->argv[merge->argc++] =
        assay_arena_printf(merge->arena, "--%s=%s", option->name, word);
    return ASSAY_OK;
}

static enum assay_code add(struct merge *merge, const struct assay_option *option,
                           const struct assay_node *node, struct assay_error *err)
{
    for (size_t i = 0;; i++) {
        const char *word;
        enum assay_code code = configured(merge, option->name, node, i, &word, err);

        if (code || !word)
            return code;
        code = add_word(merge, option, node, word, err);
        if (code)
            return code;
    }
}

/* True if the line gives an option a word of the same key, KEY=VALUE. */
static bool gives_key(const struct merge *merge, const struct assay_option *option,
                      const char *word)
{
    const size_t n = strcspn(word, "=");
    const char *now;

    for (size_t i = 0; (now = given(merge, option, i)) != NULL; i++)
        if (strcspn(now, "=") == n && strncmp(now, word, n) == 0)
            return true;
    return false;
}

/* Options of the model: those that the line does not give. What it may give is known of the plan. */
static enum assay_code add_others(struct merge *merge, const struct assay_option *option,
                                  const struct assay_node *node, struct assay_error *err)
{
    for (size_t i = 0;; i++) {
        const char *word;
        enum assay_code code = configured(merge, option->name, node, i, &word, err);

        if (!code && word && !gives_key(merge, option, word))
            code = add_word(merge, option, node, word, err);
        if (code || !word)
            return code;
    }
}

/* True of the model of a stored run that the line looks for at another address. */
static bool has_moved(const struct merge *merge, const struct assay_option *option,
                      const struct assay_node *node)
{
    const struct assay_adapter *a, *b;
    const char *there, *now;
    struct assay_error ignored;

    return strcmp(option->name, "model") == 0 &&
           configured(merge, option->name, node, 0, &there, &ignored) == ASSAY_OK &&
           assay_adapter_choose(there, merge->arena, &a, &there, &ignored) == ASSAY_OK &&
           assay_adapter_choose(given(merge, option, 0), merge->arena, &b, &now,
                                &ignored) == ASSAY_OK &&
           a == b && !given(merge, option, 1) && assay_adapter_moves(a, there, now);
}

static enum assay_code merge_one(struct merge *merge, const struct assay_option *option,
                                 const struct assay_node *node, struct assay_error *err)
{
    if (!given(merge, option, 0))
        return add(merge, option, node, err);
    if (!merge->config->strict || has_moved(merge, option, node))
        return ASSAY_OK;
    if (strcmp(option->name, "model-option") == 0)
        return add_others(merge, option, node, err);
    return compare(merge, option, node, err);
}

/* model: {adapter:, target:, options:} */
static enum assay_code merge_model(struct merge *merge, const struct assay_option *option,
                                   const struct assay_node *map, struct assay_error *err)
{
    const struct assay_str adapter = assay_node_text(assay_node_get(map, "adapter"));
    const struct assay_node *target = assay_node_get(map, "target");
    const struct assay_node *options = assay_node_get(map, "options");
    const struct assay_option *words = find(merge, ASSAY_STR("model-option"));
    struct assay_node name;
    enum assay_code code;

    for (size_t i = 0; i < map->as.map.count; i++) {
        const struct assay_member *member = &map->as.map.at[i];

        if (!assay_str_equal(member->key, ASSAY_STR("adapter")) &&
            !assay_str_equal(member->key, ASSAY_STR("target")) &&
            !assay_str_equal(member->key, ASSAY_STR("options")))
            return bad(merge, &member->value, "model",
                       "its keys are adapter, target and options", err);
    }
    if (adapter.len == 0)
        return bad(merge, map, "model", "no adapter named", err);
    if (target && target->type != ASSAY_NODE_TEXT && target->type != ASSAY_NODE_NULL)
        return bad(merge, target, "model", "its target is a text", err);
    if (given(merge, option, 0))
        return ASSAY_OK; /* its options belong to it */
    name = assay_node_of_text(adapter);
    if (target && target->type == ASSAY_NODE_TEXT)
        name = assay_node_of_string(
            assay_arena_printf(merge->arena, "%.*s:%.*s", (int)adapter.len, adapter.ptr,
                               (int)target->as.text.len, target->as.text.ptr));
    code = add(merge, option, &name, err);
    if (!code && options && words)
        code = merge_one(merge, words, options, err);
    return code;
}

enum assay_code assay_config_merge(const struct assay_option *table,
                                   const struct assay_config *config,
                                   const struct assay_line *line,
                                   struct assay_arena *arena, struct assay_line *out,
                                   struct assay_error *err)
{
    struct merge merge = {table, config, line, arena, NULL, line->argc};
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(config->map, ASSAY_NODE_MAP))
        return assay_fail(err, ASSAY_EDATA, "%s: expected a map of options, found %s",
                          config->path, assay_node_type_name(config->map));
    merge.argv = assay_arena_new(arena, (size_t)line->argc + WORDS_MAX, sizeof(char *));
    for (int i = 0; i < line->argc; i++)
        merge.argv[i] = line->argv[i];
    for (size_t i = 0; !code && i < config->map->as.map.count; i++) {
        const struct assay_member *member = &config->map->as.map.at[i];
        const struct assay_option *option = find(&merge, member->key);

        if (!option)
            code = unknown(&merge, member, err);
        else if (member->value.type == ASSAY_NODE_MAP &&
                 strcmp(option->name, "model") == 0)
            code = merge_model(&merge, option, &member->value, err);
        else
            code = merge_one(&merge, option, &member->value, err);
    }
    *out = (struct assay_line){merge.argc, merge.argv};
    return code;
}
