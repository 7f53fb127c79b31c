/* jinja_method.c - methods of texts, maps and lists that templates call. */
#include "adapters/jinja_text.h"

#include <string.h>

/* A call in hand. */
struct call {
    struct jinja_render *render;
    struct jinja_value of;
    const struct jinja_arguments *arguments;
};

/* The text at a place; NULL where there is none. */
static const struct assay_str *text_at(const struct call *call, size_t place,
                                       const char *name)
{
    const struct jinja_value *value = assay_jinja_argument(call->arguments, place, name);

    return value && value->type == JINJA_TEXT ? &value->as.text : NULL;
}

static int64_t integer_at(const struct call *call, size_t place, const char *name,
                          int64_t initial)
{
    const struct jinja_value *value = assay_jinja_argument(call->arguments, place, name);

    return value && value->type == JINJA_INTEGER ? value->as.integer : initial;
}

static struct jinja_value strip(const struct call *call)
{
    return assay_jinja_of_text(
        assay_jinja_strip(call->of.as.text, text_at(call, 0, "chars"), true, true));
}

static struct jinja_value lstrip(const struct call *call)
{
    return assay_jinja_of_text(
        assay_jinja_strip(call->of.as.text, text_at(call, 0, "chars"), true, false));
}

static struct jinja_value rstrip(const struct call *call)
{
    return assay_jinja_of_text(
        assay_jinja_strip(call->of.as.text, text_at(call, 0, "chars"), false, true));
}

static struct jinja_value cased(const struct call *call, enum jinja_case how)
{
    return assay_jinja_of_text(
        assay_jinja_case(call->of.as.text, how, call->render->arena));
}

static struct jinja_value upper(const struct call *call)
{
    return cased(call, JINJA_UPPER);
}

static struct jinja_value lower(const struct call *call)
{
    return cased(call, JINJA_LOWER);
}

static struct jinja_value title(const struct call *call)
{
    return cased(call, JINJA_TITLE);
}

static struct jinja_value capitalize(const struct call *call)
{
    return cased(call, JINJA_CAPITAL);
}

static struct jinja_value split(const struct call *call)
{
    return assay_jinja_split(call->of.as.text, text_at(call, 0, "sep"),
                             integer_at(call, 1, "maxsplit", -1), call->render->arena);
}

static struct jinja_value rsplit(const struct call *call)
{
    const struct assay_str *mark = text_at(call, 0, "sep");

    if (!mark || mark->len == 0)
        return assay_jinja_fail(call->render, "rsplit needs a text to split at");
    return assay_jinja_split_right(call->of.as.text, *mark,
                                   integer_at(call, 1, "maxsplit", -1),
                                   call->render->arena);
}

static struct jinja_value replace(const struct call *call)
{
    const struct assay_str *from = text_at(call, 0, "old");
    const struct assay_str *to = text_at(call, 1, "new");

    if (!from || !to)
        return assay_jinja_fail(call->render, "replace needs two texts");
    return assay_jinja_of_text(assay_jinja_replace(call->of.as.text, *from, *to,
                                                   integer_at(call, 2, "count", -1),
                                                   call->render->arena));
}

static bool edge(struct assay_str text, struct assay_str part, bool end)
{
    return part.len <= text.len &&
           (part.len == 0 ||
            memcmp(text.ptr + (end ? text.len - part.len : 0), part.ptr, part.len) == 0);
}

/* startswith and endswith, of one text or of any in a list. */
static struct jinja_value has_edge(const struct call *call, bool end)
{
    const struct jinja_value *part = assay_jinja_argument(call->arguments, 0, "prefix");
    bool has = false;

    if (part && part->type == JINJA_TEXT)
        return assay_jinja_of_truth(edge(call->of.as.text, part->as.text, end));
    if (!part || part->type != JINJA_SEQUENCE)
        return assay_jinja_fail(call->render, "%s needs a text",
                                end ? "endswith" : "startswith");
    for (size_t i = 0; i < part->as.sequence->count; i++)
        has = has || (part->as.sequence->at[i].type == JINJA_TEXT &&
                      edge(call->of.as.text, part->as.sequence->at[i].as.text, end));
    return assay_jinja_of_truth(has);
}

static struct jinja_value startswith(const struct call *call)
{
    return has_edge(call, false);
}

static struct jinja_value endswith(const struct call *call)
{
    return has_edge(call, true);
}

