#include "harness/core/field.h"

#include "harness/core/critique.h"
#include "harness/core/digest.h"
#include "harness/core/field_parts.h"
#include "harness/core/headings.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum {
    DIGEST_DIGITS = 16 /* 64 bits: ids of a data set stay apart */
};

const char *assay_field_name(const struct assay_field *field)
{
    return field->name;
}

enum assay_code assay_field_wrong(const struct assay_field *field,
                                  const struct assay_field_source *source,
                                  const char *what, struct assay_str detail,
                                  struct assay_error *err)
{
    return assay_fail_at(err, assay_field_spot(source), "%s: %s%.*s", field->name, what,
                         ASSAY_STR_ARG(detail));
}

static const struct assay_node *walk(const struct assay_field *field,
                                     const struct assay_node *node)
{
    for (size_t i = 0; node && i < field->step_count; i++) {
        const struct field_step *step = &field->steps[i];

        if (step->key.ptr)
            node = assay_node_find(node, step->key);
        else if (step->index >= 0)
            node = assay_node_at(node, (size_t)step->index);
        else if (assay_node_is(node, ASSAY_NODE_LIST) && node->as.list.count > 0)
            node = assay_node_at(node, node->as.list.count - 1);
        else
            node = NULL;
    }
    return node;
}

bool assay_field_spell(const struct assay_node *node, struct assay_arena *arena,
                       struct assay_str *out)
{
    switch (node->type) {
    case ASSAY_NODE_TEXT:
        *out = node->as.text;
        return true;
    case ASSAY_NODE_INT:
        *out = assay_str_of(assay_arena_printf(arena, "%" PRId64, node->as.integer));
        return true;
    case ASSAY_NODE_REAL:
        *out = assay_str_of(assay_arena_printf(arena, "%.17g", node->as.real));
        return true;
    case ASSAY_NODE_BOOL:
        *out = node->as.truth ? ASSAY_STR("true") : ASSAY_STR("false");
        return true;
    case ASSAY_NODE_NULL:
        *out = ASSAY_STR("null");
        return true;
    case ASSAY_NODE_LIST:
    case ASSAY_NODE_MAP:
        break;
    }
    return false;
}

static const struct assay_node *text_node(struct assay_arena *arena,
                                          struct assay_str text, unsigned line)
{
    struct assay_node *node = assay_arena_new(arena, 1, sizeof(*node));

    *node = (struct assay_node){.type = ASSAY_NODE_TEXT, .line = line, .as.text = text};
    return node;
}

static const struct assay_node *longest_prefix(const struct assay_node *table,
                                               struct assay_str text)
{
    const struct assay_member *best = NULL;

    for (size_t i = 0; i < assay_node_count(table); i++) {
        const struct assay_member *member = &table->as.map.at[i];

        if (assay_str_starts(text, member->key) &&
            (!best || member->key.len > best->key.len))
            best = member;
    }
    return best ? &best->value : NULL;
}

static const struct assay_node *first_contained(const struct assay_node *table,
                                                struct assay_str text)
{
    for (size_t i = 0; i < assay_node_count(table); i++) {
        const struct assay_member *member = &table->as.map.at[i];

        if (member->key.len == 0 || assay_str_find(text, member->key) < text.len)
            return &member->value;
    }
    return NULL;
}

static struct assay_str digest_text(struct assay_arena *arena, struct assay_str text)
{
    unsigned char hash[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];

    assay_digest_of(text, hash);
    assay_digest_hex(hash, hex);
    return assay_arena_copy(arena, (struct assay_str){hex, DIGEST_DIGITS});
}

static struct assay_str lower_text(struct assay_arena *arena, struct assay_str text)
{
    char *out = assay_arena_new(arena, text.len + 1, 1);

    for (size_t i = 0; i < text.len; i++)
        out[i] = (char)(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? text.ptr[i] - 'A' + 'a'
                                                                 : text.ptr[i]);
    return (struct assay_str){out, text.len};
}

