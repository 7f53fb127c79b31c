/* field_compile.c - fields from their YAML form. */
#include "harness/core/critique.h"
#include "harness/core/field_parts.h"
#include "harness/core/schema.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

enum {
    STEPS_MAX = 64,
    INDEX_MAX = 1000000,
    WORDS_MAX = 64 /* verdicts, or transforms */
};

/* What compiling one field needs to know everywhere. */
struct compiler {
    const char *file; /* for messages */
    struct assay_arena *arena;
    struct assay_error *err;
};

static enum assay_code malformed(const struct compiler *c, const struct assay_node *at,
                                 const char *what, struct assay_str text)
{
    return assay_fail(c->err, ASSAY_EUSAGE, "%s:%u: %s \"%.*s\"", c->file, at->line, what,
                      ASSAY_STR_ARG(text));
}

static enum assay_code slip(const struct compiler *c, const struct assay_node *at,
                            const char *what, struct assay_str word,
                            const char *const *names, size_t n)
{
    return assay_slip_tell(
        &(struct assay_slip){c->file, at->line, what, word, NULL, names, n}, ASSAY_EUSAGE,
        c->err);
}

/* Bytes of an index "[12]" or "[-1]" at text, with its brackets; 0 if there is none. */
static size_t index_at(struct assay_str text, long *index)
{
    const bool last = text.len >= 4 && memcmp(text.ptr, "[-1]", 4) == 0;
    size_t i = 1;

    *index = -1;
    if (last)
        return 4;
    *index = 0;
    while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9') {
        *index = *index * 10 + (text.ptr[i] - '0');
        if (*index > INDEX_MAX)
            return 0;
        i++;
    }
    return i > 1 && i < text.len && text.ptr[i] == ']' ? i + 1 : 0;
}

/* Bytes of a quoted key `["a.b"]` at text, with its brackets; 0 if there is none. */
static size_t quoted_at(struct assay_str text, struct assay_str *key)
{
    size_t end;

    if (text.len < 4 || text.ptr[1] != '"')
        return 0;
    *key = (struct assay_str){text.ptr + 2, text.len - 2};
    end = assay_str_find(*key, ASSAY_STR("\"]"));
    if (end == key->len)
        return 0;
    key->len = end;
    return end + 4;
}

/* Bytes of the step at text, with the dot that leads to it; 0 if malformed. */
static size_t step_at(struct assay_str text, bool first, struct field_step *step)
{
    size_t start, i;

    if (text.ptr[0] == '[') {
        const size_t n = index_at(text, &step->index);

        return n ? n : quoted_at(text, &step->key);
    }
    if (!first && text.ptr[0] != '.')
        return 0;
    start = first ? 0 : 1;
    for (i = start; i < text.len && !strchr(".[]", text.ptr[i]); i++)
        if (text.ptr[i] == '\0')
            return 0;
    step->key = (struct assay_str){text.ptr + start, i - start};
    return i > start ? i : 0;
}

static enum assay_code compile_path(const struct compiler *c,
                                    const struct assay_node *spec,
                                    struct assay_field *field)
{
    struct assay_str rest = spec->as.text;

    field->name = assay_arena_copy(c->arena, rest).ptr;
    if (assay_str_equal(rest, ASSAY_STR("@row")))
        field->origin = FIELD_ROW;
    if (assay_str_equal(rest, ASSAY_STR("@file")))
        field->origin = FIELD_FILE;
    if (assay_str_equal(rest, ASSAY_STR("@record")))
        field->origin = FIELD_WHOLE;
    if (field->origin != FIELD_PATH)
        return ASSAY_OK;
    if (rest.len == 0)
        return malformed(c, spec, "an empty path", rest);
    field->steps = assay_arena_new(c->arena, STEPS_MAX, sizeof(*field->steps));
    while (rest.len > 0) {
        struct field_step *step = &field->steps[field->step_count];
        const size_t n = field->step_count < STEPS_MAX
                             ? step_at(rest, field->step_count == 0, step)
                             : 0;

        if (n == 0)
            return malformed(c, spec, "a path that cannot be read:", spec->as.text);
        field->step_count++;
        rest = (struct assay_str){rest.ptr + n, rest.len - n};
    }
    return ASSAY_OK;
}

static enum assay_code compile_field(const struct compiler *c,
                                     const struct assay_node *spec,
                                     const struct assay_field **out);

/* A part of a join: text that begins with "@" is a place, other text stands for itself. */
static enum assay_code compile_part(const struct compiler *c,
                                    const struct assay_node *spec,
                                    const struct assay_field **out)
{
    struct assay_field *literal;
    const bool text = assay_node_is(spec, ASSAY_NODE_TEXT);

    if (!text || assay_str_starts(spec->as.text, ASSAY_STR("@")))
        return compile_field(c, spec, out);
    literal = assay_arena_new(c->arena, 1, sizeof(*literal));
    literal->name = assay_arena_copy(c->arena, spec->as.text).ptr;
    literal->origin = FIELD_CONST;
    literal->constant = *spec;
    *out = literal;
    return ASSAY_OK;
}

