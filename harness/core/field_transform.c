/* field_transform.c - what is done with a value on its way out of a record: a row of a table each. */
#include "harness/core/critique.h"
#include "harness/core/digest.h"
#include "harness/core/field_parts.h"
#include "harness/core/headings.h"

#include <assert.h>
#include <string.h>

enum {
    DIGEST_DIGITS = 16 /* 64 bits: ids of a data set stay apart */
};

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

/* The scalar that a transform is given, as it is spelt. */
static struct assay_str spelt(const struct field_work *work, const struct assay_node *in)
{
    struct assay_str text = {"", 0};

    (void)assay_field_spell(in, work->arena, &text);
    return text;
}

static const struct assay_node *text_node(const struct field_work *work,
                                          struct assay_str text,
                                          const struct assay_node *in)
{
    return assay_node_keep(work->arena, assay_node_of_text(text), in->line);
}

/* The key nearest to the text, or to what it begins with; NULL: none is near. */
static const char *nearest_key(const struct field_work *work, struct assay_str text,
                               const char *const *keys, size_t n)
{
    const char *near =
        assay_str_nearest(assay_arena_copy(work->arena, text).ptr, keys, n);

    for (size_t i = 0; !near && work->transform->type == FIELD_PREFIX && i < n; i++) {
        const size_t len = strlen(keys[i]) < text.len ? strlen(keys[i]) : text.len;
        const struct assay_str head = {text.ptr, len};

        near = assay_str_nearest(assay_arena_copy(work->arena, head).ptr, &keys[i], 1);
    }
    return near;
}

/* What the table has nothing for: if one of its keys is near, that one is the mistake; else the record is. */
static enum assay_code no_entry(const struct field_work *work, const char *what,
                                struct assay_str text, struct assay_error *err)
{
    const struct assay_field *field = work->field;
    const struct assay_node *table = work->transform->table;
    const size_t n = assay_node_count(table);
    const char **keys = assay_arena_new(work->arena, n + 1, sizeof(*keys));
    const struct assay_spot spot = assay_field_spot(work->source);
    struct assay_error place;
    const char *near;

    for (size_t i = 0; i < n; i++)
        keys[i] = assay_arena_copy(work->arena, table->as.map.at[i].key).ptr;
    near = nearest_key(work, text, keys, n);
    if (!near)
        return assay_field_fail(err, work->source, field->name, "%s %.*s (%s:%u)", what,
                                ASSAY_STR_ARG(text), field->file, table->line);
    (void)assay_fail_at(&place, spot, "%s", field->name);
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s \"%.*s\", as in %s; nearest is \"%s\"",
                      field->file, table->line, what, ASSAY_STR_ARG(text), place.text,
                      near);
}

static enum assay_code look_up(const struct field_work *work,
                               const struct assay_node **value, struct assay_error *err)
{
    const struct assay_str text = spelt(work, *value);

    *value = assay_node_find(work->transform->table, text);
    return *value ? ASSAY_OK : no_entry(work, "no entry for", text, err);
}

static enum assay_code by_prefix(const struct field_work *work,
                                 const struct assay_node **value, struct assay_error *err)
{
    const struct assay_str text = spelt(work, *value);

    *value = longest_prefix(work->transform->table, text);
    return *value ? ASSAY_OK : no_entry(work, "no prefix fits", text, err);
}

static enum assay_code by_content(const struct field_work *work,
                                  const struct assay_node **value,
                                  struct assay_error *err)
{
    const struct assay_str text = spelt(work, *value);

    *value = first_contained(work->transform->table, text);
    return *value ? ASSAY_OK : no_entry(work, "contains none of the keys:", text, err);
}

static enum assay_code to_digest(const struct field_work *work,
                                 const struct assay_node **value, struct assay_error *err)
{
    (void)err;
    if (work->transform->table->as.truth)
        *value = text_node(work, digest_text(work->arena, spelt(work, *value)), *value);
    return ASSAY_OK;
}

