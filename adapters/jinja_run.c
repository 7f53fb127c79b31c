/* jinja_run.c - statements at work. */
#include "adapters/jinja_parts.h"

#include <string.h>

/* Runs a block into a text of its own. */
static struct assay_str captured(struct jinja_render *render,
                                 const struct jinja_node *node)
{
    struct assay_buf *outer = render->out;
    struct assay_buf buf = {.ceiling = ASSAY_JINJA_OUTPUT_MAX};
    struct assay_str text;

    render->out = &buf;
    assay_jinja_run(render, node);
    render->out = outer;
    text = assay_arena_copy(render->arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return text;
}

/* The text of a block through the filters of a node whose innermost operand is a hole. */
static struct jinja_value through(struct jinja_render *render,
                                  const struct jinja_node *filters,
                                  struct jinja_value value)
{
    struct jinja_arguments arguments = {.count = 0};

    if (!filters || filters->kind != JINJA_FILTER)
        return value;
    value = through(render, filters->at[0], value);
    for (size_t i = 0; filters->arguments && i < filters->arguments->count; i++) {
        const struct jinja_node *node = filters->arguments->at[i];
        const struct jinja_value given = assay_jinja_eval(render, node->at[0]);

        if (node->text.len > 0)
            arguments.named[arguments.names++] =
                (struct jinja_binding){node->text, given};
        else
            arguments.at[arguments.count++] = given;
    }
    return render->code ? value
                        : assay_jinja_filter(render, filters->text, value, &arguments);
}

static struct jinja_scope *scope_in(struct jinja_render *render,
                                    struct jinja_scope *parent)
{
    struct jinja_scope *scope = assay_arena_new(render->arena, 1, sizeof(*scope));

    scope->parent = parent;
    return scope;
}

/* Binds names (n,) to a value, or to its elements where there are several. */
static void unpack(struct jinja_render *render, struct jinja_node *const *names, size_t n,
                   struct jinja_value value)
{
    struct jinja_value parts;

    if (n == 1) {
        assay_jinja_bind(render, render->scope, names[0]->text, value);
        return;
    }
    parts = assay_jinja_each(render, value);
    if (render->code)
        return;
    if (parts.as.sequence->count != n) {
        (void)assay_jinja_fail(render, "%zu values for %zu names",
                               parts.as.sequence->count, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        assay_jinja_bind(render, render->scope, names[i]->text, parts.as.sequence->at[i]);
}

/* ---- loops ---- */

static void put(struct jinja_render *render, struct jinja_value *map, const char *name,
                struct jinja_value value)
{
    assay_jinja_put(render->arena, map, assay_jinja_of_text(assay_str_of(name)), value);
}

/* What `loop` says in round i of those that are gone over. */
static struct jinja_value loop_of(struct jinja_render *render,
                                  const struct jinja_sequence *all, size_t i)
{
    struct jinja_value loop = assay_jinja_new_mapping(render->arena);
    const int64_t n = (int64_t)all->count, at = (int64_t)i;

    put(render, &loop, "index0", assay_jinja_of_integer(at));
    put(render, &loop, "index", assay_jinja_of_integer(at + 1));
    put(render, &loop, "first", assay_jinja_of_truth(i == 0));
    put(render, &loop, "last", assay_jinja_of_truth(i + 1 == all->count));
    put(render, &loop, "length", assay_jinja_of_integer(n));
    put(render, &loop, "revindex", assay_jinja_of_integer(n - at));
    put(render, &loop, "revindex0", assay_jinja_of_integer(n - at - 1));
    if (i > 0)
        put(render, &loop, "previtem", all->at[i - 1]);
    if (i + 1 < all->count)
        put(render, &loop, "nextitem", all->at[i + 1]);
    return loop;
}

/* Those of which the loop's condition holds. */
static struct jinja_value admitted(struct jinja_render *render,
                                   const struct jinja_node *node, struct jinja_value all)
{
    struct jinja_value some = assay_jinja_new_sequence(render->arena);
    struct jinja_scope *scope = scope_in(render, render->scope);

    if (!node->filter || render->code)
        return all;
    render->scope = scope;
    for (size_t i = 0; !render->code && i < all.as.sequence->count; i++) {
        struct jinja_value holds;

        unpack(render, node->at + 3, node->count - 3, all.as.sequence->at[i]);
        holds = assay_jinja_eval(render, node->filter);
        if (assay_jinja_true(&holds))
            assay_jinja_push(render->arena, &some, all.as.sequence->at[i]);
    }
    render->scope = scope->parent;
    return some;
}

static void run_round(struct jinja_render *render, const struct jinja_node *node,
                      const struct jinja_sequence *all, size_t i)
{
    struct jinja_scope *scope = scope_in(render, render->scope);

    render->scope = scope;
    unpack(render, node->at + 3, node->count - 3, all->at[i]);
    assay_jinja_bind(render, scope, ASSAY_STR("loop"), loop_of(render, all, i));
    assay_jinja_run(render, node->at[1]);
    render->scope = scope->parent;
}

static void run_for(struct jinja_render *render, const struct jinja_node *node)
{
    struct jinja_value all =
        assay_jinja_each(render, assay_jinja_eval(render, node->at[0]));

    all = admitted(render, node, all);
    if (render->code)
        return;
    for (size_t i = 0; !render->code && i < all.as.sequence->count; i++) {
        run_round(render, node, all.as.sequence, i);
        if (render->flow == JINJA_BROKEN)
            break;
        render->flow = JINJA_ON;
    }
    render->flow = JINJA_ON;
    if (all.as.sequence->count == 0 && node->at[2])
        assay_jinja_run(render, node->at[2]);
}

/* ---- the others ---- */

static void run_if(struct jinja_render *render, const struct jinja_node *node)
{
    const struct jinja_value value = assay_jinja_eval(render, node->at[0]);
    const struct jinja_node *branch = node->at[assay_jinja_true(&value) ? 1 : 2];

    if (branch && !render->code)
        assay_jinja_run(render, branch);
}

static void run_set(struct jinja_render *render, const struct jinja_node *node)
{
    struct jinja_value value;

    if (node->block)
        value = through(render, node->filter,
                        assay_jinja_of_text(captured(render, node->at[0])));
    else
        value = assay_jinja_eval(render, node->at[0]);
    if (!render->code)
        unpack(render, node->at + 1, node->count - 1, value);
}

static void run_set_field(struct jinja_render *render, const struct jinja_node *node)
{
    struct jinja_value of = assay_jinja_eval(render, node->at[1]);
    const struct jinja_value value = assay_jinja_eval(render, node->at[0]);

    if (render->code)
        return;
    if (of.type != JINJA_MAPPING || !of.as.mapping->is_namespace)
        (void)assay_jinja_fail(render, "only fields of a namespace can be set");
    else
        assay_jinja_put(render->arena, &of, assay_jinja_of_text(node->text), value);
}

static void run_print(struct jinja_render *render, const struct jinja_node *node)
{
    const struct jinja_node *printed = node->at[0];
    const struct jinja_value value = assay_jinja_eval(render, printed);
    const struct assay_str text = assay_jinja_spell(render, &value);

    if (!render->code && render->strict && value.type == JINJA_UNDEFINED)
        (void)assay_jinja_fail(render,
                               printed->kind == JINJA_NAME
                                   ? "nothing is called \"%.*s\""
                                   : "what is undefined is printed",
                               ASSAY_STR_ARG(printed->text));
    if (!render->code)
        assay_buf_add(render->out, text);
}

static void run_block(struct jinja_render *render, const struct jinja_node *node)
{
    for (size_t i = 0; i < node->count && !render->code && render->flow == JINJA_ON; i++)
        assay_jinja_run(render, node->at[i]);
}

static void run_filtered(struct jinja_render *render, const struct jinja_node *node)
{
    const struct jinja_value value =
        through(render, node->filter, assay_jinja_of_text(captured(render, node->at[0])));
    const struct assay_str text = assay_jinja_spell(render, &value);

    if (!render->code)
        assay_buf_add(render->out, text);
}

static void run_statement(struct jinja_render *render, const struct jinja_node *node)
{
    switch ((int)node->kind) {
    case JINJA_DATA:
        assay_buf_add(render->out, node->text);
        break;
    case JINJA_PRINT:
        run_print(render, node);
        break;
    case JINJA_IF:
        run_if(render, node);
        break;
    case JINJA_FOR:
        run_for(render, node);
        break;
    case JINJA_SET:
        run_set(render, node);
        break;
    case JINJA_SET_FIELD:
        run_set_field(render, node);
        break;
    case JINJA_MACRO:
        assay_jinja_bind(render, render->scope, node->text,
                         (struct jinja_value){.type = JINJA_CALLABLE, .as.macro = node});
        break;
    case JINJA_FILTERED:
        run_filtered(render, node);
        break;
    case JINJA_BLOCK:
        run_block(render, node);
        break;
    case JINJA_BREAK:
        render->flow = JINJA_BROKEN;
        break;
    case JINJA_CONTINUE:
        render->flow = JINJA_CONTINUED;
        break;
    default:
        break;
    }
}

void assay_jinja_run(struct jinja_render *render, const struct jinja_node *node)
{
    render->line = node->line;
    if (!assay_jinja_enter(render))
        return;
    run_statement(render, node);
    if (render->out->over)
        (void)assay_jinja_fail(render, "more than %d bytes are rendered",
                               ASSAY_JINJA_OUTPUT_MAX);
    render->depth--;
}

/* A parameter's value: given by place or name, or its default, or undefined. */
static struct jinja_value parameter(struct jinja_render *render,
                                    const struct jinja_node *node, size_t place,
                                    const struct jinja_arguments *arguments)
{
    if (place < arguments->count)
        return arguments->at[place];
    for (size_t i = 0; i < arguments->names; i++)
        if (assay_str_equal(arguments->named[i].name, node->text))
            return arguments->named[i].value;
    return node->count > 0 ? assay_jinja_eval(render, node->at[0])
                           : (struct jinja_value){.type = JINJA_UNDEFINED};
}

/* A macro sees its parameters and what stands at the top of the template. */
struct jinja_value assay_jinja_call_macro(struct jinja_render *render,
                                          const struct jinja_node *macro,
                                          const struct jinja_arguments *arguments)
{
    struct jinja_scope *scope = scope_in(render, render->global);
    struct jinja_scope *outer = render->scope;
    struct jinja_value text;

    if (arguments->count > macro->count - 1)
        return assay_jinja_fail(render, "macro %.*s takes %zu arguments, not %zu",
                                ASSAY_STR_ARG(macro->text), macro->count - 1,
                                arguments->count);
    render->scope = scope;
    for (size_t i = 1; i < macro->count && !render->code; i++)
        assay_jinja_bind(render, scope, macro->at[i]->text,
                         parameter(render, macro->at[i], i - 1, arguments));
    text = assay_jinja_of_text(captured(render, macro->at[0]));
    render->scope = outer;
    return text;
}

enum assay_code assay_jinja_render(const struct assay_jinja *jinja,
                                   const struct assay_node *variables,
                                   struct assay_arena *arena, struct assay_buf *out,
                                   struct assay_error *err)
{
    struct jinja_scope global = {.parent = NULL};
    struct assay_buf buf = {.ceiling = ASSAY_JINJA_OUTPUT_MAX};
    struct jinja_render render = {
        .jinja = jinja,
        .arena = arena,
        .out = &buf,
        .err = err,
        .scope = &global,
        .global = &global,
        .strict = assay_node_get(variables, ASSAY_JINJA_STRICT) != NULL};

    for (size_t i = 0; i < assay_node_count(variables); i++)
        assay_jinja_bind(&render, &global, variables->as.map.at[i].key,
                         assay_jinja_of_node(&variables->as.map.at[i].value, arena));
    assay_jinja_run(&render, jinja->body);
    if (!render.code)
        assay_buf_add(out, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return render.code;
}
