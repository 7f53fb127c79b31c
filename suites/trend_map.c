#include "suites/trend_map.h"

#include "suites/suite_parts.h"

#include <string.h>

struct compiler {
    const struct assay_trend_setting *setting;
    const struct assay_node *over;
    struct assay_arena *arena;
    struct assay_trend_map *map;
    struct assay_error *err;
};

/* How many columns of a role there are so far. */
static size_t count_of(const struct assay_trend_map *map, enum assay_trend_role role)
{
    size_t n = 0;

    for (size_t i = 0; i < map->count; i++)
        n += map->at[i].role == role;
    return n;
}

static bool several(enum assay_trend_role role)
{
    return role == ASSAY_TREND_PROXY || role == ASSAY_TREND_GOLD ||
           role == ASSAY_TREND_SPLIT || role == ASSAY_TREND_OTHER;
}

/* Adds a column; it may not be there already. */
static enum assay_code add(const struct compiler *c,
                           const struct assay_trend_field *field)
{
    struct assay_trend_map *map = c->map;

    if (map->count == ASSAY_TREND_FIELDS_MAX)
        return assay_fail(c->err, ASSAY_EDATA, "more than %d columns are named",
                          ASSAY_TREND_FIELDS_MAX);
    map->at[map->count] = *field;
    if (field->role == ASSAY_TREND_PROXY || field->role == ASSAY_TREND_GOLD)
        map->at[map->count].index = count_of(map, field->role);
    map->given[field->role] = true;
    map->count++;
    return ASSAY_OK;
}

/* ---- the user's words ---- */

static enum assay_code no_such_role(const struct compiler *c, const char *word,
                                    struct assay_str role)
{
    const char *names[ASSAY_TREND_ROLES + 2];
    struct assay_error what;
    size_t n = 0;

    for (size_t i = 1; i < ASSAY_TREND_ROLES; i++)
        names[n++] = assay_trend_role_names[i];
    names[n++] = "kl_unit";
    names[n++] = "kl_estimator";
    (void)assay_fail(&what, ASSAY_EUSAGE, "column %s: nothing is called", word);
    return assay_slip_tell(
        &(struct assay_slip){.what = what.text, .word = role, .names = names, .count = n},
        ASSAY_EUSAGE, c->err);
}

/* The place of a word among names, or SIZE_MAX. */
static size_t place_of(struct assay_str word, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (assay_str_equal(word, assay_str_of(names[i])))
            return i;
    return SIZE_MAX;
}

static enum assay_code choose(const struct compiler *c, const char *word,
                              struct assay_str value, const char *const *names,
                              size_t *out)
{
    struct assay_error what;
    size_t n = 0;

    *out = place_of(value, names);
    if (*out != SIZE_MAX)
        return ASSAY_OK;
    while (names[n])
        n++;
    (void)assay_fail(&what, ASSAY_EUSAGE, "column %s: no word", word);
    return assay_slip_tell(
        &(struct assay_slip){
            .what = what.text, .word = value, .names = names, .count = n},
        ASSAY_EUSAGE, c->err);
}

static enum assay_code read_kl_word(const struct compiler *c, const char *word,
                                    struct assay_str role, struct assay_str value,
                                    bool *taken)
{
    const bool unit = assay_str_equal(role, ASSAY_STR("kl_unit"));
    size_t at = 0;
    enum assay_code code;

    *taken = unit || assay_str_equal(role, ASSAY_STR("kl_estimator"));
    if (!*taken)
        return ASSAY_OK;
    code = choose(c, word, value,
                  unit ? assay_trend_unit_names : assay_trend_estimator_names, &at);
    if (!code && unit)
        c->map->unit = (enum assay_trend_unit)at;
    else if (!code)
        c->map->estimator = (enum assay_trend_estimator)at;
    return code;
}

/* "ROLE=NAME": a key of records as it stands, else a field. */
static enum assay_code read_word(const struct compiler *c, const char *word)
{
    const struct assay_str text = assay_str_of(word);
    const size_t n = assay_str_find(text, ASSAY_STR("="));
    const struct assay_str role = {word, n};
    const size_t at = place_of(role, assay_trend_role_names);
    struct assay_trend_field field = {.role = (enum assay_trend_role)at};
    struct assay_node spec;
    struct assay_error ignored;
    bool taken;
    enum assay_code code;

    if (n + 1 >= text.len)
        return assay_fail(c->err, ASSAY_EUSAGE, "column %s: expected ROLE=NAME", word);
    field.key =
        assay_arena_copy(c->arena, (struct assay_str){word + n + 1, text.len - n - 1});
    field.name = field.key;
    code = read_kl_word(c, word, role, field.key, &taken);
    if (code || taken)
        return code;
    if (at == SIZE_MAX || at == ASSAY_TREND_OTHER)
        return no_such_role(c, word, role);
    if (!several(field.role) && c->map->given[at])
        return assay_fail(c->err, ASSAY_EUSAGE, "column %s: there is one %s", word,
                          assay_trend_role_names[at]);
    spec = assay_node_of_text(field.key);
    if (assay_field_compile(assay_node_keep(c->arena, spec, 0), "column", c->arena,
                            &field.field, &ignored))
        field.field = NULL;
    return add(c, &field);
}

/* ---- the description ---- */

static const struct assay_node *spec_of(const struct compiler *c, const char *key)
{
    const struct assay_node *found = assay_node_get(c->over, key);

    return found ? found : assay_node_get(c->setting->suite->fields, key);
}

