/* jinja_filter.c - filters, as in jinja2/filters.py. */
#include "adapters/jinja_filter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct assay_str text_of(const struct jinja_work *work)
{
    return assay_jinja_spell(work->render, &work->of);
}

struct assay_str assay_jinja_text_argument(const struct jinja_work *work, size_t place,
                                           const char *name, const char *initial)
{
    const struct jinja_value *value = assay_jinja_argument(work->arguments, place, name);

    return value ? assay_jinja_spell(work->render, value) : assay_str_of(initial);
}

int64_t assay_jinja_integer_argument(const struct jinja_work *work, size_t place,
                                     const char *name, int64_t initial)
{
    const struct jinja_value *value = assay_jinja_argument(work->arguments, place, name);

    return value && value->type == JINJA_INTEGER ? value->as.integer : initial;
}

bool assay_jinja_truth_argument(const struct jinja_work *work, size_t place,
                                const char *name)
{
    const struct jinja_value *value = assay_jinja_argument(work->arguments, place, name);

    return value && assay_jinja_true(value);
}

/* ---- texts ---- */

static struct jinja_value trim(const struct jinja_work *work)
{
    const struct assay_str marks = assay_jinja_text_argument(work, 0, "chars", "");

    return assay_jinja_of_text(
        assay_jinja_strip(text_of(work), marks.len > 0 ? &marks : NULL, true, true));
}

static struct jinja_value upper(const struct jinja_work *work)
{
    return assay_jinja_of_text(
        assay_jinja_case(text_of(work), JINJA_UPPER, work->render->arena));
}

static struct jinja_value lower(const struct jinja_work *work)
{
    return assay_jinja_of_text(
        assay_jinja_case(text_of(work), JINJA_LOWER, work->render->arena));
}

static struct jinja_value title(const struct jinja_work *work)
{
    return assay_jinja_of_text(
        assay_jinja_case(text_of(work), JINJA_TITLE, work->render->arena));
}

static struct jinja_value capitalize(const struct jinja_work *work)
{
    return assay_jinja_of_text(
        assay_jinja_case(text_of(work), JINJA_CAPITAL, work->render->arena));
}

static struct jinja_value string(const struct jinja_work *work)
{
    return assay_jinja_of_text(text_of(work));
}

static struct jinja_value same(const struct jinja_work *work)
{
    return work->of;
}

static struct jinja_value replace(const struct jinja_work *work)
{
    return assay_jinja_of_text(assay_jinja_replace(
        text_of(work), assay_jinja_text_argument(work, 0, "old", ""),
        assay_jinja_text_argument(work, 1, "new", ""),
        assay_jinja_integer_argument(work, 2, "count", -1), work->render->arena));
}

static void indent_line(struct assay_buf *out, struct assay_str line, int64_t width,
                        bool indented)
{
    for (int64_t i = 0; indented && i < width; i++)
        assay_buf_putc(out, ' ');
    assay_buf_add(out, line);
}

static struct jinja_value indent(const struct jinja_work *work)
{
    const int64_t width = assay_jinja_integer_argument(work, 0, "width", 4);
    const bool first = assay_jinja_truth_argument(work, 1, "first");
    const bool blank = assay_jinja_truth_argument(work, 2, "blank");
    struct assay_buf out = {.ceiling = ASSAY_JINJA_OUTPUT_MAX};
    const struct assay_str mark = ASSAY_STR("\n");
    const struct jinja_value lines =
        assay_jinja_split(text_of(work), &mark, -1, work->render->arena);
    struct jinja_value done;

    for (size_t i = 0; i < lines.as.sequence->count; i++) {
        const struct assay_str line = lines.as.sequence->at[i].as.text;

        if (i > 0)
            assay_buf_putc(&out, '\n');
        indent_line(&out, line, width < 1000 ? width : 1000,
                    i == 0 ? first : blank || line.len > 0);
    }
    done =
        assay_jinja_of_text(assay_arena_copy(work->render->arena, assay_buf_view(&out)));
    assay_buf_release(&out);
    return done;
}

static struct jinja_value tojson(const struct jinja_work *work)
{
    return assay_jinja_of_text(assay_jinja_json(
        work->render, &work->of, (int)assay_jinja_integer_argument(work, 1, "indent", -1),
        assay_jinja_truth_argument(work, 4, "sort_keys")));
}

static struct jinja_value escape(const struct jinja_work *work)
{
    static const char *const pairs[][2] = {
        {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"'", "&#39;"}, {"\"", "&#34;"}};
    struct assay_str text = text_of(work);

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        text = assay_jinja_replace(text, assay_str_of(pairs[i][0]),
                                   assay_str_of(pairs[i][1]), -1, work->render->arena);
    return assay_jinja_of_text(text);
}