static enum assay_code to_lower(const struct field_work *work,
                                const struct assay_node **value, struct assay_error *err)
{
    (void)err;
    if (work->transform->table->as.truth)
        *value = text_node(work, lower_text(work->arena, spelt(work, *value)), *value);
    return ASSAY_OK;
}

static enum assay_code count_characters(const struct field_work *work,
                                        const struct assay_node **value,
                                        struct assay_error *err)
{
    const struct assay_node *in = *value;
    const struct assay_str text = spelt(work, in);

    (void)err;
    if (assay_node_is(in, ASSAY_NODE_NULL) || !work->transform->table->as.truth)
        return ASSAY_OK;
    *value = assay_node_keep(
        work->arena, assay_node_of_int((int64_t)assay_str_code_points(text)), in->line);
    return ASSAY_OK;
}

/* The text left when a wrapper is taken off, which must be there. */
static enum assay_code unwrap(const struct field_work *work,
                              const struct assay_node **value, struct assay_error *err)
{
    const struct assay_str mark = work->transform->mark;
    const struct assay_str text = spelt(work, *value);
    const bool after = work->transform->type == FIELD_AFTER;
    const size_t at = after ? assay_str_find(text, mark) : find_last(text, mark);
    struct assay_str left = {text.ptr, at};

    if (at + mark.len > text.len)
        return assay_field_wrong(work, "does not hold the text ", mark, err);
    if (after)
        left = (struct assay_str){text.ptr + at + mark.len, text.len - at - mark.len};
    *value = text_node(work, left, *value);
    return ASSAY_OK;
}

static enum assay_code split_headings(const struct field_work *work,
                                      const struct assay_node **value,
                                      struct assay_error *err)
{
    (void)err;
    *value = assay_headings_split(spelt(work, *value), work->transform->mark,
                                  (*value)->line, work->arena);
    return ASSAY_OK;
}

/* The value of the field that the text is the name of. */
static enum assay_code value_of(const struct field_work *work,
                                const struct assay_node **value, struct assay_error *err)
{
    const struct assay_node *table = work->transform->table;
    const struct assay_str name = spelt(work, *value);

    for (size_t i = 0; i < assay_node_count(table); i++)
        if (assay_str_equal(table->as.map.at[i].key, name))
            return assay_field_value(work->transform->of[i], work->source, work->arena,
                                     value, err);
    return assay_field_wrong(work, "of: no field ", name, err);
}

/* The list of what stands at a path in every element of a list; all must have it. */
static enum assay_code gather(const struct field_work *work,
                              const struct assay_node **value, struct assay_error *err)
{
    const size_t n = assay_node_count(*value);
    struct assay_node *list = assay_node_list(work->arena);
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(*value, ASSAY_NODE_LIST))
        return assay_field_wrong_type(work, "expected a list, found a ", *value, err);
    list->line = (*value)->line;
    for (size_t i = 0; !code && i < n; i++) {
        struct assay_field_source element = *work->source;
        const struct assay_node *found;

        element.record = assay_node_at(*value, i);
        code =
            assay_field_value(work->transform->other, &element, work->arena, &found, err);
        if (!code && !found)
            return assay_field_wrong(work, "an element lacks ", work->transform->mark,
                                     err);
        if (!code)
            (void)assay_node_push(work->arena, list, *found);
    }
    *value = list;
    return code;
}

/* NULL where no member begins so. */
static enum assay_code members_of(const struct field_work *work,
                                  const struct assay_node **value,
                                  struct assay_error *err)
{
    const struct assay_str mark = work->transform->mark;
    const struct assay_node *in = *value;
    struct assay_node *map = assay_node_map(work->arena);

    if (!assay_node_is(in, ASSAY_NODE_MAP))
        return assay_field_wrong_type(work, "expected a map, found a ", in, err);
    map->line = in->line;
    for (size_t i = 0; i < assay_node_count(in); i++) {
        const struct assay_member *member = &in->as.map.at[i];
        const struct assay_str rest = {member->key.ptr + mark.len,
                                       member->key.len - mark.len};

        if (member->key.len > mark.len && assay_str_starts(member->key, mark))
            (void)assay_node_put_view(work->arena, map, rest, member->value);
    }
    *value = assay_node_count(map) ? map : NULL;
    return ASSAY_OK;
}

