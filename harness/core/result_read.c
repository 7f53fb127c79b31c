#include "harness/core/buf.h"
#include "harness/core/result_shape.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where the reader is, outermost last: sections of the path that a message shows. */
struct place {
    const struct place *in;
    const char *key; /* NULL: an element of a list */
    size_t index;
};

struct reader {
    const char *path;
    struct assay_arena *arena;
    size_t sections; /* of the result */
    struct assay_error *err;
};

static enum assay_code read_struct(const struct reader *reader, const struct place *place,
                                   const struct assay_shape *shape,
                                   const struct assay_node *node, char *out);

static void spell_place(const struct place *place, struct assay_buf *out)
{
    if (!place)
        return;
    spell_place(place->in, out);
    if (place->key)
        assay_buf_printf(out, "%s%s", out->len ? "." : "", place->key);
    else
        assay_buf_printf(out, "[%zu]", place->index);
}

static enum assay_code refuse(const struct reader *reader, const struct place *place,
                              const char *expected, const struct assay_node *found)
{
    struct assay_buf where = {0};
    enum assay_code code;

    spell_place(place, &where);
    code = assay_fail(reader->err, ASSAY_EDATA, "%s: %s: expected %s, found %s",
                      reader->path, where.len ? where.data : "result", expected,
                      assay_node_type_name(found));
    assay_buf_release(&where);
    return code;
}

static enum assay_code read_text(const struct reader *reader, const struct place *place,
                                 const struct assay_node *node, struct assay_str *out)
{
    *out = assay_node_text(node);
    return assay_node_is(node, ASSAY_NODE_TEXT) ? ASSAY_OK
                                                : refuse(reader, place, "text", node);
}

static enum assay_code read_number(const struct reader *reader, const struct place *place,
                                   const struct assay_node *node, uint64_t *out)
{
    const struct assay_str text = assay_node_text(node);
    char *end;

    if (assay_node_is(node, ASSAY_NODE_INT) && node->as.integer >= 0) {
        *out = (uint64_t)node->as.integer;
        return ASSAY_OK;
    }
    if (text.len > 0 && text.len <= 20 && text.ptr[0] >= '0' && text.ptr[0] <= '9') {
        char *digits = assay_arena_printf(reader->arena, "%.*s", ASSAY_STR_ARG(text));

        errno = 0;
        *out = strtoull(digits, &end, 10);
        if (errno == 0 && *end == '\0')
            return ASSAY_OK;
    }
    return refuse(reader, place, "a whole number", node);
}

static enum assay_code read_size(const struct reader *reader, const struct place *place,
                                 const struct assay_node *node, size_t *out)
{
    uint64_t number = 0;
    const enum assay_code code = read_number(reader, place, node, &number);

    *out = (size_t)number;
    return code;
}

static enum assay_code read_real(const struct reader *reader, const struct place *place,
                                 const struct assay_node *node, double *out)
{
    return assay_node_number(node, out) ? ASSAY_OK
                                        : refuse(reader, place, "a number", node);
}

/* A word that a newer version has added is read as the first one. */
static enum assay_code read_word(const struct reader *reader, const struct place *place,
                                 const struct assay_shape_field *field,
                                 const struct assay_node *node, void *out)
{
    const struct assay_str text = assay_node_text(node);
    unsigned value = 0;

    for (unsigned i = 0; i < field->word_count; i++)
        if (assay_str_equal(text, assay_str_of(field->word[i])))
            value = i;
    memcpy(out, &value, sizeof(value));
    return assay_node_is(node, ASSAY_NODE_TEXT) ? ASSAY_OK
                                                : refuse(reader, place, "text", node);
}

struct span {
    bool there;
    double lo, hi;
};

/* map[key] as [lo, hi] with lo <= hi; it need not be there. */
static enum assay_code read_span(const struct reader *reader, const struct place *in,
                                 const char *key, const struct assay_node *map,
                                 struct span *out)
{
    const struct place place = {in, key, 0};
    const struct assay_node *node = assay_node_get(map, key);

    *out = (struct span){.there = node != NULL};
    if (!node ||
        (assay_node_count(node) == 2 &&
         assay_node_number(assay_node_at(node, 0), &out->lo) &&
         assay_node_number(assay_node_at(node, 1), &out->hi) && out->lo <= out->hi))
        return ASSAY_OK;
    return refuse(reader, &place, "[low, high]", node);
}

static enum assay_code read_figure(const struct reader *reader, const struct place *in,
                                   const struct assay_node *node,
                                   struct assay_figure *out)
{
    const struct place place = {in, "value", 0};
    const struct assay_node *value = assay_node_get(node, "value");
    struct span wilson = {0}, bootstrap = {0};
    enum assay_code code;

    *out = (struct assay_figure){.why = assay_node_text(assay_node_get(node, "why"))};
    out->defined = assay_node_number(value, &out->value);
    if (!out->defined && !assay_node_is(value, ASSAY_NODE_NULL))
        return refuse(reader, &place, "a number or null", value);
    code = read_span(reader, in, "wilson", node, &wilson);
    if (code == ASSAY_OK)
        code = read_span(reader, in, "bootstrap", node, &bootstrap);
    out->has_wilson = wilson.there;
    out->wilson_lo = wilson.lo;
    out->wilson_hi = wilson.hi;
    out->has_bootstrap = bootstrap.there;
    out->bootstrap_lo = bootstrap.lo;
    out->bootstrap_hi = bootstrap.hi;
    return code;
}

static enum assay_code read_rules(const struct reader *reader, const struct place *in,
                                  const struct assay_node *node,
                                  struct assay_figure out[ASSAY_TIE_RULES])
{
    enum assay_code code = ASSAY_OK;