/* ---- numbers ---- */

static bool number_of(const struct jinja_value *value, double *out)
{
    if (value->type != JINJA_TEXT)
        return assay_jinja_is_number(value, out);
    return assay_str_number(assay_jinja_strip(value->as.text, NULL, true, true), out);
}

static struct jinja_value to_integer(const struct jinja_work *work)
{
    double number;

    if (!number_of(&work->of, &number) || !(fabs(number) < 9.2e18))
        return assay_jinja_of_integer(
            assay_jinja_integer_argument(work, 0, "default", 0));
    return work->of.type == JINJA_INTEGER ? work->of
                                          : assay_jinja_of_integer((int64_t)number);
}

static struct jinja_value to_real(const struct jinja_work *work)
{
    double number = 0.0;

    (void)number_of(&work->of, &number);
    return (struct jinja_value){.type = JINJA_REAL, .as.real = number};
}

static struct jinja_value absolute(const struct jinja_work *work)
{
    const struct jinja_value zero = assay_jinja_of_integer(0);

    if (work->of.type == JINJA_REAL)
        return (struct jinja_value){.type = JINJA_REAL,
                                    .as.real = fabs(work->of.as.real)};
    if (work->of.type != JINJA_INTEGER)
        return assay_jinja_fail(work->render, "%s has no absolute value",
                                assay_jinja_type_name(&work->of));
    return work->of.as.integer < 0
               ? assay_jinja_operate(work->render, JINJA_SUBTRACT, &zero, &work->of)
               : work->of;
}

/* Half to even at the digit, through the decimal spelling as Python does for few digits. */
static struct jinja_value rounded(const struct jinja_work *work)
{
    const double scale =
        pow(10.0, (double)assay_jinja_integer_argument(work, 0, "precision", 0));
    double number;

    if (!assay_jinja_is_number(&work->of, &number))
        return assay_jinja_fail(work->render, "%s cannot be rounded",
                                assay_jinja_type_name(&work->of));
    return (struct jinja_value){.type = JINJA_REAL,
                                .as.real = nearbyint(number * scale) / scale};
}

static const struct {
    const char *name;
    jinja_filter_fn *run;
} filters[] = {
    {"abs", absolute},
    {"capitalize", capitalize},
    {"count", assay_jinja_collect_length},
    {"d", assay_jinja_collect_fallback},
    {"default", assay_jinja_collect_fallback},
    {"dictsort", assay_jinja_collect_dictsort},
    {"e", escape},
    {"escape", escape},
    {"first", assay_jinja_collect_first},
    {"float", to_real},
    {"indent", indent},
    {"int", to_integer},
    {"items", assay_jinja_collect_items},
    {"join", assay_jinja_collect_join},
    {"last", assay_jinja_collect_last},
    {"length", assay_jinja_collect_length},
    {"list", assay_jinja_collect_list},
    {"lower", lower},
    {"map", assay_jinja_collect_map},
    {"max", assay_jinja_collect_greatest},
    {"min", assay_jinja_collect_least},
    {"reject", assay_jinja_collect_reject},
    {"rejectattr", assay_jinja_collect_rejectattr},
    {"replace", replace},
    {"reverse", assay_jinja_collect_reverse},
    {"round", rounded},
    {"safe", same},
    {"select", assay_jinja_collect_select},
    {"selectattr", assay_jinja_collect_selectattr},
    {"sort", assay_jinja_collect_sort},
    {"string", string},
    {"sum", assay_jinja_collect_sum},
    {"title", title},
    {"tojson", tojson},
    {"trim", trim},
    {"unique", assay_jinja_collect_unique},
    {"upper", upper},
};

enum {
    FILTERS = sizeof(filters) / sizeof(filters[0])
};

static size_t find(struct assay_str name)
{
    size_t i = 0;

    while (i < FILTERS && !assay_str_equal(name, assay_str_of(filters[i].name)))
        i++;
    return i;
}

bool assay_jinja_filter_known(struct assay_str name)
{
    return find(name) < FILTERS;
}

struct jinja_value assay_jinja_filter(struct jinja_render *render, struct assay_str name,
                                      struct jinja_value of,
                                      struct jinja_arguments *arguments)
{
    const struct jinja_work work = {render, of, arguments};
    const size_t i = find(name);

    if (i == FILTERS)
        return assay_jinja_fail(render, "no filter \"%.*s\"", ASSAY_STR_ARG(name));
    of = filters[i].run(&work);
    /* cppcheck-suppress returnDanglingLifetime ; a value, which holds no address of it */
    return of;
}