/* One field; any: may lack in all records. */
static enum assay_code read_field(const struct compiler *c, const struct assay_node *spec,
                                  enum assay_trend_role role, struct assay_str name)
{
    struct assay_trend_field field = {.role = role, .name = name};
    const enum assay_code code = assay_field_compile(spec, c->setting->suite->path,
                                                     c->arena, &field.field, c->err);

    if (code)
        return code;
    assay_field_keys_add(&c->map->keys, field.field);
    if (!assay_node_get(spec, "any"))
        assay_field_watch_add(&c->map->watch, field.field);
    if (name.len == 0)
        field.name = assay_node_is(spec, ASSAY_NODE_TEXT)
                         ? spec->as.text
                         : assay_str_of(assay_trend_role_names[role]);
    return add(c, &field);
}

static enum assay_code read_role(const struct compiler *c, enum assay_trend_role role)
{
    const struct assay_node *spec = spec_of(c, assay_trend_role_names[role]);
    const bool list = assay_node_is(spec, ASSAY_NODE_LIST);
    const struct assay_str none = {"", 0};
    enum assay_code code = ASSAY_OK;

    if (!spec || c->map->given[role])
        return ASSAY_OK;
    if (list && assay_node_count(spec) == 0)
        return assay_suite_fail(c->setting->suite, spec, c->err,
                                "%s: expected a field or a list of them",
                                assay_trend_role_names[role]);
    for (size_t i = 0; !code && i < (list ? assay_node_count(spec) : 1); i++)
        code = read_field(c, list ? assay_node_at(spec, i) : spec, role, none);
    return code;
}

/* True if `split:` names a member of `columns:`. */
static bool splits(const struct compiler *c, struct assay_str name)
{
    const struct assay_node *split = spec_of(c, "split");

    for (size_t i = 0; i < assay_node_count(split); i++)
        if (assay_str_equal(assay_node_text(assay_node_at(split, i)), name))
            return true;
    return false;
}

static enum assay_code read_columns(const struct compiler *c)
{
    const struct assay_node *columns = spec_of(c, "columns");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(columns); i++) {
        const struct assay_member *member = &columns->as.map.at[i];

        code = read_field(c, &member->value,
                          splits(c, member->key) ? ASSAY_TREND_SPLIT : ASSAY_TREND_OTHER,
                          member->key);
    }
    return code;
}

static enum assay_code read_splits(const struct compiler *c)
{
    const struct assay_node *split = spec_of(c, "split");
    const struct assay_node *columns = spec_of(c, "columns");
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(split); i++) {
        const struct assay_node *name = assay_node_at(split, i);

        if (!assay_node_is(name, ASSAY_NODE_TEXT))
            return assay_suite_fail(c->setting->suite, name, c->err,
                                    "split: expected names of fields or of columns, "
                                    "found %s",
                                    assay_node_type_name(name));
        if (!assay_node_find(columns, name->as.text))
            code = read_field(c, name, ASSAY_TREND_SPLIT, name->as.text);
    }
    return code;
}

static enum assay_code read_kl_words(const struct compiler *c)
{
    const struct assay_node *unit = spec_of(c, "kl_unit");
    const struct assay_node *estimator = spec_of(c, "kl_estimator");
    size_t at = c->map->unit;
    enum assay_code code = ASSAY_OK;

    if (unit && c->map->unit == ASSAY_TREND_UNIT_UNSTATED)
        code = assay_suite_choice(c->setting->suite, unit, assay_trend_unit_names, &at,
                                  c->err);
    c->map->unit = (enum assay_trend_unit)at;
    at = c->map->estimator;
    if (!code && estimator && c->map->estimator == ASSAY_TREND_ESTIMATOR_UNSTATED)
        code = assay_suite_choice(c->setting->suite, estimator,
                                  assay_trend_estimator_names, &at, c->err);
    c->map->estimator = (enum assay_trend_estimator)at;
    return code;
}

static enum assay_code read_description(const struct compiler *c)
{
    enum assay_code code = read_kl_words(c);

    for (size_t i = 1; !code && i < ASSAY_TREND_SPLIT; i++)
        code = read_role(c, (enum assay_trend_role)i);
    if (!code)
        code = read_columns(c);
    if (!code)
        code = read_splits(c);
    if (code == ASSAY_EUSAGE) /* of a field: the file is at fault, not who runs it */
        c->err->code = code = ASSAY_EDATA;
    return code;
}

enum assay_code assay_trend_map_compile(const struct assay_trend_setting *setting,
                                        const struct assay_node *over,
                                        struct assay_arena *arena,
                                        struct assay_trend_map *out,
                                        struct assay_error *err)
{
    const struct compiler c = {setting, over, arena, out, err};
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_trend_map){.count = 0};
    for (size_t i = 0; !code && i < setting->columns; i++)
        code = read_word(&c, setting->column[i]);
    return code || !setting->suite ? code : read_description(&c);
}

enum assay_code assay_trend_field_value(const struct assay_trend_field *field,
                                        const struct assay_field_source *source,
                                        struct assay_arena *arena,
                                        const struct assay_node **out,
                                        struct assay_error *err)
{
    *out = field->key.len ? assay_node_find(source->record, field->key) : NULL;
    if (*out || !field->field)
        return ASSAY_OK;
    return assay_field_value(field->field, source, arena, out, err);
}

bool assay_trend_map_claims(const struct assay_trend_map *map, struct assay_str key)
{
    for (size_t i = 0; i < map->count; i++)
        if (assay_str_equal(map->at[i].key, key))
            return true;
    return !map->keys.all && assay_field_keys_have(&map->keys, key);
}
