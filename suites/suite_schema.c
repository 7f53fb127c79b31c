/*
 * suite_schema.c - the words of a description: which keys there are, and of what type.
 *
 * Every key is checked, so that a slip of the pen is an error with its line and the nearest
 * known word, and never a setting that is silently left out.
 */
#include "suites/suite_parts.h"

#include <string.h>

/* Types as bits, so that a key may be of several. */
enum {
    TEXT = 1U << ASSAY_NODE_TEXT,
    TRUTH = 1U << ASSAY_NODE_BOOL,
    NUMBER = 1U << ASSAY_NODE_INT | 1U << ASSAY_NODE_REAL,
    LIST = 1U << ASSAY_NODE_LIST,
    MAP = 1U << ASSAY_NODE_MAP,
    FIELD = TEXT | MAP
};

struct key {
    const char *name; /* NULL ends a table */
    unsigned types;
    bool needed;
};

static const struct key suite_keys[] = {
    {"name", TEXT, true},
    {"version", TEXT, true},
    {"kind", TEXT, true},
    {"title", TEXT, true},
    {"citation", TEXT, false},
    {"licence", TEXT, false},
    {"summary", TEXT, false},
    {"data", MAP, true},
    {"source", TEXT, false},
    {"history", MAP, false},
    {"fields", MAP, false},
    {"transcript", MAP, false},
    {"sections", LIST, false},
    {"each", MAP, false},
    {"subset_order", TEXT, false},
    {"subset_kinds", MAP, false},
    {"weights", MAP, false},
    {"rows", MAP, false},
    {"overall", TEXT, false},
    {"ties", FIELD, false},
    {"ties_version", TEXT | NUMBER, false},
    {"unparsable", FIELD, false},
    {"classes", LIST, false}, /* one key a line */
    {"orders", NUMBER, false},
    {"coin_seed", NUMBER, false},
    {"votes", NUMBER, false},
    {"scoring", MAP, false},
    {"games", TEXT, false},
    {"measures", LIST, false},
    {"duplicates", TEXT, false},
    {"joined", LIST, false},
    {"unit", TEXT, false},
    {"options", MAP, false},
    {"replay", LIST, false},
    {"unparsable_score", NUMBER, false},
    {NULL, 0, false},
};

static const struct key data_keys[] = {
    {"files", LIST, false},     {"parts", MAP, false},   {"generator", TEXT, false},
    {"seed", NUMBER, false},    {"size", NUMBER, false}, {"model", TRUTH, false},
    {"argument", TRUTH, false}, {"layout", TEXT, false}, {"group_by", FIELD, false},
    {NULL, 0, false},
};

static const struct key file_keys[] = {
    {"entry", TEXT, false}, {"path", TEXT, false},      {"file", TEXT, false},
    {"name", TEXT, false},  {"optional", TRUTH, false}, {"fields", MAP, false},
    {NULL, 0, false},
};

static const struct key field_keys[] = {
    {"id", FIELD, false},           {"key", FIELD, false},
    {"subset", FIELD, false},       {"cluster", FIELD, false},
    {"prompt", FIELD, false},       {"completions", LIST | FIELD, false},
    {"count", FIELD, false},        {"chosen", FIELD, false},
    {"correct", FIELD, false},      {"gold", LIST | FIELD, false},
    {"errors", FIELD, false},       {"errors_from", NUMBER, false},
    {"group", FIELD, false},        {"media", LIST | FIELD, false},
    {"class", LIST | FIELD, false}, {"errors_beyond", TEXT, false},
    {"pairs", FIELD, false},        {"dimensions", TEXT | LIST, false},
    {"covariates", LIST, false}, /* one key a line */
    {"ranks", LIST | FIELD, false}, {"pictures", LIST | FIELD, false},
    {"principle", FIELD, false},    {NULL, 0, false},
};

static const struct key transcript_keys[] = {
    {"user", TEXT, true},
    {"assistant", TEXT, true},
    {NULL, 0, false},
};

static const struct key section_keys[] = {
    {"name", TEXT, true},      {"subsets", LIST, false},    {"value", TEXT, false},
    {"weight", NUMBER, false}, {"stored", TEXT, false},     {"optional", TRUTH, false},
    {"aside", TRUTH, false},   {"unreleased", TEXT, false}, {NULL, 0, false},
};

static const struct key each_keys[] = {
    {"of", LIST, true},
    {"optional", LIST, false}, /* one key a line */
    {NULL, 0, false},
};

static const struct key option_keys[] = {
    {"default", TEXT | NUMBER, true},
    {"choices", LIST | MAP, false},
    {"help", TEXT, false},
    {NULL, 0, false},
};

enum {
    KEYS_MAX = 64
};

static enum assay_code unknown_key(const struct assay_suite *suite,
                                   const struct assay_member *member,
                                   const struct key *keys, const char *where,
                                   struct assay_error *err)
{
    const char *names[KEYS_MAX];
    const char *near;
    size_t n = 0;

