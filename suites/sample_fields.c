/* sample_fields.c - which fields of a record hold what is said of samples. */
#include "suites/sample_fields.h"

#include <string.h>

static const struct assay_node *spec_of(const struct assay_sample_fields *f,
                                        const char *key)
{
    return assay_node_get(f->suite->fields, key);
}

/* The text of a path as a field; of samples in records of their own, that of every row. */
static const struct assay_node *path_node(const struct assay_sample_fields *f,
                                          struct assay_str path, bool each)
{
    struct assay_node *node = assay_arena_new(f->arena, 1, sizeof(*node));
    struct assay_node *map;

    *node = assay_node_of_text(path);
    if (!f->asked->group_by)
        return node;
    if (!each) {
        *node = assay_node_of_string(
            assay_arena_printf(f->arena, "@rows[0].%.*s", ASSAY_STR_ARG(path)));
        return node;
    }
    map = assay_node_map(f->arena);
    assay_node_put(f->arena, map, "field", assay_node_of_text(ASSAY_STR("@rows")));
    assay_node_put(f->arena, map, "each", *node);
    return map;
}

static enum assay_code compile(const struct assay_sample_fields *f,
                               const struct assay_node *spec,
                               const struct assay_field **out, struct assay_error *err)
{
    return assay_field_compile(spec, f->suite->path, f->arena, out, err);
}

/* One field, or a list of them. */
static enum assay_code compile_column(const struct assay_sample_fields *f,
                                      const struct assay_node *spec,
                                      struct assay_sample_column *out,
                                      struct assay_error *err)
{
    const bool list = assay_node_is(spec, ASSAY_NODE_LIST);
    const size_t n = list ? assay_node_count(spec) : 1;
    const struct assay_field **at =
        assay_arena_new(f->arena, n + 1, sizeof(const struct assay_field *));
    enum assay_code code = ASSAY_OK;

    out->field = at;
    out->fields = n;
    for (size_t i = 0; !code && i < n; i++)
        code = compile(f, list ? assay_node_at(spec, i) : spec, &at[i], err);
    return code;
}

static enum assay_code add_column(struct assay_sample_fields *f,
                                  struct assay_sample_columns *columns,
                                  struct assay_str name, const struct assay_node *spec,
                                  bool steps, struct assay_error *err)
{
    struct assay_sample_column *column = &columns->at[columns->count];

    if (columns->count == ASSAY_SAMPLE_FIELDS_MAX)
        return assay_suite_fail(f->suite, spec, err, "more than %d of them",
                                ASSAY_SAMPLE_FIELDS_MAX);
    *column = (struct assay_sample_column){.name = name, .steps = steps};
    columns->count++;
    return compile_column(f, spec, column, err);
}

/* NAME=FIELD, or NAME of a field that is called so. */
static enum assay_code add_asked(struct assay_sample_fields *f,
                                 struct assay_sample_columns *columns, const char *word,
                                 bool steps, struct assay_error *err)
{
    const char *equals = strchr(word, '=');
    const struct assay_str name = {word, equals ? (size_t)(equals - word) : strlen(word)};
    const struct assay_str path = equals ? assay_str_of(equals + 1) : name;

    if (name.len == 0 || path.len == 0)
        return assay_fail(err, ASSAY_EUSAGE, "\"%s\": expected NAME=FIELD", word);
    return add_column(f, columns, name, path_node(f, path, true), steps, err);
}

/* A map of fields by name. */
static enum assay_code add_described(struct assay_sample_fields *f,
                                     struct assay_sample_columns *columns,
                                     const char *key, bool steps, struct assay_error *err)
{
    const struct assay_node *map = spec_of(f, key);
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(map); i++)
        code = add_column(f, columns, map->as.map.at[i].key, &map->as.map.at[i].value,
                          steps, err);
    return code;
}

static enum assay_code open_proxies(struct assay_sample_fields *f,
                                    struct assay_error *err)
{
    const struct assay_sample_asked *asked = f->asked;
    const bool given = asked->proxies + asked->stepwise > 0;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < asked->proxies; i++)
        code = add_asked(f, &f->proxies, asked->proxy[i], false, err);
    for (size_t i = 0; !code && i < asked->stepwise; i++)
        code = add_asked(f, &f->proxies, asked->steps[i], true, err);
    if (!code && !given)
        code = add_described(f, &f->proxies, "proxies", false, err);
    if (!code && !given)
        code = add_described(f, &f->proxies, "steps", true, err);
    return code;
}

static enum assay_code open_golds(struct assay_sample_fields *f, struct assay_error *err)
{
    const struct assay_sample_asked *asked = f->asked;
    const struct assay_node *gold = spec_of(f, "gold");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < asked->golds; i++)
        code = add_asked(f, &f->golds, asked->gold[i], false, err);
    if (!code && asked->golds == 0)
        code = add_described(f, &f->golds, "golds", false, err);
    if (!code && f->golds.count == 0 && gold)
        code = add_column(f, &f->golds, ASSAY_STR("gold"), gold, false, err);
    return code;
}