static enum assay_code compile_join(const struct compiler *c,
                                    const struct assay_node *list,
                                    struct assay_field *field)
{
    enum assay_code code = ASSAY_OK;

    field->origin = FIELD_JOIN;
    field->name = "join";
    field->part_count = assay_node_count(list);
    if (!assay_node_is(list, ASSAY_NODE_LIST) || field->part_count == 0)
        return malformed(c, list, "join needs a list of parts, found",
                         assay_str_of(assay_node_type_name(list)));
    field->parts =
        assay_arena_new(c->arena, field->part_count, sizeof(const struct assay_field *));
    for (size_t i = 0; !code && i < field->part_count; i++)
        code = compile_part(c, assay_node_at(list, i), &field->parts[i]);
    return code;
}

/* Several fields, of which the first that is there counts, or all. */
static enum assay_code compile_several(const struct compiler *c,
                                       const struct assay_member *member,
                                       enum field_origin origin,
                                       struct assay_field *field)
{
    const struct assay_node *list = &member->value;
    enum assay_code code = ASSAY_OK;

    field->origin = origin;
    field->part_count = assay_node_count(list);
    if (!assay_node_is(list, ASSAY_NODE_LIST) || field->part_count == 0)
        return malformed(c, list, "a list of fields is needed under", member->key);
    field->parts =
        assay_arena_new(c->arena, field->part_count, sizeof(const struct assay_field *));
    for (size_t i = 0; !code && i < field->part_count; i++)
        code = compile_field(c, assay_node_at(list, i), &field->parts[i]);
    if (!code)
        field->name = field->parts[0]->name;
    return code;
}

static enum assay_code compile_inner(const struct compiler *c,
                                     const struct assay_node *spec,
                                     struct assay_field *field)
{
    enum assay_code code;

    if (assay_node_is(spec, ASSAY_NODE_TEXT))
        return compile_path(c, spec, field);
    field->origin = FIELD_INNER;
    field->part_count = 1;
    field->parts = assay_arena_new(c->arena, 1, sizeof(const struct assay_field *));
    code = compile_field(c, spec, &field->parts[0]);
    if (!code)
        field->name = field->parts[0]->name;
    return code;
}

static enum assay_code compile_compare(const struct compiler *c,
                                       const struct assay_member *member,
                                       struct assay_field *field)
{
    const enum assay_code code = compile_several(c, member, FIELD_COMPARE, field);

    if (!code && field->part_count != 2)
        return malformed(c, &member->value, "two fields are needed under", member->key);
    return code;
}

static const char *const origin_names[] = {"field",  "any",   "compare",
                                           "concat", "const", "join"};

enum {
    ORIGINS = sizeof(origin_names) / sizeof(origin_names[0])
};

const char *assay_field_word(size_t i)
{
    if (i < ORIGINS)
        return origin_names[i];
    return i < ORIGINS + FIELD_TRANSFORMS ? assay_field_transforms[i - ORIGINS].name
                                          : NULL;
}

bool assay_field_has_origin(const struct assay_node *map)
{
    for (size_t i = 0; i < ORIGINS; i++)
        if (assay_node_get(map, origin_names[i]))
            return true;
    return false;
}

/* A member that is neither origin nor transform. */
static enum assay_code no_such_member(const struct compiler *c,
                                      const struct assay_member *member)
{
    const char *names[WORDS_MAX];
    size_t n = 0;

    for (; n < WORDS_MAX && assay_field_word(n); n++)
        names[n] = assay_field_word(n);
    return slip(c, &member->value, "no such transform", member->key, names, n);
}

/* Reads one member of the map as the origin; origin says whether it was one. */
static enum assay_code compile_origin(const struct compiler *c,
                                      const struct assay_member *member, bool *origin,
                                      struct assay_field *field)
{
    *origin = true;
    if (assay_str_equal(member->key, ASSAY_STR("field")))
        return compile_inner(c, &member->value, field);
    if (assay_str_equal(member->key, ASSAY_STR("compare")))
        return compile_compare(c, member, field);
    if (assay_str_equal(member->key, ASSAY_STR("join")))
        return compile_join(c, &member->value, field);
    if (assay_str_equal(member->key, ASSAY_STR("any")))
        return compile_several(c, member, FIELD_ANY, field);
    if (assay_str_equal(member->key, ASSAY_STR("concat")))
        return compile_several(c, member, FIELD_CONCAT, field);
    if (assay_str_equal(member->key, ASSAY_STR("const"))) {
        field->origin = FIELD_CONST;
        field->constant = member->value;
        field->name = "const";
        return ASSAY_OK;
    }
    *origin = false;
    return ASSAY_OK;
}

static enum assay_code compile_parser(const struct compiler *c,
                                      const struct assay_node *name,
                                      const struct assay_verdict_parser **out)
{
    const char *names[WORDS_MAX];
    size_t n = 0;

    *out = assay_verdict_find(name->as.text);
    if (*out)
        return ASSAY_OK;
    for (size_t i = 0; i < WORDS_MAX && assay_verdict_at(i); i++)
        names[n++] = assay_verdict_at(i)->name;
    return slip(c, name, "no such verdict", name->as.text, names, n);
}

