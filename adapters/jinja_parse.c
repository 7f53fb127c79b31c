/* jinja_parse.c - statements of templates. */
#include "adapters/jinja_parts.h"

#include <string.h>

/* What may end a block, and what did. */
struct ends {
    const char *word[4]; /* NULL-terminated */
    size_t which;
};

static struct jinja_node *block(struct jinja_parser *parser, struct ends *ends);

static void end_tag(struct jinja_parser *parser)
{
    if (!parser->code && parser->token != JINJA_T_END)
        assay_jinja_refuse(parser, "\"%.*s\" is left over at the end of the tag",
                           ASSAY_STR_ARG(parser->word));
}

/* The name in hand, as a NAME node. */
static struct jinja_node *target(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_NAME);

    if (parser->token != JINJA_T_NAME)
        assay_jinja_refuse(parser, "expected a name");
    node->text = parser->word;
    assay_jinja_advance(parser);
    return node;
}

/* "a" or "a, b", in brackets or not. */
static void targets(struct jinja_parser *parser, struct jinja_node *node)
{
    const bool bracket = assay_jinja_accept(parser, "(");

    do
        assay_jinja_node_add(parser, node, target(parser));
    while (assay_jinja_accept(parser, ","));
    if (bracket)
        assay_jinja_expect(parser, ")");
}

static struct jinja_node *if_statement(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_IF);
    struct ends ends = {{"elif", "else", "endif", NULL}, 0};
    struct ends last = {{"endif", NULL}, 0};

    assay_jinja_node_add(parser, node, assay_jinja_expression(parser));
    end_tag(parser);
    assay_jinja_node_add(parser, node, block(parser, &ends));
    if (parser->code || ends.which == 2) {
        assay_jinja_node_add(parser, node, NULL);
    } else if (ends.which == 0) {
        assay_jinja_node_add(parser, node, if_statement(parser));
        return node; /* whose end is this one's */
    } else {
        end_tag(parser);
        assay_jinja_node_add(parser, node, block(parser, &last));
    }
    end_tag(parser);
    return node;
}

/* at: what is gone over, body, else, names. */
static struct jinja_node *for_statement(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_FOR);
    struct jinja_node *names = assay_jinja_node_new(parser, JINJA_LIST);
    struct ends ends = {{"else", "endfor", NULL}, 0};
    struct ends last = {{"endfor", NULL}, 0};

    targets(parser, names);
    assay_jinja_expect(parser, "in");
    assay_jinja_node_add(parser, node, assay_jinja_operand(parser));
    if (assay_jinja_accept(parser, "if"))
        node->filter = assay_jinja_operand(parser);
    if (assay_jinja_is(parser, "recursive"))
        assay_jinja_refuse(parser, "recursive loops are not supported");
    end_tag(parser);
    assay_jinja_node_add(parser, node, block(parser, &ends));
    if (!parser->code && ends.which == 0) {
        end_tag(parser);
        assay_jinja_node_add(parser, node, block(parser, &last));
    } else {
        assay_jinja_node_add(parser, node, NULL);
    }
    end_tag(parser);
    for (size_t i = 0; i < names->count; i++)
        assay_jinja_node_add(parser, node, names->at[i]);
    return node;
}

/* The block of {% set x %}...{% endset %}, through filters where they are named. */
static struct jinja_node *set_block(struct jinja_parser *parser, struct jinja_node *node)
{
    struct ends ends = {{"endset", NULL}, 0};
    struct jinja_node *hole = assay_jinja_node_new(parser, JINJA_LITERAL);

    node->block = true;
    if (assay_jinja_accept(parser, "|"))
        node->filter = assay_jinja_filters(parser, hole);
    end_tag(parser);
    node->at[0] = block(parser, &ends);
    end_tag(parser);
    return node;
}

