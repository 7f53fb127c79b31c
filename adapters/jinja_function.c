/* jinja_function.c - functions that templates call by name. */
#include "adapters/jinja_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    RANGE_MAX = 100000 /* as jinja2's sandbox has it */
};

static struct jinja_value range(struct jinja_render *render,
                                const struct jinja_arguments *arguments)
{
    struct jinja_value list = assay_jinja_new_sequence(render->arena);
    int64_t bound[3] = {0, 0, 1};

    if (arguments->count < 1 || arguments->count > 3)
        return assay_jinja_fail(render, "range needs one to three integers");
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->at[i].type != JINJA_INTEGER)
            return assay_jinja_fail(render, "range needs integers");
        bound[arguments->count == 1 ? 1 : i] = arguments->at[i].as.integer;
    }
    if (bound[2] == 0)
        return assay_jinja_fail(render, "range needs a step that is not 0");
    for (int64_t i = bound[0]; bound[2] > 0 ? i < bound[1] : i > bound[1];
         i += bound[2]) {
        if (list.as.sequence->count == RANGE_MAX)
            return assay_jinja_fail(render, "a range of more than %d", RANGE_MAX);
        assay_jinja_push(render->arena, &list, assay_jinja_of_integer(i));
    }
    return list;
}

/* A map of what is named, and of a map's fields. */
static struct jinja_value fields(struct jinja_render *render,
                                 const struct jinja_arguments *arguments)
{
    struct jinja_value map = assay_jinja_new_mapping(render->arena);

    if (arguments->count > 0 && arguments->at[0].type == JINJA_MAPPING)
        for (size_t i = 0; i < arguments->at[0].as.mapping->count; i++)
            assay_jinja_put(render->arena, &map, arguments->at[0].as.mapping->at[i].key,
                            arguments->at[0].as.mapping->at[i].value);
    for (size_t i = 0; i < arguments->names; i++)
        assay_jinja_put(render->arena, &map,
                        assay_jinja_of_text(arguments->named[i].name),
                        arguments->named[i].value);
    return map;
}

static struct jinja_value make_namespace(struct jinja_render *render,
                                         const struct jinja_arguments *arguments)
{
    struct jinja_value map = fields(render, arguments);

    map.as.mapping->is_namespace = true;
    return map;
}

static struct jinja_value raise(struct jinja_render *render,
                                const struct jinja_arguments *arguments)
{
    const struct assay_str text = arguments->count > 0
                                      ? assay_jinja_spell(render, &arguments->at[0])
                                      : ASSAY_STR("the template refuses this");

    return assay_jinja_fail(render, "the template refuses: %.*s", ASSAY_STR_ARG(text));
}

/* Part of a date, as strftime has it in the C locale; false for what no date alone tells. */
static bool put_date(struct assay_buf *out, char what, const int date[3])
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};

    if (what == 'Y')
        assay_buf_printf(out, "%04d", date[0]);
    else if (what == 'm')
        assay_buf_printf(out, "%02d", date[1]);
    else if (what == 'd')
        assay_buf_printf(out, "%02d", date[2]);
    else if (what == 'B')
        assay_buf_puts(out, months[date[1] - 1]);
    else if (what == 'b')
        assay_buf_printf(out, "%.3s", months[date[1] - 1]);
    else if (what == '%')
        assay_buf_putc(out, '%');
    else
        return false;
    return true;
}

/* The date that the renderer was given, year, month and day; false: none. */
static bool date_of(const struct jinja_render *render, int date[3])
{
    for (size_t i = 0; i < render->global->count; i++) {
        const struct jinja_binding *binding = &render->global->at[i];
        char text[11] = "";

        if (!assay_str_equal(binding->name, ASSAY_STR(ASSAY_JINJA_DATE)) ||
            binding->value.type != JINJA_TEXT || binding->value.as.text.len != 10)
            continue;
        memcpy(text, binding->value.as.text.ptr, 10);
        date[0] = (int)strtol(text, NULL, 10);
        date[1] = (int)strtol(text + 5, NULL, 10);
        date[2] = (int)strtol(text + 8, NULL, 10);
        return date[0] > 0 && date[1] >= 1 && date[1] <= 12 && date[2] >= 1;
    }
    return false;
}

/* A score must not depend on the day on which it is asked for: the date is given, or refused. */
static struct jinja_value strftime_now(struct jinja_render *render,
                                       const struct jinja_arguments *arguments)
{
    struct assay_str format = arguments->count > 0 && arguments->at[0].type == JINJA_TEXT
                                  ? arguments->at[0].as.text
                                  : ASSAY_STR("%d %b %Y");
    struct assay_buf out = {0};
    struct jinja_value text;
    int date[3];
    bool known = true;

    if (!date_of(render, date))
        return assay_jinja_fail(render,
                                "the template asks for the date, and none is given");
    for (size_t i = 0; known && i < format.len; i++)
        if (format.ptr[i] != '%' || i + 1 == format.len)
            assay_buf_putc(&out, format.ptr[i]);
        else
            known = put_date(&out, format.ptr[++i], date);
    text = assay_jinja_of_text(assay_arena_copy(render->arena, assay_buf_view(&out)));
    assay_buf_release(&out);
    return known ? text
                 : assay_jinja_fail(render, "the template asks for more than a date");
}

static const struct {
    const char *name;
    struct jinja_value (*run)(struct jinja_render *render,
                              const struct jinja_arguments *arguments);
} functions[] = {
    {"range", range},           {"namespace", make_namespace},  {"dict", fields},
    {"raise_exception", raise}, {"strftime_now", strftime_now},
};

enum {
    FUNCTIONS = sizeof(functions) / sizeof(functions[0])
};

static size_t find(struct assay_str name)
{
    size_t i = 0;

    while (i < FUNCTIONS && !assay_str_equal(name, assay_str_of(functions[i].name)))
        i++;
    return i;
}

bool assay_jinja_function_known(struct assay_str name)
{
    return find(name) < FUNCTIONS;
}

bool assay_jinja_function(struct jinja_render *render, struct assay_str name,
                          struct jinja_arguments *arguments, struct jinja_value *out)
{
    const size_t i = find(name);

    if (i < FUNCTIONS)
        *out = functions[i].run(render, arguments);
    return i < FUNCTIONS;
}