    for (unsigned i = 0; i < ASSAY_TIE_RULES && code == ASSAY_OK; i++) {
        const struct place place = {in, assay_tie_rule_name((enum assay_tie_rule)i), 0};

        code = read_figure(reader, &place, assay_node_get(node, place.key), &out[i]);
    }
    return code;
}

/* States that the writer did not know are 0. */
static enum assay_code read_states(const struct reader *reader, const struct place *in,
                                   const struct assay_node *node,
                                   size_t out[ASSAY_STATES])
{
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return refuse(reader, in, "a map", node);
    for (unsigned i = 0; i < ASSAY_STATES && code == ASSAY_OK; i++) {
        const struct place place = {in, assay_state_name((enum assay_state)i), 0};
        const struct assay_node *count = assay_node_get(node, place.key);

        out[i] = 0;
        if (count)
            code = read_size(reader, &place, count, &out[i]);
    }
    return code;
}

static enum assay_code read_point(const struct reader *reader, const struct place *in,
                                  const struct assay_node *node, struct assay_point *out)
{
    const struct place x = {in, "x", 0}, y = {in, "y", 0}, n = {in, "n", 0};
    struct span band = {0};
    enum assay_code code = read_real(reader, &x, assay_node_get(node, "x"), &out->x);

    if (code == ASSAY_OK)
        code = read_real(reader, &y, assay_node_get(node, "y"), &out->y);
    if (code == ASSAY_OK)
        code = read_size(reader, &n, assay_node_get(node, "n"), &out->n);
    if (code == ASSAY_OK)
        code = read_span(reader, in, "band", node, &band);
    out->has_band = band.there;
    out->lo = band.lo;
    out->hi = band.hi;
    return code;
}

/* The structs of a list, and a pointer to the first of them at out. */
static enum assay_code read_list(const struct reader *reader, const struct place *in,
                                 const struct assay_shape *shape,
                                 const struct assay_node *node, void *out)
{
    const size_t count = assay_node_count(node);
    enum assay_code code = ASSAY_OK;
    char *first;

    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return refuse(reader, in, "a list", node);
    first = assay_arena_new(reader->arena, count, shape->size);
    memcpy(out, &first, sizeof(first));
    for (size_t i = 0; i < count && code == ASSAY_OK; i++) {
        const struct place place = {in, NULL, i};

        code = read_struct(reader, &place, shape, assay_node_at(node, i),
                           first + i * shape->size);
    }
    return code;
}

static enum assay_code read_counted(const struct reader *reader,
                                    const struct place *place,
                                    const struct assay_shape_field *field,
                                    const struct assay_node *node, char *owner)
{
    const size_t count = assay_node_count(node);

    const bool per_point = field->type == ASSAY_SHAPE_PER_POINT;
    size_t expected = reader->sections;

    if (per_point)
        memcpy(&expected, owner + field->count_offset, sizeof(expected));
    if (field->type == ASSAY_SHAPE_LIST)
        memcpy(owner + field->count_offset, &count, sizeof(count));
    else if (assay_node_is(node, ASSAY_NODE_LIST) && count != expected)
        return refuse(reader, place,
                      per_point ? "one number a point" : "one element a section", node);
    return read_list(reader, place, field->of, node, owner + field->offset);
}

static enum assay_code read_field(const struct reader *reader, const struct place *place,
                                  const struct assay_shape_field *field,
                                  const struct assay_node *node, char *owner)
{
    void *out = owner + field->offset;

    if (field->optional && !node)
        return ASSAY_OK; /* none: the owner is all zero */
    switch (field->type) {
    case ASSAY_SHAPE_TEXT:
        return read_text(reader, place, node, out);
    case ASSAY_SHAPE_SIZE:
        return read_size(reader, place, node, out);
    case ASSAY_SHAPE_NUMBER:
        return read_number(reader, place, node, out);
    case ASSAY_SHAPE_REAL:
        return read_real(reader, place, node, out);
    case ASSAY_SHAPE_WORD:
        return read_word(reader, place, field, node, out);
    case ASSAY_SHAPE_FIGURE:
        return read_figure(reader, place, node, out);
    case ASSAY_SHAPE_RULES:
        return read_rules(reader, place, node, out);
    case ASSAY_SHAPE_STATES:
        return read_states(reader, place, node, out);
    case ASSAY_SHAPE_POINT:
        return read_point(reader, place, node, out);
    case ASSAY_SHAPE_STRUCT:
        return read_struct(reader, place, field->of, node, out);
    case ASSAY_SHAPE_LIST:
    case ASSAY_SHAPE_PER_SECTION:
    case ASSAY_SHAPE_PER_POINT:
        return read_counted(reader, place, field, node, owner);
    }
    return ASSAY_OK;
}

static enum assay_code read_struct(const struct reader *reader, const struct place *place,
                                   const struct assay_shape *shape,
                                   const struct assay_node *node, char *out)
{
    enum assay_code code = ASSAY_OK;

    if (!shape->field[0].key)
        return read_field(reader, place, &shape->field[0], node, out);
    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return refuse(reader, place, "a map", node);
    for (size_t i = 0; i < shape->count && code == ASSAY_OK; i++) {
        const struct assay_shape_field *field = &shape->field[i];
        const struct place inside = {place, field->key, 0};

        code = read_field(reader, &inside, field, assay_node_get(node, field->key), out);
    }
    return code;
}

enum assay_code assay_result_read(const struct assay_node *node, const char *path,
                                  struct assay_arena *arena, struct assay_result *out,
                                  struct assay_error *err)
{
    const struct reader reader = {
        .path = path,
        .arena = arena,
        .sections = assay_node_count(assay_node_get(node, "section")),
        .err = err,
    };

    *out = (struct assay_result){0};
    return read_struct(&reader, NULL, &assay_result_shape, node, (char *)out);
}