static enum assay_code compile_critique(const struct compiler *c,
                                        const struct assay_node *name, unsigned *out)
{
    const struct assay_str word = assay_node_text(name);

    for (*out = 0; *out < ASSAY_CRITIQUES; ++*out)
        if (assay_str_equal(word, assay_str_of(assay_critique_names[*out])))
            return ASSAY_OK;
    return slip(c, name, "no such form of critique", word, assay_critique_names,
                ASSAY_CRITIQUES);
}

/* The fields among which the value of another one chooses. */
static enum assay_code compile_choice(const struct compiler *c,
                                      const struct assay_node *table,
                                      struct field_transform *transform)
{
    const size_t n = assay_node_count(table);
    enum assay_code code = ASSAY_OK;

    transform->of = assay_arena_new(c->arena, n + 1, sizeof(const struct assay_field *));
    for (size_t i = 0; !code && i < n; i++)
        code = compile_field(c, &table->as.map.at[i].value, &transform->of[i]);
    return code;
}

/* What a transform needs beside its table or mark. */
static enum assay_code compile_argument(const struct compiler *c,
                                        const struct assay_node *argument,
                                        struct field_transform *transform)
{
    switch (transform->type) {
    case FIELD_EACH:
    case FIELD_ALONG:
    case FIELD_SWAPPED:
    case FIELD_MOVED:
        return compile_field(c, argument, &transform->other);
    case FIELD_VERDICT:
        return compile_parser(c, argument, &transform->parser);
    case FIELD_CRITIQUE:
        return compile_critique(c, argument, &transform->critique);
    case FIELD_OF:
        return compile_choice(c, argument, transform);
    case FIELD_NUMBERED:
    case FIELD_MAP:
    case FIELD_PREFIX:
    case FIELD_CONTAINS:
    case FIELD_DIGEST:
    case FIELD_LOWER:
    case FIELD_LENGTH:
    case FIELD_MAJORITY:
    case FIELD_AFTER:
    case FIELD_BEFORE:
    case FIELD_MEMBERS:
    case FIELD_SORTED:
    case FIELD_CHARACTERS:
        break;
    }
    return ASSAY_OK;
}

static enum assay_code compile_transform(const struct compiler *c,
                                         const struct assay_member *member,
                                         struct field_transform *out)
{
    for (size_t i = 0; i < FIELD_TRANSFORMS; i++) {
        if (!assay_str_equal(member->key, assay_str_of(assay_field_transforms[i].name)))
            continue;
        if (!(assay_field_transforms[i].takes & 1U << member->value.type))
            return malformed(c, &member->value, "the wrong type for transform",
                             member->key);
        *out = (struct field_transform){.type = (enum field_transform_type)i,
                                        .table = &member->value,
                                        .mark = assay_node_text(&member->value)};
        return compile_argument(c, &member->value, out);
    }
    return no_such_member(c, member);
}

static enum assay_code compile_map(const struct compiler *c,
                                   const struct assay_node *spec,
                                   struct assay_field *field)
{
    const size_t n = assay_node_count(spec);
    size_t origins = 0;

    field->transforms = assay_arena_new(c->arena, n, sizeof(*field->transforms));
    for (size_t i = 0; i < n; i++) {
        const struct assay_member *member = &spec->as.map.at[i];
        enum assay_code code;
        bool origin;

        code = compile_origin(c, member, &origin, field);
        if (!code && !origin)
            code = compile_transform(c, member,
                                     &field->transforms[field->transform_count++]);
        if (code)
            return code;
        origins += origin;
    }
    if (origins != 1)
        return assay_fail(c->err, ASSAY_EUSAGE,
                          "%s:%u: a field needs one of field, any, compare, concat, "
                          "const and join, found %zu",
                          c->file, spec->line, origins);
    return ASSAY_OK;
}

static enum assay_code compile_field(const struct compiler *c,
                                     const struct assay_node *spec,
                                     const struct assay_field **out)
{
    struct assay_field *field = assay_arena_new(c->arena, 1, sizeof(*field));

    *out = field;
    field->file = c->file;
    field->line = spec->line;
    if (assay_node_is(spec, ASSAY_NODE_TEXT))
        return compile_path(c, spec, field);
    if (assay_node_is(spec, ASSAY_NODE_MAP))
        return compile_map(c, spec, field);
    return malformed(c, spec, "a field is a path or a map, found",
                     assay_str_of(assay_node_type_name(spec)));
}

enum assay_code assay_field_compile(const struct assay_node *spec, const char *name,
                                    struct assay_arena *arena,
                                    const struct assay_field **out,
                                    struct assay_error *err)
{
    const struct compiler compiler = {.file = name, .arena = arena, .err = err};

    assert(spec);
    return compile_field(&compiler, spec, out);
}
