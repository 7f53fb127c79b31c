#include "harness/core/result_shape.h"

#include <assert.h>
#include <string.h>

enum {
    MISSING_NAMED = 12 /* of what is missing, in a sentence */
};

const char *assay_tie_rule_name(enum assay_tie_rule rule)
{
    static const char *const names[ASSAY_TIE_RULES] = {
        [ASSAY_TIE_LOSS] = "loss",
        [ASSAY_TIE_HALF] = "half",
        [ASSAY_TIE_SHARE] = "1/k",
        [ASSAY_TIE_DROP] = "drop",
    };

    assert((unsigned)rule < ASSAY_TIE_RULES);
    return names[rule];
}

const char *const assay_look_name[ASSAY_LOOKS] = {
    [ASSAY_LOOK_CURVE] = "curve",   [ASSAY_LOOK_POINTS] = "points",
    [ASSAY_LOOK_FIT] = "fit",       [ASSAY_LOOK_REFERENCE] = "reference",
    [ASSAY_LOOK_PEAK] = "peak",     [ASSAY_LOOK_AREA] = "area",
    [ASSAY_LOOK_BEYOND] = "beyond", [ASSAY_LOOK_CELLS] = "cells",
    [ASSAY_LOOK_MAP] = "map",       [ASSAY_LOOK_TREE] = "tree",
    [ASSAY_LOOK_WORLD] = "world",   [ASSAY_LOOK_ARROWS] = "arrows",
    [ASSAY_LOOK_RIDGE] = "ridge",   [ASSAY_LOOK_BARS] = "bars",
    [ASSAY_LOOK_CHANGE] = "change",
};

const char *const assay_scale_name[ASSAY_SCALES] = {
    [ASSAY_SCALE_LINEAR] = "linear",
    [ASSAY_SCALE_LOG2] = "log2",
    [ASSAY_SCALE_LOG10] = "log10",
    [ASSAY_SCALE_DATE] = "date",
};

struct writer {
    struct assay_arena *arena;
    size_t sections; /* of the result */
};

static struct assay_node write_struct(const struct writer *to,
                                      const struct assay_shape *shape, const char *from);

static struct assay_node write_number(const struct writer *to, uint64_t number)
{
    if (number <= INT64_MAX)
        return assay_node_of_int((int64_t)number);
    return assay_node_of_string(
        assay_arena_printf(to->arena, "%llu", (unsigned long long)number));
}

static struct assay_node write_pair(const struct writer *to, double lo, double hi)
{
    struct assay_node *pair = assay_node_list(to->arena);

    (void)assay_node_push(to->arena, pair, assay_node_of_real(lo));
    (void)assay_node_push(to->arena, pair, assay_node_of_real(hi));
    return *pair;
}

static struct assay_node write_figure(const struct writer *to,
                                      const struct assay_figure *from)
{
    struct assay_node *map = assay_node_map(to->arena);

    (void)assay_node_put(to->arena, map, "value",
                         from->defined ? assay_node_of_real(from->value)
                                       : assay_node_null());
    if (from->has_wilson)
        (void)assay_node_put(to->arena, map, "wilson",
                             write_pair(to, from->wilson_lo, from->wilson_hi));
    if (from->has_bootstrap)
        (void)assay_node_put(to->arena, map, "bootstrap",
                             write_pair(to, from->bootstrap_lo, from->bootstrap_hi));
    if (from->why.len > 0)
        (void)assay_node_put(to->arena, map, "why", assay_node_of_text(from->why));
    return *map;
}

static struct assay_node write_rules(const struct writer *to,
                                     const struct assay_figure *from)
{
    struct assay_node *map = assay_node_map(to->arena);

    for (unsigned rule = 0; rule < ASSAY_TIE_RULES; rule++)
        (void)assay_node_put(to->arena, map,
                             assay_tie_rule_name((enum assay_tie_rule)rule),
                             write_figure(to, &from[rule]));
    return *map;
}

static struct assay_node write_states(const struct writer *to, const size_t *from)
{
    struct assay_node *map = assay_node_map(to->arena);

    for (unsigned state = 0; state < ASSAY_STATES; state++)
        (void)assay_node_put(to->arena, map, assay_state_name((enum assay_state)state),
                             write_number(to, from[state]));
    return *map;
}