static struct jinja_value removed(const struct call *call, bool end)
{
    const struct assay_str *part = text_at(call, 0, "prefix");
    struct assay_str text = call->of.as.text;

    if (part && edge(text, *part, end))
        text = (struct assay_str){text.ptr + (end ? 0 : part->len), text.len - part->len};
    return assay_jinja_of_text(text);
}

static struct jinja_value removeprefix(const struct call *call)
{
    return removed(call, false);
}

static struct jinja_value removesuffix(const struct call *call)
{
    return removed(call, true);
}

static struct jinja_value find(const struct call *call)
{
    const struct assay_str *part = text_at(call, 0, "sub");
    size_t at;

    if (!part)
        return assay_jinja_fail(call->render, "find needs a text");
    at = assay_str_find(call->of.as.text, *part);
    if (at == call->of.as.text.len && part->len > 0)
        return assay_jinja_of_integer(-1);
    return assay_jinja_of_integer(
        (int64_t)assay_str_code_points((struct assay_str){call->of.as.text.ptr, at}));
}

static struct jinja_value count(const struct call *call)
{
    const struct assay_str *part = text_at(call, 0, "sub");
    struct assay_str rest = call->of.as.text;
    int64_t n = 0;

    if (!part || part->len == 0)
        return assay_jinja_fail(call->render, "count needs a text");
    for (size_t at; (at = assay_str_find(rest, *part)) < rest.len; n++)
        rest = (struct assay_str){rest.ptr + at + part->len, rest.len - at - part->len};
    return assay_jinja_of_integer(n);
}

static struct jinja_value all_digits(const struct call *call)
{
    bool all = call->of.as.text.len > 0;

    for (size_t i = 0; i < call->of.as.text.len; i++)
        all = all && call->of.as.text.ptr[i] >= '0' && call->of.as.text.ptr[i] <= '9';
    return assay_jinja_of_truth(all);
}

/* "{} and {}": the values in their order; nothing but empty braces is known. */
static struct jinja_value format(const struct call *call)
{
    struct assay_str rest = call->of.as.text;
    struct assay_buf out = {.ceiling = ASSAY_JINJA_OUTPUT_MAX};
    struct jinja_value done;
    size_t at, n = 0;

    while ((at = assay_str_find(rest, ASSAY_STR("{"))) < rest.len) {
        assay_buf_add(&out, (struct assay_str){rest.ptr, at});
        rest = (struct assay_str){rest.ptr + at, rest.len - at};
        if (!assay_str_starts(rest, ASSAY_STR("{}")) || n == call->arguments->count) {
            assay_buf_release(&out);
            return assay_jinja_fail(call->render,
                                    "format knows {} alone, for each value");
        }
        assay_buf_add(&out, assay_jinja_spell(call->render, &call->arguments->at[n++]));
        rest = (struct assay_str){rest.ptr + 2, rest.len - 2};
    }
    assay_buf_add(&out, rest);
    done =
        assay_jinja_of_text(assay_arena_copy(call->render->arena, assay_buf_view(&out)));
    assay_buf_release(&out);
    return done;
}

static struct jinja_value join(const struct call *call)
{
    struct jinja_arguments arguments = {.at = {call->of}, .count = 1};

    if (call->arguments->count != 1)
        return assay_jinja_fail(call->render, "join needs a list");
    return assay_jinja_filter(call->render, ASSAY_STR("join"), call->arguments->at[0],
                              &arguments);
}

static struct jinja_value items(const struct call *call)
{
    struct jinja_value list = assay_jinja_new_sequence(call->render->arena);
    const struct jinja_mapping *map = call->of.as.mapping;

    for (size_t i = 0; i < map->count; i++) {
        struct jinja_value pair = assay_jinja_new_sequence(call->render->arena);

        assay_jinja_push(call->render->arena, &pair, map->at[i].key);
        assay_jinja_push(call->render->arena, &pair, map->at[i].value);
        assay_jinja_push(call->render->arena, &list, pair);
    }
    return list;
}

static struct jinja_value keys(const struct call *call)
{
    return assay_jinja_each(call->render, call->of);
}

static struct jinja_value values(const struct call *call)
{
    struct jinja_value list = assay_jinja_new_sequence(call->render->arena);

    for (size_t i = 0; i < call->of.as.mapping->count; i++)
        assay_jinja_push(call->render->arena, &list, call->of.as.mapping->at[i].value);
    return list;
}

