#include "harness/core/schema.h"

#include <stdio.h>
#include <string.h>

enum {
    WORD_BYTES = 256, /* of a misspelt word: longer ones are near to nothing */
    WORDS_MAX = 128,
    FEW_WORDS = 16 /* are listed where none is near */
};

static size_t count_names(const char *const *names)
{
    size_t n = 0;

    while (names[n])
        n++;
    return n;
}

/* "a, b, c" where these are few. */
static void put_names(const struct assay_slip *slip, char *out, size_t size)
{
    size_t at = 0;

    out[0] = '\0';
    for (size_t i = 0; slip->count <= FEW_WORDS && i < slip->count && at < size; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? ", " : "; one of ",
                               slip->names[i]);
}

enum assay_code assay_slip_tell(const struct assay_slip *slip, enum assay_code code,
                                struct assay_error *err)
{
    char word[WORD_BYTES], names[2 * WORD_BYTES], place[sizeof(err->text)];
    const size_t len = slip->word.len < sizeof(word) - 1 ? slip->word.len : 0;
    const char *near;

    if (len > 0)
        memcpy(word, slip->word.ptr, len);
    word[len] = '\0';
    near = assay_str_nearest(word, slip->names, slip->count);
    if (near)
        (void)snprintf(names, sizeof(names), "; nearest is \"%s\"", near);
    else
        put_names(slip, names, sizeof(names));
    place[0] = '\0';
    if (slip->file)
        (void)snprintf(place, sizeof(place), "%s:%u: ", slip->file, slip->line);
    return assay_fail(err, code, "%s%s \"%.*s\"%s%s%s", place, slip->what,
                      ASSAY_STR_ARG(slip->word), slip->where ? " " : "",
                      slip->where ? slip->where : "", names);
}

static enum assay_code unknown_key(const struct assay_schema *schema,
                                   const struct assay_member *member, const char *file,
                                   struct assay_error *err)
{
    const char *names[WORDS_MAX];
    struct assay_error where;
    size_t n = 0;

    for (; n < WORDS_MAX && schema->keys[n].name; n++)
        names[n] = schema->keys[n].name;
    (void)assay_fail(&where, ASSAY_EDATA, "in %s", schema->what);
    return assay_slip_tell(&(struct assay_slip){file, member->value.line, "unknown key",
                                                member->key, where.text, names, n},
                           ASSAY_EDATA, err);
}

static enum assay_code check_word(const struct assay_schema_key *key,
                                  const struct assay_node *node, const char *file,
                                  struct assay_error *err)
{
    struct assay_error what;

    for (size_t i = 0; key->words[i]; i++)
        if (assay_str_equal(assay_node_text(node), assay_str_of(key->words[i])))
            return ASSAY_OK;
    (void)assay_fail(&what, ASSAY_EDATA, "%s: unknown word", key->name);
    return assay_slip_tell(&(struct assay_slip){file, node->line, what.text,
                                                assay_node_text(node), NULL, key->words,
                                                count_names(key->words)},
                           ASSAY_EDATA, err);
}

static enum assay_code check_maps(const struct assay_schema_key *key,
                                  const struct assay_node *list, const char *file,
                                  struct assay_error *err)
{
    const bool map = assay_node_is(list, ASSAY_NODE_MAP);
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(list); i++)
        code = assay_schema_check(
            key->inner, map ? &list->as.map.at[i].value : assay_node_at(list, i), file,
            err);
    return code;
}

static enum assay_code check_words(const struct assay_schema_key *key,
                                   const struct assay_node *list, const char *file,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(list); i++)
        code = check_word(key, assay_node_at(list, i), file, err);
    return code;
}

static enum assay_code check_value(const struct assay_schema_key *key,
                                   const struct assay_node *node, const char *file,
                                   struct assay_error *err)
{
    const bool list = assay_node_is(node, ASSAY_NODE_LIST);
    const bool map = assay_node_is(node, ASSAY_NODE_MAP);

    if (!(key->types & 1U << node->type))
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %s cannot be a %s", file, node->line,
                          key->name, assay_node_type_name(node));
    if ((list || (map && !key->inner)) && assay_node_count(node) == 0)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: an empty %s", file, node->line,
                          key->name, assay_node_type_name(node));
    if (key->inner && (list || key->form == ASSAY_SCHEMA_NAMED))
        return check_maps(key, node, file, err);
    if (key->inner && map)
        return assay_schema_check(key->inner, node, file, err);
    if (key->form == ASSAY_SCHEMA_WORD && key->words)
        return list ? check_words(key, node, file, err)
                    : check_word(key, node, file, err);
    return ASSAY_OK;
}

static const struct assay_schema_key *find_key(const struct assay_schema *schema,
                                               struct assay_str name)
{
    for (const struct assay_schema_key *key = schema->keys; key->name; key++)
        if (assay_str_equal(name, assay_str_of(key->name)))
            return key;
    return NULL;
}

static enum assay_code check_member(const struct assay_schema *schema,
                                    const struct assay_member *member, const char *file,
                                    struct assay_error *err)
{
    const struct assay_schema_key *key = find_key(schema, member->key);

    return key ? check_value(key, &member->value, file, err)
               : unknown_key(schema, member, file, err);
}

/* The names in what stands under a key, whichever of the values of an option it will be. */
static enum assay_code check_names_in(const struct assay_schema_key *key,
                                      const struct assay_node *node, const char *file,
                                      struct assay_error *err)
{
    const bool map = assay_node_is(node, ASSAY_NODE_MAP);
    const bool option = map && assay_node_get(node, "option");
    enum assay_code code = ASSAY_OK;

    if (!key->inner)
        return ASSAY_OK;
    if (map && !option && key->form != ASSAY_SCHEMA_NAMED)
        return assay_schema_check_names(key->inner, node, file, err);
    for (size_t i = 0; !code && i < assay_node_count(node); i++) {
        const struct assay_node *one =
            map ? &node->as.map.at[i].value : assay_node_at(node, i);

        code = option ? check_names_in(key, one, file, err)
                      : assay_schema_check_names(key->inner, one, file, err);
    }
    return code;
}

enum assay_code assay_schema_check_names(const struct assay_schema *schema,
                                         const struct assay_node *map, const char *file,
                                         struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(map, ASSAY_NODE_MAP) || assay_node_get(map, "option"))
        return ASSAY_OK;
    for (size_t i = 0; !code && i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];
        const struct assay_schema_key *key = find_key(schema, member->key);

        code = key ? check_names_in(key, &member->value, file, err)
                   : unknown_key(schema, member, file, err);
    }
    return code;
}

enum assay_code assay_schema_check(const struct assay_schema *schema,
                                   const struct assay_node *map, const char *file,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(map, ASSAY_NODE_MAP))
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: expected a map, found %s", file,
                          map->line, schema->what, assay_node_type_name(map));
    for (size_t i = 0; !code && i < assay_node_count(map); i++)
        code = check_member(schema, &map->as.map.at[i], file, err);
    for (const struct assay_schema_key *key = schema->keys; !code && key->name; key++)
        if (key->needed && !assay_node_get(map, key->name))
            code = assay_fail(err, ASSAY_EDATA, "%s:%u: %s needs \"%s\"", file, map->line,
                              schema->what, key->name);
    return code;
}
