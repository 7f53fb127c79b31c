/* jinja_eval.c - the value of an expression. */
#include "adapters/jinja_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct jinja_value assay_jinja_fail(struct jinja_render *render, const char *fmt, ...)
{
    char what[512];
    va_list args;

    if (!render->code) {
        va_start(args, fmt);
        (void)vsnprintf(what, sizeof(what), fmt, args);
        va_end(args);
        render->code = assay_fail(render->err, ASSAY_EDATA, "%s:%u: %s",
                                  render->jinja->name, render->line, what);
    }
    return (struct jinja_value){.type = JINJA_UNDEFINED};
}

bool assay_jinja_enter(struct jinja_render *render)
{
    if (++render->depth > ASSAY_JINJA_DEPTH_MAX)
        (void)assay_jinja_fail(render, "nested more than %d deep", ASSAY_JINJA_DEPTH_MAX);
    if (++render->steps > ASSAY_JINJA_STEPS_MAX)
        (void)assay_jinja_fail(render, "more than %d steps", ASSAY_JINJA_STEPS_MAX);
    if (render->code)
        render->depth--;
    return !render->code;
}

const struct jinja_value *assay_jinja_argument(const struct jinja_arguments *arguments,
                                               size_t place, const char *name)
{
    if (place < arguments->count)
        return &arguments->at[place];
    for (size_t i = 0; i < arguments->names; i++)
        if (assay_str_equal(arguments->named[i].name, assay_str_of(name)))
            return &arguments->named[i].value;
    return NULL;
}

void assay_jinja_bind(struct jinja_render *render, struct jinja_scope *scope,
                      struct assay_str name, struct jinja_value value)
{
    struct jinja_binding *more;

    for (size_t i = 0; i < scope->count; i++)
        if (assay_str_equal(scope->at[i].name, name)) {
            scope->at[i].value = value;
            return;
        }
    if (scope->count == scope->cap) {
        scope->cap = scope->cap ? 2 * scope->cap : 8;
        more = assay_arena_new(render->arena, scope->cap, sizeof(*more));
        if (scope->count > 0)
            memcpy(more, scope->at, scope->count * sizeof(*more));
        scope->at = more;
    }
    scope->at[scope->count++] = (struct jinja_binding){name, value};
}

static struct jinja_value lookup(const struct jinja_render *render, struct assay_str name)
{
    for (const struct jinja_scope *scope = render->scope; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->count; i++)
            if (assay_str_equal(scope->at[i].name, name))
                return scope->at[i].value;
    return (struct jinja_value){
        .type = assay_jinja_function_known(name) ? JINJA_CALLABLE : JINJA_UNDEFINED};
}

static void collect(struct jinja_render *render, const struct jinja_node *list,
                    struct jinja_arguments *out)
{
    *out = (struct jinja_arguments){.count = 0};
    for (size_t i = 0; list && i < list->count; i++) {
        const struct jinja_node *node = list->at[i];
        const struct jinja_value value = assay_jinja_eval(render, node->at[0]);

        if (node->text.len > 0)
            out->named[out->names++] = (struct jinja_binding){node->text, value};
        else
            out->at[out->count++] = value;
    }
}

/* A key of a map, or one of what a value of another type has: nothing. */
static struct jinja_value field(struct jinja_render *render, const struct jinja_value *of,
                                struct assay_str name)
{
    const struct jinja_value *found;

    if (of->type == JINJA_UNDEFINED || of->type == JINJA_NONE) {
        if (of->type == JINJA_UNDEFINED)
            return assay_jinja_fail(render, "an undefined value has no \"%.*s\"",
                                    ASSAY_STR_ARG(name));
        return (struct jinja_value){.type = JINJA_UNDEFINED};
    }
    found = assay_jinja_get_text(of, name);
    return found ? *found : (struct jinja_value){.type = JINJA_UNDEFINED};
}

/* The element at a place, counted from the end where it is below 0. */
static struct jinja_value element(const struct jinja_value *of, int64_t place)
{
    const bool text = of->type == JINJA_TEXT;
    const int64_t n =
        (int64_t)(text ? assay_str_code_points(of->as.text) : of->as.sequence->count);
    const int64_t at = place < 0 ? place + n : place;

    if (at < 0 || at >= n)
        return (struct jinja_value){.type = JINJA_UNDEFINED};
    if (text)
        return assay_jinja_of_text(
            assay_jinja_points_of(of->as.text, (size_t)at, (size_t)at + 1));
    return of->as.sequence->at[at];
}