static struct jinja_value get(const struct call *call)
{
    const struct jinja_value *initial =
        assay_jinja_argument(call->arguments, 1, "default");
    const struct jinja_value *found =
        call->arguments->count > 0 ? assay_jinja_get(&call->of, &call->arguments->at[0])
                                   : NULL;

    if (found)
        return *found;
    return initial ? *initial : (struct jinja_value){.type = JINJA_NONE};
}

/* loop.cycle(a, b, ...) */
static struct jinja_value cycle(const struct call *call)
{
    const struct jinja_value *index =
        assay_jinja_get_text(&call->of, ASSAY_STR("index0"));

    if (!index || index->type != JINJA_INTEGER || call->arguments->count == 0)
        return assay_jinja_fail(call->render,
                                "cycle belongs to a loop, and needs values");
    return call->arguments->at[(size_t)index->as.integer % call->arguments->count];
}

static struct jinja_value append(const struct call *call)
{
    struct jinja_value list = call->of;

    if (call->arguments->count != 1)
        return assay_jinja_fail(call->render, "append needs a value");
    assay_jinja_push(call->render->arena, &list, call->arguments->at[0]);
    return (struct jinja_value){.type = JINJA_NONE};
}

static struct jinja_value update(const struct call *call)
{
    struct jinja_value map = call->of;

    if (call->arguments->count == 1 && call->arguments->at[0].type == JINJA_MAPPING) {
        const struct jinja_mapping *more = call->arguments->at[0].as.mapping;

        for (size_t i = 0; i < more->count; i++)
            assay_jinja_put(call->render->arena, &map, more->at[i].key,
                            more->at[i].value);
    }
    for (size_t i = 0; i < call->arguments->names; i++)
        assay_jinja_put(call->render->arena, &map,
                        assay_jinja_of_text(call->arguments->named[i].name),
                        call->arguments->named[i].value);
    return (struct jinja_value){.type = JINJA_NONE};
}

struct jinja_value assay_jinja_method(struct jinja_render *render, struct assay_str name,
                                      struct jinja_value of,
                                      struct jinja_arguments *arguments)
{
    static const struct {
        enum jinja_type type;
        const char *name;
        struct jinja_value (*run)(const struct call *call);
    } methods[] = {
        {JINJA_TEXT, "strip", strip},
        {JINJA_TEXT, "lstrip", lstrip},
        {JINJA_TEXT, "rstrip", rstrip},
        {JINJA_TEXT, "upper", upper},
        {JINJA_TEXT, "lower", lower},
        {JINJA_TEXT, "title", title},
        {JINJA_TEXT, "capitalize", capitalize},
        {JINJA_TEXT, "split", split},
        {JINJA_TEXT, "rsplit", rsplit},
        {JINJA_TEXT, "replace", replace},
        {JINJA_TEXT, "startswith", startswith},
        {JINJA_TEXT, "endswith", endswith},
        {JINJA_TEXT, "removeprefix", removeprefix},
        {JINJA_TEXT, "removesuffix", removesuffix},
        {JINJA_TEXT, "find", find},
        {JINJA_TEXT, "count", count},
        {JINJA_TEXT, "isdigit", all_digits},
        {JINJA_TEXT, "join", join},
        {JINJA_TEXT, "format", format},
        {JINJA_MAPPING, "items", items},
        {JINJA_MAPPING, "keys", keys},
        {JINJA_MAPPING, "values", values},
        {JINJA_MAPPING, "get", get},
        {JINJA_MAPPING, "update", update},
        {JINJA_MAPPING, "cycle", cycle},
        {JINJA_SEQUENCE, "append", append},
    };
    const struct call call = {render, of, arguments};
    const struct jinja_value *field = assay_jinja_get_text(&of, name);
    struct jinja_value value;

    if (field && field->type == JINJA_CALLABLE)
        return assay_jinja_call_macro(render, field->as.macro, arguments);
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
        if (methods[i].type == of.type &&
            assay_str_equal(name, assay_str_of(methods[i].name))) {
            value = methods[i].run(&call);
            /* cppcheck-suppress returnDanglingLifetime ; a value, which holds no address of it */
            return value;
        }
    return assay_jinja_fail(render, "%s has no method \"%.*s\"",
                            assay_jinja_type_name(&of), ASSAY_STR_ARG(name));
}