/* What a command line or the description names for one column, or nothing. */
static enum assay_code open_column(const struct assay_sample_fields *f, const char *word,
                                   const char *key, struct assay_sample_column *out,
                                   struct assay_error *err)
{
    const struct assay_node *spec =
        word ? path_node(f, assay_str_of(word), true) : spec_of(f, key);

    out->name = assay_str_of(key);
    return spec ? compile_column(f, spec, out, err) : ASSAY_OK;
}

static enum assay_code open_field(const struct assay_sample_fields *f, const char *word,
                                  const char *key, const struct assay_field **out,
                                  struct assay_error *err)
{
    const struct assay_node *spec =
        word ? path_node(f, assay_str_of(word), false) : spec_of(f, key);

    *out = NULL;
    if (!spec || (f->asked->group_by && !word))
        return ASSAY_OK;
    return compile(f, spec, out, err);
}

enum assay_code assay_sample_fields_open(const struct assay_suite *suite,
                                         const struct assay_sample_asked *asked,
                                         struct assay_arena *arena,
                                         struct assay_sample_fields *out,
                                         struct assay_error *err)
{
    enum assay_code code;

    *out = (struct assay_sample_fields){.suite = suite, .asked = asked, .arena = arena};
    out->group_by = suite->data.group_by;
    if (asked->group_by) {
        struct assay_node *by = assay_arena_new(arena, 1, sizeof(*by));

        *by = assay_node_of_string(asked->group_by);
        out->group_by = by;
    }
    code = open_proxies(out, err);
    if (!code)
        code = open_golds(out, err);
    if (!code)
        code = open_column(out, asked->answers, "answers", &out->answers, err);
    if (!code)
        code = open_column(out, asked->tokens, "tokens", &out->tokens, err);
    if (!code)
        code = open_column(out, NULL, "lengths", &out->lengths, err);
    if (!code)
        code = open_column(out, NULL, "completions", &out->completions, err);
    if (!code)
        code = open_field(out, asked->group_by, "id", &out->id, err);
    if (!code)
        code = open_field(out, NULL, "subset", &out->section, err);
    if (!code)
        code = open_field(out, NULL, "cluster", &out->cluster, err);
    if (!code)
        code = open_field(out, asked->difficulty, "difficulty", &out->difficulty, err);
    return code;
}

/* The value of a field, of a map in it the member. */
static enum assay_code value_of(const struct assay_sample_column *column, size_t i,
                                const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    const enum assay_code code =
        assay_field_value(column->field[i], source, arena, out, err);

    if (!code && column->member.ptr)
        *out = assay_node_find(*out, column->member);
    return code;
}

enum assay_code assay_sample_column_value(const struct assay_sample_column *column,
                                          const struct assay_field_source *source,
                                          struct assay_arena *arena,
                                          const struct assay_node **out,
                                          struct assay_error *err)
{
    const struct assay_node *one = NULL;
    struct assay_node *list;
    size_t found = 0;
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    if (column->fields == 1) {
        code = value_of(column, 0, source, arena, &one, err);
        if (code || !one || assay_node_is(one, ASSAY_NODE_LIST)) {
            *out = one;
            return code;
        }
    }
    list = assay_node_list(arena);
    for (size_t i = 0; !code && i < column->fields; i++) {
        if (column->fields > 1)
            code = value_of(column, i, source, arena, &one, err);
        found += !code && one != NULL;
        if (!assay_node_is(one, ASSAY_NODE_LIST))
            assay_node_push(arena, list, one ? *one : assay_node_null());
        for (size_t k = 0;
             assay_node_is(one, ASSAY_NODE_LIST) && k < assay_node_count(one); k++)
            assay_node_push(arena, list, *assay_node_at(one, k));
    }
    if (code)
        return code;
    *out = found > 0 ? list : NULL;
    return ASSAY_OK;
}

enum assay_code assay_sample_columns_expand(struct assay_sample_columns *columns,
                                            const struct assay_field_source *source,
                                            struct assay_arena *arena,
                                            struct assay_error *err)
{
    const struct assay_sample_columns old = *columns;
    const struct assay_node *value = NULL;
    enum assay_code code = ASSAY_OK;

    columns->count = 0;
    for (size_t i = 0; !code && i < old.count; i++) {
        code = assay_field_value(old.at[i].field[0], source, arena, &value, err);
        if (!code && !assay_node_is(value, ASSAY_NODE_MAP)) {
            if (columns->count < ASSAY_SAMPLE_FIELDS_MAX)
                columns->at[columns->count++] = old.at[i];
            continue;
        }
        for (size_t k = 0; !code && k < assay_node_count(value); k++) {
            struct assay_sample_column *one = &columns->at[columns->count];

            if (columns->count == ASSAY_SAMPLE_FIELDS_MAX)
                return assay_field_fail(err, source, assay_field_name(old.at[i].field[0]),
                                        "more than %d of them", ASSAY_SAMPLE_FIELDS_MAX);
            *one = old.at[i];
            one->name = one->member = assay_arena_copy(arena, value->as.map.at[k].key);
            columns->count++;
        }
    }
    return code;
}