static struct jinja_node *set_statement(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_SET);

    assay_jinja_node_add(parser, node, NULL);
    targets(parser, node);
    if (node->count == 2 && assay_jinja_accept(parser, ".")) {
        node->kind = JINJA_SET_FIELD;
        node->text = parser->word;
        if (parser->token != JINJA_T_NAME)
            assay_jinja_refuse(parser, "expected a name behind the point");
        assay_jinja_advance(parser);
    }
    if (node->kind == JINJA_SET && node->count == 2 && !assay_jinja_is(parser, "="))
        return set_block(parser, node);
    assay_jinja_expect(parser, "=");
    node->at[0] = assay_jinja_expression(parser);
    end_tag(parser);
    return node;
}

static struct jinja_node *macro_statement(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_MACRO);
    struct ends ends = {{"endmacro", NULL}, 0};

    node->text = target(parser)->text;
    assay_jinja_node_add(parser, node, NULL);
    assay_jinja_expect(parser, "(");
    while (!parser->code && !assay_jinja_is(parser, ")")) {
        struct jinja_node *parameter = target(parser);

        if (assay_jinja_accept(parser, "="))
            assay_jinja_node_add(parser, parameter, assay_jinja_operand(parser));
        assay_jinja_node_add(parser, node, parameter);
        if (!assay_jinja_accept(parser, ","))
            break;
    }
    assay_jinja_expect(parser, ")");
    end_tag(parser);
    node->at[0] = block(parser, &ends);
    end_tag(parser);
    return node;
}

static struct jinja_node *filter_statement(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_FILTERED);
    struct jinja_node *hole = assay_jinja_node_new(parser, JINJA_LITERAL);
    struct ends ends = {{"endfilter", NULL}, 0};

    node->filter = assay_jinja_filters(parser, hole);
    end_tag(parser);
    assay_jinja_node_add(parser, node, block(parser, &ends));
    end_tag(parser);
    return node;
}

/* Marks what the assistant said for training; it renders as if it were not there. */
static struct jinja_node *generation_statement(struct jinja_parser *parser)
{
    struct ends ends = {{"endgeneration", NULL}, 0};
    struct jinja_node *node;

    end_tag(parser);
    node = block(parser, &ends);
    end_tag(parser);
    return node;
}

static struct jinja_node *jump_statement(struct jinja_parser *parser,
                                         enum jinja_kind kind)
{
    end_tag(parser);
    return assay_jinja_node_new(parser, kind);
}

/* True if {% endraw %} begins at a place of the source. */
static bool raw_ends(const struct assay_str source, size_t at)
{
    struct assay_str rest = {source.ptr + at, source.len - at};

    if (!assay_str_starts(rest, ASSAY_STR("{%")))
        return false;
    at = 2;
    while (at < rest.len && (rest.ptr[at] == '-' || rest.ptr[at] == ' '))
        at++;
    rest = (struct assay_str){rest.ptr + at, rest.len - at};
    return assay_str_starts(rest, ASSAY_STR("endraw"));
}

/* What is between {% raw %} and {% endraw %} is data. */
static struct jinja_node *raw_statement(struct jinja_parser *parser)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_DATA);
    struct assay_str data;

    end_tag(parser);
    node->text.ptr = parser->source.ptr + parser->at;
    while (!parser->code && !raw_ends(parser->source, parser->at)) {
        if (parser->at == parser->source.len)
            assay_jinja_refuse(parser, "raw without endraw");
        else
            parser->line += parser->source.ptr[parser->at++] == '\n';
    }
    node->text.len = (size_t)(parser->source.ptr + parser->at - node->text.ptr);
    if (parser->code)
        return node;
    (void)assay_jinja_scan(parser, &data); /* the sign and the opening of the end */
    assay_jinja_advance(parser);
    assay_jinja_expect(parser, "endraw");
    end_tag(parser);
    return node;
}