static struct assay_node write_point(const struct writer *to,
                                     const struct assay_point *from)
{
    struct assay_node *map = assay_node_map(to->arena);

    (void)assay_node_put(to->arena, map, "x", assay_node_of_real(from->x));
    (void)assay_node_put(to->arena, map, "y", assay_node_of_real(from->y));
    if (from->has_band)
        (void)assay_node_put(to->arena, map, "band", write_pair(to, from->lo, from->hi));
    (void)assay_node_put(to->arena, map, "n", write_number(to, from->n));
    return *map;
}

/* Nothing for the first word: fields of words are optional. */
static struct assay_node write_word(const struct assay_shape_field *field,
                                    const void *from)
{
    unsigned value;

    memcpy(&value, from, sizeof(value));
    assert(value < field->word_count);
    return value ? assay_node_of_string(field->word[value]) : assay_node_null();
}

static struct assay_node write_list(const struct writer *to,
                                    const struct assay_shape *shape, const char *from,
                                    size_t count)
{
    struct assay_node *list = assay_node_list(to->arena);

    for (size_t i = 0; i < count; i++)
        (void)assay_node_push(to->arena, list,
                              write_struct(to, shape, from + i * shape->size));
    return *list;
}

static struct assay_node write_field(const struct writer *to,
                                     const struct assay_shape_field *field,
                                     const char *owner)
{
    const void *from = owner + field->offset;
    const char *first;
    size_t count;

    switch (field->type) {
    case ASSAY_SHAPE_TEXT:
        return assay_node_of_text(*(const struct assay_str *)from);
    case ASSAY_SHAPE_SIZE:
        return write_number(to, *(const size_t *)from);
    case ASSAY_SHAPE_NUMBER:
        return write_number(to, *(const uint64_t *)from);
    case ASSAY_SHAPE_REAL:
        return assay_node_of_real(*(const double *)from);
    case ASSAY_SHAPE_WORD:
        return write_word(field, from);
    case ASSAY_SHAPE_FIGURE:
        return write_figure(to, from);
    case ASSAY_SHAPE_RULES:
        return write_rules(to, from);
    case ASSAY_SHAPE_STATES:
        return write_states(to, from);
    case ASSAY_SHAPE_POINT:
        return write_point(to, from);
    case ASSAY_SHAPE_STRUCT:
        return write_struct(to, field->of, from);
    case ASSAY_SHAPE_LIST:
    case ASSAY_SHAPE_PER_POINT:
        memcpy(&first, from, sizeof(first));
        memcpy(&count, owner + field->count_offset, sizeof(count));
        return write_list(to, field->of, first, first ? count : 0);
    case ASSAY_SHAPE_PER_SECTION:
        memcpy(&first, from, sizeof(first));
        return write_list(to, field->of, first, to->sections);
    }
    return assay_node_null();
}

static bool is_empty(const struct assay_node *value)
{
    if (assay_node_is(value, ASSAY_NODE_TEXT))
        return assay_node_text(value).len == 0;
    return assay_node_count(value) == 0;
}

static struct assay_node write_struct(const struct writer *to,
                                      const struct assay_shape *shape, const char *from)
{
    struct assay_node *map;

    if (!shape->field[0].key)
        return write_field(to, &shape->field[0], from);
    map = assay_node_map(to->arena);
    for (size_t i = 0; i < shape->count; i++) {
        const struct assay_shape_field *field = &shape->field[i];
        const struct assay_node value = write_field(to, field, from);

        if (!field->optional || !is_empty(&value))
            (void)assay_node_put(to->arena, map, field->key, value);
    }
    return *map;
}

void assay_result_tell_missing(const struct assay_result *result, struct assay_buf *out)
{
    const size_t n = result->missing_count;

    for (size_t i = 0; i < n && i < MISSING_NAMED; i++)
        assay_buf_printf(out, "%s%.*s", i ? ", " : "without ",
                         ASSAY_STR_ARG(result->missing[i]));
    if (n > MISSING_NAMED)
        assay_buf_printf(out, " and %zu more", n - MISSING_NAMED);
}

struct assay_node *assay_result_node(const struct assay_result *result,
                                     struct assay_arena *arena)
{
    const struct writer to = {arena, result->section_count};
    struct assay_node *node = assay_arena_new(arena, 1, sizeof(*node));

    *node = write_struct(&to, &assay_result_shape, (const char *)result);
    return node;
}