static struct jinja_value indexed(struct jinja_render *render,
                                  const struct jinja_node *node)
{
    const struct jinja_value of = assay_jinja_eval(render, node->at[0]);
    const struct jinja_value key = assay_jinja_eval(render, node->at[1]);
    const struct jinja_value *found;

    if (of.type == JINJA_MAPPING) {
        found = assay_jinja_get(&of, &key);
        return found ? *found : (struct jinja_value){.type = JINJA_UNDEFINED};
    }
    if ((of.type == JINJA_SEQUENCE || of.type == JINJA_TEXT) && key.type == JINJA_INTEGER)
        return element(&of, key.as.integer);
    if (of.type == JINJA_UNDEFINED)
        return assay_jinja_fail(render, "an undefined value has no elements");
    return (struct jinja_value){.type = JINJA_UNDEFINED};
}

/* A bound of a slice of n elements; initial where it is left out. */
static int64_t bound(struct jinja_render *render, const struct jinja_node *node,
                     int64_t n, int64_t initial, int64_t step)
{
    const struct jinja_value value =
        node ? assay_jinja_eval(render, node) : (struct jinja_value){.type = JINJA_NONE};
    const int64_t least = step > 0 ? 0 : -1;
    const int64_t most = step > 0 ? n : n - 1;
    int64_t at;

    if (value.type == JINJA_NONE)
        return initial;
    if (value.type != JINJA_INTEGER) {
        (void)assay_jinja_fail(render, "a slice needs integers");
        return initial;
    }
    at = value.as.integer < 0 ? value.as.integer + n : value.as.integer;
    return at < least ? least : at > most ? most : at;
}

static int64_t step_of(struct jinja_render *render, const struct jinja_node *node)
{
    const struct jinja_value value =
        node ? assay_jinja_eval(render, node) : (struct jinja_value){.type = JINJA_NONE};

    if (value.type == JINJA_NONE)
        return 1;
    if (value.type != JINJA_INTEGER || value.as.integer == 0 ||
        value.as.integer > INT32_MAX || value.as.integer < INT32_MIN) {
        (void)assay_jinja_fail(render, "a slice needs a step that is no zero");
        return 1;
    }
    return value.as.integer;
}

/* The text of a list of texts. */
static struct jinja_value together(struct jinja_render *render,
                                   const struct jinja_sequence *list)
{
    struct assay_buf buf = {0};
    struct jinja_value text;

    for (size_t i = 0; i < list->count; i++)
        assay_buf_add(&buf, list->at[i].as.text);
    text = assay_jinja_of_text(assay_arena_copy(render->arena, assay_buf_view(&buf)));
    assay_buf_release(&buf);
    return text;
}

static struct jinja_value sliced(struct jinja_render *render,
                                 const struct jinja_node *node)
{
    const struct jinja_value of = assay_jinja_eval(render, node->at[0]);
    const struct jinja_value all = assay_jinja_each(render, of);
    const int64_t step = step_of(render, node->at[3]);
    struct jinja_value out = assay_jinja_new_sequence(render->arena);
    int64_t n, from, to;

    if (render->code)
        return all;
    n = (int64_t)all.as.sequence->count;
    from = bound(render, node->at[1], n, step > 0 ? 0 : n - 1, step);
    to = bound(render, node->at[2], n, step > 0 ? n : -1, step);
    for (int64_t i = from; step > 0 ? i < to : i > to; i += step)
        assay_jinja_push(render->arena, &out, all.as.sequence->at[i]);
    return of.type == JINJA_TEXT ? together(render, out.as.sequence) : out;
}

static struct jinja_value called(struct jinja_render *render,
                                 const struct jinja_node *node)
{
    const struct jinja_node *callee = node->at[0];
    struct jinja_arguments arguments;
    struct jinja_value value;

    collect(render, node->arguments, &arguments);
    if (render->code)
        return (struct jinja_value){.type = JINJA_UNDEFINED};
    if (callee->kind == JINJA_ATTRIBUTE) {
        value = assay_jinja_eval(render, callee->at[0]);
        return render->code ? value
                            : assay_jinja_method(render, callee->text, value, &arguments);
    }
    value = assay_jinja_eval(render, callee);
    if (value.type == JINJA_CALLABLE && value.as.macro)
        return assay_jinja_call_macro(render, value.as.macro, &arguments);
    if (callee->kind == JINJA_NAME && value.type == JINJA_CALLABLE &&
        assay_jinja_function(render, callee->text, &arguments, &value))
        return value;
    return assay_jinja_fail(render, "%s cannot be called",
                            callee->kind == JINJA_NAME
                                ? assay_arena_copy(render->arena, callee->text).ptr
                                : assay_jinja_type_name(&value));
}