static struct jinja_node *statement(struct jinja_parser *parser)
{
    if (assay_jinja_accept(parser, "if"))
        return if_statement(parser);
    if (assay_jinja_accept(parser, "for"))
        return for_statement(parser);
    if (assay_jinja_accept(parser, "set"))
        return set_statement(parser);
    if (assay_jinja_accept(parser, "macro"))
        return macro_statement(parser);
    if (assay_jinja_accept(parser, "filter"))
        return filter_statement(parser);
    if (assay_jinja_accept(parser, "generation"))
        return generation_statement(parser);
    if (assay_jinja_accept(parser, "break"))
        return jump_statement(parser, JINJA_BREAK);
    if (assay_jinja_accept(parser, "continue"))
        return jump_statement(parser, JINJA_CONTINUE);
    if (assay_jinja_accept(parser, "raw"))
        return raw_statement(parser);
    assay_jinja_refuse(parser, "no statement \"%.*s\"", ASSAY_STR_ARG(parser->word));
    return assay_jinja_node_new(parser, JINJA_BLOCK);
}

/* True, with the word taken, if the block's end is in hand. */
static bool ended(struct jinja_parser *parser, struct ends *ends)
{
    for (size_t i = 0; ends->word[i]; i++) {
        if (!assay_jinja_accept(parser, ends->word[i]))
            continue;
        ends->which = i;
        return true;
    }
    return false;
}

static void add_data(struct jinja_parser *parser, struct jinja_node *node,
                     struct assay_str data)
{
    struct jinja_node *text;

    if (data.len == 0)
        return;
    text = assay_jinja_node_new(parser, JINJA_DATA);
    text->text = data;
    assay_jinja_node_add(parser, node, text);
}

static void add_print(struct jinja_parser *parser, struct jinja_node *node)
{
    struct jinja_node *print = assay_jinja_node_new(parser, JINJA_PRINT);

    assay_jinja_advance(parser);
    assay_jinja_node_add(parser, print, assay_jinja_expression(parser));
    end_tag(parser);
    assay_jinja_node_add(parser, node, print);
}

/* Statements up to one of the ends, whose word is taken; NULL: to the end of the template. */
static struct jinja_node *block(struct jinja_parser *parser, struct ends *ends)
{
    struct jinja_node *node = assay_jinja_node_new(parser, JINJA_BLOCK);

    if (++parser->depth > ASSAY_JINJA_DEPTH_MAX)
        assay_jinja_refuse(parser, "nested more than %d deep", ASSAY_JINJA_DEPTH_MAX);
    while (!parser->code) {
        struct assay_str data;
        const char kind = assay_jinja_scan(parser, &data);

        add_data(parser, node, data);
        if (kind == '\0' && ends && !parser->code)
            assay_jinja_refuse(parser, "\"%s\" is not there", ends->word[0]);
        if (kind == '\0')
            break;
        if (kind == '{')
            add_print(parser, node);
        if (kind != '%')
            continue;
        assay_jinja_advance(parser);
        if (ends && ended(parser, ends))
            break;
        assay_jinja_node_add(parser, node, statement(parser));
    }
    parser->depth--;
    return node;
}

enum assay_code assay_jinja_compile(struct assay_str source, const char *name,
                                    struct assay_arena *arena,
                                    const struct assay_jinja **out,
                                    struct assay_error *err)
{
    struct assay_jinja *jinja = assay_arena_new(arena, 1, sizeof(*jinja));
    struct jinja_parser parser = {.source = source,
                                  .line = 1,
                                  .name = name,
                                  .arena = arena,
                                  .err = err,
                                  .line_begins = true};

    if (source.len > ASSAY_JINJA_SOURCE_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: a template of more than %d bytes", name,
                          ASSAY_JINJA_SOURCE_MAX);
    if (source.len > 0 && source.ptr[source.len - 1] == '\n')
        parser.source.len--; /* one line end at the end is not rendered */
    jinja->name = name;
    jinja->body = block(&parser, NULL);
    *out = jinja;
    return parser.code;
}
