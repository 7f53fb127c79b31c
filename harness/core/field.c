#include "harness/core/field.h"

#include "harness/core/field_parts.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum assay_code assay_field_fail(struct assay_error *err,
                                 const struct assay_field_source *source,
                                 const char *field, const char *fmt, ...)
{
    struct assay_error what;
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(what.text, sizeof(what.text), fmt, args);
    va_end(args);
    return assay_fail_at(err, assay_field_spot(source), "%s: %s", field, what.text);
}

const char *assay_field_name(const struct assay_field *field)
{
    return field->name;
}

static enum assay_code wrong(const struct assay_field *field,
                             const struct assay_field_source *source, const char *what,
                             struct assay_str detail, struct assay_error *err)
{
    return assay_field_fail(err, source, field->name, "%s%.*s", what,
                            ASSAY_STR_ARG(detail));
}

enum assay_code assay_field_wrong(const struct field_work *work, const char *what,
                                  struct assay_str detail, struct assay_error *err)
{
    return wrong(work->field, work->source, what, detail, err);
}

enum assay_code assay_field_wrong_type(const struct field_work *work, const char *what,
                                       const struct assay_node *found,
                                       struct assay_error *err)
{
    return assay_field_wrong(work, what, assay_str_of(assay_node_type_name(found)), err);
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
    char text[ASSAY_STR_REAL];

    switch (node->type) {
    case ASSAY_NODE_TEXT:
        *out = node->as.text;
        return true;
    case ASSAY_NODE_INT:
        *out = assay_str_of(assay_arena_printf(arena, "%" PRId64, node->as.integer));
        return true;
    case ASSAY_NODE_REAL:
        *out = assay_arena_copy(arena, assay_str_of(assay_str_real(node->as.real, text)));
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
    *out = assay_node_keep(arena, assay_node_of_text((struct assay_str){joined, total}),
                           source->line);
    for (size_t i = 0; i < field->part_count; i++) {
        if (texts[i].len > 0)
            memcpy(joined, texts[i].ptr, texts[i].len);
        joined += texts[i].len;
    }
    return ASSAY_OK;
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
        *out =
            assay_node_keep(arena, assay_node_of_int((int64_t)source->row), source->line);
        break;
    case FIELD_WHOLE:
        *out = source->record;
        break;
    case FIELD_FILE:
        *out = assay_node_keep(arena, assay_node_of_text(source->file), source->line);
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

    for (size_t i = 0; !code && *out && i < field->transform_count; i++) {
        const struct field_work work = {field, &field->transforms[i], source, arena};

        code = assay_field_transform(&work, out, err);
    }
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
        return wrong(field, source, "missing", ASSAY_STR(""), err);
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
        return wrong(field, source, "expected text, found ",
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
        return wrong(field, source, "expected a finite number, found the text ",
                     assay_node_text(node), err);
    return wrong(field, source, "expected a number, found ",
                 assay_str_of(assay_node_type_name(node)), err);
}