static enum assay_code read_critique(const struct field_work *work,
                                     const struct assay_node **value,
                                     struct assay_error *err)
{
    const struct assay_node *in = *value;

    *value = assay_critique_read((enum assay_critique)work->transform->critique, in,
                                 work->arena);
    return *value
               ? ASSAY_OK
               : assay_field_wrong_type(work, "expected a critique, found a ", in, err);
}

#define TAKES(type) (1U << ASSAY_NODE_##type)

const struct field_transform_form assay_field_transforms[] = {
    [FIELD_MAP] = {"map", TAKES(MAP), false, look_up},
    [FIELD_PREFIX] = {"prefix", TAKES(MAP), false, by_prefix},
    [FIELD_CONTAINS] = {"contains", TAKES(MAP), false, by_content},
    [FIELD_DIGEST] = {"digest", TAKES(BOOL), false, to_digest},
    [FIELD_LOWER] = {"lower", TAKES(BOOL), false, to_lower},
    [FIELD_AFTER] = {"after", TAKES(TEXT), false, unwrap},
    [FIELD_BEFORE] = {"before", TAKES(TEXT), false, unwrap},
    [FIELD_EACH] = {"each", TAKES(TEXT) | TAKES(MAP), true, gather},
    [FIELD_VERDICT] = {"verdict", TAKES(TEXT), false, assay_field_judge},
    [FIELD_SWAPPED] = {"swapped", TAKES(TEXT) | TAKES(MAP), false, assay_field_judge},
    [FIELD_MOVED] = {"moved", TAKES(TEXT) | TAKES(MAP), false, assay_field_judge},
    [FIELD_CRITIQUE] = {"critique", TAKES(TEXT), true, read_critique},
    [FIELD_NUMBERED] = {"numbered", TAKES(TEXT), false, split_headings},
    [FIELD_OF] = {"of", TAKES(MAP), false, value_of},
    [FIELD_MEMBERS] = {"members", TAKES(TEXT), true, members_of},
    [FIELD_ALONG] = {"along", TAKES(TEXT) | TAKES(MAP), true, assay_field_along},
    [FIELD_LENGTH] = {"length", TAKES(BOOL), true, assay_field_of_list},
    [FIELD_CHARACTERS] = {"characters", TAKES(BOOL), false, count_characters},
    [FIELD_SORTED] = {"sorted", TAKES(TEXT), true, assay_field_sorted},
    [FIELD_MAJORITY] = {"majority", TAKES(BOOL), true, assay_field_of_list},
};

static_assert(sizeof(assay_field_transforms) / sizeof(assay_field_transforms[0]) ==
                  FIELD_TRANSFORMS,
              "a row a transform");

/* A list becomes the list of what its elements become. */
static enum assay_code apply_to_list(const struct field_work *work,
                                     const struct assay_node **value,
                                     struct assay_error *err)
{
    const struct assay_node *in = *value;
    struct assay_node *list = assay_node_list(work->arena);
    enum assay_code code = ASSAY_OK;

    list->line = in->line;
    for (size_t i = 0; !code && i < assay_node_count(in); i++) {
        const struct assay_node *element = assay_node_at(in, i);

        if (assay_node_is(element, ASSAY_NODE_LIST))
            return assay_field_wrong_type(work, "expected a scalar, found a ", element,
                                          err);
        code = assay_field_transform(work, &element, err);
        if (!code)
            (void)assay_node_push(work->arena, list, *element);
    }
    *value = list;
    return code;
}

enum assay_code assay_field_transform(const struct field_work *work,
                                      const struct assay_node **value,
                                      struct assay_error *err)
{
    const struct field_transform_form *form =
        &assay_field_transforms[work->transform->type];

    if (!form->whole && assay_node_is(*value, ASSAY_NODE_LIST))
        return apply_to_list(work, value, err);
    if (!form->whole && assay_node_is(*value, ASSAY_NODE_MAP))
        return assay_field_wrong_type(work, "expected a scalar, found a ", *value, err);
    return form->apply(work, value, err);
}