/* Where mark last occurs in text, or text.len. */
static size_t find_last(struct assay_str text, struct assay_str mark)
{
    for (size_t i = text.len + 1; i-- > 0;)
        if (assay_str_starts((struct assay_str){text.ptr + i, text.len - i}, mark))
            return i;
    return text.len;
}

/* The text left when a wrapper is taken off; false where the wrapper is not there. */
static bool unwrap(const struct field_transform *transform, struct assay_str *text)
{
    const struct assay_str mark = transform->mark;
    const bool after = transform->type == FIELD_AFTER;
    const size_t at = after ? assay_str_find(*text, mark) : find_last(*text, mark);

    if (at + mark.len > text->len)
        return false;
    *text = after
                ? (struct assay_str){text->ptr + at + mark.len, text->len - at - mark.len}
                : (struct assay_str){text->ptr, at};
    return true;
}

/* The list of what stands at a path in every element of a list; all must have it. */
static enum assay_code gather(const struct assay_field *field,
                              const struct field_transform *transform,
                              const struct assay_field_source *source,
                              struct assay_arena *arena, const struct assay_node **value,
                              struct assay_error *err)
{
    const size_t n = assay_node_count(*value);
    struct assay_node *list = assay_node_list(arena);
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(*value, ASSAY_NODE_LIST))
        return assay_field_wrong(field, source, "expected a list, found a ",
                                 assay_str_of(assay_node_type_name(*value)), err);
    list->line = (*value)->line;
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_field_source element = *source;
        const struct assay_node *found;

        element.record = assay_node_at(*value, i);
        code = assay_field_value(transform->other, &element, arena, &found, err);
        if (!code && !found)
            return assay_field_wrong(field, source, "an element lacks ", transform->mark,
                                     err);
        if (!code)
            (void)assay_node_push(arena, list, *found);
    }
    *value = list;
    return code;
}

/* NULL where no member begins so. */
static enum assay_code members_of(const struct assay_field *field,
                                  const struct field_transform *transform,
                                  const struct assay_field_source *source,
                                  struct assay_arena *arena,
                                  const struct assay_node **value,
                                  struct assay_error *err)
{
    const struct assay_str mark = transform->mark;
    const struct assay_node *in = *value;
    struct assay_node *map = assay_node_map(arena);

    if (!assay_node_is(in, ASSAY_NODE_MAP))
        return assay_field_wrong(field, source, "expected a map, found a ",
                                 assay_str_of(assay_node_type_name(in)), err);
    map->line = in->line;
    for (size_t i = 0; i < assay_node_count(in); i++) {
        const struct assay_member *member = &in->as.map.at[i];

        if (member->key.len > mark.len && assay_str_starts(member->key, mark))
            (void)assay_node_put_view(arena, map,
                                      (struct assay_str){member->key.ptr + mark.len,
                                                         member->key.len - mark.len},
                                      member->value);
    }
    *value = assay_node_count(map) ? map : NULL;
    return ASSAY_OK;
}

static enum assay_code read_critique(const struct assay_field *field,
                                     const struct field_transform *transform,
                                     const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     const struct assay_node **value,
                                     struct assay_error *err)
{
    const struct assay_str found = assay_str_of(assay_node_type_name(*value));

    *value = assay_critique_read((enum assay_critique)transform->critique, *value, arena);
    return *value ? ASSAY_OK
                  : assay_field_wrong(field, source, "expected a critique, found a ",
                                      found, err);
}

/* The value of the field that the text is the name of. */
static enum assay_code value_of(const struct assay_field *field,
                                const struct field_transform *transform,
                                const struct assay_field_source *source,
                                struct assay_arena *arena,
                                const struct assay_node **value, struct assay_error *err)
{
    const struct assay_node *table = transform->table;
    const struct assay_str name = assay_node_text(*value);

    for (size_t i = 0; i < assay_node_count(table); i++)
        if (assay_str_equal(table->as.map.at[i].key, name))
            return assay_field_value(transform->of[i], source, arena, value, err);
    return assay_field_wrong(field, source, "of: no field ", name, err);
}