    for (; keys[n].name; n++)
        names[n] = keys[n].name;
    near = assay_str_nearest(assay_arena_copy(suite->arena, member->key).ptr, names, n);
    return assay_suite_fail(
        suite, &member->value, err, "unknown key \"%.*s\" in %s%s%s%s",
        ASSAY_STR_ARG(member->key), where, near ? "; nearest is \"" : "",
        near ? near : "", near ? "\"" : "");
}

static enum assay_code check_member(const struct assay_suite *suite,
                                    const struct assay_member *member,
                                    const struct key *keys, const char *where,
                                    struct assay_error *err)
{
    for (const struct key *key = keys; key->name; key++) {
        if (!assay_str_equal(member->key, assay_str_of(key->name)))
            continue;
        if (key->types & 1U << member->value.type)
            return ASSAY_OK;
        return assay_suite_fail(suite, &member->value, err, "%s cannot be a %s",
                                key->name, assay_node_type_name(&member->value));
    }
    return unknown_key(suite, member, keys, where, err);
}

static enum assay_code check_map(const struct assay_suite *suite,
                                 const struct assay_node *map, const struct key *keys,
                                 const char *where, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!map)
        return ASSAY_OK;
    if (map->type != ASSAY_NODE_MAP)
        return assay_suite_fail(suite, map, err, "%s: expected a map, found %s", where,
                                assay_node_type_name(map));
    for (size_t i = 0; !code && i < assay_node_count(map); i++)
        code = check_member(suite, &map->as.map.at[i], keys, where, err);
    for (const struct key *key = keys; !code && key->name; key++)
        if (key->needed && !assay_node_get(map, key->name))
            code = assay_suite_fail(suite, map, err, "%s needs \"%s\"", where, key->name);
    return code;
}

static enum assay_code check_each(const struct assay_suite *suite,
                                  const struct assay_node *list, const struct key *keys,
                                  const char *where, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(list); i++)
        code = check_map(suite, assay_node_at(list, i), keys, where, err);
    return code;
}

static enum assay_code check_data(const struct assay_suite *suite,
                                  const struct assay_node *data, struct assay_error *err)
{
    const struct assay_node *parts = assay_node_get(data, "parts");
    enum assay_code code = check_map(suite, data, data_keys, "data", err);

    if (!code)
        code = check_each(suite, assay_node_get(data, "files"), file_keys, "files", err);
    for (size_t i = 0; !code && i < assay_node_count(parts); i++) {
        const struct assay_node *part = &parts->as.map.at[i].value;

        code = check_map(suite, part, data_keys, "a part", err);
        if (!code && !assay_node_get(part, "files"))
            code = assay_suite_fail(suite, part, err, "a part needs \"files\"");
        if (!code)
            code =
                check_each(suite, assay_node_get(part, "files"), file_keys, "files", err);
    }
    return code;
}

/* Something must say where items come from. */
static enum assay_code check_source(const struct assay_suite *suite,
                                    struct assay_error *err)
{
    static const char *const sources[] = {"files", "parts", "generator", "model",
                                          "argument"};
    const struct assay_node *data = assay_node_get(suite->spec, "data");

    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
        if (assay_node_get(data, sources[i]))
            return ASSAY_OK;
    return assay_suite_fail(
        suite, data, err, "data names none of files, parts, generator, model, argument");
}

/* Their own keys are harness/core/replay_map.h's to check. */
static enum assay_code check_replay(const struct assay_suite *suite,
                                    struct assay_error *err)
{
    const struct assay_node *replay = assay_node_get(suite->spec, "replay");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(replay); i++)
        code = check_map(suite, assay_node_get(assay_node_at(replay, i), "items"),
                         field_keys, "items", err);
    return code;
}

static enum assay_code check_options(const struct assay_suite *suite,
                                     struct assay_error *err)
{
    const struct assay_node *options = assay_node_get(suite->spec, "options");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(options); i++)
        code =
            check_map(suite, &options->as.map.at[i].value, option_keys, "an option", err);
    return code;
}

enum assay_code assay_suite_check(const struct assay_suite *suite,
                                  struct assay_error *err)
{
    const struct assay_node *spec = suite->spec;
    enum assay_code code = check_map(suite, spec, suite_keys, "the description", err);

    if (!code)
        code = check_data(suite, assay_node_get(spec, "data"), err);
    if (!code)
        code = check_source(suite, err);
    if (!code)
        code =
            check_map(suite, assay_node_get(spec, "fields"), field_keys, "fields", err);
    if (!code)
        code = check_map(suite, assay_node_get(spec, "transcript"), transcript_keys,
                         "transcript", err);
    if (!code)
        code = check_each(suite, assay_node_get(spec, "sections"), section_keys,
                          "sections", err);
    if (!code)
        code = check_map(suite, assay_node_get(spec, "each"), each_keys, "each", err);
    if (!code)
        code = check_options(suite, err);
    return code ? code : check_replay(suite, err);
}