static struct jinja_value filtered(struct jinja_render *render,
                                   const struct jinja_node *node)
{
    struct jinja_arguments arguments;
    const struct jinja_value of = assay_jinja_eval(render, node->at[0]);

    collect(render, node->arguments, &arguments);
    return render->code ? of : assay_jinja_filter(render, node->text, of, &arguments);
}

static struct jinja_value tested(struct jinja_render *render,
                                 const struct jinja_node *node)
{
    struct jinja_arguments arguments;
    const struct jinja_value of = assay_jinja_eval(render, node->at[0]);

    collect(render, node->arguments, &arguments);
    if (render->code)
        return of;
    return assay_jinja_of_truth(assay_jinja_test(render, node->text, of, &arguments) !=
                                node->negated);
}

static struct jinja_value list_of(struct jinja_render *render,
                                  const struct jinja_node *node)
{
    struct jinja_value list = assay_jinja_new_sequence(render->arena);

    for (size_t i = 0; i < node->count; i++)
        assay_jinja_push(render->arena, &list, assay_jinja_eval(render, node->at[i]));
    return list;
}

static struct jinja_value map_of(struct jinja_render *render,
                                 const struct jinja_node *node)
{
    struct jinja_value map = assay_jinja_new_mapping(render->arena);

    for (size_t i = 0; i + 1 < node->count; i += 2)
        assay_jinja_put(render->arena, &map, assay_jinja_eval(render, node->at[i]),
                        assay_jinja_eval(render, node->at[i + 1]));
    return map;
}

static struct jinja_value negative(struct jinja_render *render, struct jinja_value value)
{
    const struct jinja_value zero = assay_jinja_of_integer(0);

    return assay_jinja_operate(render, JINJA_SUBTRACT, &zero, &value);
}

static struct jinja_value operated(struct jinja_render *render,
                                   const struct jinja_node *node)
{
    const struct jinja_value a = assay_jinja_eval(render, node->at[0]);
    const struct jinja_value b = assay_jinja_eval(render, node->at[1]);

    return render->code ? a : assay_jinja_operate(render, node->op, &a, &b);
}

/* and, or, if: what decides is worked out alone. */
static struct jinja_value decided(struct jinja_render *render,
                                  const struct jinja_node *node)
{
    const bool choice = node->kind == JINJA_CHOICE;
    const struct jinja_value first = assay_jinja_eval(render, node->at[choice ? 1 : 0]);
    const bool truth = assay_jinja_true(&first);

    if (render->code)
        return first;
    if (choice)
        return assay_jinja_eval(render, node->at[truth ? 0 : 2]);
    return truth == (node->kind == JINJA_AND) ? assay_jinja_eval(render, node->at[1])
                                              : first;
}

static struct jinja_value worked_out(struct jinja_render *render,
                                     const struct jinja_node *node)
{
    struct jinja_value value = {.type = JINJA_UNDEFINED};

    switch ((int)node->kind) {
    case JINJA_LITERAL:
        return node->value;
    case JINJA_NAME:
        return lookup(render, node->text);
    case JINJA_LIST:
        return list_of(render, node);
    case JINJA_MAP:
        return map_of(render, node);
    case JINJA_NEGATIVE:
        return negative(render, assay_jinja_eval(render, node->at[0]));
    case JINJA_NOT:
        value = assay_jinja_eval(render, node->at[0]);
        return assay_jinja_of_truth(!assay_jinja_true(&value));
    case JINJA_AND:
    case JINJA_OR:
    case JINJA_CHOICE:
        return decided(render, node);
    case JINJA_OPERATOR:
        return operated(render, node);
    case JINJA_ATTRIBUTE:
        value = assay_jinja_eval(render, node->at[0]);
        return render->code ? value : field(render, &value, node->text);
    case JINJA_INDEX:
        return indexed(render, node);
    case JINJA_SLICE:
        return sliced(render, node);
    case JINJA_CALL:
        return called(render, node);
    case JINJA_FILTER:
        return filtered(render, node);
    case JINJA_TEST:
        return tested(render, node);
    default:
        break;
    }
    return value;
}

struct jinja_value assay_jinja_eval(struct jinja_render *render,
                                    const struct jinja_node *node)
{
    struct jinja_value value = {.type = JINJA_UNDEFINED};

    render->line = node->line;
    if (!assay_jinja_enter(render))
        return value;
    value = worked_out(render, node);
    render->depth--;
    return value;
}