static enum assay_code apply_one(const struct assay_field *field,
                                 const struct field_transform *transform,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena,
                                 const struct assay_node **value, struct assay_error *err)
{
    const struct assay_node *in = *value;
    struct assay_str text;

    if (!assay_field_spell(in, arena, &text))
        return assay_field_wrong(field, source, "expected a scalar, found a ",
                                 assay_str_of(assay_node_type_name(in)), err);
    switch (transform->type) {
    case FIELD_MAP:
        *value = assay_node_find(transform->table, text);
        return *value ? ASSAY_OK
                      : assay_field_wrong(field, source, "no entry for ", text, err);
    case FIELD_PREFIX:
        *value = longest_prefix(transform->table, text);
        return *value ? ASSAY_OK
                      : assay_field_wrong(field, source, "no prefix fits ", text, err);
    case FIELD_CONTAINS:
        *value = first_contained(transform->table, text);
        return *value ? ASSAY_OK
                      : assay_field_wrong(field, source,
                                          "contains none of the keys: ", text, err);
    case FIELD_DIGEST:
        if (transform->table->as.truth)
            *value = text_node(arena, digest_text(arena, text), in->line);
        return ASSAY_OK;
    case FIELD_LOWER:
        if (transform->table->as.truth)
            *value = text_node(arena, lower_text(arena, text), in->line);
        return ASSAY_OK;
    case FIELD_AFTER:
    case FIELD_BEFORE:
        if (!unwrap(transform, &text))
            return assay_field_wrong(field, source, "does not hold the text ",
                                     transform->mark, err);
        *value = text_node(arena, text, in->line);
        return ASSAY_OK;
    case FIELD_VERDICT:
    case FIELD_SWAPPED:
    case FIELD_MOVED:
        return assay_field_judge(field, transform, source, arena, value, err);
    case FIELD_NUMBERED:
        *value = assay_headings_split(text, transform->mark, in->line, arena);
        return ASSAY_OK;
    case FIELD_OF:
        return value_of(field, transform, source, arena, value, err);
    case FIELD_MAJORITY:
    case FIELD_LENGTH:
    case FIELD_EACH:
    case FIELD_CRITIQUE:
    case FIELD_MEMBERS:
    case FIELD_ALONG:
        break;
    }
    return ASSAY_OK;
}

/* A list becomes the list of what its elements become. */
static enum assay_code apply(const struct assay_field *field,
                             const struct field_transform *transform,
                             const struct assay_field_source *source,
                             struct assay_arena *arena, const struct assay_node **value,
                             struct assay_error *err)
{
    const struct assay_node *in = *value;
    struct assay_node *list;
    enum assay_code code = ASSAY_OK;

    if (transform->type == FIELD_MAJORITY || transform->type == FIELD_LENGTH)
        return assay_field_of_list(field, transform, source, arena, value, err);
    if (transform->type == FIELD_EACH)
        return gather(field, transform, source, arena, value, err);
    if (transform->type == FIELD_CRITIQUE)
        return read_critique(field, transform, source, arena, value, err);
    if (transform->type == FIELD_MEMBERS)
        return members_of(field, transform, source, arena, value, err);
    if (transform->type == FIELD_ALONG)
        return assay_field_along(field, transform, source, arena, value, err);
    if (!assay_node_is(in, ASSAY_NODE_LIST))
        return apply_one(field, transform, source, arena, value, err);
    list = assay_node_list(arena);
    list->line = in->line;
    for (size_t i = 0; !code && i < assay_node_count(in); i++) {
        const struct assay_node *element = assay_node_at(in, i);

        code = apply_one(field, transform, source, arena, &element, err);
        if (!code)
            (void)assay_node_push(arena, list, *element);
    }
    *value = list;
    return code;
}

static enum assay_code join(const struct assay_field *field,
                            const struct assay_field_source *source,
                            struct assay_arena *arena, const struct assay_node **out,
                            struct assay_error *err)
{
    struct assay_str *texts = assay_arena_new(arena, field->part_count, sizeof(*texts));
    size_t total = 0;
    char *joined;

    for (size_t i = 0; i < field->part_count; i++) {
        const enum assay_code code =
            assay_field_text(field->parts[i], source, arena, &texts[i], err);

        if (code)
            return code;
        total += texts[i].len;
    }
    joined = assay_arena_new(arena, total + 1, 1);
    *out = text_node(arena, (struct assay_str){joined, total}, source->line);
    for (size_t i = 0; i < field->part_count; i++) {
        if (texts[i].len > 0)
            memcpy(joined, texts[i].ptr, texts[i].len);
        joined += texts[i].len;
    }
    return ASSAY_OK;
}

static const struct assay_node *row_node(struct assay_arena *arena,
                                         const struct assay_field_source *source)
{
    struct assay_node *node = assay_arena_new(arena, 1, sizeof(*node));

    *node = assay_node_of_int((int64_t)source->row);
    node->line = source->line;
    return node;
}

/* The first of several spellings that the record has; *out is NULL where there is none. */
static enum assay_code first_there(const struct assay_field *field,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    for (size_t i = 0; !code && !*out && i < field->part_count; i++)
        code = assay_field_value(field->parts[i], source, arena, out, err);
    return code;
}

/* All elements of several lists, or values, one behind the other. */
static enum assay_code concatenate(const struct assay_field *field,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    struct assay_node *list = assay_node_list(arena);

    list->line = source->line;
    for (size_t i = 0; i < field->part_count; i++) {
        const struct assay_node *part;
        const enum assay_code code =
            assay_field_value(field->parts[i], source, arena, &part, err);

        if (code)
            return code;
        if (part && !assay_node_is(part, ASSAY_NODE_LIST))
            (void)assay_node_push(arena, list, *part);
        for (size_t k = 0;
             assay_node_is(part, ASSAY_NODE_LIST) && k < assay_node_count(part); k++)
            (void)assay_node_push(arena, list, *assay_node_at(part, k));
    }
    *out = list;
    return ASSAY_OK;
}

static enum assay_code original(const struct assay_field *field,
                                const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    switch (field->origin) {
    case FIELD_PATH:
        *out = walk(field, source->record);
        break;
    case FIELD_ROW:
        *out = row_node(arena, source);
        break;
    case FIELD_WHOLE:
        *out = source->record;
        break;
    case FIELD_FILE:
        *out = text_node(arena, source->file, source->line);
        break;
    case FIELD_CONST:
        *out = &field->constant;
        break;
    case FIELD_JOIN:
        return join(field, source, arena, out, err);
    case FIELD_INNER:
        return assay_field_value(field->parts[0], source, arena, out, err);
    case FIELD_ANY:
        return first_there(field, source, arena, out, err);
    case FIELD_CONCAT:
        return concatenate(field, source, arena, out, err);
    case FIELD_COMPARE:
        return assay_field_compare(field, source, arena, out, err);
    }
    return ASSAY_OK;
}

enum assay_code assay_field_value(const struct assay_field *field,
                                  const struct assay_field_source *source,
                                  struct assay_arena *arena,
                                  const struct assay_node **out, struct assay_error *err)
{
    enum assay_code code = original(field, source, arena, out, err);

    for (size_t i = 0; !code && *out && i < field->transform_count; i++)
        code = apply(field, &field->transforms[i], source, arena, out, err);
    return code;
}

/* The value, which must be there. */
static enum assay_code required(const struct assay_field *field,
                                const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    const enum assay_code code = assay_field_value(field, source, arena, out, err);

    if (!code && !*out)
        return assay_field_wrong(field, source, "missing", ASSAY_STR(""), err);
    return code;
}

enum assay_code assay_field_text(const struct assay_field *field,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, struct assay_str *out,
                                 struct assay_error *err)
{
    const struct assay_node *node;
    const enum assay_code code = required(field, source, arena, &node, err);

    if (code)
        return code;
    assert(node);
    if (node->type != ASSAY_NODE_TEXT && node->type != ASSAY_NODE_INT &&
        node->type != ASSAY_NODE_REAL && node->type != ASSAY_NODE_BOOL)
        return assay_field_wrong(field, source, "expected text, found ",
                                 assay_str_of(assay_node_type_name(node)), err);
    (void)assay_field_spell(node, arena, out);
    return ASSAY_OK;
}

enum assay_code assay_field_number(const struct assay_field *field,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena, double *out,
                                   struct assay_error *err)
{
    const struct assay_node *node;
    const enum assay_code code = required(field, source, arena, &node, err);

    if (code)
        return code;
    assert(node);
    if (assay_node_number(node, out))
        return ASSAY_OK;
    if (node->type == ASSAY_NODE_TEXT && assay_str_number(node->as.text, out))
        return ASSAY_OK;
    if (assay_node_is(node, ASSAY_NODE_TEXT))
        return assay_field_wrong(field, source,
                                 "expected a finite number, found the text ",
                                 assay_node_text(node), err);
    return assay_field_wrong(field, source, "expected a number, found ",
                             assay_str_of(assay_node_type_name(node)), err);
}

static const char *nearest_key(const struct assay_node *record, struct assay_str key,
                               struct assay_arena *arena)
{
    const size_t n = assay_node_count(record);
    const char **names = assay_arena_new(arena, n ? n : 1, sizeof(const char *));

    for (size_t i = 0; i < n; i++)
        names[i] = assay_arena_copy(arena, record->as.map.at[i].key).ptr;
    return assay_str_nearest(assay_arena_copy(arena, key).ptr, names, n);
}

bool assay_field_lacks(const struct assay_field *field, const struct assay_node *record,
                       struct assay_arena *arena, struct assay_field_lack *out)
{
    if (field->origin == FIELD_INNER)
        return assay_field_lacks(field->parts[0], record, arena, out);
    if (field->origin != FIELD_PATH || !field->steps[0].key.ptr ||
        assay_node_find(record, field->steps[0].key))
        return false;
    *out = (struct assay_field_lack){
        .key = field->steps[0].key,
        .line = field->line,
        .near = nearest_key(record, field->steps[0].key, arena),
    };
    return true;
}

bool assay_field_keys_have(const struct assay_field_keys *keys, struct assay_str key)
{
    for (size_t i = 0; i < keys->count; i++)
        if (assay_str_equal(keys->at[i], key))
            return true;
    return keys->all;
}

/* The first key of a path; of grouped records, the first behind their list. */
static struct assay_str first_key(const struct assay_field *field)
{
    const bool rows = field->steps[0].key.ptr &&
                      assay_str_equal(field->steps[0].key, ASSAY_STR("@rows"));

    for (size_t i = rows; i < field->step_count; i++)
        if (field->steps[i].key.ptr)
            return field->steps[i].key;
    return (struct assay_str){NULL, 0};
}

void assay_field_keys_add(struct assay_field_keys *keys, const struct assay_field *field)
{
    struct assay_str key;

    for (size_t i = 0; i < field->part_count; i++)
        assay_field_keys_add(keys, field->parts[i]);
    for (size_t i = 0; i < field->transform_count; i++)
        if (field->transforms[i].other && field->transforms[i].type != FIELD_EACH)
            assay_field_keys_add(keys, field->transforms[i].other);
    if (field->origin != FIELD_PATH)
        return;
    key = first_key(field);
    if (!key.ptr || keys->count == ASSAY_FIELD_KEYS_MAX)
        keys->all = true;
    else if (!assay_field_keys_have(keys, key))
        keys->at[keys->count++] = key;
}
